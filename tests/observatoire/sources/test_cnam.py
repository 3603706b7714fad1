"""CNAM: liberal professionals by département, without the totals; patients by pathology."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.sources.cnam import read_pathologies
from ancrage.observatoire.sources.octets import Entree

from .conftest import MINIATURE

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
EFFECTIFS = "Effectif_et_densite_par_departement_en_2018.xls"
SECTEURS = (
    "2023_secteur-conventionnel-des-professionnels-de-sante-liberaux-par-departement"
    "_serie-annuelle.xls"
)


def test_totals_of_france_are_no_departement(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cnam_effectifs", EFFECTIFS)
    assert set(table["code"]) == {"00", "0A"}
    assert cell(table, code="00", mesure="medecins_generalistes") == (40.0, "valeur")
    assert cell(table, code="00", mesure="population") == (60000.0, "valeur")


def test_every_sector_counts(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cnam_secteurs", SECTEURS)
    assert cell(table, code="00", mesure="medecins_generalistes")[0] == 40
    assert "population" not in set(table["mesure"])


def test_pathologies_keep_all_ages_first_level_and_departements(cell: Cell) -> None:
    entree = Entree(MINIATURE / "effectifs.csv", "effectifs.csv", "2023", 2023)
    table = read_pathologies(entree)
    assert cell(table, code="00", mesure="patients_diabete", sexe="ensemble")[0] == 4200
    assert cell(table, code="00", mesure="patients_diabete", sexe="hommes")[0] == 2300
    assert set(table["code"]) == {"00"}
    assert set(table["mesure"]) == {"patients_diabete", "population_diabete"}


@pytest.mark.donnees_officielles
def test_counts_over_population_give_the_published_density(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    """The file publishes 60.120424423 general practitioners per 100,000 in Ain in 2018."""
    table = read_source("cnam_effectifs", EFFECTIFS, donnees_officielles)
    doctors = cell(table, code="01", mesure="medecins_generalistes")[0]
    people = cell(table, code="01", mesure="population")[0]
    assert doctors is not None
    assert people is not None
    assert doctors / people * 1e5 == pytest.approx(60.120424423)


@pytest.mark.donnees_officielles
@pytest.mark.parametrize(
    ("code", "nom", "france"),
    [("cnam_effectifs", EFFECTIFS, 52641), ("cnam_secteurs", SECTEURS, 51930)],
)
def test_departements_add_up_to_the_published_total(
    code: str, nom: str, france: int, read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source(code, nom, donnees_officielles).filter(mesure="medecins_generalistes")
    assert table.height == 101
    assert table["value"].sum() == france
