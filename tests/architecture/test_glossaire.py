"""The domain nouns of the code are those of GLOSSAIRE.md, once each."""

import inspect
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from ancrage.observatoire.catalogue import modeles
from ancrage.observatoire.moteur import resultats

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "GLOSSAIRE.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| Terme")
]
SHARED = {"Perimetre"}  # one class, two uses: étude and contrat


def identifiers() -> list[str]:
    return [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[1])]


def classes(module: ModuleType) -> list[str]:
    return [
        name
        for name, found in inspect.getmembers(module, inspect.isclass)
        if found.__module__ == module.__name__ and not name.startswith("_")
    ]


@pytest.mark.parametrize("name", [*classes(modeles), *classes(resultats)])
def test_each_class_of_the_observatory_is_in_the_glossary(name: str) -> None:
    assert name in identifiers()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_term_has_an_unaccented_identifier_a_definition_and_an_origin(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row)
    assert all(name.isascii() for name in re.findall(r"`([^`]+)`", row[1]))


def test_an_identifier_stands_for_one_term_only() -> None:
    twice = {name for name, count in Counter(identifiers()).items() if count > 1}
    assert twice == SHARED
