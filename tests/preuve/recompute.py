"""Recompute figures of three drawn territories from the official files; print them as JSON.

Usage: recompute.py FOLDER SEED. Standard library only: the second way to obtain each figure.
"""

import csv
import io
import json
import random
import sys
import zipfile
from pathlib import Path

FOLDER, SEED = Path(sys.argv[1]), int(sys.argv[2])
MASKS = {"s": "secret", "nd": "manquant", "": "manquant"}


def table(text: str, delimiter: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def read(name: str, encoding: str = "utf-8-sig") -> str:
    return next(FOLDER.rglob(name)).read_bytes().decode(encoding)


with zipfile.ZipFile(next(FOLDER.rglob("base_cc_comparateur_csv.zip"))) as archive:
    member = min((n for n in archive.namelist() if "meta" not in n), key=len)
    BASE = {row["CODGEO"]: row for row in table(archive.read(member).decode())}
FILO = {row["CODGEO"]: row for row in table(read("cc_filosofi_2021_COM.csv"))}
AGES = {
    row["CODGEO"]: row
    for row in table(read("population_ages_rp2019_rp2013_epci_bv_dep_reg_derive.csv"), ",")
    if row["NIVGEO"] == "EPCI"
}
EPCI: dict[str, list[str]] = {}
for row in table(read("perimetre-epci-a-fp_region24.csv", "cp1252")):
    EPCI.setdefault(row["siren"], []).append(row["insee"])


def draw_territories() -> dict[str, list[str]]:
    """Draw a commune, an EPCI and a département whose communes are all in the base."""
    draw = random.Random(SEED)
    whole = sorted(code for code, members in EPCI.items() if all(m in BASE for m in members))
    epci = draw.choice([code for code in whole if code in AGES])
    commune = draw.choice([m for m in EPCI[epci] if m in FILO])
    departement = commune[:2]
    inside = [code for code in BASE if code[:2] == departement]
    return {
        f"commune:{commune}": [commune],
        f"epci:{epci}": EPCI[epci],
        f"departement:{departement}": inside,
    }


def figures(territory: str, codes: list[str]) -> dict[str, float | str]:
    def total(column: str) -> float:
        return sum(float(BASE[code][column]) for code in codes)

    person_years = 2.5 * (total("P13_POP") + total("P18_POP"))
    found: dict[str, float | str] = {
        "D01 2018": total("P18_POP"),
        "D03 2018": total("P18_POP") / total("SUPERF"),
        "S05 2018": 100 * total("P18_CHOM1564") / total("P18_ACT1564"),
        "P01 2020": total("NAISD20"),
        "M03-DECES 2020": total("DECESD20"),
        "M03-BRUT 2013-2018": 1000 * total("DECE1318") / person_years,
    }
    level, code = territory.split(":")
    if level == "commune":
        for name, column in (("S01 2021", "MED21"), ("S02 2021", "TP6021")):
            text = FILO[code][column]
            found[name] = MASKS.get(text) or float(text.replace(",", "."))
    if level == "epci":
        found["D05 2019"] = 100 * float(AGES[code]["p65"]) / float(AGES[code]["pop"])
    return found


print(json.dumps({name: figures(name, codes) for name, codes in draw_territories().items()}))
