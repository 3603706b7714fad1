"""Words of statuses, verdicts and areas: one for each code, never an empty cell."""

import pytest

from ancrage.observatoire.api import StatutDiffusion
from ancrage.publication.typographie import (
    AFFICHES,
    de,
    mot_statut,
    mot_verdict,
    nom_territoire,
    valeur_affichee,
)


@pytest.mark.parametrize("status", list(StatutDiffusion))
def test_every_status_of_the_engine_has_its_word(status):
    assert mot_statut(status)


@pytest.mark.parametrize("status", [s for s in StatutDiffusion if s not in AFFICHES])
def test_a_masked_value_prints_its_word_and_never_its_number(status):
    printed = valeur_affichee(4321.0, status, "%", 1)
    assert printed == mot_statut(status)
    assert not any(char.isdigit() for char in printed)


def test_a_value_that_is_not_there_is_said_missing():
    assert valeur_affichee(None, "valeur") == "non disponible"


def test_an_observed_zero_is_a_number_and_a_borrowed_value_says_its_level():
    assert valeur_affichee(0.0, "zero", "", 0) == "0"
    borrowed = valeur_affichee(12.0, "emprunte", "%", 1, niveau="departement")
    assert borrowed.replace("\u00a0", " ") == "12,0\u202f% (valeur du département)"


@pytest.mark.parametrize(
    ("verdict", "reference", "words"),
    [
        ("superieur", "la région", "plus élevé que la région"),
        ("inferieur", "la France", "plus faible que la France"),
        ("non_different", "la région", "pas de différence établie avec la région"),
        ("non_concluant", "la région", "non concluant par rapport à la région"),
        ("non_concluant", "le département", "non concluant par rapport au département"),
        ("superieur", "", "plus élevé"),
    ],
)
def test_verdicts_are_said_in_words(verdict, reference, words):
    assert mot_verdict(verdict, reference) == words


@pytest.mark.parametrize(
    ("libelle", "name"),
    [
        ("Loiret", "le département du Loiret"),
        ("Indre", "le département de l’Indre"),
        ("Indre-et-Loire", "le département d’Indre-et-Loire"),
        ("Eure-et-Loir", "le département d’Eure-et-Loir"),
        ("Loir-et-Cher", "le département de Loir-et-Cher"),
        ("Creuse", "le département de la Creuse"),
        ("Côte-d'Or", "le département de la Côte-d’Or"),
        ("Yvelines", "le département des Yvelines"),
        ("Paris", "le département de Paris"),
    ],
)
def test_departements_take_their_article(libelle, name):
    assert nom_territoire("departement", libelle) == name


def test_other_areas_and_communes():
    assert nom_territoire("region", "Centre-Val de Loire") == "la région Centre-Val de Loire"
    assert nom_territoire("france", "France") == "la France"
    assert [de(n) for n in ("Orléans", "Tours", "Le Mans", "Les Aix", "La Riche")] == [
        "d’Orléans",
        "de Tours",
        "du Mans",
        "des Aix",
        "de La Riche",
    ]
