"""French spaces and apostrophes, dates, periods, and the checker of produced documents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.publication.typographie import (
    breaches,
    date_longue,
    enumeration,
    milieu,
    ordinal,
    periode,
    texte,
)


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("Pour qui ?", "Pour qui\u202f?"),
        ("Pour qui?", "Pour qui\u202f?"),
        ("Source : Insee", "Source\u00a0: Insee"),
        ("Source: Insee", "Source\u00a0: Insee"),
        ("« texte »", "«\u00a0texte\u00a0»"),
        ("«texte»", "«\u00a0texte\u00a0»"),
        ("12 % de l'ORS", "12\u202f% de l’ORS"),
        ("un ; deux", "un\u202f; deux"),
        ("et la suite...", "et la suite…"),
        ("des villes, etc...", "des villes, etc."),
        ("18:30 sur https://insee.fr", "18:30 sur https://insee.fr"),
    ],
)
def test_french_spaces_are_applied(raw, printed):
    assert texte(raw) == printed


@given(st.text(alphabet="ab1 :;!?%«»'.,\u00a0\u202f()", max_size=40))
def test_applying_the_rules_twice_changes_nothing_more(raw):
    once = texte(raw)
    assert texte(once) == once


@pytest.mark.parametrize(
    "bad", ["Source : Insee", "Qui ?", "12 %", "« ici", "le taux est 12.5", "l'ORS", "suite..."]
)
def test_the_checker_finds_each_breach(bad):
    assert breaches(bad)


@pytest.mark.parametrize(
    "good",
    [
        "Source\u00a0: Insee, 12,5\u202f% «\u00a0ici\u00a0» l’ORS, 1\u202f234",
        "Licence Ouverte 2.0",
        "Voir https://www.insee.fr/fr/1.2",
        "3.1 Population et conditions de vie",
        "code C50.9 de la CIM",
        "le 22.11.2026",
    ],
)
def test_the_checker_accepts_what_is_no_breach(good):
    assert breaches(good) == []


def test_applied_text_passes_the_checker():
    raw = "Orléans : 12 % ; « l'écart » est-il grand ? Oui ! etc..."
    assert breaches(texte(raw)) == []


def test_periods_use_one_dash_and_dates_are_written_out():
    assert periode("2013-2018") == "2013–2018"
    assert periode("Insee, 2013-2018 et 2021") == "Insee, 2013–2018 et 2021"
    assert periode("code 0100-4") == "code 0100-4"
    assert date_longue(date(2022, 1, 1)).replace("\u00a0", " ") == "1er janvier 2022"
    assert date_longue(date(2026, 11, 22)).replace("\u00a0", " ") == "22 novembre 2026"


def test_a_period_stands_at_its_middle_on_a_time_axis():
    assert milieu("2013-2018") == 2015.5
    assert milieu("2018") == 2018
    with pytest.raises(ValueError, match="sans année"):
        milieu("récent")


def test_ordinals_and_lists():
    assert [ordinal(1), ordinal(1, feminin=True), ordinal(2)] == ["1er", "1re", "2e"]
    assert enumeration([]) == ""
    assert enumeration(["A"]) == "A"
    assert enumeration(["A", "B", "C"]) == "A, B et C"
