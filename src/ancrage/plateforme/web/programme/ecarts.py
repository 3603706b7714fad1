"""What an import would leave out, the same reason said once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ancrage.plateforme.programmes.valeurs import Ecart


@dataclass(slots=True)
class GroupeEcarts:
    """A column and a reason, with every cell left out for it."""

    colonne: str
    message: str
    ecarts: list[Ecart] = field(default_factory=list)


def group_ecarts(ecarts: Iterable[Ecart]) -> list[GroupeEcarts]:
    """Return what is left out by column and reason, in the order of the first cell of each."""
    groups: dict[tuple[str, str], GroupeEcarts] = {}
    for one in ecarts:
        key = (one.colonne, one.message)
        groups.setdefault(key, GroupeEcarts(*key)).ecarts.append(one)
    return list(groups.values())
