"""The plan as a tree: priorities, axes, objectives, sheets; and what no branch holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.models import Axe, FicheAction, Objectif, Priorite


@dataclass(slots=True)
class NoeudObjectif:
    """An objective, those under it, its sheets."""

    objectif: Objectif
    enfants: list["NoeudObjectif"] = field(default_factory=list)
    fiches: list[FicheAction] = field(default_factory=list)

    @property
    def nombre(self) -> int:
        """Return how many sheets it holds, at any depth."""
        return len(self.fiches) + sum(one.nombre for one in self.enfants)


@dataclass(slots=True)
class NoeudAxe:
    """An axis; `ailleurs` are the other priorities that it serves."""

    axe: Axe
    objectifs: list[NoeudObjectif] = field(default_factory=list)
    fiches: list[FicheAction] = field(default_factory=list)
    ailleurs: list[Priorite] = field(default_factory=list)

    @property
    def nombre(self) -> int:
        """Return how many sheets it holds."""
        return len(self.fiches) + sum(one.nombre for one in self.objectifs)


@dataclass(slots=True)
class NoeudPriorite:
    """A priority, or None for the axes that serve none."""

    priorite: Priorite | None
    axes: list[NoeudAxe] = field(default_factory=list)


@dataclass(slots=True)
class Arbre:
    """The whole plan."""

    priorites: list[NoeudPriorite]
    isolees: list[FicheAction]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self.priorites or self.isolees)


def build_arbre(contrat: Contrat, fiches: Iterable[FicheAction], *, entier: bool) -> Arbre:
    """Return the tree of a plan, an axis once, under the first priority that it serves.

    Without `entier`, only the branches that lead to a sheet, under the priorities chosen.
    """
    by_place: dict[tuple[int | None, int | None], list[FicheAction]] = defaultdict(list)
    for one in fiches:
        by_place[one.axe_id, one.objectif_id].append(one)
    roots = _objectifs(contrat, by_place)
    priorites = [one for one in contrat.priorites.all() if entier or one.is_retenue]
    nodes = {one.pk: NoeudPriorite(one) for one in priorites}
    alone = NoeudPriorite(None)
    for axe in contrat.axes.prefetch_related("priorites"):
        served = [one for one in axe.priorites.all() if one.pk in nodes]
        node = NoeudAxe(axe, roots[axe.pk], by_place[axe.pk, None], served[1:])
        if not entier:
            node.objectifs = [one for one in map(_pruned, node.objectifs) if one.nombre]
        if entier or node.nombre:
            (nodes[served[0].pk] if served else alone).axes.append(node)
    kept = [one for one in (*nodes.values(), alone) if one.axes or (entier and one.priorite)]
    return Arbre(kept, by_place[None, None])


def _objectifs(
    contrat: Contrat, by_place: dict[tuple[int | None, int | None], list[FicheAction]]
) -> dict[int, list[NoeudObjectif]]:
    """Return the objectives at the root of each axis, with what they hold."""
    rows = list(Objectif.objects.filter(axe__contrat=contrat).order_by("rang", "pk"))
    nodes = {one.pk: NoeudObjectif(one, fiches=by_place[one.axe_id, one.pk]) for one in rows}
    roots: dict[int, list[NoeudObjectif]] = defaultdict(list)
    for one in rows:
        above = nodes[one.parent_id].enfants if one.parent_id else roots[one.axe_id]
        above.append(nodes[one.pk])
    return roots


def _pruned(node: NoeudObjectif) -> NoeudObjectif:
    """Return an objective without the branches that lead to no sheet."""
    node.enfants = [one for one in map(_pruned, node.enfants) if one.nombre]
    return node
