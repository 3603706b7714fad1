"""The embedded reference: official numbers of communes, parents that exist, awkward territories."""

from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.territoires import referentiel
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, MILLESIMES

# Communes of the 101 départements at 1 January, as INSEE publishes them with each COG.
OFFICIAL = {
    2012: 36_700,
    2015: 36_658,
    2016: 35_885,
    2017: 35_416,
    2018: 35_357,
    2019: 34_970,
    2020: 34_968,
    2021: 34_965,
    2022: 34_955,
    2023: 34_945,
    2024: 34_935,
    2025: 34_875,
    2026: 34_875,
}
OUTRE_MER = ("975", "977", "978", "984", "986", "987", "988", "989")


@pytest.mark.parametrize(("year", "expected"), OFFICIAL.items())
def test_each_year_has_its_official_number_of_communes(year: int, expected: int) -> None:
    codes = [c for c in referentiel.known_codes(year) if not c.startswith(OUTRE_MER)]
    assert len(codes) == expected


@pytest.mark.parametrize("millesime", MILLESIMES)
def test_every_parent_of_a_commune_exists(millesime: int) -> None:
    communes = referentiel.communes(millesime)
    assert communes["code"].is_unique().all()
    for column, table in (
        ("departement", referentiel.departements(millesime)),
        ("region", referentiel.regions(millesime)),
        ("epci", referentiel.epci(millesime)),
    ):
        assert set(communes[column].drop_nulls()) == set(table["code"])


@pytest.mark.parametrize("millesime", MILLESIMES)
def test_a_departement_lies_in_one_region(millesime: int) -> None:
    regions = referentiel.communes(millesime).group_by("departement").agg(pl.col("region").unique())
    assert regions["region"].list.len().max() == 1


def test_there_are_101_departements_and_18_regions_besides_overseas_collectivities() -> None:
    departements = referentiel.departements()
    assert departements["region"].drop_nulls().len() == 101
    assert referentiel.regions().height == 18
    assert set(departements.filter(pl.col("region").is_null())["code"]) == set(OUTRE_MER)


def test_only_four_islands_have_no_epci() -> None:
    communes = referentiel.communes().filter(
        pl.col("epci").is_null(), pl.col("region").is_not_null()
    )
    assert communes["code"].to_list() == ["22016", "29083", "29155", "85113"]


def test_codes_stay_strings_with_their_zero_and_their_letter() -> None:
    known = referentiel.known_codes(MILLESIME_COURANT)
    assert {"01004", "2A004", "2B033", "97411", "75056"} <= known
    assert not {"75101", "13201", "69381"} & known


def test_arrondissements_belong_to_paris_lyon_marseille() -> None:
    parents = referentiel.parent_of_arrondissement()
    assert len(parents) == 20 + 9 + 16
    assert {parents[c] for c in ("75120", "69389", "13216")} == {"75056", "69123", "13055"}


def test_the_embedded_files_stay_under_fifteen_megabytes() -> None:
    files = list((Path(referentiel.__file__).parent / "donnees").iterdir())
    assert {path.suffix for path in files} == {".parquet"}
    assert sum(path.stat().st_size for path in files) < 15e6


def test_an_unknown_year_is_refused_with_the_years_that_exist() -> None:
    with pytest.raises(Erreur, match="millésime 2019") as millesime:
        referentiel.communes(2019)
    assert "2021" in str(millesime.value)
    with pytest.raises(Erreur, match="1er janvier 1999"):
        referentiel.known_codes(1999)


def test_a_missing_geography_says_which_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(tmp_path))
    with pytest.raises(Erreur, match=r"communes\.parquet"):
        referentiel.communes()


@pytest.mark.usefixtures("region_miniature")
def test_the_invented_region_replaces_france_and_keeps_its_past() -> None:
    assert referentiel.communes().height == 12
    assert "00009" in referentiel.known_codes(2018)
    assert "00009" not in referentiel.known_codes(2019)


@pytest.mark.donnees_officielles
def test_communes_agree_with_the_official_list_of_2025(donnees_officielles: Path) -> None:
    official = pl.read_csv(
        donnees_officielles / "geographie/v_commune_2025.csv", infer_schema=False
    ).filter(pl.col("TYPECOM") == "COM")
    ours = referentiel.communes(2025).drop_nulls("region").sort("code")
    assert (
        ours.select("code", "libelle", "departement", "region").rows()
        == official.select("COM", "LIBELLE", "DEP", "REG").sort("COM").rows()
    )


@pytest.mark.donnees_officielles
def test_members_of_epci_agree_with_banatic_2025(donnees_officielles: Path) -> None:
    path = donnees_officielles / "geographie/perimetre-epci-a-fp_region24.csv"
    lines = path.read_text("cp1252").splitlines()
    official = {(cells[9], cells[1]) for cells in (line.split(";") for line in lines[1:])}
    ours = set(referentiel.communes(2025).select("code", "epci").drop_nulls().rows())
    touched = {epci for _, epci in official}
    assert {pair for pair in ours if pair[1] in touched} == official
