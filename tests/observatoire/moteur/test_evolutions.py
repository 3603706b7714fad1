"""What changed between two editions: gate first, exact ratio, region beside, exhaustive counts."""

from dataclasses import replace

import pytest

from ancrage.observatoire.calculs.intervalles import ratio_exact
from ancrage.observatoire.catalogue.chargement import find_indicateur
from ancrage.observatoire.moteur.evolutions import EditionChiffre, compare_editions
from ancrage.observatoire.moteur.resultats import Geographie, SourceCitee, Valeur

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
    assert compare(before, after, regions=around).verdict == "amelioration_propre"


def test_an_indicateur_without_sense_has_a_direction_but_no_verdict():
    before, after = (
        valeur("proportion", 3_000, 10_000, "2010"),
        valeur("proportion", 2_000, 10_000, "2020"),
    )
    change = compare(before, after, code="D05", regions=region((300_000, 300_000)))
    assert (change.sens, change.verdict) == ("baisse", None)
