"""Sentences say what the interval allows, and nothing more."""

from dataclasses import replace

import pytest

from ancrage.observatoire.api import Comparaison, Geographie, Valeur, indicateurs
from ancrage.publication.documents.phrases import phrase_evolution, phrase_valeur

ITEM = indicateurs()["D05"]
BASE = Valeur(
    code="D05", libelle="Part des 65 ans et plus", periode="2020", sexe="ensemble", value=24.9,
    numerator=12238, denominator=49148, lower=24.5, upper=25.3, method="proportion", unit="%",
    status="valeur", niveau="commune", geographie=Geographie("union", "x", "Pays"),
)  # fmt: skip


def against(verdict: str | None, reference: str = "region") -> Comparaison:
    return Comparaison(reference, "99", "Région d'essai", 23.4, verdict)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("superieur", "Plus élevé que dans la région (23,4 %) ; l’écart dépasse ce que le hasard"),
        ("inferieur", "Plus faible que dans la région (23,4 %) ; l’écart dépasse ce que le hasard"),
        ("non_different", "Pas de différence établie avec ce qu’on observe dans la région"),
        ("non_concluant", "Non concluant face à ce qu’on observe dans la région"),
    ],
)
def test_each_verdict_has_its_words(verdict, expected):
    said = plain(phrase_valeur(replace(BASE, comparaisons=(against(verdict),)), ITEM))
    assert expected in said
    assert "24,9 % [24,5 ; 25,3]" in said


def test_inconclusive_says_that_the_count_is_too_small():
    said = phrase_valeur(replace(BASE, comparaisons=(against("non_concluant"),)), ITEM)
    assert "effectif trop faible pour trancher" in said
    assert "plus élevé" not in said.lower()


def test_a_published_rate_says_why_it_has_no_verdict():
    rate = replace(
        BASE, method="taux_publie", lower=None, upper=None, comparaisons=(against(None),)
    )
    said = plain(phrase_valeur(rate, ITEM))
    assert "publiée sans effectifs : ni intervalle ni verdict" in said
    assert "plus" not in said.split(". ", 1)[1]


def test_references_of_the_same_verdict_share_one_sentence():
    both = (against("superieur"), Comparaison("france", "FR", "France", 21.0, "superieur"))
    said = phrase_valeur(replace(BASE, comparaisons=both), ITEM)
    assert said.count("hasard") == 1
    assert "en France" in said


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("secret", "secret statistique"),
        ("secret_secondaire", "secret statistique"),
        ("non_fiable", "effectif trop faible"),
        ("manquant", "non disponible"),
        ("non_applicable", "sans objet"),
        ("non_additif", "non calculable sur une union"),
    ],
)
def test_a_masked_value_never_shows_its_number(status, word):
    said = phrase_valeur(replace(BASE, status=status, value=None), ITEM)
    assert word in said
    assert "24,9" not in said


def test_a_borrowed_value_names_whose_it_is():
    loiret = Geographie("departement", "45", "Loiret")
    said = phrase_valeur(replace(BASE, status="emprunte", geographie=loiret), ITEM)
    assert "valeur du département du Loiret" in said


def series(*values: tuple[str, float, float, float]) -> list[Valeur]:
    return [replace(BASE, periode=p, value=v, lower=low, upper=high) for p, v, low, high in values]


def test_a_rise_is_told_only_when_limits_are_disjoint():
    apart = series(("2009", 20.0, 19.0, 21.0), ("2020", 24.9, 24.5, 25.3))
    close = series(("2009", 24.6, 24.0, 25.2), ("2020", 24.9, 24.5, 25.3))
    assert phrase_evolution(apart, ITEM).startswith("En hausse")
    assert phrase_evolution(close, ITEM).startswith("Pas d’évolution établie")


def test_periods_less_than_five_years_apart_are_not_compared():
    near = series(("2018", 20.0, 19.0, 21.0), ("2020", 24.9, 24.5, 25.3))
    assert phrase_evolution(near, ITEM) == ""


def test_nothing_is_compared_across_a_break():
    broken = series(("2009", 20.0, 19.0, 21.0), ("2020", 24.9, 24.5, 25.3))
    broken[1] = replace(broken[1], rupture="changement de codage")
    assert phrase_evolution(broken, ITEM) == ""


def test_overlapping_windows_are_not_an_evolution():
    windows = series(("2010-2016", 20.0, 19.0, 21.0), ("2015-2021", 24.9, 24.5, 25.3))
    assert phrase_evolution(windows, ITEM) == ""


def test_a_difference_that_does_not_stay_says_so():
    fragile = replace(against("superieur"), retenu_fdr=False)
    kept = replace(fragile, retenu_fdr=True)
    said = [plain(phrase_valeur(replace(BASE, comparaisons=(c,)), ITEM)) for c in (fragile, kept)]
    assert "ce que le hasard explique, non retenu compte tenu du nombre de tests." in said[0]
    assert "retenu" not in said[1]
