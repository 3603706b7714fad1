"""The library: what was published of the contracts of the site, and contracts of elsewhere.

The second ones are data of the catalogue, each with the document that tells it.
"""

import tomllib
from functools import cache
from typing import Any

from django.db.models import QuerySet
from pydantic import BaseModel, ConfigDict

from ancrage.plateforme.commun.catalogue import catalogue_dir
from ancrage.plateforme.comptes.models import TypeOrganisation
from ancrage.plateforme.contrats.models import Contrat, ContratQuerySet
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes.listes import StatutClassement
from ancrage.plateforme.programmes.models import FicheAction, FicheActionQuerySet

TYPES = {
    str(one): str(one.label)
    for one in (TypeOrganisation.COMMUNE, TypeOrganisation.EPCI, TypeOrganisation.PAYS)
}


class _Ecrit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Partie(_Ecrit):
    """A priority or an axis of a contract, with the themes under which it is found."""

    libelle: str
    contenu: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


class ContratCite(_Ecrit):
    """A contract of elsewhere, as a document tells it; nothing that the document does not say."""

    code: str
    nom: str
    territoire: str
    type: str
    region: str
    signature: str
    periode: str
    signataires: tuple[str, ...]
    precisions: str = ""
    decoupage: str
    parties: tuple[Partie, ...]
    source: str
    adresse: str = ""

    @property
    def themes(self) -> frozenset[str]:
        """Return the themes of its parts."""
        return frozenset(theme for one in self.parties for theme in one.themes)

    def answers(self, q: str, theme: str, type_: str) -> bool:
        """Say whether it is among what a reader looks for."""
        said = (self.nom, self.territoire, self.precisions,
                *(f"{one.libelle} {' '.join(one.contenu)}" for one in self.parties))  # fmt: skip
        return (
            holds_words(q, *said)
            and (not theme or theme in self.themes)
            and type_ in ("", self.type)
        )


def holds_words(asked: str, *said: str | None) -> bool:
    """Say whether texts hold every word asked for, in any order; accents and case apart."""
    text = fold(" ".join(one or "" for one in said))
    return all(word in text for word in fold(asked).split())


def _holding(rows: QuerySet[Any], asked: str, *fields: str) -> list[int]:
    """Return the keys of the rows whose texts hold what is asked.

    Read here and not by the database: SQLite tells « é » from « e », and « É » from « é ».
    """
    said: dict[int, list[str | None]] = {}
    for pk, *texts in rows.order_by().values_list("pk", *fields):
        said.setdefault(pk, []).extend(texts)
    return [pk for pk, texts in said.items() if holds_words(asked, *texts)]


@cache
def contrats_cites() -> tuple[ContratCite, ...]:
    """Return the contracts of the catalogue, by name."""
    files = sorted((catalogue_dir() / "bibliotheque").glob("*.toml"))
    read = [ContratCite.model_validate(tomllib.loads(one.read_text("utf-8"))) for one in files]
    return tuple(sorted(read, key=lambda one: fold(one.nom)))


def published_contrats(q: str, theme: str, type_: str) -> ContratQuerySet:
    """Return the signed contracts of the site that have something to read."""
    rows: ContratQuerySet = Contrat.objects.publics().filter(fiches__fige_le__isnull=False)
    if q:
        rows = rows.filter(pk__in=_holding(rows, q, "nom", "axes__libelle"))
    if theme:
        rows = rows.filter(pk__in=published_fiches(theme=theme).values("contrat"))
    if type_:
        rows = rows.filter(porteurs__organisation__type=type_)
    return rows.distinct().prefetch_related("axes", "porteurs__organisation")


def published_fiches(
    *, q: str = "", theme: str = "", public: str = "", preuve: str = "", type_: str = ""
) -> FicheActionQuerySet:
    """Return the published sheets that answer to a search."""
    rows: FicheActionQuerySet = FicheAction.objects.publiques()
    if q:
        rows = rows.filter(pk__in=_holding(rows, q, "titre", "description", "contexte"))
    for facette, code in (("theme", theme), ("preuve", preuve)):
        if code:
            rows = rows.filter(
                classements__facette=facette, classements__code=code,
                classements__statut=StatutClassement.VALIDE,
            )  # fmt: skip
    if public:
        rows = rows.filter(pk__in=_holding(rows, public, "publics__libelle"))
    if type_:
        rows = rows.filter(contrat__porteurs__organisation__type=type_)
    return rows.distinct().order_by("titre", "pk")


def with_words(fiches: FicheActionQuerySet) -> FicheActionQuerySet:
    """Load what a line of the library says of a sheet."""
    return fiches.select_related("contrat").prefetch_related(
        "publics", "classements", "intervenants"
    )
