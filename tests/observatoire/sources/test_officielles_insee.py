"""The real files give the figures that their inventory states, and pass every control.

Totals come from the README of the official data; single cells were read in the files themselves
with a text editor.
"""

import importlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.sources.controle import check_prepare
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.territoires.referentiel import communes, known_codes

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
pytestmark = pytest.mark.donnees_officielles
REGION = r"^(18|28|36|37|41|45)\d{3}$"
FAMILIES = ("insee_", "cnaf_", "anct_", "spf_fedi")


@pytest.fixture
def comparateur(read_source: LireSource, donnees_officielles: Path) -> pl.DataFrame:
    return read_source("insee_comparateur", "base_cc_comparateur_csv.zip", donnees_officielles)


def test_comparateur_totals_are_those_of_the_inventory(comparateur: pl.DataFrame) -> None:
    region = comparateur.filter(pl.col("code").str.contains(REGION))
    people = region.filter(mesure="population", periode="2018")
    assert people.height == 1757
    assert people["value"].sum() == 2_572_853
    assert people.filter(pl.col("code").str.starts_with("45"))["value"].sum() == 678_845
    assert region.filter(mesure="deces_domicilies")["value"].sum() == 28_612


def test_france_counts_paris_lyon_and_marseille_once(comparateur: pl.DataFrame) -> None:
    people = comparateur.filter(mesure="population", periode="2018")
    assert people.filter(code="75056")["value"].item() == 2_175_601
    assert people.filter(pl.col("code").str.starts_with("751")).is_empty()
    assert people["value"].sum() == 66_732_538


def test_mayotte_is_missing_and_never_zero(comparateur: pl.DataFrame) -> None:
    census = comparateur.filter(pl.col("mesure").is_in(["population", "menages", "logements"]))
    mayotte = census.filter(pl.col("code").str.starts_with("976"))
    assert set(mayotte["status"]) == {"manquant"}


def test_poverty_of_2021_is_secret_in_nine_communes_out_of_ten(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("insee_filosofi_communes", "cc_filosofi_2021_COM.csv", donnees_officielles)
    rates = table.filter(pl.col("code").str.contains(REGION), mesure="taux_pauvrete", age="tous")
    secret = rates.filter(status="secret").height / rates.height
    assert 0.88 < secret < 0.92
    assert rates["value"].min() == 5.0


def test_estimations_of_1975_and_2023_are_read(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source(
        "insee_estimations_population",
        "estim-pop-dep-sexe-gca-1975-2023.xls",
        donnees_officielles,
    )
    assert table["periode"].n_unique() == 49
    old = {"periode": "1975", "sexe": "femmes", "age": "75+"}
    assert cell(table, code="01", **old) == (12572.0, "valeur")
    new = {"periode": "2023", "sexe": "ensemble", "age": "tous"}
    assert cell(table, code="france", **new) == (68042591.0, "valeur")


def test_census_of_2019_gives_the_region_of_the_inventory(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source(
        "insee_rp_ages_epci",
        "population_ages_rp2019_rp2013_epci_bv_dep_reg_derive.csv",
        donnees_officielles,
    )
    whole = {"periode": "2019", "sexe": "ensemble", "age": "tous", "mesure": "population"}
    assert cell(table, niveau="region", code="24", **whole)[0] == 2_573_180


def test_caf_covers_36_communes_and_masks_some(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source(
        "cnaf_allocataires_iris", "data_CAF_2020_IRIS_region24.csv", donnees_officielles
    )
    communes = table.filter(niveau="commune", mesure="allocataires_rsa")
    assert communes.height == 36
    assert communes.filter(status="secret").height == 14


def test_thousands_of_quartiers_are_whole_numbers(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source("insee_qpv_demographie", "DEMO_2022.csv", donnees_officielles)
    assert cell(table, code="QP001001", mesure="population") == (6490.0, "valeur")
    assert table["code"].n_unique() == 1400


def test_the_sample_of_pop1b_is_read(donnees_officielles: Path) -> None:
    path = next(donnees_officielles.rglob("echantillon_td_pop1b_2018_hors_region.csv"))
    read = importlib.import_module("ancrage.observatoire.sources.insee_ages").read_pop1b
    table = read(Entree(path, path.name, "2018", 2020, options={"separateur": ","}))
    assert table.filter(sexe="ensemble")["value"].sum() == pytest.approx(771, abs=0.01)


def test_the_sample_of_iris_gets_its_zeros_back(donnees_officielles: Path) -> None:
    path = next(donnees_officielles.rglob("echantillon_base_ic_evol_struct_pop_2019_dep06.xlsx"))
    read = importlib.import_module("ancrage.observatoire.sources.insee_ages")
    options: dict[str, str | int | bool | list[str]] = {"feuille": "Feuil2", "ligne_entete": 1}
    table = read.read_base_ic_population(Entree(path, path.name, "2019", 2021, options=options))
    assert table["code"].n_unique() == 500
    assert table.filter(code="060010000", age="tous")["value"].item() == 94.0


def _files() -> list[tuple[str, str]]:
    return [
        (source.code, fichier.nom)
        for source in sources().values()
        if source.code.startswith(FAMILIES) and source.code != "insee_bpe_sante"
        for edition in source.editions
        for fichier in edition.fichiers
    ]


@pytest.mark.parametrize(("code", "nom"), _files())
def test_every_declared_file_passes_the_controls_at_its_declared_cog(
    read_source: LireSource, donnees_officielles: Path, code: str, nom: str
) -> None:
    table = read_source(code, nom, donnees_officielles)
    source = sources()[code]
    edition = next(
        edition
        for edition in source.editions
        if any(fichier.nom == nom for fichier in edition.fichiers)
    )
    entree = Entree(next(donnees_officielles.rglob(nom)), nom, edition.millesime, edition.cog)
    assert check_prepare(table, source, entree, known_codes(edition.cog)) == []


def test_the_cog_of_2025_is_the_embedded_one(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("insee_cog", "v_commune_2025.csv", donnees_officielles)
    collectivites = ("975", "977", "978", "984", "986", "987", "988", "989")
    embedded = {code for code in known_codes(2025) if not code.startswith(collectivites)}
    assert set(table["code"]) == embedded


def test_population_in_quartiers_by_commune_is_that_of_the_file(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source("insee_qpv_communes", "DEMO_2022.csv", donnees_officielles)
    assert cell(table, code="18033") == (10956.0, "valeur")  # Bourges, POP_COM_QP
    assert cell(table, code="28404") == (2914.0, "valeur")  # Vernouillet, a quartier astride too
    assert cell(table, code="45008") == (0.0, "zero")
    assert cell(table, code="75056") == (None, "manquant")


def test_third_party_sums_of_quartiers_are_those_of_insee(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    ours = read_source("insee_qpv_communes", "DEMO_2022.csv", donnees_officielles)
    theirs = read_source(
        "insee_rp_ages_epci",
        "population_ages_rp2019_rp2013_epci_bv_dep_reg_derive.csv",
        donnees_officielles,
    ).filter(mesure="population_qpv", niveau="epci")
    sums = (
        ours.join(communes(2022).select("code", "epci"), on="code")
        .group_by("epci")
        .agg(pl.col("value").sum(), whole=(pl.col("status") != "manquant").all())
        .join(theirs.select("periode", epci="code", theirs="value"), on="epci")
    )
    assert set(sums["periode"]) == {"2018"}
    assert sums.filter("whole").height > 1100
    assert sums.filter(pl.col("whole") & (pl.col("value") != pl.col("theirs"))).is_empty()
