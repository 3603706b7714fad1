"""docs/reference/catalogue.md tells every key of the files, and its examples are true."""

import re
import tomllib
from pathlib import Path

import pytest

from ancrage.observatoire.catalogue import modeles
from ancrage.observatoire.catalogue.aides import AIDES
from ancrage.observatoire.catalogue.chargement import catalogue_root, sources
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode, Source

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "catalogue.md").read_text("utf-8")
EXAMPLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.S)]


@pytest.mark.parametrize("name", AIDES)
def test_every_key_is_in_the_page_with_its_help(name: str) -> None:
    for key, field in getattr(modeles, name).model_fields.items():
        required = "oui" if field.is_required() else "non"
        assert f"| `{key}` | {required} | {AIDES[name][key]} |" in PAGE


@pytest.mark.parametrize("methode", Methode, ids=str)
def test_every_method_is_in_the_page_with_what_it_allows(methode: Methode) -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{methode.value}` |"))
    additive, interval = (cell.strip() == "oui" for cell in line.strip("|").split("|")[-2:])
    assert additive == methode.additive
    assert interval or not methode.interval


def test_the_example_of_an_indicateur_is_valid_and_uses_real_measures() -> None:
    item = Indicateur.model_validate(EXAMPLES[0])
    (serie,) = item.series
    assert {*serie.numerator, *serie.denominator} <= set(sources()[serie.source].mesures)


def test_the_example_of_a_source_is_its_file() -> None:
    example = next(Source.model_validate(e) for e in EXAMPLES if "lecteur" in e)
    path = next((catalogue_root() / "sources").rglob(f"{example.code}.toml"))
    assert example == Source.model_validate(tomllib.loads(path.read_text("utf-8")))
