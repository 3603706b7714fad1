"""Insee: comparateur, ages, shares, quartiers, Statistiques locales, on the invented region."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources import insee_qpv
from ancrage.observatoire.sources.insee import read_comparateur, read_part_communes
from ancrage.observatoire.sources.insee_ages import read_pop1b
from ancrage.observatoire.sources.insee_qpv_communes import read_population_communes
from ancrage.observatoire.sources.octets import Entree

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
COMPARATEUR = "base_cc_comparateur_csv.zip"


def test_comparateur_dates_each_column_by_its_own_period(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_comparateur", COMPARATEUR)
    assert cell(table, code="00005", mesure="population", periode="2018") == (24310.0, "valeur")
    assert cell(table, code="00005", mesure="population", periode="2013") == (23870.0, "valeur")
    assert cell(table, code="00005", mesure="naissances", periode="2013-2018")[0] == 1612.0
    assert cell(table, code="00004", mesure="naissances_domiciliees") == (0.0, "zero")
    assert cell(table, code="0A003", mesure="chomeurs_15_64") == (0.0, "zero")


def test_person_years_are_the_mean_of_both_censuses_times_five(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_comparateur", COMPARATEUR)
    assert cell(table, code="00001", mesure="personnes_annees")[0] == (412 + 430) / 2 * 5


def test_income_columns_are_a_protected_source_where_blank_is_secret(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_comparateur_revenus", COMPARATEUR)
    assert cell(table, code="00005", mesure="taux_pauvrete") == (21.0, "valeur")
    assert cell(table, code="00001", mesure="taux_pauvrete") == (None, "secret")
    assert cell(table, code="00004", mesure="niveau_vie_median") == (None, "secret")
    assert not sources()["insee_comparateur_revenus"].secret.libre
    assert sources()["insee_comparateur"].secret.libre


def test_arrondissements_are_dropped_where_their_city_has_a_row(
    make_entree: Callable[..., Entree], miniature: Path
) -> None:
    with zipfile.ZipFile(miniature / COMPARATEUR) as archive:
        header, row, *_ = archive.read("base_cc_comparateur.CSV").decode().split("\r\n")
    codes = ("75056", "75101", "75120", "69381", "13216", "13055")
    lines = [row.replace("00001", code, 1) for code in codes]
    entree = make_entree("\r\n".join([header, *lines, ""]).encode(), "base_cc_comparateur.csv")
    assert set(read_comparateur(entree)["code"]) == {"75056", "13055"}


def test_populations_legales_keep_the_communes_of_their_year(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_populations_legales_2015", "populations_legales_2015_region24.csv")
    assert cell(table, code="00009", mesure="population_municipale") == (240.0, "valeur")
    assert cell(table, code="00009", mesure="population_totale") == (244.0, "valeur")


def test_a_share_of_zero_is_a_zero(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_part_75_plus", "part_75ans_plus_communes_2022_region24_derive.json")
    assert cell(table, code="00004") == (0.0, "zero")
    assert cell(table, code="00005") == (9.4, "valeur")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{\n "00001": {\n  "part": 3\n', "json_illisible"),
        ('{\n "00001": {\n  "autre": 3\n }\n}', "entete_inattendue"),
        ('{\n "00001": {\n  "part": "beaucoup"\n }\n}', "nombre_illisible"),
    ],
)
def test_a_damaged_json_is_refused_with_its_line(
    make_entree: Callable[..., Entree], content: str, code: str
) -> None:
    with pytest.raises(Erreur) as caught:
        read_part_communes(make_entree(content.encode(), "parts.json", role="part"))
    assert caught.value.code == code
    assert caught.value.ligne


def test_estimations_give_both_sexes_and_leave_totals_out(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_estimations_population", "estim-pop-dep-sexe-gca-1975-2023.xls")
    last = table.filter(periode="2023")
    assert cell(last, code="00", sexe="hommes", age="75+")[0] == 1290
    assert cell(last, code="00", sexe="ensemble", age="75+")[0] == 1290 + 2030
    both = last.filter(niveau="departement", sexe="ensemble", age="tous")["value"].sum()
    assert cell(last, niveau="france", sexe="ensemble", age="tous")[0] == both
    assert set(table["niveau"]) == {"departement", "france"}


def test_before_1990_no_figure_stands_for_france(read_source: LireSource) -> None:
    table = read_source("insee_estimations_population", "estim-pop-dep-sexe-gca-1975-2023.xls")
    assert table.filter(periode="1975", niveau="france").is_empty()
    assert table.filter(periode="1975", niveau="departement").height == 2 * 3 * 6


def test_p75_of_the_derived_file_is_76_and_over(read_source: LireSource, cell: Cell) -> None:
    table = read_source(
        "insee_rp_ages_epci", "population_ages_rp2019_rp2013_epci_bv_dep_reg_derive.csv"
    )
    assert table.filter(age="75+").is_empty()
    area = table.filter(code="990000001", sexe="ensemble", mesure="population")
    older, all_ages = (cell(area, periode="2019", age=age)[0] for age in ("76+", "tous"))
    assert older is not None
    assert all_ages is not None
    assert 0 < older < all_ages
    assert cell(area, periode="2013", age="tous")[0] == 430 + 1190 + 3466 + 97
    assert "ZZZZZZZZZ" not in table["code"].to_list()


def test_pop1b_adds_the_sexes_age_by_age(make_entree: Callable[..., Entree]) -> None:
    names = [f"SEXE{sex}_AGED100{age:03d}" for sex in (1, 2) for age in range(101)]
    cells = ["1.5"] * 101 + ["2"] * 100 + ["0"]
    content = ";".join(["CODGEO", *names]) + "\n" + ";".join(["01001", *cells]) + "\n"
    table = read_pop1b(make_entree(content.encode(), "BTX_TD_POP1B_2018.csv", millesime="2018"))
    whole = table.filter(sexe="ensemble")
    assert whole.filter(age="99")["value"].item() == 3.5
    assert whole.filter(age="100+")["value"].item() == 1.5
    assert table.filter(sexe="femmes", age="100+")["status"].item() == "zero"


def test_blank_cells_of_quartiers_are_secret(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_qpv_demographie", "DEMO_2022.csv")
    assert cell(table, code="QP000001", mesure="population") == (3120.0, "valeur")
    assert cell(table, code="QP00A001", mesure="part_60_ans_plus") == (None, "secret")
    revenus = read_source("insee_qpv_revenus", "REVN_2022_region24.csv")
    with_part = "beneficiaires_c2s_avec_participation"
    assert cell(revenus, code="QP00A001", mesure=with_part) == (None, "secret")
    assert cell(revenus, code="QP000001", mesure=with_part) == (260.0, "valeur")


def test_a_quartier_that_spans_communes_is_said_partial(
    make_entree: Callable[..., Entree], miniature: Path
) -> None:
    entree = make_entree((miniature / "DEMO_2022.csv").read_bytes(), "DEMO_2022.csv")
    links = insee_qpv.read_communes(entree)
    astride = links.filter(qpv="QP000002")
    assert astride["commune"].to_list() == ["Fontelle", "Hautbois"]
    assert astride["partiel"].all()
    assert links.filter(qpv="QP00A001").row(0) == (
        "QP00A001",
        "La Fontaine",
        "0A",
        "Montessai",
        False,
    )


def test_statistiques_locales_tell_secrecy_from_absence(
    read_source: LireSource, cell: Cell
) -> None:
    bassins = read_source(
        "insee_statlocales_pauvrete_bassins_de_vie",
        "insee_statlocales_taux_pauvrete_2021_bassins_de_vie.csv",
    )
    assert cell(bassins, code="0A005") == (None, "secret")
    deps = read_source(
        "insee_statlocales_departements",
        "insee_statlocales_indicateurs_departements_2021_2025.csv",
    )
    assert cell(deps, code="0A", mesure="taux_pauvrete") == (None, "manquant")
    assert cell(deps, code="0A", mesure="esperance_vie", sexe="femmes") == (84.7, "valeur")
    assert cell(deps, code="0A", mesure="esperance_vie", sexe="hommes") == (78.9, "valeur")


def test_the_cog_counts_whole_communes_only(read_source: LireSource) -> None:
    table = read_source("insee_cog", "v_commune_2025.csv")
    assert table.height == 12
    assert "00009" not in table["code"].to_list()  # delegated commune of Cormeau


@pytest.mark.usefixtures("region_miniature")
def test_population_in_quartiers_is_never_split_between_communes(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_qpv_communes", "DEMO_2022.csv")
    assert cell(table, code="00005") == (4200.0, "valeur")
    assert cell(table, code="00007") == (None, "manquant")  # cited by a quartier astride only
    assert cell(table, code="00001") == (0.0, "zero")
    assert table.height == 12


@pytest.mark.usefixtures("region_miniature")
def test_a_commune_of_a_quartier_that_the_cog_ignores_is_refused(
    make_entree: Callable[..., Entree], miniature: Path
) -> None:
    content = (miniature / "DEMO_2022.csv").read_text("utf-8").replace("Montessai", "Inconnue")
    entree = make_entree(content.encode(), "DEMO_2022.csv", cog=2022, role="2018")
    with pytest.raises(Erreur, match="Inconnue"):
        read_population_communes(entree)
