"""The place of a value among comparable areas: a fifth, never a rank, never among too few."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.observatoire import api
from ancrage.observatoire.moteur.repartitions import (
    MAX_TIES,
    MIN_AREAS,
    Repartitions,
    distribute,
    positions,
)


def areas(values: list[float]) -> pl.DataFrame:
    """Return a table of values of n areas for one indicateur."""
    return pl.DataFrame(
        {
            "aire": [f"epci:{n}" for n in range(len(values))],
            "indicateur": "X01",
            "serie": 0,
            "periode": "2020",
            "sexe": "ensemble",
            "status": "valeur",
            "method": "proportion",
            "value": values,
        }
    )


def among(standard: pl.DataFrame) -> Repartitions:
    return distribute(standard, "EPCI", standard.height)


@pytest.mark.parametrize(("value", "quintile"), [(-1.0, 1), (0.0, 1), (10.5, 3), (19.0, 5)])
def test_the_position_is_a_fifth_of_the_distribution(value: float, quintile: int) -> None:
    standard = areas([float(n) for n in range(20)])
    own = areas([value]).with_columns(aire=pl.lit("union"))
    found = positions(own, among(standard))
    assert found["quintile"].to_list() == [quintile]
    assert found["effectif"].to_list() == [20]


def test_nine_areas_are_too_few_for_a_position() -> None:
    standard = areas([float(n) for n in range(9)])
    assert positions(standard, among(standard)).is_empty()


def test_a_value_shared_by_most_areas_has_no_fifth() -> None:
    standard = areas([100.0] * 12 + [float(n) for n in range(4)])
    own = areas([100.0]).with_columns(aire=pl.lit("union"))
    assert positions(own, among(standard)).is_empty()


def test_an_area_that_shows_nothing_counts_in_no_fifth() -> None:
    masked = areas([50.0] * 10).with_columns(status=pl.lit("secret"))
    standard = pl.concat([areas([float(n) for n in range(12)]), masked])
    found = positions(areas([11.0]), among(standard))
    assert found.select("effectif", "quintile").rows() == [(12, 5)]
    assert among(standard).of("X01", "2020", "ensemble")[2] == 10


@given(st.lists(st.integers(0, 60), min_size=MIN_AREAS, max_size=80), st.integers(-5, 65))
def test_the_fifth_is_that_of_a_slow_count(others: list[int], value: int) -> None:
    below = sum(one < value for one in others) / len(others)
    equal = sum(one == value for one in others) / len(others)
    found = positions(areas([float(value)]), among(areas([float(one) for one in others])))
    fifth = min(math.floor((below + equal / 2) * 5), 4) + 1
    assert found["quintile"].to_list() == ([fifth] if equal <= MAX_TIES else [])


@pytest.mark.usefixtures("magasin")
def test_the_distributions_of_a_set_are_computed_once_and_kept_with_the_store() -> None:
    ensemble = api.ensemble_of(api.parse_territoire("commune:00005"))
    assert ensemble is not None
    assert api.repartitions(ensemble) is api.repartitions(ensemble)


def test_every_area_is_in_a_set_of_the_list() -> None:
    areas = ("commune:45234", "epci:244500468", "departement:45", "region:24", "commune:97401")
    held = set(api.list_ensembles())
    for code in areas:
        assert api.ensemble_of(api.parse_territoire(code)) in held
