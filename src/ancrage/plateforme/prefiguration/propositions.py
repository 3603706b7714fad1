"""What the catalogue proposes: steps of a support plan, indicators of an elaboration, sectors.

No database: the proposal of a region, or that of all, as it stood on a day.
"""

import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from ancrage.plateforme.commun.catalogue import catalogue_dir
from ancrage.plateforme.comptes.models import TypeOrganisation
from ancrage.plateforme.prefiguration.models.suivi import Calcul, Frequence, Sens


class _Ecrit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EtapeProposee(_Ecrit):
    """A step, and how many weeks after the day of the proposal to plan it."""

    code: str
    quoi: str
    contenu: str
    pour: str
    par: str
    semaines: int


class IndicateurPropose(_Ecrit):
    """An indicator; without `calcul`, people type its values."""

    code: str
    nom: str
    mesure: str
    calcul: Calcul | None = None
    sens: Sens
    cible: Decimal
    unite: str
    frequence: Frequence
    qui: str


class Secteur(_Ecrit):
    """A field of activity: the kinds of organisations that it gathers."""

    libelle: str
    types: tuple[TypeOrganisation, ...]


class Proposition(_Ecrit):
    """A version of a proposal; an empty region: that of all regions without their own."""

    numero: int
    region: str
    depuis: date
    libelle: str
    source: str
    etapes: tuple[EtapeProposee, ...] = ()
    indicateurs: tuple[IndicateurPropose, ...] = ()
    secteurs: tuple[Secteur, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "Proposition":
        codes = [one.code for one in self.etapes] + [one.code for one in self.indicateurs]
        types = [str(kind) for one in self.secteurs for kind in one.types]
        twice = [name for name, count in Counter([*codes, *types]).items() if count > 1]
        if twice:
            raise ValueError(f"donnés deux fois : {', '.join(sorted(twice))}")
        return self


class Propositions(_Ecrit):
    """A whole file."""

    propositions: tuple[Proposition, ...]


@cache
def read_propositions(nom: str) -> tuple[Proposition, ...]:
    """Return every version of a file of proposals."""
    path = catalogue_dir() / "prefiguration" / f"{nom}.toml"
    return Propositions.model_validate(tomllib.loads(path.read_text("utf-8"))).propositions


def proposal_for(nom: str, region: str, on: date) -> Proposition:
    """Return the proposal of a region on a day: its own first, then the latest."""
    known = read_propositions(nom)
    held = [one for one in known if one.region in ("", region) and one.depuis <= on]
    return max(held or known[:1], key=lambda one: (one.region == region, one.depuis, one.numero))
