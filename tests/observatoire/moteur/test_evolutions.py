"""What changed between two editions: gate first, exact ratio, region beside, exhaustive counts."""

import math
from dataclasses import replace

import numpy as np
import pytest

from ancrage.observatoire.calculs.intervalles import ratio_exact
from ancrage.observatoire.calculs.standardisation_directe import direct_standardised_rate
from ancrage.observatoire.catalogue.chargement import find_indicateur
from ancrage.observatoire.moteur.evolutions import EditionChiffre, compare_editions
from ancrage.observatoire.moteur.resultats import Comparaison, Geographie, SourceCitee, Valeur

COMMUNES = ("00001", "00002")
SOURCE = SourceCitee("essai", "Producteur", "Titre", "Licence Ouverte 2.0", "2020")


def valeur(method: str, numerator: float | None, denominator: float | None, periode: str) -> Valeur:
    return Valeur(
        code="X",
        libelle="X",
        periode=periode,
        sexe="ensemble",
        value=numerator and numerator / (denominator or 1),
        numerator=numerator,
        denominator=denominator,
        lower=None,
        upper=None,
        method=method,
        unit="%",
        status="valeur",
        niveau="commune",
        geographie=Geographie("commune", "commune:00001", "Amblaie"),
        source=SOURCE,
    )


def compare(before: Valeur, after: Valeur, code: str = "S05", regions=(None, None), **more):
    return compare_editions(
        EditionChiffre(before, COMMUNES, regions[0]),
        EditionChiffre(after, more.get("communes", COMMUNES), regions[1]),
        find_indicateur(code),
    )


def test_the_ratio_of_two_crude_rates_has_the_exact_conditional_limits():
    before = valeur("taux_brut", 100, 20_000, "2009-2013")
    after = valeur("taux_brut", 150, 21_000, "2014-2018")
    change = compare(before, after)
    low, high = ratio_exact(150, 100)
    assert change.ratio == pytest.approx((150 / 21_000) / (100 / 20_000))
    assert (change.lower, change.upper) == pytest.approx(
        (low * 20_000 / 21_000, high * 20_000 / 21_000)
    )
    assert change.sens == "hausse"


def test_a_count_of_events_is_read_per_year_of_its_window():
    five = valeur("effectif_evenements", 500, None, "2009-2013")
    one = valeur("effectif_evenements", 100, None, "2014")
    change = compare(five, one)
    assert change.ratio == pytest.approx(1.0)
    assert change.sens is None


def test_a_share_far_from_zero_takes_its_binomial_error():
    before = valeur("proportion", 800, 1_000, "2010")
    after = valeur("proportion", 840, 1_000, "2020")
    # Poisson errors would give 1.05 ± 0.10; the shares 80 % and 84 % do differ (z = 2.3).
    assert compare(before, after).sens == "hausse"


@pytest.mark.parametrize(
    ("changes", "motive"),
    [
        ({"periode": "2019"}, "chevauchement"),
        ({"periode": "2016"}, "chevauchement"),  # census shares less than five years apart
        ({"status": "secret"}, "secret"),
        ({"status": "emprunte"}, "niveau"),
        ({"status": "non_additif"}, "niveau"),
        ({"reliability": "non_fiable"}, "non_fiable"),
        ({"unit": "pour 1 000"}, "definition"),
        ({"method": "rapport"}, "definition"),
        ({"source": replace(SOURCE, code="autre")}, "source"),
        ({"numerator": None}, "sans_effectif"),
    ],
)
def test_each_condition_of_the_gate_forbids_the_comparison(changes, motive):
    after = valeur("proportion", 300, 1_000, "2019")
    before = replace(valeur("proportion", 200, 1_000, "2010"), **changes)
    change = compare(before, after)
    assert motive in change.motifs
    assert change.sens is change.verdict is change.ratio is None


def test_another_perimeter_forbids_the_comparison():
    before, after = (valeur("proportion", 200, 1_000, year) for year in ("2010", "2020"))
    assert compare(before, after, communes=COMMUNES[:1]).motifs == ("perimetre",)


