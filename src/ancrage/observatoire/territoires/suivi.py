"""What became of a dated list of communes: « as signed » carried to « as of today »."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ancrage.observatoire.territoires.anciennes import communes_at
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, PREMIER_COG
from ancrage.observatoire.territoires.passage import table_passage
from ancrage.observatoire.territoires.referentiel import geographie_root

Liens = Mapping[str, Sequence[str]]
Devenir = Literal["inchangee", "recodee", "fusionnee", "scindee"]


@dataclass(frozen=True, slots=True)
class SuiviCommune:
    """One commune of the list: where its inhabitants are today.

    `vers` holds (code, name) of today's communes. `devenir`: « fusionnee » when it shares its
    commune of today with others, « scindee » when it went to several, « recodee » when only the
    code changed. `hors_liste` names the communes outside the list now merged with it.
    """

    code: str
    vers: tuple[tuple[str, str], ...]
    devenir: Devenir
    hors_liste: tuple[str, ...] = ()


def follow_communes(
    communes: Iterable[str], de: int, vers: int = MILLESIME_COURANT
) -> tuple[SuiviCommune, ...]:
    """Return what became of each commune of a list between two COG years.

    Raises `Erreur` for a year out of reach. A code unknown at `de` is left out: check first.
    """
    codes = sorted(set(communes))
    targets, origins = _links(geographie_root(), max(de, PREMIER_COG), vers)
    names, listed = communes_at(vers), set(codes)
    return tuple(
        _follow(code, targets[code], origins, listed, names) for code in codes if code in targets
    )


@cache  # a region shows forty perimeters at once, most of one vintage
def _links(_root: Path, de: int, vers: int) -> tuple[Liens, Liens]:
    """Return the communes of arrival of each commune, and those of origin of each arrival."""
    targets: dict[str, list[str]] = {}
    origins: dict[str, list[str]] = {}
    for origin, target in table_passage(de, vers).select("de", "vers").iter_rows():
        targets.setdefault(origin, []).append(target)
        origins.setdefault(target, []).append(origin)
    return targets, origins


def _follow(
    code: str,
    found: Sequence[str],
    origins: Liens,
    listed: set[str],
    names: Mapping[str, str],
) -> SuiviCommune:
    partners = {origin for target in found for origin in origins[target]} - {code}
    if len(found) > 1:
        devenir: Devenir = "scindee"
    elif partners:
        devenir = "fusionnee"
    else:
        devenir = "inchangee" if found == [code] else "recodee"
    return SuiviCommune(
        code=code,
        vers=tuple((target, names.get(target, target)) for target in sorted(found)),
        devenir=devenir,
        hors_liste=tuple(sorted(partners - listed)),
    )
