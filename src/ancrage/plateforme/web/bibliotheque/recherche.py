"""What a reader of the library looks for, as the address says it; how a sheet is told."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from ancrage.plateforme.programmes.bibliotheque import TYPES, published_fiches, with_words
from ancrage.plateforme.programmes.listes import RoleIntervenant, StatutClassement
from ancrage.plateforme.programmes.models import FicheAction, FicheActionQuerySet
from ancrage.plateforme.programmes.typologie import typologie

COLONNES = ("contrat", "code", "titre", "themes", "preuve", "publics", "pilote", "description",
            "adresse")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recherche:
    """The filters of an address; what it says wrong is left out."""

    q: str = ""
    theme: str = ""
    public: str = ""
    preuve: str = ""
    type: str = ""

    @property
    def actifs(self) -> dict[str, str]:
        """Return the filters in force, by name."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}

    @property
    def de_fiche(self) -> bool:
        """Say whether it asks for what only a sheet tells."""
        return bool(self.public or self.preuve)


def listes() -> dict[str, dict[str, str]]:
    """Return what each closed filter offers."""
    return {
        "theme": typologie().facette("theme").labels(),
        "preuve": typologie().facette("preuve").labels(),
        "type": TYPES,
    }


def read_recherche(query: QueryDict) -> Recherche:
    """Return the filters of an address."""
    kept = {
        name: query.get(name, "") for name, known in listes().items() if query.get(name) in known
    }
    free = {name: query.get(name, "").strip()[:100] for name in ("q", "public")}
    return Recherche(**free, **kept)


def find_fiches(asked: Recherche) -> FicheActionQuerySet:
    """Return the published sheets that answer."""
    return with_words(
        published_fiches(
            q=asked.q, theme=asked.theme, public=asked.public, preuve=asked.preuve,
            type_=asked.type,
        )
    )  # fmt: skip


def chips_of(request: HttpRequest, asked: Recherche) -> list[tuple[str, str]]:
    """Return the filters in force in words, each with an address without it."""
    found = []
    for name, value in asked.actifs.items():
        query = request.GET.copy()
        del query[name]
        query.pop("page", None)
        found.append((listes().get(name, {}).get(value, value), f"?{query.urlencode()}"))
    return found


def words_of(fiche: FicheAction, facette: str) -> list[str]:
    """Return the values that a person kept in a facet of a sheet."""
    labels = typologie().facette(facette).labels()
    return [
        labels.get(one.code, one.code)
        for one in fiche.classements.all()
        if one.facette == facette and one.statut == StatutClassement.VALIDE
    ]


def row_of(fiche: FicheAction, adresse: str) -> dict[str, Any]:
    """Return a sheet as the open files give it."""
    pilots = [w.structure for w in fiche.intervenants.all() if w.role == RoleIntervenant.PILOTE]
    return {
        "contrat": fiche.contrat.nom,
        "code": fiche.code,
        "titre": fiche.titre,
        "themes": words_of(fiche, "theme"),
        "preuve": words_of(fiche, "preuve"),
        "publics": [one.libelle for one in fiche.publics.all()],
        "pilote": next(iter(pilots), ""),
        "description": fiche.description,
        "adresse": adresse,
    }