def test_an_exhaustive_count_changes_without_test_nor_verdict():
    before, after = (
        valeur("effectif", number, None, year) for number, year in ((200, "2013"), (210, "2018"))
    )
    change = compare(before, after)
    assert change.exhaustive and change.ratio == pytest.approx(1.05)
    assert change.sens is change.verdict is None


def test_no_event_leaves_the_change_without_direction():
    change = compare(
        valeur("taux_brut", 0, 9_000, "2009-2013"), valeur("taux_brut", 3, 9_000, "2014-2018")
    )
    assert change.sens is change.verdict is None and not change.conclusive


def region(numbers: tuple[int, int]) -> tuple[Valeur, Valeur]:
    years = ("2010", "2020")
    return tuple(valeur("proportion", n, 1_000_000, y) for n, y in zip(numbers, years, strict=True))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("own", "around", "expected"),
    [
        ((3_000, 2_000), (300_000, 300_000), "amelioration_propre"),
        ((3_000, 2_000), (300_000, 200_000), "suit_la_region"),
        ((3_000, 3_000), (300_000, 400_000), "tient_mieux"),
        ((3_000, 3_000), (300_000, 300_000), "stable"),
        ((3, 3), (300_000, 300_000), "non_concluant"),
        ((3_000, 3_000), (300_000, 200_000), "decroche"),
        ((2_000, 3_000), (200_000, 300_000), "degradation_partagee"),
        ((2_000, 3_000), (200_000, 500_000), "degradation_moindre"),
    ],
)
def test_the_grid_crosses_the_territory_with_its_region(own, around, expected):
    size = 10 if own[0] < 10 else 10_000
    before, after = (
        valeur("proportion", n, size, y) for n, y in zip(own, ("2010", "2020"), strict=True)
    )
    change = compare(before, after, regions=region(around))
    assert change.verdict == expected


def test_a_territory_that_weighs_is_taken_out_of_its_region():
    before, after = (
        valeur("proportion", 3_000, 10_000, "2010"),
        valeur("proportion", 2_000, 10_000, "2020"),
    )
    # The whole fall of the region is the territory's own: the rest did not move.
    around = (
        valeur("proportion", 6_000, 20_000, "2010"),
        valeur("proportion", 5_000, 20_000, "2020"),
    )
    change = compare(before, after, regions=around)
    assert change.verdict == "amelioration_propre"
    assert change.region_hors_territoire


def test_a_territory_under_five_percent_of_its_region_stays_in_it():
    before, after = (valeur("proportion", 3_000, 10_000, year) for year in ("2010", "2020"))
    change = compare(before, after, regions=region((300_000, 290_000)))
    assert not change.region_hors_territoire
    assert change.relative == pytest.approx(300 / 290)


def test_a_count_without_population_is_taken_out_by_its_share_of_the_events():
    before, after = (
        valeur("effectif_evenements", n, None, y) for n, y in ((400, "2009"), (200, "2014"))
    )
    around = [
        valeur("effectif_evenements", n, None, y) for n, y in ((1_000, "2009"), (800, "2014"))
    ]
    # The rest of the region counts 600 events both times: the fall is the territory's alone.
    change = compare(before, after, "M03-BRUT", regions=around)
    assert change.region_hors_territoire
    assert change.relative == pytest.approx(0.5)
    assert change.relative_upper == pytest.approx(
        0.5 * math.exp(1.959964 * math.sqrt(1 / 400 + 1 / 200 + 2 / 600)), rel=1e-5
    )


BANDS = 6
WEIGHTS = np.array([20.0, 25, 25, 15, 10, 5])
PEOPLE = np.array([20_000.0, 25_000, 24_000, 18_000, 9_000, 3_000])
RATES = np.array([1e-4, 4e-4, 1e-3, 5e-3, 2e-2, 9e-2])


def standardised(people: np.ndarray, deaths: np.ndarray, periode: str, **more) -> Valeur:
    rate = direct_standardised_rate(deaths, people, WEIGHTS, limits="dobson_exact")
    return replace(
        valeur("taux_standardise", float(deaths.sum()), float(people.sum()), periode),
        value=float(rate.value),
        lower=float(rate.lower),
        upper=float(rate.upper),
        unit="pour 100 000",
        **more,
    )


