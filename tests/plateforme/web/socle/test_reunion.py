"""Two texts written from the same one become one, and no sentence of either is lost."""

import pytest

from ancrage.plateforme.web.socle.reunion import Reunion, join

RESTE = " Deux. Trois.\nQuatre."
BASE = f"Un.{RESTE}"


@pytest.mark.parametrize(
    ("mine", "theirs", "both", "clean"),
    [
        (f"UN.{RESTE}", "Un. Deux. Trois.\nQUATRE.", "UN. Deux. Trois.\nQUATRE.", True),
        ("Un. Trois.\nQuatre.", f"{BASE}\nCinq.", "Un. Trois.\nQuatre.\nCinq.", True),
        (f"UN.{RESTE}", f"UN.{RESTE}", f"UN.{RESTE}", True),
        (BASE, "Tout autre.", "Tout autre.", True),
        ("Un. II. Trois.\nQuatre.", "Un. 2. Trois.\nQuatre.", "Un. II.\n2. Trois.\nQuatre.", False),
        (f"{BASE}\nA.", f"{BASE}\nB.", f"{BASE}\nA.\nB.", False),
        ("Un.\r\nDeux.", BASE, "Un.\nDeux.", True),
    ],
    ids=["apart", "cut-and-added", "same", "one-side", "twice", "both-add", "line-ends"],
)
def test_both_texts_in_one(mine, theirs, both, clean):
    assert join(BASE, mine, theirs) == Reunion(both, clean)


def test_without_a_common_text_both_are_kept():
    assert join("", "Le mien.", "Le sien.") == Reunion("Le mien.\nLe sien.", False)


def test_a_text_too_long_to_compare_is_not_joined():
    assert join("a. " * 2_001, "b.", "c.") is None
