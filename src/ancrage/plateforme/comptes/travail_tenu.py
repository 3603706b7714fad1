"""Registry of the work that a person holds: each app says what, and how it passes to another.

An app declares its own from `AppConfig.ready`; closing an account shows and runs them all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Transfert(Protocol):
    """Hand the work of `de` over to `vers`, or leave it without holder when None."""

    def __call__(self, *, acteur: Any, de: Any, vers: Any | None, motif: str) -> None:
        """Run in the caller's transaction; write an audit row for each object that changes."""


@dataclass(frozen=True, slots=True)
class TravailTenu:
    """One kind of work. `devenir` says in French what happens to it, with and without taker."""

    code: str
    libelle: str
    devenir: str
    lister: Callable[[Any], Sequence[str]]
    transferer: Transfert


_registre: dict[str, TravailTenu] = {}


def declare(travail: TravailTenu) -> None:
    """Add one kind of work, in the order of declaration."""
    if travail.code in _registre:
        raise ValueError(f"Work held: the code {travail.code!r} is taken.")
    _registre[travail.code] = travail


def kinds() -> list[TravailTenu]:
    """Return every declared kind."""
    return list(_registre.values())


def held_by(person: Any) -> list[tuple[TravailTenu, Sequence[str]]]:
    """Return what a person holds, one line of text per object; kinds without object left out."""
    found = [(kind, kind.lister(person)) for kind in kinds()]
    return [(kind, lines) for kind, lines in found if lines]
