"""The golden thread as a grid: each need against each axis, and the sheets that join them."""

from collections import defaultdict
from dataclasses import dataclass

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import Axe, Besoin, FicheAction


@dataclass(frozen=True, slots=True)
class LigneMatrice:
    """A need: its sheets under each axis, then those without axis."""

    besoin: Besoin
    cases: tuple[tuple[str, tuple[FicheAction, ...]], ...]

    @property
    def nombre(self) -> int:
        """Return how many sheets answer to the need."""
        return sum(len(fiches) for _, fiches in self.cases)


@dataclass(frozen=True, slots=True)
class Matrice:
    """The grid, its columns named; `sans_besoin` is its last line."""

    axes: tuple[Axe, ...]
    lignes: tuple[LigneMatrice, ...]
    sans_besoin: tuple[tuple[str, tuple[FicheAction, ...]], ...]
    sans_axe: bool


def build_matrice(contrat: Contrat) -> Matrice:
    """Return the needs of a plan against its axes. Given-up actions do not count."""
    axes = tuple(contrat.axes.all())
    fiches = list(
        FicheAction.objects.of(contrat)
        .exclude(statut=StatutAction.ABANDONNEE)
        .prefetch_related("besoins")
    )
    held: dict[tuple[int | None, int | None], list[FicheAction]] = defaultdict(list)
    for one in fiches:
        for besoin in one.besoins.all() or [None]:
            held[besoin.pk if besoin else None, one.axe_id].append(one)
    sans_axe = any(one.axe_id is None for one in fiches)

    def line(besoin: int | None) -> tuple[tuple[str, tuple[FicheAction, ...]], ...]:
        cells = [(one.libelle, tuple(held[besoin, one.pk])) for one in axes]
        return (*cells, ("Sans axe", tuple(held[besoin, None]))) if sans_axe else tuple(cells)

    return Matrice(
        axes,
        tuple(LigneMatrice(one, line(one.pk)) for one in contrat.besoins.all()),
        line(None),
        sans_axe,
    )
