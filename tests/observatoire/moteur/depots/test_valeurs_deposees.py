"""The values of a deposit are those of a slow reading of its rows."""

from math import sqrt
from pathlib import Path

import pytest
from scipy.stats import chi2

from ancrage.observatoire import api
from tests.observatoire.moteur.depots.extrait import (
    CA_FONTELLE,
    REGION,
    deposit,
    one,
    slow_cells,
)

ESP = [5000, *[5500] * 3, *[6000] * 2, 6500, *[7000] * 4]
ESP += [6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]


@pytest.mark.parametrize(("sexe", "codes"), [("ensemble", "12"), ("hommes", "1"), ("femmes", "2")])
def test_standardised_rate_is_that_of_a_slow_reading(files: Path, sexe: str, codes: str) -> None:
    deposit(files)
    deaths, people = slow_cells(CA_FONTELLE, codes, cause="C")
    rate = sum(w * d / n for w, d, n in zip(ESP, deaths, people, strict=True))
    spread = sqrt(sum(w * w * d / n**2 for w, d, n in zip(ESP, deaths, people, strict=True)))
    total = sum(deaths)
    low, high = chi2.ppf(0.025, 2 * total) / 2, chi2.ppf(0.975, 2 * total + 2) / 2
    found = one(api.profile("epci:990000002"), "M07", sexe)
    assert found.value == pytest.approx(rate, rel=1e-9)
    assert found.lower == pytest.approx(rate + spread / sqrt(total) * (low - total), rel=1e-9)
    assert found.upper == pytest.approx(rate + spread / sqrt(total) * (high - total), rel=1e-9)
    assert (found.numerator, found.denominator) == (total, sum(people))


def test_premature_rate_keeps_the_bands_and_weights_under_65(files: Path) -> None:
    deposit(files)
    deaths, people = slow_cells(CA_FONTELLE)
    weights = ESP[:13]
    parts = zip(weights, deaths[:13], people[:13], strict=True)
    rate = 100_000 * sum(w * d / n for w, d, n in parts) / sum(weights)
    assert one(api.profile("epci:990000002"), "M04").value == pytest.approx(rate, rel=1e-9)


def test_icm_divides_by_the_deaths_expected_at_the_rates_of_the_region(files: Path) -> None:
    deposit(files)
    expected = 0.0
    for sexe in "12":
        deaths, base = slow_cells(REGION, sexe, cause="C")
        _, people = slow_cells(CA_FONTELLE, sexe)
        expected += sum(n * d / m for n, d, m in zip(people, deaths, base, strict=True))
    observed = sum(slow_cells(CA_FONTELLE, cause="C")[0])
    found = one(api.profile("epci:990000002"), "M07-ICM")
    assert found.denominator == pytest.approx(expected, rel=1e-9)
    assert found.value == pytest.approx(100 * observed / expected, rel=1e-9)
    assert one(api.profile("region:99"), "M07-ICM").value == pytest.approx(100)
    # Two indices are never compared, nor placed among others.
    assert {c.reference for c in found.comparaisons} <= {"region", "france"}
    assert found.position is None


def test_heavy_territory_is_compared_with_the_reference_without_it(files: Path) -> None:
    deposit(files)
    deaths, people = slow_cells(REGION - CA_FONTELLE, cause="C")
    rest = sum(w * d / n for w, d, n in zip(ESP, deaths, people, strict=True))
    found = one(api.profile("epci:990000002"), "M07")
    region = next(c for c in found.comparaisons if c.reference == "region")
    assert region.hors_territoire
    assert region.value == pytest.approx(rest, rel=1e-9)
    assert region.verdict == "non_different"


def test_territory_astride_its_reference_gets_the_reason_and_no_verdict(files: Path) -> None:
    """Three communes in one département, one in the other: neither can be read without them."""
    deposit(files)
    found = one(api.profile("epci:990000002"), "M07")
    astride = [c for c in found.comparaisons if c.reference == "departement"]
    assert {c.code for c in astride} == {"departement:00", "departement:0A"}
    assert {c.verdict for c in astride} == {None}
    assert all("à cheval sur sa référence" in (c.motif or "") for c in astride)
    assert not any(c.hors_territoire for c in astride)
    inside = one(api.profile("epci:990000001"), "M07").comparaisons  # whole in the département 00
    assert {c.verdict for c in inside if c.reference == "departement"} != {None}


def test_merged_commune_answers_under_its_code_of_today(files: Path) -> None:
    deposit(files)
    deaths, people = slow_cells({"00003"})
    found = one(api.profile("commune:00003"), "M03")
    assert (found.numerator, found.denominator) == (sum(deaths), sum(people))
