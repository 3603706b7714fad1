"""Typologies: every area in one class or left out with its reason, names that state facts."""

import random

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.typologies import TypologieTerritoires, build_typologie
from tests.observatoire.moteur.fabrique import make_area, make_codes, make_store, values

CODES = make_codes(48)
FAMILIES = [n % 4 for n in range(48)]  # four families far from one another
CENTRES = {"D03": (20, 30, 900, 1100), "D05": (35, 18, 34, 17), "S05": (14, 8, 8, 15)}


def store(people: float = 1000.0) -> Magasin:
    random_ = random.Random(3)
    rows = values(CODES, "D01", [people] * 47 + [50.0])
    for code, centres in CENTRES.items():
        numbers = [centres[f] * (1 + random_.uniform(-0.04, 0.04)) for f in FAMILIES]
        rows += values(CODES, code, numbers)
    return make_store(rows)


def classed(number: int | None = None) -> TypologieTerritoires:
    return build_typologie(store(), make_area(CODES), api.indicateurs(), "commune", number)


def test_families_far_apart_are_found_again() -> None:
    found = classed()
    assert len(found.classes) == 4
    for each in found.classes:
        assert len({FAMILIES[CODES.index(aire[8:])] for aire in each.aires}) == 1
    assert found.stabilite > 0.95


def test_every_area_is_in_one_class_or_left_out_with_its_reason() -> None:
    found = classed()
    listed = [aire for each in found.classes for aire in each.aires]
    assert len(listed) == len(set(listed))
    assert set(listed) | set(found.trop_petites) | set(found.incompletes) == {
        f"commune:{code}" for code in CODES
    }
    assert found.trop_petites == (f"commune:{CODES[-1]}",)


def test_names_say_what_the_v_tests_single_out_and_never_repeat() -> None:
    found = classed()
    names = [each.nom for each in found.classes]
    assert len(set(names)) == len(names)
    dense = next(c for c in found.classes if c.traits[0].code == "D03" or "densité" in c.nom)
    for each in found.classes:
        density = next(t for t in each.traits if t.code == "D03")
        assert ("ensité élevée" in each.nom) == (density.v_test > 2)
        assert ("ensité faible" in each.nom) == (density.v_test < -2)
    assert dense


def test_the_same_data_give_the_same_classes() -> None:
    assert classed().to_dict() == classed().to_dict()


def test_the_number_of_classes_may_be_asked_within_limits() -> None:
    assert len(classed(5).classes) == 5
    with pytest.raises(Erreur, match="3 classes"):
        classed(3)


@pytest.mark.usefixtures("magasin")
def test_too_few_areas_make_no_typology() -> None:
    with pytest.raises(Erreur, match="seulement ont toutes"):
        api.typologie("region:99")
    with pytest.raises(Erreur, match="ne se fait pas"):
        api.typologie("region:99", "departement")
