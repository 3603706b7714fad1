"""Numbers, intervals and units as printed in French (documents.md § 12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.publication.typographie import (
    decimales_utiles,
    intervalle,
    mesure,
    nombre,
    nombre_signe,
    petit_p,
    pourcent,
    unite,
)


@pytest.mark.parametrize(
    ("value", "decimales", "printed"),
    [
        (1191.64, 1, "1\u202f191,6"),
        (100000, 0, "100\u202f000"),
        (999, 0, "999"),
        (-1.276, 1, "\u22121,3"),
        (-0.04, 1, "0,0"),  # a rounded zero has no sign
        (0.05, 1, "0,1"),  # half goes up, as readers check by hand
        (2.675, 2, "2,68"),
        (67848156, 0, "67\u202f848\u202f156"),
    ],
)
def test_numbers_have_a_comma_thin_spaces_and_a_true_minus(value, decimales, printed):
    assert nombre(value, decimales) == printed


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_without_value_is_refused(value):
    with pytest.raises(ValueError, match="sans valeur affichable"):
        nombre(value)


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_printed_number_reads_back_within_half_a_unit(value, decimales):
    printed = nombre(value, decimales)
    read = float(printed.replace("\u202f", "").replace(",", ".").replace("\u2212", "-"))
    assert abs(read - value) <= 0.5 * 10**-decimales * (1 + 1e-9) + abs(value) * 1e-15


def test_a_difference_bears_its_sign():
    assert [nombre_signe(v, 1) for v in (1.24, -0.4, 0.04)] == ["+1,2", "\u22120,4", "0,0"]


def test_percent_and_interval_cannot_be_broken_over_two_lines():
    printed = pourcent(80.6) + intervalle(98.9, 181.4)
    assert printed == "80,6\u202f%[98,9\u202f;\u00a0181,4]"
    assert " " not in printed


@pytest.mark.parametrize(
    ("lower", "upper", "maximum", "expected"),
    [
        (98.9, 181.4, 1, 0),  # ICM of methodes.md V2: a whole number
        (65.0, 90.2, 1, 1),  # share of V8: one decimal
        (12.10, 12.30, 2, 2),
        (12.10, 12.30, 1, 1),  # never more than the indicateur allows
        (None, None, 2, 2),
        (5.0, 5.0, 1, 1),
    ],
)
def test_no_more_digits_than_the_interval_allows(lower, upper, maximum, expected):
    assert decimales_utiles(lower, upper, maximum) == expected


@pytest.mark.parametrize(
    ("value", "unit", "decimales", "printed"),
    [
        (12.34, "%", 1, "12,3\u202f%"),
        (45.6, "pour 100000 habitants", 0, "46\u00a0pour\u00a0100\u202f000 habitants"),
        (5.0, "ug/m3", 1, "5,0\u00a0µg/m³"),
        (136, "indice (100 = région)", 0, "136"),  # an index has no unit to say
        (1250, "€", 0, "1\u202f250\u202f€"),
    ],
)
def test_a_measure_bears_its_unit(value, unit, decimales, printed):
    assert mesure(value, unit, decimales) == printed


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (0, "équipements", "0\u00a0équipement"),
        (1, "habitants", "1\u00a0habitant"),
        (1, "décès", "1\u00a0décès"),
        (2, "équipements", "2\u00a0équipements"),
        (1.9, "pour 1 000 naissances", "2\u00a0pour\u00a01\u202f000 naissances"),
    ],
)
def test_a_unit_is_plural_from_two(value, unit, printed):
    assert mesure(value, unit) == printed


def test_a_year_in_a_unit_keeps_its_digits_together():
    assert unite("hab/km2") == "hab/km²"
    assert unite("% des 18-75 ans") == "% des 18-75 ans"


def test_small_p_values():
    assert petit_p(0.041).replace("\u00a0", " ") == "p = 0,041"
    assert petit_p(0.0004).replace("\u00a0", " ") == "p < 0,001"
