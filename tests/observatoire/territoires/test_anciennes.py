"""The communes of a past year, on real movements of the official geographic code."""

import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.territoires.anciennes import communes_at


def test_a_commune_bears_the_name_of_its_year():
    # Malesherbes became Le Malesherbois, under the same code, on 1 January 2016.
    assert communes_at(2015)["45191"] == "Malesherbes"
    assert communes_at(2016)["45191"] == "Le Malesherbois"


def test_a_commune_is_there_until_its_merger():
    # Mainvilliers (45190) joined Le Malesherbois on 1 January 2016.
    assert communes_at(2015)["45190"] == "Mainvilliers"
    assert "45190" not in communes_at(2016)


def test_a_year_before_the_known_movements_is_refused():
    with pytest.raises(Erreur, match="2002"):
        communes_at(2002)
