"""A bassin de vie is an area around: it lends its value only where it holds the whole territory."""

from pathlib import Path

import pytest

from ancrage.observatoire.moteur.aires import aires_of
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.territoires import referentiel
from ancrage.observatoire.territoires.territoire import parse_territoire


@pytest.mark.parametrize(
    ("territoire", "attendu"),
    [
        ("commune:00006", [("00005", True)]),
        ("epci:990000002", [("00005", True)]),
        ("departement:0A", [("00005", False), ("0A003", False)]),
    ],
)
def test_bassin_is_whole_around_a_territory_it_holds(
    region_miniature: Path, territoire: str, attendu: list[tuple[str, bool]]
) -> None:
    parents = aires_of([parse_territoire(territoire)]).parents
    bassins = parents.filter(niveau="bassin_de_vie").sort("code")
    assert bassins.select("code", "entier").rows() == attendu


def test_bassin_has_a_name(region_miniature: Path) -> None:
    assert libelle_aire("bassin_de_vie:0A003") == "Kerlou"


def test_every_commune_of_the_region_has_one_bassin() -> None:
    communes = referentiel.communes(2025).filter(region="24")["code"]
    bassins = referentiel.bassins_de_vie()["code"]
    assert bassins.is_unique().all()
    assert set(communes) == set(bassins)
