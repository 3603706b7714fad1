"""Pages of the observatory: open to all, whatever the territory; what cannot be read is said."""

import gzip
from html import unescape

import pytest
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.presentation import DIMENSIONS

pytestmark = pytest.mark.django_db

METROPOLE = "epci:244500468"
TERRITOIRES = [
    METROPOLE,
    "commune:45234",
    "commune:45002",
    "departement:45",
    "region:24",
    "france",
    "epci:244500468+commune:45008",
    "commune:12150",  # of another region: no figure, no similar territory, still a page
]


@pytest.mark.parametrize("code", TERRITOIRES)
def test_a_visitor_reads_any_territory_marked_as_not_validated(client, code):
    page = client.get(reverse("observatoire:territoire", args=[code]))
    assert page.status_code == 200
    assert "Calcul automatique, non validé" in page.content.decode()


@pytest.mark.parametrize("slug", sorted(DIMENSIONS))
@pytest.mark.parametrize("code", [METROPOLE, "commune:45234", "france"])
def test_every_dimension_of_a_territory_opens(client, code, slug):
    page = client.get(reverse("observatoire:dimension", args=[code, slug]))
    assert page.status_code == 200
    assert "Calcul automatique, non validé" in page.content.decode()


def test_every_value_of_a_territory_has_its_page(client):
    found = profils.profil_of(profils.find_territoire(METROPOLE))
    codes = sorted({valeur.code for valeur in found.indicateurs if valeur.periode})
    assert len(codes) > 50
    for code in codes:
        page = client.get(reverse("observatoire:valeur", args=[METROPOLE, code]))
        assert page.status_code == 200, code
        assert "D’où vient ce chiffre" in page.content.decode()


def test_an_awaited_indicator_says_which_file_it_waits_for(client):
    awaited = next(i for i in profils.catalogue().values() if not i.computed and i.attente)
    page = client.get(reverse("observatoire:valeur", args=[METROPOLE, awaited.code]))
    assert page.status_code == 404
    told = {"\xa0": " ", "\u202f": " ", "’": "'"}
    text = unescape(page.content.decode()).translate(str.maketrans(told))
    assert awaited.attente.fichier in text and awaited.attente.motif in text


@pytest.mark.parametrize("code", ["epci:999999999", "commune:00000"])
def test_an_unknown_territory_is_a_clear_page(client, code):
    page = client.get(reverse("observatoire:territoire", args=[code]))
    assert page.status_code in (400, 404)
    assert "Aucun territoire" in page.content.decode()


def test_filters_are_in_the_address_and_can_be_taken_off(client):
    url = reverse("observatoire:dimension", args=[METROPOLE, "etat-de-sante"])
    page = client.get(url, {"sexe": "femmes"}).content.decode()
    assert "Retirer le filtre" in page
    assert "hommes ·" not in page
    assert "hommes ·" in client.get(url).content.decode()


def test_a_filter_that_leaves_nothing_names_itself(client):
    url = reverse("observatoire:dimension", args=["commune:45234", "sante-mentale"])
    page = client.get(url, {"verdict": "superieur", "montre": "sans"}).content.decode()
    assert "Aucune valeur ne passe ces filtres" in page
    assert "plus élevé, sans chiffre" in page


def test_the_part_that_htmx_asks_for_is_in_the_whole_page(client):
    url = reverse("observatoire:indicateurs") + "?q=pauvrete"
    whole = client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode().strip()
    assert part and part in whole
    assert "<html" not in part


@pytest.mark.parametrize("texte", ["orlean", "Orléans", "ORLEANS", "orlèans"])
def test_the_search_forgives_accents_and_typing(client, texte):
    page = client.get(reverse("observatoire:chercher"), {"q": texte}).content.decode()
    assert "/territoires/commune:45234/" in page


def test_a_pasted_list_becomes_a_territory_with_an_address(client):
    page = client.get(reverse("observatoire:composer"), {"liste": "45234\n45008"}).content.decode()
    assert "/territoires/commune:45008+commune:45234/" in page
    assert "2 communes" in page or ">2<" in page


def test_a_list_without_commune_says_what_was_not_understood(client):
    page = client.get(reverse("observatoire:composer"), {"liste": "xyzxyz"})
    assert page.status_code == 400
    assert "Ligne 1" in page.content.decode()


def test_every_indicator_of_the_catalogue_has_its_page(client):
    for code in sorted(profils.catalogue())[::7]:
        assert client.get(reverse("observatoire:indicateur", args=[code])).status_code == 200


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "geojson", "json"])
def test_a_profile_is_given_in_every_format(client, format):
    answer = client.get(reverse("observatoire:telecharger", args=[METROPOLE, format]))
    assert answer.status_code == 200
    assert len(answer.content) > 1_000


@pytest.mark.parametrize("format", ["svg", "png"])
def test_a_figure_is_given_as_an_image(client, format):
    url = reverse("observatoire:figure", args=[METROPOLE, "M01", "carte", format])
    assert client.get(url).status_code in (200, 404)


def test_a_page_runs_one_query_for_a_visitor_is_there_a_validated_diagnosis(
    client, django_assert_num_queries
):
    with django_assert_num_queries(1):
        client.get(reverse("observatoire:territoire", args=[METROPOLE]))


def test_a_map_of_the_departement_lets_one_pick_communes(client):
    page = client.get(reverse("observatoire:composer"), {"carte": "45"}).content.decode()
    assert page.count("data-code=") == len(profils.find_territoire("departement:45").communes)
    assert 'data-carte-choix="id_liste"' in page and 'id="id_liste"' in page
    assert len(gzip.compress(page.encode())) < 200_000


@pytest.mark.parametrize("code", ["29", "../45", "x"])
def test_the_map_of_another_region_is_not_drawn(client, code):
    page = client.get(reverse("observatoire:composer"), {"carte": code})
    assert page.status_code == 200
    assert "data-code=" not in page.content.decode()
