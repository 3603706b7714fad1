"""Targeted quarters: those of 2015 are checked against the published list."""

import re

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.territoires.quartiers import read_quartiers

COMMUNES = ("45234", "45285")  # Orléans, Saint-Jean-de-la-Ruelle


def test_a_code_of_2015_suffices():
    (one,) = read_quartiers("QP045001", COMMUNES)
    # Insee and ANCT, list of 2015: QP045001 is Les Chaises, at Saint-Jean-de-la-Ruelle.
    assert (one.type, one.code, one.libelle, one.commune) == (
        "prioritaire", "QP045001", "Les Chaises", "45285",
    )  # fmt: skip


def test_a_quarter_under_watch_has_no_code():
    (one,) = read_quartiers("Floriales ; 45234", COMMUNES)
    assert (one.type, one.code, one.libelle) == ("veille_active", "", "Floriales")


def test_a_code_of_2024_is_taken_with_its_name():
    (one,) = read_quartiers("qn04501m ; La Source ; 45234", COMMUNES)
    assert (one.code, one.libelle) == ("QN04501M", "La Source")
    with pytest.raises(ActeRefuse, match="2024"):
        read_quartiers("QN04501M", COMMUNES)


@pytest.mark.parametrize(
    ("texte", "said"),
    [
        ("QP045999 ; Inventé ; 45234", "Ligne 1 : QP045999.*Les Chaises"),
        ("QP001001", "Ligne 1 : QP001001"),  # exists, in Ain
        ("Floriales ; 75056", "75056"),
        ("\nBONJOUR ; La Source ; 45234", "Ligne 2 : « BONJOUR »"),
        ("a ; b ; c ; 45234", "n'est pas un quartier"),
    ],
)
def test_what_is_no_quarter_of_these_communes_is_refused(texte, said):
    with pytest.raises(ActeRefuse) as refus:
        read_quartiers(texte, COMMUNES)
    assert re.search(said, str(refus.value))
