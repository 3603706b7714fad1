"""A dimension against the reference that a reader chose; a value over time, beside its likes."""

import re
from html import unescape

import pytest
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.semblables import etendues_of
from ancrage.plateforme.web.observatoire.epine import build_borrowed_spine
from ancrage.plateforme.web.observatoire.lecture import sum_up
from ancrage.plateforme.web.observatoire.presentation import DIMENSIONS, read_territoire
from ancrage.plateforme.web.observatoire.references import SEMBLABLES, against, offered, tell_tests

pytestmark = pytest.mark.django_db

METROPOLE = "epci:244500468"
SOCIAL = "population-et-conditions-sociales"


def read(client, name, *args, **query):
    page = client.get(reverse(f"observatoire:{name}", args=args), query)
    assert page.status_code == 200
    return unescape(page.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def reading(code=METROPOLE):
    area = profils.find_territoire(code)
    return area, read_territoire(area)


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("", "Centre-Val de Loire : "),
        ("departement", "Loiret : "),
        ("france", "France : "),
        (SEMBLABLES, "territoires semblables : "),
    ],
)
def test_a_dimension_is_read_against_the_reference_of_its_address(client, reference, told):
    page = read(client, "dimension", METROPOLE, SOCIAL, reference=reference)
    found = re.findall(r'<div class="petit discret">([^<]*)</div>', page)
    assert any(one.startswith(told) for one in found)
    if reference not in ("", SEMBLABLES):
        assert all(one.startswith(told) for one in found)
    assert bool(reference) == ("face à : " in page)


def test_an_unknown_reference_counts_as_none(client):
    page = read(client, "dimension", METROPOLE, SOCIAL, reference="mars")
    assert "Centre-Val de Loire : " in page and "Filtres actifs" not in page


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (METROPOLE, ["departement", "region", "france", SEMBLABLES]),
        ("departement:45", ["region", "france", SEMBLABLES]),
        ("region:24", ["france"]),
    ],
)
def test_the_references_offered_are_those_that_hold_values(code, expected):
    assert list(offered(*reading(code))) == expected


def test_what_made_territories_similar_gives_no_verdict():
    area, contexte = reading()
    chosen = {line.valeur.code for line in profils.comparatif_of(area).lignes if line.choisie}
    beside = against(area, contexte, SEMBLABLES)
    told = [(v, c) for v in beside.latest() if v.code in chosen and (c := beside.main(v))]
    assert told and all(c.verdict is None and "choisis" in c.motif for _, c in told)


def test_the_median_of_similar_territories_is_that_of_their_own_profiles():
    """Worked out again from the ten profiles: sorted, the mean of the fifth and sixth."""
    area = profils.find_territoire(METROPOLE)
    pairs = [pair.code for pair in profils.semblables_of(area).pairs]
    series = [profils.profil_of(profils.find_territoire(code)).series("S01") for code in pairs]
    values = sorted(v.value for one in series for v in one if v.periode == "2019")
    assert len(values) == 10
    spread = etendues_of(area, ["S01"])["S01", "2019", "ensemble"]
    assert spread.mediane == pytest.approx((values[4] + values[5]) / 2)
    assert (spread.bas, spread.haut) == (values[0], values[-1])


def test_a_value_stands_beside_the_similar_territories(client):
    page = read(client, "valeur", METROPOLE, "S01")
    assert "10 territoires semblables, médiane" in page
    assert "Médiane des semblables" in page  # on the strip of comparable areas


def test_a_declared_break_reaches_the_page_and_its_drawing(client):
    page = read(client, "valeur", METROPOLE, "O13")
    assert "Rupture de série en 2020" in page
    assert page.count("Les pharmacies changent de code") >= 1
    assert "2017 à 2020" in page


def test_a_value_leads_to_its_dimension_and_to_its_neighbours(client):
    page = read(client, "valeur", METROPOLE, "S01")
    assert f'href="/territoires/{METROPOLE}/{SOCIAL}/"' in page
    assert "Précédent : " in page and "Suivant : " in page


def test_a_dimension_of_borrowed_values_is_drawn_as_the_department_s():
    _, contexte = reading()
    values = contexte.chapitre(DIMENSIONS["etat-de-sante"])
    spine = build_borrowed_spine(contexte, values, "État de santé")
    assert spine.territoire == "Loiret" and len(spine.lignes) > 5
    assert {line.status for line in spine.lignes} == {"emprunte"}
    assert all(line.etendue[0] <= line.reference <= line.etendue[1] for line in spine.lignes)


@pytest.mark.parametrize("slug", sorted(DIMENSIONS))
@pytest.mark.parametrize("code", [METROPOLE, "commune:45002", "region:24", "france"])
def test_a_dimension_is_summed_up_in_plain_words(code, slug):
    _, contexte = reading(code)
    values = contexte.chapitre(DIMENSIONS[slug])
    if values:
        said = sum_up(contexte, values)
        assert "verdict" not in said and said.endswith(".")
        shown = sum(v.shown for v in values)
        assert said.startswith(f"{shown} valeur") or not shown


@pytest.mark.parametrize(
    ("name", "args"),
    [("territoire", ()), ("dimension", (SOCIAL,)), ("valeur", ("S05",))],
)
def test_a_page_with_verdicts_says_what_chance_alone_would_show(client, name, args):
    _, contexte = reading()
    tests = contexte.profil.tests
    page = read(client, name, METROPOLE, *args)
    assert f"Sur {tests.tests} comparaisons lues à 95 %, environ " in page
    assert "Benjamini et Hochberg" in page


def test_each_difference_told_says_whether_it_stays_with_many_tests(client):
    _, contexte = reading()
    mains = [contexte.main(v) for v in contexte.chapitre(DIMENSIONS[SOCIAL])]
    apart = [c for c in mains if c and c.verdict in ("superieur", "inferieur")]
    page = read(client, "dimension", METROPOLE, SOCIAL)
    marks = re.findall(r'<div class="petit">((?:non )?retenu)</div>', page)
    assert len(marks) == len(apart) > 0
    assert marks.count("retenu") == sum(c.retenu_fdr for c in apart)


def test_the_tests_against_similar_territories_are_a_family_of_their_own(client):
    found = profils.comparatif_of(profils.find_territoire(METROPOLE)).tests
    page = read(client, "dimension", METROPOLE, SOCIAL, reference=SEMBLABLES)
    assert f"Tests face aux territoires semblables. Sur {found.tests} comparaisons" in page


def test_a_territory_without_any_test_says_nothing_of_chance():
    _, contexte = reading("france")
    assert contexte.profil.tests.tests == 0
    assert tell_tests(contexte) == ""
