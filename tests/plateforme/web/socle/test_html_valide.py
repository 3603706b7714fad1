"""The check of HTML sees what it says it sees."""

import pytest

from tests.plateforme.html_valide import breaches_of_typography, faults

PAGE = "<!doctype html><html lang=fr><head><title>x</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<h1>a</h1><p><div>b</div></p>", "unexpected-end-tag"),
        ('<h1 id="a" id="b">a</h1>', "duplicate-attribute"),
        ('<h1 id="a">a</h1><p id="a">b</p>', "appears 2 times"),
        ('<h1>a</h1><label for="z">b</label>', "leads nowhere"),
        ('<h1>a</h1><a href="#z">b</a>', "leads nowhere"),
        ("<h1>a</h1><h3>b</h3>", "h3 follows h1"),
        ("<p>a</p>", "0 h1"),
        ('<h1>a</h1><input name="n">', "has no label"),
    ],
)
def test_a_fault_is_seen(body, seen):
    assert any(seen in fault for fault in faults(PAGE.format(body)))


def test_a_sound_page_has_none():
    assert faults(PAGE.format('<h1>a</h1><label>b <input name="n"></label>')) == []


def test_typography_is_checked_where_one_reads_not_where_one_types():
    wrong = PAGE.format("<h1>L'accès : oui</h1><p>Bien ?</p>")
    assert len(breaches_of_typography(wrong)) == 3
    assert breaches_of_typography(PAGE.format("<h1>a</h1><textarea>l'un : b</textarea>")) == []
