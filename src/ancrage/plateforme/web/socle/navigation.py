"""The menus and the tiles of the home page: each space adds its own when the site starts.

A space calls `register` (a link) or `register_tuile` (a tile) in `AppConfig.ready()`. The shell
asks the permission of each at every page, so a person sees only what she may open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

PLACES = frozenset({"espaces", "compte", "pied"})
Permission = Callable[[Any], bool]


def anyone(user: Any) -> bool:
    """Open to visitors."""
    return True


def signed_in(user: Any) -> bool:
    """Open to whoever signed in."""
    return bool(user.is_authenticated)


@dataclass(frozen=True, slots=True)
class Entree:
    """A link of a menu: the spaces, the account menu or the foot of the page.

    `texte` says on the front page what one finds there; without it, the menu alone shows it.
    """

    libelle: str
    route: str
    place: str = "espaces"
    ordre: int = 100
    permission: Permission = anyone
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Lien:
    """A link ready to print; `courant` when the page lies under it."""

    libelle: str
    url: str
    courant: bool
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Attente:
    """One thing that waits for a member: what, where, on which contract, for when.

    `de` says who is to do it, when it is not she.
    """

    titre: str
    url: str
    contrat: str = ""
    pour_le: date | None = None
    en_retard: bool = False
    de: str = ""


@dataclass(frozen=True, slots=True)
class Tuile:
    """What waits for a member in one space: a real count, a sentence, and where to go.

    With `attentes`, the home page lists them one by one in place of the count.
    """

    titre: str
    url: str
    compte: int
    texte: str
    ordre: int = 100
    attentes: tuple[Attente, ...] = ()


_entrees: list[Entree] = []
_tuiles: list[Callable[[HttpRequest], Tuile | None]] = []


def register(entree: Entree) -> None:
    """Add a link to a menu."""
    if entree.place not in PLACES:
        raise ValueError(f"place inconnue : {entree.place} (attendu : {sorted(PLACES)})")
    if entree not in _entrees:
        _entrees.append(entree)


def register_tuile(provider: Callable[[HttpRequest], Tuile | None]) -> None:
    """Add what computes a tile; it answers None for whom the tile does not concern."""
    if provider not in _tuiles:
        _tuiles.append(provider)


def liens(request: HttpRequest, place: str) -> list[Lien]:
    """Return the links of a place that this person may open, the current one marked."""
    user = request.user
    offered = [e for e in _entrees if e.place == place and e.permission(user)]
    urls = [(e, reverse(e.route)) for e in sorted(offered, key=lambda e: (e.ordre, e.libelle))]
    under = [url for _, url in urls if request.path.startswith(url) and url != "/"]
    current = max(under, key=len, default=request.path)
    return [Lien(e.libelle, url, url == current, e.texte) for e, url in urls]


def attentes(tuiles: Iterable[Tuile]) -> list[Attente]:
    """Return what waits, thing by thing, of all the spaces: the late first, then by date."""
    found = [one for tuile in tuiles for one in tuile.attentes]
    return sorted(found, key=lambda one: (not one.en_retard, one.pour_le or date.max))


def tuiles(request: HttpRequest) -> list[Tuile]:
    """Return the tiles of this person's home page: what waits for her, so none with a zero."""
    found = [provider(request) for provider in _tuiles]
    made = [tuile for tuile in found if tuile and tuile.compte]
    return sorted(made, key=lambda t: (t.ordre, t.titre))
