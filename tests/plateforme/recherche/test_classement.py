"""Likeness of folded texts: accents are gone before; typing errors are forgiven here."""

import pytest

from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.recherche.classement import score, trigrams_of

NOM = fold("Taux de chômage des 15-64 ans")


@pytest.mark.parametrize("question", ["chomage", "CHÔMAGE", "chomag", "chomgae", "taux chômage"])
def test_a_name_answers_despite_accents_and_typing(question):
    assert score(fold(question), NOM) > 0


@pytest.mark.parametrize("question", ["pauvreté", "chomage pauvreté", "zzz"])
def test_a_missing_word_is_no_answer(question):
    assert score(fold(question), NOM) == 0


def test_the_exact_name_comes_before_the_beginning_before_a_word_before_a_slip():
    names = ["suicide", "suicide des jeunes", "taux de suicide", "taux de suicidaires"]
    points = [score("suicide", name) for name in names]
    assert points[0] > points[1] > points[2] > points[3] > 0


def test_a_word_of_the_text_answers_less_than_a_word_of_the_name():
    assert score("loire", "val de loire") > score("loire", "diagnostic", "val de loire") > 0


def test_a_little_word_asks_for_nothing():
    assert score("mortalite du cher", "cher mortalite") == score("mortalite cher", "cher mortalite")


def test_trigrams_mark_the_start_of_words():
    assert trigrams_of("val de loire") == {
        "  v", " va", "val", "  l", " lo", "loi", "oir", "ire",
    }  # fmt: skip
