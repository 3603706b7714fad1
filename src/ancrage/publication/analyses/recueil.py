"""Gather for a document the analyses that the store allows; what it does not allow stays absent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from ancrage.observatoire import api
from ancrage.observatoire.api import (
    Bilan,
    Comparatif,
    DemographieMedicale,
    DonneesEntonnoir,
    Erreur,
    GradientSocial,
    LissageCommunal,
    Profil,
    Territoire,
    TypologieTerritoires,
    Usage,
)

T = TypeVar("T")
GRADIENT = "S05"  # unemployment: counts by commune, read the same way at every age
ENTONNOIR = "O13"  # pharmacies: few enough for chance to weigh, whatever the ages


@dataclass(frozen=True, slots=True)
class Analyses:
    """What a document may add to the profile; None where the store does not allow it."""

    bilan: Bilan | None = None
    semblables: Comparatif | None = None
    typologie: TypologieTerritoires | None = None
    gradient: GradientSocial | None = None
    entonnoir: DonneesEntonnoir | None = None
    demographie: DemographieMedicale | None = None
    lissages: tuple[LissageCommunal, ...] = ()
    epci: tuple[str, ...] = ()  # « epci:… » of the territory, named in the figures


def gather(
    territoire: Territoire, profil: Profil, usage: Usage | Literal["ouvert"] = "diagnostic"
) -> Analyses:
    """Return every analysis of a territory of one region, from the store in use."""
    region = api.region_of(territoire)
    around = f"region:{region}" if region else None
    return Analyses(
        bilan=_try(lambda: api.evolutions(territoire, profil=profil, usage=usage)),
        semblables=_try(lambda: api.comparer(territoire, profil=profil)),
        typologie=_try(lambda: api.typologie(around)) if around else None,
        gradient=_try(lambda: api.gradient(GRADIENT, around)) if around else None,
        entonnoir=_try(lambda: api.entonnoir(ENTONNOIR, around)) if around else None,
        demographie=_try(lambda: api.demographie_medicale(territoire)),
        lissages=api.lissages(territoire),
        epci=tuple(f"epci:{code}" for code in api.epci_of(territoire)),
    )


def _try(compute: Callable[[], T]) -> T | None:
    """Return the answer, or None where the engine says that it has none."""
    try:
        return compute()
    except Erreur:
        return None
