"""A fictitious extract over the invented region, and slow readings of it.

Layout commune × year × age × sex × cause (`scripts/generate_depot_fictif.py`).
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import Erreur, Profil, Valeur
from tests.conftest import FICHIERS_MINIATURE

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = "cepidc_extrait_fictif.csv"
Edit = Callable[[str, str, str], Path]


def deposit(files: Path) -> api.DepotEnregistre:
    return api.add_depot(files / EXTRAIT, files / "depot.toml")


def refused(files: Path) -> Erreur:
    """Deposit, expect a refusal, and check that nothing was kept."""
    with pytest.raises(Erreur) as caught:
        deposit(files)
    assert api.list_depots() == []
    return caught.value


def one(profil: Profil, code: str, sexe: str = "ensemble") -> Valeur:
    found = [v for v in profil.series(code, sexe) if v.periode == "2013-2017"]
    assert len(found) == 1
    return found[0]


def rows() -> list[dict[str, str]]:
    """Read the extract with the standard library; the merged commune takes its code of today."""
    with (DEPOT / EXTRAIT).open(encoding="utf-8") as lines:
        return [
            row | {"COM": "00003" if row["COM"] == "00009" else row["COM"], "DE": row["COM"]}
            for row in csv.DictReader(lines, delimiter=";")
        ]


def slow_cells(
    communes: set[str], sexes: str = "12", cause: str = ""
) -> tuple[list[float], list[float]]:
    """Return deaths and person-years by age band, one row after the other."""
    order = list(dict.fromkeys(row["CLAGE"] for row in rows()))
    deaths, people, seen = [0.0] * len(order), [0.0] * len(order), set()
    for row in rows():
        if row["COM"] in communes and row["SEXE"] in sexes:
            band = order.index(row["CLAGE"])
            if row["CAUSE"].startswith(cause):
                deaths[band] += int(row["NB_DECES"])
            cell = (row["DE"], row["ANNEE"], row["SEXE"], row["CLAGE"])
            if cell not in seen:
                seen.add(cell)
                people[band] += int(row["POP"])
    return deaths, people


CA_FONTELLE = {"00005", "00006", "00007", "0A001"}


REGION = {f"0000{n}" for n in range(1, 8)} | {f"0A00{n}" for n in range(1, 6)}


def cut(
    files: Path,
    code: str,
    edits: dict[str, str] | None = None,
    keep: Callable[[dict[str, str]], bool] = lambda _row: True,
    indicateurs: str | None = None,
) -> tuple[Path, Path]:
    """Write another extract of the same events: some of its rows, in another order."""
    with (files / EXTRAIT).open(encoding="utf-8") as lines:
        head, *body = lines.read().splitlines()
    names = head.split(";")
    kept = [line for line in body if keep(dict(zip(names, line.split(";"), strict=True)))]
    text = (files / "depot.toml").read_text("utf-8").partition("[totaux]")[0]
    if indicateurs is not None:
        text = text.partition("[[indicateurs]]")[0] + indicateurs
    for old, new in ({"cepidc_fictif": code} | (edits or {})).items():
        assert old in text, old
        text = text.replace(old, new)
    total = sum(int(line.split(";")[5]) for line in kept if line.split(";")[5].isdigit())
    extrait, description = files / f"{code}.csv", files / f"{code}.toml"
    extrait.write_text("\n".join([head, *kept[len(code) :], *kept[: len(code)]]) + "\n", "utf-8")
    description.write_text(f"{text}\n[totaux]\neffectif = {total}\n", "utf-8")
    return extrait, description


def years(*kept: str) -> dict[str, str]:
    """Return the edit of a description that keeps some years."""
    return {
        '["2013", "2014", "2015", "2016", "2017"]': "[" + ", ".join(f'"{y}"' for y in kept) + "]"
    }
