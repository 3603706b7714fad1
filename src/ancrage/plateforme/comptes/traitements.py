"""The register of processing: one data file, shown on a page and obeyed by the code."""

import tomllib
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from ancrage.plateforme.commun.catalogue import catalogue_dir

# A month counted long: nothing is erased before the announced term.
JOURS_PAR_MOIS = 31


class Base(StrEnum):
    """The legal bases that the platform uses."""

    MISSION_INTERET_PUBLIC = "mission_interet_public"
    CONSENTEMENT = "consentement"


LIBELLES_BASES = {
    Base.MISSION_INTERET_PUBLIC: "mission d’intérêt public",
    Base.CONSENTEMENT: "consentement",
}


class Traitement(BaseModel):
    """One processing of personal data, as article 30 of the GDPR asks to describe it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    nom: str
    finalite: str
    base: Base
    personnes: str
    categories: tuple[str, ...]
    destinataires: tuple[str, ...]
    duree_mois: int | None = None
    depart: str
    sort: str
    source: str

    @property
    def base_libelle(self) -> str:
        """Return the legal basis in French."""
        return LIBELLES_BASES[self.base]

    @property
    def conservation(self) -> str:
        """Return the retention period in French."""
        if self.duree_mois is None:
            return self.sort
        return f"{self.duree_mois} mois après {self.depart}. {self.sort}"

    def limit(self, now: datetime) -> datetime:
        """Return the moment before which a row is past its term."""
        if self.duree_mois is None:
            raise ValueError(f"{self.code} has no term.")
        return now - timedelta(days=JOURS_PAR_MOIS * self.duree_mois)


@cache
def traitements() -> dict[str, Traitement]:
    """Return the register by code, in the order of the file."""
    path = catalogue_dir() / "nomenclatures" / "traitements.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["traitements"]
    found = [Traitement.model_validate(row) for row in rows]
    return {traitement.code: traitement for traitement in found}
