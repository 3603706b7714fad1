"""Zoning of the general practitioners: names tied to communes, disagreements left missing."""

import logging
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.sources.ars import name_key, read_zonage_medecins
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.territoires import referentiel

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
ZONAGE = "zonage_medecins_region24.csv"


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("ST-JEAN-DE-LA-RUELLE", "Saint-Jean-de-la-Ruelle"),
        ("Les Aix d'Angillon", "Les Aix-d'Angillon"),
        ("Vœuil", "Voeuil"),
        ("Achères", "ACHERES"),
    ],
)
def test_spellings_of_one_name_meet(written: str, official: str) -> None:
    assert name_key(written) == name_key(official)


def test_rows_reach_their_commune_by_name(
    region_miniature: Path, read_source: LireSource, cell: Cell
) -> None:
    table = read_source("ars_zonage_medecins", ZONAGE)
    assert cell(table, code="00001", mesure="zone_zip") == (1.0, "valeur")
    assert cell(table, code="00002", mesure="zone_zip_ou_zac") == (1.0, "valeur")
    assert cell(table, code="0A001", mesure="zone_zac") == (1.0, "valeur")


def test_merged_commune_leads_to_todays_commune(
    region_miniature: Path, read_source: LireSource, cell: Cell
) -> None:
    """Brévanne merged into Cormeau; both rows say the same zone."""
    table = read_source("ars_zonage_medecins", ZONAGE)
    assert cell(table, code="00003", mesure="zone_zip") == (0.0, "zero")
    assert "00009" not in set(table["code"])


def test_rows_that_disagree_leave_the_commune_missing(
    region_miniature: Path, make_entree: Callable[..., Entree], cell: Cell
) -> None:
    text = "Code_postal,Nom_commune,Zonage\n00100,Amblaie,1_ZIP\n00109,Amblaie,3_HZ\n"
    table = read_zonage_medecins(make_entree(text.encode(), ZONAGE, cog=2025))
    assert cell(table, code="00001", mesure="zone_zip") == (None, "manquant")
    assert cell(table, code="00001", mesure="zone_zac") == (0.0, "zero")


def test_lines_without_a_commune_are_reported(
    region_miniature: Path, read_source: LireSource, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        read_source("ars_zonage_medecins", ZONAGE)
    assert "1 ligne(s) sur 15 sans commune reconnue (Nulle-Part" in caplog.text


@pytest.mark.donnees_officielles
def test_every_commune_of_the_region_is_zoned(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("ars_zonage_medecins", ZONAGE, donnees_officielles)
    region = referentiel.communes(2025).filter(region="24")["code"]
    assert set(table["code"]) == set(region)
    assert "manquant" not in set(table["status"])
