"""Invented individual deaths, with the faults of real files, and a slow twin that counts them."""

import random
from collections import Counter
from datetime import date, timedelta

import polars as pl

from ancrage.observatoire.moteur.plan_comptage import PlanComptage

COMMUNES = ["00001", "00002", "00005", "00006", "0A001", "0A002", ""]
CODES = ["C349", "C340", "C61", "I219", "I64", "J449", "J101", "K703", "K709", "W19", "R99", ""]

PLAN = PlanComptage(
    commune="COM",
    evenement="DECES",
    sexe="SEXE",
    sexes={"1": "hommes", "2": "femmes"},
    naissance="NAISSANCE",
    cause="CIM10",
    periodes={"2018": (2018,), "2019": (2019,), "2018-2019": (2018, 2019)},
    causes={
        "toutes": ("*",),
        "tumeurs": ("C00-D48",),
        "poumon": ("C33", "C34"),
        "circulatoire": ("I",),
        "alcool": ("C32", "K70"),
        "hepatite_alcoolique": ("K703",),
        "grippe": ("J10-J11",),
    },
    ensemble=True,
)


def draw_individuals(count: int, seed: int = 7) -> pl.DataFrame:
    """Return deaths of 2017–2020; some without commune, sex, birth date or cause."""
    chance = random.Random(seed)
    rows = []
    for _ in range(count):
        died = date(2017, 1, 1) + timedelta(days=chance.randrange(4 * 365))
        born = died - timedelta(days=chance.randrange(105 * 365))
        rows.append(
            {
                "COM": chance.choice(COMMUNES),
                "DECES": died.strftime("%Y%m%d"),
                "SEXE": chance.choice(["1", "2", "2", "9"]),
                "NAISSANCE": chance.choice([born.strftime("%Y%m%d")] * 9 + ["00000000"]),
                "CIM10": chance.choice(CODES),
            }
        )
    return pl.DataFrame(rows)


def count_by_hand(rows: pl.DataFrame, plan: PlanComptage) -> Counter[tuple[object, ...]]:
    """Count one row after the other, as one would with a pencil."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows.iter_rows(named=True):
        sexe = plan.sexes.get(row["SEXE"], "inconnu")
        for periode, years in plan.periodes.items():
            if int(row["DECES"][:4]) not in years:
                continue
            for cause, codes in plan.causes.items():
                if any(holds(code, row["CIM10"]) for code in codes):
                    for counted in (sexe, "ensemble"):
                        age = band_of(row["NAISSANCE"], row["DECES"], plan.ages)
                        found[row["COM"] or "inconnu", periode, counted, age, cause] += 1
    return found


def holds(code: str, cim10: str) -> bool:
    """Tell whether an ICD-10 code is under « * », a prefix, or a range."""
    if code == "*":
        return True
    first, _, last = code.partition("-")
    return first <= cim10[:3] <= last if last else bool(cim10) and cim10.startswith(code)


def band_of(born: str, died: str, ages: tuple[int, ...]) -> int | None:
    """Return the first year of the age band at death, None when it cannot be known."""
    years = int(died[:4]) - int(born[:4]) - (died[4:] < born[4:])
    return max(age for age in ages if age <= years) if 0 <= years <= 130 else None
