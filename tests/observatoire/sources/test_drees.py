"""DREES: professionals by département, in a copy of mixed bytes with an artefact line."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.drees import read_demographie, read_medecins_age
from ancrage.observatoire.sources.octets import Entree

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
MEDECINS = "drees_demographie_ps_medecin_departement_2012_2020.csv"
AGES = "drees_demographie_ps_medecin_age_2012_2020.csv"


def test_thousands_spaces_and_cp1252_labels_are_read(read_source: LireSource, cell: Cell) -> None:
    table = read_source("drees_demographie", MEDECINS)
    assert cell(table, code="00", periode="2012") == (1200.0, "valeur")
    assert cell(table, code="0A", periode="2020") == (380.0, "valeur")


def test_total_abroad_footnote_and_artefact_are_no_departement(read_source: LireSource) -> None:
    table = read_source("drees_demographie", MEDECINS)
    assert set(table["code"]) == {"00", "0A"}
    assert table.height == 2 * 9


@pytest.mark.parametrize("profession", ["infirmier", "dentiste"])
def test_each_profession_has_its_measure(read_source: LireSource, profession: str) -> None:
    nom = f"drees_demographie_ps_{profession}_departement_2012_2020.csv"
    assert set(read_source("drees_demographie", nom)["mesure"]) == {f"{profession}s"}


def test_age_bands_add_up_to_the_whole(read_source: LireSource) -> None:
    table = read_source("drees_medecins_age", AGES).filter(periode="2015")
    whole = table.filter(age="tous")["value"].item()
    assert table.filter(pl.col("age") != "tous")["value"].sum() == whole
    assert table["age"].n_unique() == 10


def test_unknown_row_is_refused(make_entree: Callable[..., Entree]) -> None:
    years = ",".join(str(year) for year in range(2012, 2021))
    text = f"dep_insc,{years}\n001 -Ain{',1' * 9}\nAin{',1' * 9}\n"
    entree = make_entree(text.encode("cp1252"), MEDECINS, millesime="2012-2020", role="medecin")
    with pytest.raises(Erreur, match="« Ain » n'est pas un département") as raised:
        read_demographie(entree)
    assert raised.value.ligne == 3


def test_missing_age_band_is_refused(make_entree: Callable[..., Entree]) -> None:
    years = ",".join(str(year) for year in range(2012, 2021))
    text = f"trage_med,{years}\n Ensemble{',1' * 9}\n"
    with pytest.raises(Erreur, match="classe d'âge"):
        read_medecins_age(make_entree(text.encode(), AGES, millesime="2012-2020"))


@pytest.mark.donnees_officielles
def test_loiret_has_1620_doctors_of_every_speciality_in_2020(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source("drees_demographie", MEDECINS, donnees_officielles)
    assert cell(table, code="45", periode="2020") == (1620.0, "valeur")
    assert cell(table, code="2A", periode="2012") == (471.0, "valeur")


@pytest.mark.donnees_officielles
@pytest.mark.parametrize(
    ("profession", "total", "ailleurs"),
    [("medecin", 227298, 0), ("infirmier", 744307, 0), ("dentiste", 42843, 1)],
)
def test_departements_add_up_to_the_published_total(
    profession: str,
    total: int,
    ailleurs: int,
    read_source: LireSource,
    donnees_officielles: Path,
) -> None:
    """Line « Ensemble » of 2020, less the professionals abroad or in a collectivity."""
    nom = f"drees_demographie_ps_{profession}_departement_2012_2020.csv"
    table = read_source("drees_demographie", nom, donnees_officielles).filter(periode="2020")
    assert table["value"].sum() == total - ailleurs
