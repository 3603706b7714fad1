"""One indicator over many areas, and who stands beside an area: what a program asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ancrage.observatoire import api
from ancrage.observatoire.api import (
    CodeSortie,
    Erreur,
    Semblables,
    Territoire,
    TerritoireDecrit,
)
from ancrage.plateforme.observations import profils

__all__ = [
    "COLONNES",
    "NIVEAUX",
    "AireNommee",
    "CodeSortie",
    "Erreur",
    "areas_of",
    "describe",
    "similar_to",
    "values_over",
]

NIVEAUX = ("commune", "epci", "departement")
COLONNES = (
    "periode",
    "sexe",
    "value",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "status",
    "reliability",
    "method",
    "niveau",
    "motif",
)


@dataclass(frozen=True, slots=True)
class AireNommee:
    """An area by its code and name."""

    code: str
    libelle: str
    niveau: str
    precision: str = ""


def describe(territoire: Territoire) -> TerritoireDecrit:
    """Return a territory with the names of what surrounds it."""
    return api.describe(territoire)


def areas_of(region: str, niveau: str) -> tuple[AireNommee, ...]:
    """Return the areas of a level in a region, in the order of codes."""
    return _areas(region, niveau)


@lru_cache(maxsize=64)
def _areas(region: str, niveau: str) -> tuple[AireNommee, ...]:
    held = profils.find_territoire(f"region:{region}")
    codes: Mapping[str, Any] = {
        "commune": held.communes,
        "epci": api.epci_of(held),
        "departement": api.departements_of(held),
    }
    named = (f"{niveau}:{code}" for code in sorted(codes[niveau]))
    return tuple(AireNommee(code, api.libelle_aire(code), niveau) for code in named)


def similar_to(territoire: Territoire) -> Semblables:
    """Return the most similar territories; `Erreur` in French where there is none."""
    return api.semblables(territoire, profil=profils.profil_of(territoire))


def values_over(indicateur: str, region: str, niveau: str) -> tuple[dict[str, Any], ...]:
    """Return the open values of an indicator over the areas of a region, one row per value.

    Every area has at least one row: without value, its status says why. No deposit answers here.
    """
    return _values(profils.edition(), indicateur, region, niveau)


@lru_cache(maxsize=16)
def _values(edition: str, indicateur: str, region: str, niveau: str) -> tuple[dict[str, Any], ...]:
    areas = areas_of(region, niveau)
    table = api.profile_table([area.code for area in areas], indicateurs=[indicateur])
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in table.iter_rows(named=True):
        rows.setdefault(row["aire"], []).append(_said(indicateur, row))
    silent = [dict.fromkeys((*COLONNES, "geographie", "source")) | _SILENT]
    return tuple(
        {"code": area.code, "libelle": area.libelle, **row}
        for area in areas
        for row in rows.get(area.code, silent)
    )


_SILENT: dict[str, Any] = {
    "sexe": "ensemble",
    "status": "manquant",
    "motif": "Aucune valeur n’est publiée pour ce territoire.",
}


def _said(indicateur: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return one value with the area that it really describes, and its source."""
    kept = {name: row[name] for name in COLONNES}
    kept["geographie"], lent = row["aire"], row["origine"] == "emprunte"
    if lent:
        prefixed = ":" in row["geo"] or row["geo"] == "france"
        kept["geographie"] = row["geo"] if prefixed else f"{row['niveau']}:{row['geo']}"
        name = api.libelle_aire(kept["geographie"])
        kept["motif"] = kept["motif"] or f"Valeur de {name}, montrée faute de donnée plus fine."
    kept["source"] = api.indicateurs()[indicateur].series[row["serie"]].source
    return kept
