"""What became of a dated list of communes: « as signed » carried to « as of today »."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, PREMIER_COG
from ancrage.observatoire.territoires.passage import table_passage
from ancrage.observatoire.territoires.referentiel import communes as read_communes

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
    passage = table_passage(max(de, PREMIER_COG), vers)
    names = dict(read_communes(vers).select("code", "libelle").iter_rows())
    targets: dict[str, list[str]] = {}
    for origin, target in passage.filter(pl.col("de").is_in(codes)).select("de", "vers").rows():
        targets.setdefault(origin, []).append(target)
    reached = {target for found in targets.values() for target in found}
    origins: dict[str, list[str]] = {}
    for origin, target in passage.filter(pl.col("vers").is_in(reached)).select("de", "vers").rows():
        origins.setdefault(target, []).append(origin)
    return tuple(
        _follow(code, targets[code], origins, set(codes), names)
        for code in codes
        if code in targets
    )


def _follow(
    code: str,
    found: list[str],
    origins: dict[str, list[str]],
    listed: set[str],
    names: dict[str, str],
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
