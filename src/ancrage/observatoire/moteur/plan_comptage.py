"""What to count in an individual file: its columns, and the classes of the counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

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

    def prefixe_table(self) -> pl.DataFrame:
        """Return prefixe, groupe: a group is named by its first prefix."""
        pairs = [(prefix, group[0]) for group in self.groups.values() for prefix in group]
        return _table(pairs, prefixe=pl.String, groupe=pl.String)

    def cause_table(self) -> pl.DataFrame:
        """Return groupe, cause."""
        pairs = [(group[0], name) for names, group in self.groups.items() for name in names]
        return _table(pairs, groupe=pl.String, cause=pl.String)

    def periode_table(self) -> pl.DataFrame:
        """Return annee, periode."""
        pairs = [(str(y), label) for label, years in self.periodes.items() for y in set(years)]
        return _table(pairs, annee=pl.String, periode=pl.String)

    def sexe_table(self) -> pl.DataFrame:
        """Return lu, sexe: an unknown sex counts in « ensemble »."""
        read = [*sorted(set(self.sexes.values())), INCONNU] if self.sexe else []
        pairs = [(sexe, sexe) for sexe in read]
        if ENSEMBLE in self.sexes_counted:
            pairs += [(sexe, ENSEMBLE) for sexe in read or [ENSEMBLE]]
        return _table(pairs, lu=pl.String, sexe=pl.String)

    def grid(self) -> pl.DataFrame:
        """Return every periode, sexe, age, cause that a count may have, unknowns left out."""
        axes = [
            pl.DataFrame({"periode": list(self.periodes)}),
            pl.DataFrame({"sexe": self.sexes_counted}),
            pl.DataFrame({"age": self.ages}, schema={"age": pl.Int64}),
            pl.DataFrame({"cause": list(self.causes)}),
        ]
        cells = axes[0]
        for axis in axes[1:]:
            cells = cells.join(axis, how="cross")
        return cells


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


def _table(pairs: list[tuple[str, str]], **schema: type[pl.String]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=schema, orient="row")


def _wrong(why: str) -> Erreur:
    return Erreur(
        "plan_comptage_invalide",
        f"Le plan de comptage est inutilisable : {why}.",
        attendu="les colonnes du fichier, et les classes de sexe, d'âge, de période et de cause",
        remede="corrigez la description du fichier à compter",
    )
