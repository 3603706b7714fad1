"""What the search finds: each kind says its entries, and which of them a person may see."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entree:
    """One thing to find."""

    cle: str
    libelle: str
    lien: str
    precision: str = ""
    statut: str = ""
    texte: str = ""
    score: float = 0.0


# All entries, or those of some keys: what is asked for and not returned leaves the index.
Lister = Callable[[Collection[str] | None], Iterable[Entree]]
# Of these keys, those that a person may see: the index alone never decides.
Visibles = Callable[[Any, Collection[str]], Collection[str]]
# What is found at each question, without index.
Chercher = Callable[[str, int], list[Entree]]


@dataclass(frozen=True, slots=True)
class Fournisseur:
    """One kind of things. Either indexed (`lister`), or looked up at each question (`chercher`).

    `membres`: open to those who signed in only. `certitude`: under this score, its answers are
    guesses, kept only while no other kind answers well.
    """

    type: str
    titre: str
    ordre: int
    lister: Lister | None = None
    visibles: Visibles | None = None
    chercher: Chercher | None = None
    membres: bool = False
    certitude: float = 0.0


_registre: dict[str, Fournisseur] = {}


def declare(fournisseur: Fournisseur) -> None:
    """Add one kind, once."""
    if fournisseur.type in _registre:
        raise ValueError(f"Search: the type {fournisseur.type!r} is taken.")
    if (fournisseur.lister is None) == (fournisseur.chercher is None):
        raise ValueError(f"Search: {fournisseur.type!r} is indexed, or looked up.")
    _registre[fournisseur.type] = fournisseur


def kinds() -> list[Fournisseur]:
    """Return every kind, in the order of the page."""
    return sorted(_registre.values(), key=lambda one: one.ordre)


def kinds_for(user: Any) -> list[Fournisseur]:
    """Return the kinds that a person may search."""
    return [one for one in kinds() if user.is_authenticated or not one.membres]
