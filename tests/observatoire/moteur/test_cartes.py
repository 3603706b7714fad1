"""A map cites the file that gave the values it shows."""

from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.moteur.magasin import open_magasin


@pytest.mark.parametrize("code", ["D01", "S01", "S02", "S05", "S14"])
def test_a_map_cites_a_source_that_holds_its_period(magasin: Path, code: str) -> None:
    carte = api.carte("region:99", code)
    assert carte is not None
    files = open_magasin().provenances.filter(indicateur=code, periode=carte.periode)
    named = {(api.sources()[s].titre, m) for s, m in files.select("source", "millesime").rows()}
    assert any(carte.source.endswith(f"{title} ({millesime})") for title, millesime in named)


def test_a_map_of_a_later_edition_does_not_cite_the_earlier_one(magasin: Path) -> None:
    """The median is in Filosofi 2019 and, by commune only, in the base of 2021."""
    carte = api.carte("region:99", "S01")
    assert carte is not None
    assert (carte.periode, carte.source.rpartition(" ")[2]) == ("2021", "(2021)")
