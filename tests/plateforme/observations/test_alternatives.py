"""The nearest figures that may be given, against the slow and obvious search."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.plateforme.observations.alternatives import MONTRES, Case, find_alternatives

pytestmark = pytest.mark.django_db  # the fixtures of the platform empty the shared cache

AIRES = {"commune:1": 1, "epci:1": 10, "departement:1": 300, "region:1": 1700}
CONTENANTES = ["epci:1", "departement:1", "region:1"]
PERIODES = [(2017, 2017), (2016, 2018), (2013, 2017), (2017, 2021), (2013, 2021), (2018, 2022)]
SEXES = ["femmes", "hommes", "ensemble"]
STATUTS = ["valeur", "zero", "secret", "secret_secondaire", "non_fiable", "manquant"]


def case(aire="commune:1", years=(2017, 2017), sexe="femmes", status="secret", code="M03") -> Case:
    return Case(code, aire, AIRES.get(aire, 5), *years, sexe, status)


def slow(voulue: Case, cases: list[Case]) -> set[Case]:
    """Take each shown figure that contains the one asked; leave out those wider than another."""

    def contains(wide: Case, narrow: Case) -> bool:
        return (
            wide.indicateur == narrow.indicateur
            and AIRES.get(wide.aire, 0) >= AIRES.get(narrow.aire, 0)
            and set(range(narrow.debut, narrow.fin + 1)) <= set(range(wide.debut, wide.fin + 1))
            and (wide.sexe == narrow.sexe or wide.sexe == "ensemble")
        )

    place = (voulue.aire, voulue.debut, voulue.fin, voulue.sexe)
    wider = [
        one for one in cases
        if one.status in MONTRES and contains(one, voulue) and one.aire in AIRES
        and (one.aire, one.debut, one.fin, one.sexe) != place
    ]  # fmt: skip
    return {one for one in wider if not any(o != one and contains(one, o) for o in wider)}


@st.composite
def tables(draw):
    """Draw a status for each figure of a small world; some figures do not exist."""
    cells = [
        case(aire, years, sexe, status)
        for aire, years, sexe in product(AIRES, PERIODES, SEXES)
        if (status := draw(st.sampled_from([*STATUTS, None])))
    ]
    return [one for one in cells if one.sexe != "" and one.status]


@given(tables(), st.sampled_from(SEXES), st.sampled_from(PERIODES[:3]))
def test_the_offer_is_that_of_the_slow_search(cells, sexe, years):
    voulue = case(sexe=sexe, years=years)
    offered, tried = find_alternatives(voulue, cells, CONTENANTES)
    assert {one.case for one in offered} == slow(voulue, cells)
    assert len(offered) == len({one.case for one in offered})
    assert all(not one.permise for one in tried)


def test_the_nearest_comes_first():
    voulue = case()
    cells = [
        case("region:1", status="valeur"),
        case("epci:1", status="valeur"),
        case(years=(2013, 2021), status="valeur"),
        case(years=(2016, 2018), status="valeur"),
        case(sexe="ensemble", status="valeur"),
    ]
    offered, _ = find_alternatives(voulue, cells, CONTENANTES)
    assert [one.changements for one in offered] == [
        ["sexes réunis"], ["davantage d’années"], ["territoire plus grand"],
    ]  # fmt: skip
    assert offered[1].case.periode == "2016-2018" and offered[2].case.aire == "epci:1"


@pytest.mark.parametrize(
    "other",
    [
        case("epci:2", status="valeur"),  # does not contain the area
        case(years=(2018, 2022), status="valeur"),  # does not contain the year
        case(sexe="hommes", status="valeur"),  # another question
        case("epci:1", status="valeur", code="M07"),  # another indicator
        case(status="valeur"),  # the one asked
    ],
)
def test_another_question_is_never_offered(other):
    offered, tried = find_alternatives(case(), [other], CONTENANTES)
    assert offered == tried == []


def test_what_is_tried_in_vain_says_by_which_rule():
    cells = [case(sexe="ensemble", status="secret"), case("epci:1", status="secret_secondaire")]
    offered, tried = find_alternatives(case(), cells, CONTENANTES)
    assert offered == []
    assert "sous le seuil" in tried[0].regle and "protéger un autre" in tried[1].regle
