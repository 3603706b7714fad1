"""Two territories side by side: named without guessing, one dimension at a time."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.cote_a_cote import (
    draw_beside,
    pairs_by_dimension,
    read_cote,
    read_intervals,
    tell_overlaps,
)
from ancrage.plateforme.web.observatoire.presentation import read_territoire

pytestmark = pytest.mark.django_db

A, B = "epci:244500468", "epci:243700754"


def compare(client, **query):
    page = client.get(reverse("observatoire:comparer"), query)
    assert page.status_code == 200
    return unescape(page.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    "texte", ["Orléans Métropole", "orleans metropole", A, "ORLÉANS-MÉTROPOLE"]
)
def test_a_name_that_one_territory_bears_is_taken(texte):
    assert read_cote({"a": texte}, "a").aire.code == A


@pytest.mark.parametrize("texte", ["<b>", "orlea", "Saint-Denis", "loiré"])
def test_a_name_that_leaves_a_doubt_is_asked_again(client, texte):
    cote = read_cote({"a": texte}, "a")
    assert cote.aire is None and len(cote.propositions) > 1
    page = compare(client, a=texte, b=B)
    assert "Vous cherchiez… ?" in page and "<table" not in page
    assert f"b={B.replace(':', '%3A')}" in page  # a choice keeps the other side


def test_a_name_like_no_other_is_told():
    assert "Aucun territoire" in read_cote({"a": "zzzqqqxxx"}, "a").erreur


def test_the_fields_keep_names_and_the_page_the_codes(client):
    page = compare(client, a=A, b=B)
    assert 'name="a" value="Orléans Métropole"' in page
    assert f'name="code_a" value="{A}"' in page


def test_a_code_kept_beside_a_name_counts_only_for_that_name():
    same = {"a": "Saint-Denis", "code_a": "commune:93066"}
    assert read_cote(same, "a").aire.code == "commune:93066"
    assert read_cote(same | {"a": "Orléans Métropole"}, "a").aire.code == A


def test_one_dimension_is_shown_at_a_time(client):
    first = compare(client, a=A, b=B)
    other = compare(client, a=A, b=B, dimension="offre-et-acces-aux-soins-medico-social")
    for page in (first, other):
        captions = re.findall(r"<caption>([^<]*)", page)
        assert len(captions) == 1
    assert "Population et territoire" in first
    assert "Pharmacies" in other and "Pharmacies" not in first


def test_both_territories_are_drawn_with_their_intervals():
    one, other = (read_territoire(profils.find_territoire(code)) for code in (A, B))
    pairs = pairs_by_dimension(one, other)["population-et-conditions-sociales"]
    figure = draw_beside(one, other, pairs)[0]
    assert len(figure.lignes) % 2 == 0
    assert {line.label.rpartition(" : ")[2] for line in figure.lignes} == {one.nom, other.nom}
    assert all(line.lower <= line.value <= line.upper for line in figure.lignes)


def test_intervals_are_read_in_words_and_never_for_a_borrowed_value():
    contexte = read_territoire(profils.find_territoire(A))
    value = next(v for v in contexte.latest() if v.code == "O13")
    low = replace(value, lower=1.0, upper=2.0)
    high = replace(value, lower=3.0, upper=4.0)
    assert read_intervals("A", "B", high, low).startswith("Plus élevé : A.")
    assert read_intervals("A", "B", low, high).startswith("Plus élevé : B.")
    assert "se recoupent :" in read_intervals("A", "B", low, replace(high, lower=1.5))
    assert read_intervals("A", "B", low, replace(high, status="emprunte")) == ""
    assert read_intervals("A", "B", low, replace(high, lower=None)) == ""


def test_the_page_says_how_many_readings_chance_alone_would_set_apart(client):
    """One reading per pair of intervals; 5 % of them at most: 0.3 of six, say."""
    page = compare(client, a=A, b=B, dimension="population-et-conditions-sociales")
    readings = page.count("Les intervalles")
    assert readings > 0
    told = re.search(r"Sur (\d+) comparaisons? de cette page, au plus ([\d,]+) ressortir", page)
    assert int(told[1]) == readings
    assert float(told[2].replace(",", ".")) == pytest.approx(0.05 * readings, abs=0.051)
    assert "plus sévère" in page


def test_nothing_is_said_of_chance_where_no_intervals_are_read():
    assert tell_overlaps([{"lecture": ""}]) == ""
