"""Registers counted by place: EHPAD, IREP, BANATIC, FINESS, RPPS, deaths by place of death."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import indicateurs
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.ans import read_personne_activite
from ancrage.observatoire.sources.banatic import read_perimetre
from ancrage.observatoire.sources.deces import read_deces
from ancrage.observatoire.sources.finess import read_etablissements
from ancrage.observatoire.sources.octets import Entree

from .conftest import MINIATURE

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]


def _mini(nom: str) -> Entree:
    return Entree(MINIATURE / nom, nom, "2024", 2024)


def test_ehpad_are_counted_in_the_departement_of_their_number(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("cnsa_ehpad_prix", "cnsa-export-prix-ehpad-2020_region24.csv")
    assert cell(table, code="00")[0] == 2
    assert cell(table, code="0A")[0] == 1


def test_record_cut_by_a_two_line_address_still_counts(read_source: LireSource, cell: Cell) -> None:
    table = read_source("irep_etablissements", "irep_etablissements_region24.csv")
    assert cell(table, code="00", mesure="sites_irep")[0] == 2


def test_undated_register_feeds_no_indicateur() -> None:
    used = {serie.source for item in indicateurs().values() for serie in item.series}
    assert "irep_etablissements" not in used


def test_perimetre_gives_members_and_populations(read_source: LireSource, cell: Cell) -> None:
    table = read_source("banatic_epci", "perimetre-epci-a-fp_region24.csv")
    assert cell(table, code="990000002", mesure="membres") == (4.0, "valeur")
    assert cell(table, code="00005", mesure="population_municipale") == (21500.0, "valeur")


def test_perimetre_cut_at_the_border_of_the_region_is_refused(
    make_entree: Callable[..., Entree],
) -> None:
    nom = "perimetre-epci-a-fp_region24.csv"
    lines = (MINIATURE / nom).read_bytes().splitlines(keepends=True)
    cut = b"".join(line for line in lines if b";0A001;" not in line)
    with pytest.raises(Erreur, match="990000002 annonce 4 membres, le fichier en a 3"):
        read_perimetre(make_entree(cut, nom, millesime="2025"))


def test_finess_number_listed_twice_counts_once(cell: Cell) -> None:
    table = read_etablissements(_mini("finess_etalab_2020.csv"))
    assert cell(table, code="00005", mesure="pharmacies")[0] == 2
    assert cell(table, code="0A003", mesure="ehpad")[0] == 1
    assert set(table["mesure"]) == {"pharmacies", "ehpad", "centres_hospitaliers"}


def test_doctor_in_two_communes_counts_one_half_in_each(cell: Cell) -> None:
    """Persons 1 (two communes, one listed twice) and 2; 3 is no GP, 4 no liberal, 6 nowhere."""
    table = read_personne_activite(_mini("PS_LibreAcces_Personne_activite_202501010000.txt"))
    doctors = table.filter(mesure="generalistes_liberaux")
    assert cell(doctors, code="00005")[0] == 1.5
    assert cell(doctors, code="00001")[0] == 0.5
    assert cell(table, code="75056", mesure="infirmiers_liberaux")[0] == 1


def test_deaths_are_counted_where_they_occurred(cell: Cell) -> None:
    table = read_deces(_mini("deces-2024.csv"))
    assert cell(table, code="00005", sexe="ensemble")[0] == 2
    assert cell(table, code="00005", sexe="hommes")[0] == 1
    assert cell(table, code="75056", sexe="femmes")[0] == 1
    assert not table["code"].str.starts_with("99").any()


def test_deaths_by_place_never_feed_an_indicateur() -> None:
    used = {
        source
        for item in indicateurs().values()
        for serie in item.series
        for source in (serie.source, serie.denominator_source)
    }
    assert "insee_deces_individuels" not in used


@pytest.mark.donnees_officielles
def test_samples_of_the_awaited_formats_are_read(donnees_officielles: Path, cell: Cell) -> None:
    folder = donnees_officielles / "offre_soins"
    finess = folder / "finess" / "echantillon_finess_etalab_2020_dep01.csv"
    found = read_etablissements(Entree(finess, finess.name, "2020", 2021))
    assert cell(found, code="01451", mesure="centres_hospitaliers")[0] == 1
    rpps = folder / "echantillon_PS_LibreAcces_Personne_activite_masque.txt"
    assert read_personne_activite(Entree(rpps, rpps.name, "2021", 2021)).is_empty()
    deaths = donnees_officielles / "deces" / "echantillon_deces_1970_region24_masque.csv"
    table = read_deces(Entree(deaths, deaths.name, "1970", 2019, None, {"separateur": ","}))
    assert table.filter(sexe="ensemble")["value"].sum() == 1137


@pytest.mark.donnees_officielles
def test_banatic_holds_the_members_outside_the_region(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    """CA du Pays de Dreux: 81 communes, six of them outside Eure-et-Loir's région."""
    nom = "perimetre-epci-a-fp_region24.csv"
    table = read_source("banatic_epci", nom, donnees_officielles)
    assert table.filter(niveau="epci").height == 82
    assert cell(table, code="200040277", mesure="membres")[0] == 81
