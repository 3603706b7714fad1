"""Each file of catalogue/indicateurs/ keeps the rules that the engine and the reader rely on."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from ancrage.observatoire.catalogue.chargement import (
    catalogue_root,
    indicateurs,
    read_toml,
    themes,
)
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode

FILES = sorted((catalogue_root() / "indicateurs").rglob("*.toml"))
CODES = [path.stem for path in FILES]
COUNTED = {Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS}


def expected() -> dict[str, dict[str, str]]:
    """Return dimension, palier and sense of the 159 codes, fixed apart from the files."""
    path = Path(__file__).parent / "attendus.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {line["code"]: line for line in csv.DictReader(lines, delimiter=";")}


@pytest.fixture(params=FILES, ids=CODES)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def indicateur(path: Path) -> Indicateur:
    return read_toml(path, Indicateur)


def test_the_159_codes_are_all_there() -> None:
    assert len(expected()) == 159
    assert set(expected()) <= set(CODES)


def test_no_two_files_share_a_code_or_a_label() -> None:
    items = indicateurs().values()
    assert len(FILES) == len(items)
    assert len({item.libelle for item in items}) == len(FILES)
    assert len({item.libelle_court for item in items}) == len(FILES)


def test_code_folder_and_theme_agree(path: Path, indicateur: Indicateur) -> None:
    theme = next(theme for theme in themes() if theme.dimension == indicateur.dimension)
    assert indicateur.code == path.stem
    assert indicateur.code[0] == indicateur.dimension
    assert (theme.dossier, theme.libelle) == (path.parent.name, indicateur.theme)


@pytest.mark.parametrize("code", sorted(expected()))
def test_dimension_palier_and_sense_are_those_of_the_reference_list(code: str) -> None:
    indicateur, line = indicateurs()[code], expected()[code]
    assert indicateur.dimension == line["dimension"]
    assert indicateur.palier == line["palier"]
    assert indicateur.sense == line["sense"]


def test_a_code_outside_the_list_grows_from_one_of_the_list(indicateur: Indicateur) -> None:
    root, _, suffix = indicateur.code.partition("-")
    assert root in expected()
    if not suffix:
        assert indicateur.proche_de is None
        return
    deposited = indicateur.attente and "(accès restreint)" in indicateur.attente.fichier
    assert indicateur.computed or deposited, "a file or a restricted deposit feeds such a code"
    assert indicateur.proche_de in {None, *expected()}


def test_a_near_match_never_weighs_more_than_what_it_comes_near(indicateur: Indicateur) -> None:
    if indicateur.proche_de:
        near = indicateurs()[indicateur.proche_de]
        assert "KSX".index(indicateur.palier) >= "KSX".index(near.palier)
        assert indicateur.dimension == near.dimension
        assert indicateur.libelle != near.libelle


def test_an_awaited_indicateur_names_producer_and_file(indicateur: Indicateur) -> None:
    assert indicateur.computed == (indicateur.attente is None)
    if indicateur.attente:
        assert indicateur.attente.fichier != indicateur.attente.producteur
        assert len(indicateur.attente.fichier) > 10


def test_unit_and_multiplier_tell_the_same(indicateur: Indicateur) -> None:
    if indicateur.method.published or indicateur.method in {*COUNTED, Methode.ESPERANCE_VIE}:
        assert indicateur.multiplier == 1
        return
    per = re.match(r"pour ([\d ]+)", indicateur.unite)
    if per:
        assert indicateur.multiplier == int(per[1].replace(" ", ""))
    elif indicateur.unite.startswith("%"):
        assert indicateur.multiplier == 100


def test_counts_have_a_denominator_in_words_when_the_method_divides(indicateur: Indicateur) -> None:
    divides = not indicateur.method.published and indicateur.method not in COUNTED
    assert indicateur.denominator or not divides


def test_next_review_follows_the_review(indicateur: Indicateur) -> None:
    assert 0 < (indicateur.prochaine_revue - indicateur.revu_le).days <= 366


def test_keys_come_in_the_same_order_everywhere(path: Path) -> None:
    tables = {"attente", "series", "ruptures"}
    keys = [key for key in tomllib.loads(path.read_text("utf-8")) if key not in tables]
    order = [key for key in Indicateur.model_fields if key not in tables]
    assert keys == sorted(keys, key=order.index)