def against(value: float | None, verdict: str | None = None, out: bool = False) -> dict:
    comparison = Comparaison("region", "region:99", "Région", value, verdict, None, out)
    return {"comparaisons": (comparison,)}


def test_a_heavy_territory_is_taken_out_of_a_standardised_region_through_its_rest():
    own = {"2009-2013": np.rint(PEOPLE * RATES), "2014-2018": np.rint(PEOPLE * RATES * 0.8)}
    rest = np.rint(4 * PEOPLE * RATES * 1.1)
    left = standardised(4 * PEOPLE, rest, "2009-2013")
    before, after = (
        standardised(PEOPLE, deaths, window, **against(left.value, out=True))
        for window, deaths in own.items()
    )
    around = tuple(
        standardised(5 * PEOPLE, deaths + rest, window) for window, deaths in own.items()
    )
    change = compare(before, after, "M03", regions=around)
    assert change.region_hors_territoire
    # The rest did not move: the change of the territory is all of its gap.
    assert change.relative == pytest.approx(change.ratio)
    errors = [math.log(v.upper / v.lower) / (2 * 1.959964) for v in (before, after, left, left)]  # type: ignore[operator]
    half = math.log(change.relative_upper / change.relative)  # type: ignore[operator]
    assert half == pytest.approx(1.959964 * math.hypot(*errors), rel=5e-3)


def test_a_heavy_territory_without_a_known_rest_has_no_gap_to_its_region():
    own = np.rint(PEOPLE * RATES)
    before, after = (standardised(PEOPLE, own, w) for w in ("2009-2013", "2014-2018"))
    around = tuple(standardised(5 * PEOPLE, 5 * own, w) for w in ("2009-2013", "2014-2018"))
    change = compare(before, after, "M03", regions=around)
    assert (change.relative, change.verdict, change.besoin) == (None, None, None)


@pytest.mark.parametrize(
    ("numbers", "verdicts", "expected"),
    [
        ((3_000, 2_000), ("superieur", "non_different"), "resolu"),
        ((2_000, 3_000), ("non_different", "superieur"), "emergent"),
        ((3_000, 2_000), ("superieur", "superieur"), "en_reduction"),
        ((2_000, 3_000), ("superieur", "superieur"), "aggrave"),
        ((3_000, 3_000), ("superieur", "superieur"), "persistant"),
        ((3_000, 3_000), ("inferieur", "non_different"), "sans_objet"),
        ((3_000, 2_000), ("superieur", "non_concluant"), "non_concluant"),
        ((3_000, 2_000), ("superieur", None), "non_concluant"),
    ],
)
def test_the_places_against_the_region_say_what_became_of_a_need(numbers, verdicts, expected):
    years = ("2010", "2020")
    before, after = (
        replace(valeur("proportion", n, 10_000, y), **against(25.0, verdict))
        for n, y, verdict in zip(numbers, years, verdicts, strict=True)
    )
    change = compare(before, after, regions=region((300_000, 300_000)))
    assert change.besoin == expected


def test_without_a_sense_or_a_place_against_the_region_no_need_is_told():
    bare = [valeur("proportion", 3_000, 10_000, y) for y in ("2010", "2020")]
    placed = [replace(v, **against(25.0, "superieur")) for v in bare]
    around = region((300_000, 300_000))
    assert compare(*bare, regions=around).besoin is None
    assert compare(placed[0], bare[1], regions=around).besoin is None
    assert compare(*placed, code="D05", regions=around).besoin is None
    assert compare(*placed).besoin is None


def test_an_indicateur_without_sense_has_a_direction_but_no_verdict():
    before, after = (
        valeur("proportion", 3_000, 10_000, "2010"),
        valeur("proportion", 2_000, 10_000, "2020"),
    )
    change = compare(before, after, code="D05", regions=region((300_000, 300_000)))
    assert (change.sens, change.verdict) == ("baisse", None)
