"""CépiDc: rates by chapter and sex, as published, never mistaken for counts."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import indicateurs, sources
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.cepidc import CAUSES, INDICATEUR, read_taux
from ancrage.observatoire.sources.octets import Entree

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
PAR_CAUSE = "cepidc_mortalite_2023_standardise_departements.csv"
TOUTES = "cepidc_toutes_causes_2010_2023_departements.csv"


def test_each_chapter_and_sex_has_its_own_measure(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cepidc_causes", PAR_CAUSE)
    assert cell(table, code="00", mesure="taux_tumeurs", sexe="ensemble") == (250.0, "valeur")
    assert cell(table, code="0A", mesure="taux_circulatoire", sexe="hommes")[0] == 316.2
    assert cell(table, code="00", mesure="taux_grossesse", sexe="femmes") == (0.0, "zero")
    assert table["mesure"].n_unique() == len(CAUSES) - 1


def test_all_causes_cover_fourteen_years(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cepidc_toutes_causes", TOUTES)
    assert table["periode"].unique().sort().to_list() == [str(year) for year in range(2010, 2024)]
    assert cell(table, code="00", periode="2010") == (1100.0, "valeur")


def test_unknown_cause_is_refused_with_its_line(make_entree: Callable[..., Entree]) -> None:
    text = (
        "annee,departement,sexe,cause,indicateur,valeur\n"
        f"2023,00,Hommes,2. Tumeurs,{INDICATEUR},1.0\n"
        f"2023,00,Hommes,19. Nouveau chapitre,{INDICATEUR},1.0\n"
    )
    with pytest.raises(Erreur, match="Nouveau chapitre") as raised:
        read_taux(make_entree(text.encode(), "cepidc.csv"))
    assert raised.value.ligne == 3


def test_crude_rate_is_refused(make_entree: Callable[..., Entree]) -> None:
    text = (
        "annee,departement,sexe,cause,indicateur,valeur\n"
        "2023,00,Hommes,2. Tumeurs,Taux brut de mortalité pour 100 000 habitants,1.0\n"
    )
    with pytest.raises(Erreur, match="Taux brut"):
        read_taux(make_entree(text.encode(), "cepidc.csv"))


def test_rates_have_no_counts_hence_no_interval() -> None:
    served = [
        item
        for item in indicateurs().values()
        if any(serie.source.startswith("cepidc") for serie in item.series)
    ]
    assert len(served) > 5
    for item in served:
        assert not item.method.interval
        assert all(serie.value and not serie.numerator for serie in item.series)
    assert not any(m.additive for m in sources()["cepidc_causes"].mesures.values())


def test_tumours_do_not_borrow_the_code_of_cancers() -> None:
    assert indicateurs()["M07-TUMEURS"].proche_de == "M07"
    assert not indicateurs()["M07"].computed


@pytest.mark.donnees_officielles
def test_chapters_of_cher_add_up_to_its_all_cause_rate(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    """Figures of the inventory of the data: 1,163.9 against 1,164.0 in 2023."""
    causes = read_source("cepidc_causes", PAR_CAUSE, donnees_officielles)
    toutes = read_source("cepidc_toutes_causes", TOUTES, donnees_officielles)
    total = causes.filter(code="18", sexe="ensemble")["value"].sum()
    assert round(total, 1) == 1163.9
    assert cell(toutes, code="18", periode="2023")[0] == 1164.0
