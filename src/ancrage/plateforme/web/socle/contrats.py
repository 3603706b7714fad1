"""The frame of every page about one contract: who may read it, its name, its state, its tabs.

A space adds its tab with `register_onglet` in `AppConfig.ready()`; each tab is asked whether this
person may open it for this contract, so nobody is shown a door that is shut.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from ancrage.plateforme.contrats.models import Contrat, ContratQuerySet

Permission = Callable[[Any, Contrat], bool]
PRINCIPAL, REPLIE = "principal", "replie"
EN_VUE = 8  # tabs that a line holds: no menu up to there


def every_reader(user: Any, contrat: Contrat) -> bool:
    """Open to whoever reads the contract."""
    return True


def followers(user: Any, contrat: Contrat) -> bool:
    """Open to whom the contract is shown for a role held, not to the public."""
    return bool(Contrat.objects.visibles_par(user).filter(pk=contrat.pk).exists())


@dataclass(frozen=True, slots=True)
class Onglet:
    """A tab: `route` takes the slug of the contract, and names the pages under it too.

    `aussi`: addresses under the contract whose pages belong to this tab (« signataires/ »).
    `groupe`: PRINCIPAL is always in sight; REPLIE waits under « Plus », for what is opened
    now and then.
    """

    libelle: str
    route: str
    ordre: int = 100
    permission: Permission = every_reader
    aussi: tuple[str, ...] = ()
    groupe: str = PRINCIPAL


@dataclass(frozen=True, slots=True)
class LienOnglet:
    """A tab ready to print."""

    libelle: str
    url: str
    courant: bool
    replie: bool = False


_onglets: list[Onglet] = []


def register_onglet(onglet: Onglet) -> None:
    """Add a tab to the pages of a contract."""
    if onglet not in _onglets:
        _onglets.append(onglet)


def readable_contrats(user: Any) -> ContratQuerySet:
    """Return the contracts that a person may open: those she follows, and the signed ones."""
    return Contrat.objects.visibles_par(user) | Contrat.objects.publics()


def get_contrat(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract that the person may open; the others do not exist for her."""
    found = readable_contrats(request.user).filter(slug=slug).for_list().first()
    if found is None:
        raise Http404
    return found


def get_followed(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract that the person follows: its work is not for the public."""
    found = Contrat.objects.visibles_par(request.user).filter(slug=slug).for_list().first()
    if found is None:
        raise Http404
    return found


def frame_contrat(request: HttpRequest, contrat: Contrat) -> dict[str, Any]:
    """Return what `socle/contrat.html` shows above each page of a contract.

    Where they are few, as for a visitor, all the tabs stay in sight.
    """
    user = request.user
    offered = [one for one in _onglets if one.permission(user, contrat)]
    shown = _read_onglets(request.path, contrat, offered)
    if len(shown) <= EN_VUE:
        shown = [replace(one, replie=False) for one in shown]
    folded = [one for one in shown if one.replie]
    return {
        "contrat": contrat,
        "suit_contrat": followers(user, contrat),
        "onglets": shown,
        "onglets_replies": folded,
        "onglet_replie": next((one.libelle for one in folded if one.courant), ""),
    }


def _read_onglets(path: str, contrat: Contrat, offered: list[Onglet]) -> list[LienOnglet]:
    """Return the tabs in their order; the current one is the longest start of the page's path."""
    rows = [
        (one, reverse(one.route, args=[contrat.slug]))
        for one in sorted(offered, key=lambda one: (one.ordre, one.libelle))
    ]
    base = reverse("contrat:contrat", args=[contrat.slug])
    starts = [(start, one) for one, url in rows for start in (url, *(base + s for s in one.aussi))]
    held = [(len(start), one) for start, one in starts if path.startswith(start)]
    current = max(held, key=lambda each: each[0], default=(0, None))[1]
    return [LienOnglet(one.libelle, url, one == current, one.groupe == REPLIE) for one, url in rows]
