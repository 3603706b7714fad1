"""Yearly series of a profile: which have a trend, by which model, and where long ones turn."""

from dataclasses import replace

import numpy as np
import pytest

from ancrage.observatoire.calculs.tendance import (
    annual_change_least_squares,
    annual_change_negative_binomial,
    annual_change_poisson,
)
from ancrage.observatoire.catalogue.chargement import indicateurs
from ancrage.observatoire.moteur.resultats import (
    Geographie,
    Profil,
    SourceCitee,
    TerritoireDecrit,
    Valeur,
)
from ancrage.observatoire.moteur.tendances import Tendance, build_tendances

HERE = Geographie("departement", "departement:00", "Essarts")
SOURCE = SourceCitee("essai", "Producteur", "Titre", "Licence Ouverte 2.0", "2020")
YEARS = range(2013, 2021)


def valeur(year: int, rate: float, **more: object) -> Valeur:
    bare = Valeur(
        code="M03",
        libelle="Mortalité",
        periode=str(year),
        sexe="ensemble",
        value=rate,
        numerator=None,
        denominator=None,
        lower=None,
        upper=None,
        method="taux_standardise_publie",
        unit="pour 100 000",
        status="valeur",
        niveau="departement",
        geographie=HERE,
        source=SOURCE,
    )
    return replace(bare, **more)  # type: ignore[arg-type]


def counted(year: int, events: float, people: float = 10_000.0, **more: object) -> Valeur:
    known = {"code": "O03-MEDECINS", "method": "densite", "numerator": events}
    return valeur(year, events / people, **{**known, "denominator": people, **more})


def trends(values: list[Valeur]) -> tuple[Tendance, ...]:
    area = TerritoireDecrit("departement:00", "Essarts", "departement", ("00001",))
    return build_tendances(Profil(area, 2026, "run", "edition", tuple(values)), indicateurs())


def test_a_rate_published_without_counts_is_fitted_by_least_squares() -> None:
    rates = [900, 893, 880, 876, 860, 858, 843, 836]
    (found,) = trends([valeur(y, r) for y, r in zip(YEARS, rates, strict=True)])
    expected = annual_change_least_squares(YEARS, rates)
    assert (found.ensemble.debut, found.ensemble.fin) == (2013, 2020)
    assert found.ensemble.evolution == pytest.approx(expected.value)
    assert (found.ensemble.lower, found.ensemble.upper) == pytest.approx(
        (expected.lower, expected.upper)
    )
    assert (found.methode, found.dispersion) == (expected.method, None)
    assert found.morceaux == ()


@pytest.mark.parametrize(
    ("events", "fit"),
    [
        ([100, 104, 99, 107, 110, 108, 115, 112], annual_change_poisson),
        ([100, 160, 70, 180, 90, 200, 110, 230], annual_change_negative_binomial),
    ],
)
def test_counts_follow_poisson_until_they_scatter_too_much(events, fit) -> None:
    people = np.linspace(10_000, 11_000, 8)
    rows = [counted(y, e, float(p)) for y, e, p in zip(YEARS, events, people, strict=True)]
    (found,) = trends(rows)
    expected = fit(YEARS, events, people)
    assert found.methode == expected.method
    assert found.ensemble.evolution == pytest.approx(expected.value)
    assert found.ensemble.upper == pytest.approx(expected.upper)
    assert found.dispersion == pytest.approx(float(expected.dispersion))


def test_a_count_of_events_needs_no_population() -> None:
    events = [700, 690, 705, 672, 680, 661]
    rows = [
        counted(y, e, code="P01-ACCOUCHEMENTS", method="effectif_evenements", denominator=None)
        for y, e in zip(range(2015, 2021), events, strict=True)
    ]
    (found,) = trends(rows)
    expected = annual_change_poisson(range(2015, 2021), events, [1] * 6)
    assert found.ensemble.evolution == pytest.approx(expected.value)


def test_a_long_series_says_where_it_turns_and_a_short_one_does_not() -> None:
    rates = [100, 110, 121, 133, 146, 139, 132, 125, 119, 113]
    long = [valeur(y, r) for y, r in zip(range(2011, 2021), rates, strict=True)]
    (found,) = trends(long)
    assert [(part.debut, part.fin) for part in found.morceaux] == [(2011, 2015), (2015, 2020)]
    up, down = found.morceaux
    assert up.evolution == pytest.approx(10, abs=0.5)
    assert down.evolution == pytest.approx(-5, abs=0.5)
    assert down.upper < 0 < up.lower
    (short,) = trends(long[:7])
    assert short.morceaux == ()


def test_counts_that_turn_weigh_by_their_events() -> None:
    events = [400, 440, 484, 532, 586, 556, 529, 502, 477, 453]
    rows = [counted(y, e) for y, e in zip(range(2011, 2021), events, strict=True)]
    (found,) = trends(rows)
    assert [part.debut for part in found.morceaux] == [2011, 2015]


def test_a_declared_break_starts_the_series_again() -> None:
    # O13 breaks in 2020: what comes before it says nothing of what follows.
    rows = [counted(y, 50 + y - 2015, code="O13") for y in range(2015, 2023)]
    (year,) = {each.annee for each in indicateurs()["O13"].ruptures}
    assert trends(rows) == ()
    (found,) = trends([counted(y, 50 + y - 2015, code="O13") for y in range(2015, 2027)])
    assert found.ensemble.debut == year


def test_a_borrowed_series_names_the_area_it_describes() -> None:
    region = Geographie("region", "region:99", "Essai")
    rows = [
        valeur(y, 900.0 - y + 2013, status="emprunte", geographie=region) for y in range(2013, 2019)
    ]
    (found,) = trends(rows)
    assert found.emprunte and found.geographie == region


@pytest.mark.parametrize(
    "rows",
    [
        [valeur(y, 900.0) for y in range(2015, 2019)],  # four years
        [valeur(y, 900.0, periode=None) for y in YEARS],
        [valeur(y, 900.0, periode=f"{y - 4}-{y}") for y in YEARS],  # overlapping windows
        [valeur(y, 900.0, status="secret", value=None) for y in YEARS],
        [valeur(y, 25.0, code="S05", method="proportion", numerator=1.0) for y in YEARS],
        [valeur(y, 21_000.0, code="S01", method="mediane_publiee") for y in YEARS],
        [counted(y, 90, code="M03-BRUT", method="taux_brut") for y in YEARS],  # moves with ages
        [counted(y, 0.0 if y < 2020 else 3.0) for y in YEARS],  # all in the last year
        # Two sources in turn: neither has five years.
        [valeur(y, 900.0, source=replace(SOURCE, code=f"s{y % 2}")) for y in YEARS],
    ],
)
def test_what_has_no_trend(rows: list[Valeur]) -> None:
    assert trends(rows) == ()


def test_a_year_without_event_stays_in_the_series() -> None:
    events = [4, 2, 0, 3, 1, 2, 0, 1]
    (found,) = trends([counted(y, e) for y, e in zip(YEARS, events, strict=True)])
    expected = annual_change_poisson(YEARS, events, [1e4] * 8)
    assert found.ensemble.evolution == pytest.approx(expected.value)
    assert found.morceaux == ()  # a zero has no logarithm
    assert trends([valeur(y, 900.0 * (y > 2014)) for y in YEARS]) == ()
