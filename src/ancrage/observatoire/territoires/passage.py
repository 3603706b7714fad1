"""Carry counts from the commune codes of one COG year to those of another.

Merges are summed; splits are apportioned by the displayed population of the pieces and flagged
`reparti`. Movements are replayed by date, so that a code used twice (60054) is never mixed up.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.territoires.millesimes import (
    MILLESIME_COURANT,
    MILLESIMES,
    PREMIER_COG,
    check_cog,
    check_millesime,
)
from ancrage.observatoire.territoires.referentiel import (
    Etape,
    communes,
    geographie_root,
    known_codes,
    mouvements,
    mouvements_between,
    parent_of_arrondissement,
)
from ancrage.observatoire.territoires.rejeu import Parts, replay

# Shares are rounded to 2⁻²⁰ (a millionth): the remainder and every sum of whole counts below
# 2³² are then exact in floating point, so that totals are conserved to the last bit.
GRAIN = 1 << 20
_SCHEMA = pl.Schema(
    {"de": pl.String, "vers": pl.String, "poids": pl.Float64, "reparti": pl.Boolean}
)


def table_passage(de: int, vers: int = MILLESIME_COURANT) -> pl.DataFrame:
    """Return de, vers, poids, reparti from the codes of COG year `de` to those of `vers`.

    The weights of each `de` sum to 1. Going back in time undoes merges as splits: it is offered
    to embedded vintages only, whose populations give the weights.
    """
    check_cog(de)
    if vers < de:
        check_millesime(vers)
    return _table_passage(geographie_root(), de, check_cog(vers))


def harmonise(
    table: pl.DataFrame,
    *,
    cog: int,
    vers: int = MILLESIME_COURANT,
    code: str = "code",
    counts: Sequence[str],
    by: Sequence[str] = (),
) -> pl.DataFrame:
    """Return `code`, `by`, `counts` and `reparti` on the communes of `vers`.

    Counts are summed by commune and `by`; a split count gives its last piece the remainder, so
    totals are conserved exactly. A sum with a null term is null: missing is not zero.
    """
    passage = table_passage(cog, vers)
    _check_codes(table[code], cog)
    rows = (
        table.select(code, *by, *(pl.col(name).cast(pl.Float64) for name in counts))
        .with_row_index("_row")
        .join(passage, left_on=code, right_on="de", how="inner")
    )
    last = pl.int_range(pl.len()).over("_row") == pl.len().over("_row") - 1
    shares = [_share(name, last).alias(name) for name in counts]
    return (
        rows.with_columns(shares)
        .group_by("vers", *by)
        .agg(
            *(
                pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name)
                for name in counts
            ),
            pl.col("reparti").any(),
        )
        .rename({"vers": code})
        .sort(code, *by)
    )


def successors(code: str, millesime: int = MILLESIME_COURANT) -> tuple[tuple[str, ...], int] | None:
    """Return today's communes of a former code, and the last COG year that knew it, or None.

    Codes given up before the first known COG year are followed to the commune of that year.
    """
    if code in known_codes(millesime):
        return (code,), millesime
    for year in range(millesime - 1, PREMIER_COG - 1, -1):
        if code in known_codes(year):
            return _pieces(code, year, millesime), year
    early = mouvements().filter(
        pl.col("de") == code, pl.col("vers") != code, pl.col("date") <= date(PREMIER_COG, 1, 1)
    )
    if early.is_empty():
        return None
    jour, following = early.select("date", "vers").row(-1)
    found = successors(following, millesime)
    if found is None:
        return None
    return found[0], jour.year if jour > date(jour.year, 1, 1) else jour.year - 1


def _pieces(code: str, year: int, millesime: int) -> tuple[str, ...]:
    return tuple(table_passage(year, millesime).filter(pl.col("de") == code)["vers"].sort())


def _share(name: str, last: pl.Expr) -> pl.Expr:
    value = pl.col(name)
    rounded = (value * pl.col("poids") * GRAIN).round() / GRAIN
    remainder = value - pl.when(last).then(0.0).otherwise(rounded).sum().over("_row")
    return pl.when(~pl.col("reparti")).then(value).when(last).then(remainder).otherwise(rounded)


def _check_codes(codes: pl.Series, cog: int) -> None:
    unknown = sorted(set(codes.unique().drop_nulls()) - known_codes(cog))
    if not unknown and not codes.null_count():
        return
    shown = ", ".join(unknown[:5]) or "(code vide)"
    arrondissements = parent_of_arrondissement()
    raise Erreur(
        "code_inconnu",
        f"{max(len(unknown), 1)} code(s) de commune n'existent pas au 1er janvier {cog} : {shown}.",
        attendu=f"des codes de communes du COG {cog}",
        remede="regroupez les arrondissements de Paris, Lyon et Marseille dans leur commune"
        if any(code in arrondissements for code in unknown)
        else "vérifiez l'année du COG déclarée pour ce fichier (« cog »)",
    )


@cache
def _table_passage(root: Path, de: int, vers: int) -> pl.DataFrame:
    codes = sorted(known_codes(de))
    target = vers if vers in MILLESIMES else MILLESIME_COURANT
    moved = replay(codes, _steps(de, vers), lambda pieces: _weights(pieces, target))
    rows: list[tuple[str, str, float, bool]] = []
    for code in codes:
        parts = moved.get(code)
        if parts is None:
            rows.append((code, code, 1.0, False))
        else:
            rows += [(code, piece, poids, len(parts) > 1) for piece, poids in _floats(parts)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _steps(de: int, vers: int) -> list[Etape]:
    early, late = sorted((de, vers))
    steps = mouvements_between(date(early, 1, 1), date(late, 1, 1))
    return steps if de <= vers else [_invert(step) for step in reversed(steps)]


def _invert(step: Etape) -> Etape:
    """Return the step backwards, without names: nothing is re-created when going back."""
    inverted: dict[str, set[str]] = {}
    for de, vers in step.pieces.items():
        for piece in vers:
            inverted.setdefault(piece, set()).add(de)
    pieces = {piece: frozenset(origins) for piece, origins in inverted.items()}
    return Etape(pieces, avant={}, apres={})


def _weights(pieces: frozenset[str], millesime: int) -> Parts:
    """Return the share of each piece of a split: its population, else equal shares."""
    if len(pieces) == 1:
        return dict.fromkeys(pieces, Fraction(1))
    for year in (millesime, *reversed(MILLESIMES)):
        known = _populations(geographie_root(), year)
        found = {piece: known.get(piece, 0) for piece in sorted(pieces)}
        if all(found.values()):
            total = sum(found.values())
            return {piece: Fraction(count, total) for piece, count in found.items()}
    return {piece: Fraction(1, len(pieces)) for piece in sorted(pieces)}


@cache
def _populations(root: Path, millesime: int) -> dict[str, int]:
    table = communes(millesime).drop_nulls("population_affichee")
    return dict(zip(table["code"], table["population_affichee"], strict=True))


def _floats(parts: Parts) -> list[tuple[str, float]]:
    """Return the parts as floats, smallest first, the last being the remainder to 1."""
    ordered = sorted(parts.items(), key=lambda item: (item[1], item[0]))
    floats = [(piece, float(weight)) for piece, weight in ordered[:-1]]
    rest = 1.0 - sum(weight for _, weight in floats)
    return [*floats, (ordered[-1][0], rest)]
