"""Under which heading an e-mail puts a fact: the contract whose pages its address is one of."""

from collections.abc import Callable

Nommeur = Callable[[str], str]
_nommeurs: list[Nommeur] = []


def register_nommeur(nommeur: Nommeur) -> None:
    """Let an app name what an address is about; it answers "" for the others."""
    if nommeur not in _nommeurs:
        _nommeurs.append(nommeur)


def group_of(lien: str) -> str:
    """Return the heading of an address, "" for none."""
    return next((name for one in _nommeurs if (name := one(lien))), "")
