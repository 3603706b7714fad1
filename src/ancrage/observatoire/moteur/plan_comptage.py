"""What to count in an individual file: its columns, and the classes of the counts."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from ancrage.observatoire.calculs.populations_reference import BANDS_19
from ancrage.observatoire.erreurs import Erreur

INCONNU = "inconnu"
ENSEMBLE = "ensemble"
TOUTES = "*"
_RANGE = re.compile(r"^([A-Z])([0-9]{2})-([A-Z])([0-9]{2})$")
_PREFIX = re.compile(r"^[A-Z][0-9A-Z]{0,4}$")


@dataclass(frozen=True, kw_only=True)
class PlanComptage:
    """The columns of an individual file and the classes of its counts.

    `evenement` is the date or the year of the event. Age comes from the column `age` (years), or
    from the date of birth `naissance`. `sexes`: labels of the file to « hommes » and « femmes ».
    `periodes`: each label and its years; windows may overlap. `causes`: each name and its ICD-10
    prefixes (« C34 »), ranges (« C00-C97 ») or « * »; causes may be nested. `ages`: first year of
    each band, the last one open; younger is unknown. With `ensemble`, both sexes together are
    counted too. Without the column `sexe` all rows count as « ensemble », without any age column
    at age 0.
    """

    commune: str
    evenement: str
    periodes: Mapping[str, tuple[int, ...]]
    sexe: str | None = None
    sexes: Mapping[str, str] = field(default_factory=dict)
    age: str | None = None
    naissance: str | None = None
    cause: str | None = None
    causes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"toutes": (TOUTES,)})
    ages: tuple[int, ...] = BANDS_19
    ensemble: bool = False

    def __post_init__(self) -> None:
        """Refuse a plan that would count wrongly."""
        if self.age and self.naissance:
            raise _wrong("l'âge vient de la colonne « age » ou de « naissance », l'une des deux")
        if not (self.age or self.naissance) and self.ages != (0,):
            raise _wrong("sans colonne « age » ni « naissance », « ages » est (0,)")
        if not self.ages or list(self.ages) != sorted(set(self.ages)):
            raise _wrong("« ages » croît : 0, 5, 10…")
        if bool(self.sexe) != bool(self.sexes) or set(self.sexes.values()) - {"hommes", "femmes"}:
            raise _wrong("« sexes » associe les libellés du fichier à « hommes » et « femmes »")
        if not self.periodes or not all(self.periodes.values()):
            raise _wrong("« periodes » donne à chaque période au moins une année")
        if not self.causes or not all(self.causes.values()):
            raise _wrong("« causes » donne à chaque cause au moins un code")
        if self.cause is None and any(codes != (TOUTES,) for codes in self.causes.values()):
            raise _wrong("sans colonne « cause », on ne compte que « * »")
        self.prefixes  # noqa: B018 - reads every cause, so that a wrong code is refused here

    @property
    def columns(self) -> dict[str, str]:
        """Return the columns of the file by role."""
        named = {
            "commune": self.commune,
            "evenement": self.evenement,
            "sexe": self.sexe,
            "age": self.age,
            "naissance": self.naissance,
            "cause": self.cause,
        }
        return {role: name for role, name in named.items() if name}

    @cached_property
    def prefixes(self) -> dict[str, list[str]]:
        """Return the causes that hold each prefix; « * » is the empty prefix.

        A code is counted under its longest listed prefix, which tells all its causes: those that
        list this prefix or one of its beginnings.
        """
        owners: dict[str, list[str]] = {}
        for name, codes in self.causes.items():
            for prefix in _expand(codes):
                owners.setdefault(prefix, []).append(name)
        return {
            prefix: sorted(
                set().union(*(owners.get(prefix[:size], ()) for size in range(len(prefix) + 1)))
            )
            for prefix in sorted(owners)
        }

    @property
    def sexes_counted(self) -> list[str]:
        """Return the sexes of the counts, unknown left out."""
        read = sorted(set(self.sexes.values()))
        return [*read, ENSEMBLE] if self.ensemble or not read else read

    @cached_property
    def groups(self) -> dict[tuple[str, ...], list[str]]:
        """Return the prefixes that share the same causes: a hundred codes of a range are one."""
        found: dict[tuple[str, ...], list[str]] = {}
        for prefix, names in self.prefixes.items():
            found.setdefault(tuple(names), []).append(prefix)
        return found

    @cached_property
    def classes(self) -> dict[str, list[Any]]:
        """Return the classes of the counts, in order; the last age is unknown.

        A count is known by the rank of its classes taken together, its `cell`: engines group
        and carry small whole numbers, labels come back with the result.
        """
        return {
            "periode": sorted(self.periodes),
            "sexe": sorted({sexe for _, sexe in self._sexes()}),
            "age": [*self.ages, None],
            "cause": sorted(self.causes),
        }

    @property
    def read(self) -> list[str]:
        """Return the sexes that a row may have, in the order of their ranks."""
        return [*sorted(set(self.sexes.values())), INCONNU] if self.sexe else [ENSEMBLE]

    def _sexes(self) -> list[tuple[str, str]]:
        """Return the pairs read, counted: an unknown sex counts in « ensemble »."""
        pairs = [(sexe, sexe) for sexe in self.read]
        if self.sexe and ENSEMBLE in self.sexes_counted:
            pairs += [(sexe, ENSEMBLE) for sexe in self.read]
        return pairs

    def prefixe_table(self) -> pl.DataFrame:
        """Return prefixe, groupe: the rank of the causes that the prefix tells."""
        pairs = [
            (prefix, rank) for rank, group in enumerate(self.groups.values()) for prefix in group
        ]
        return pl.DataFrame(pairs, {"prefixe": pl.String, "groupe": pl.Int16}, orient="row")

    def cause_table(self) -> pl.DataFrame:
        """Return groupe, cause."""
        pairs = [(rank, name) for rank, names in enumerate(self.groups) for name in names]
        return self._ranked("groupe", pairs, "cause")

    def periode_table(self) -> pl.DataFrame:
        """Return annee, periode."""
        pairs = [(year, label) for label, years in self.periodes.items() for year in set(years)]
        return self._ranked("annee", pairs, "periode")

    def sexe_table(self) -> pl.DataFrame:
        """Return lu, sexe."""
        pairs = [(self.read.index(sexe), counted) for sexe, counted in self._sexes()]
        return self._ranked("lu", pairs, "sexe")

    def _ranked(self, key: str, pairs: list[tuple[int, str]], name: str) -> pl.DataFrame:
        rank = {label: rank for rank, label in enumerate(self.classes[name])}
        rows = [(place, rank[label]) for place, label in pairs]
        return pl.DataFrame(rows, {key: pl.Int16, name: pl.Int32}, orient="row")

    def labels(self, cells: pl.Series) -> list[pl.Series]:
        """Return periode, sexe, age, cause of each cell, as coded columns but the age."""
        found, rest = [], cells
        for name, classes in reversed(self.classes.items()):
            dtype = pl.Int64() if name == "age" else pl.Enum(classes)
            found.append(pl.Series(name, classes, dtype=dtype).gather(rest % len(classes)))
            rest = rest // len(classes)
        return found[::-1]

    def grid(self) -> pl.DataFrame:
        """Return every cell that a count may have, unknowns left out."""
        size = math.prod(len(classes) for classes in self.classes.values())
        cells = pl.Series("cell", range(size), dtype=pl.Int32)
        _, sexe, age, _ = self.labels(cells)
        return cells.filter(age.is_not_null() & sexe.is_in(self.sexes_counted)).to_frame()


def every_code() -> dict[str, tuple[str, ...]]:
    """Return one cause for each three-character ICD-10 code."""
    return {code: (code,) for code in _expand_one("A00-Z99")}


def _expand(codes: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for code in codes:
        found.update(_expand_one(code))
    return found


def _expand_one(code: str) -> list[str]:
    """Return the prefixes of « * », « I2 », or « C00-D48 » (every three-character code of it)."""
    if code == TOUTES:
        return [""]
    bounds = _RANGE.match(code)
    if bounds is None:
        if not _PREFIX.match(code):
            raise _wrong(f"« {code} » n'est ni un code CIM-10 sans point, ni un intervalle")
        return [code]
    first, last = _rank(bounds[1], bounds[2]), _rank(bounds[3], bounds[4])
    if first > last:
        raise _wrong(f"l'intervalle « {code} » est à l'envers")
    return [f"{chr(ord('A') + rank // 100)}{rank % 100:02d}" for rank in range(first, last + 1)]


def _rank(letter: str, number: str) -> int:
    return (ord(letter) - ord("A")) * 100 + int(number)


def _wrong(why: str) -> Erreur:
    return Erreur(
        "plan_comptage_invalide",
        f"Le plan de comptage est inutilisable : {why}.",
        attendu="les colonnes du fichier, et les classes de sexe, d'âge, de période et de cause",
        remede="corrigez la description du fichier à compter",
    )
