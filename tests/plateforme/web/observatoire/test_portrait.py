"""A territory says who it is in a sentence; a union has a name that one can read."""

import re
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.forms import CompositionForm
from ancrage.plateforme.web.observatoire.portrait import tell_portrait
from ancrage.plateforme.web.observatoire.presentation import read_territoire

pytestmark = pytest.mark.django_db

LOIRET = [f"commune:{code}" for code in ("45008", "45232", "45234", "45004", "45016")]
UNION = "+".join(LOIRET)


def read(client, name, *args, **query):
    page = client.get(reverse(f"observatoire:{name}", args=args), query)
    assert page.status_code == 200
    return unescape(page.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


def test_three_members_are_named_and_more_are_counted_from_the_largest():
    assert profils.find_territoire("+".join(LOIRET[:3])).libelle == "Artenay, Olivet et Orléans"
    assert profils.find_territoire(UNION).libelle == "Orléans, Olivet et 3 autres communes"
    mixed = profils.find_territoire("+".join(["epci:244500468", "departement:36", *LOIRET[:1],
                                              "commune:28001"]))  # fmt: skip
    assert mixed.libelle == "Indre, Orléans Métropole et 2 autres communes"


def test_a_union_bears_the_name_of_its_address_on_every_page(client):
    code = f"{UNION}~Pays d'ici"
    page = read(client, "territoire", code)
    assert re.search(r"<h1>Pays d’ici</h1>", page)
    links = set(re.findall(r'href="/territoires/(commune:[^"/]*\+[^"/]*)/', page))
    assert links and all(link.endswith("~Pays%20d'ici") for link in links), links
    assert "Pays d’ici" in read(client, "dimension", code, "etat-de-sante")


def test_a_name_in_an_address_is_escaped_and_bounded(client):
    page = read(client, "territoire", f"{UNION}~<b>x<script>")
    assert (
        "<b>x"
        not in client.get(
            reverse("observatoire:territoire", args=[f"{UNION}~<b>x"])
        ).content.decode()
    )
    assert page
    assert client.get(f"/territoires/{UNION}~{'x' * 81}/").status_code == 404


def test_a_name_never_renames_a_commune_nor_an_epci():
    assert profils.find_territoire("epci:244500468~Chez nous").libelle == "Orléans Métropole"


def test_one_composes_a_territory_with_a_name():
    form = CompositionForm({"liste": "45008\n45234", "nom": " Pays / du  Giennois "})
    assert form.is_valid()
    assert form.code == "commune:45008+commune:45234~Pays du Giennois"
    assert form.territoire.libelle == "Pays du Giennois"
    alone = CompositionForm({"liste": "45234", "nom": "Pays"})
    assert alone.is_valid() and alone.code == "commune:45234"


def test_a_name_of_several_areas_is_chosen_by_a_link(client):
    page = read(client, "composer", liste="45234\nSaint-Denis", nom="Essai")
    assert "« Saint-Denis » : lequel ?" in page
    assert "Voir le profil sans les lignes laissées de côté" in page
    links = re.findall(r'href="(\?liste=45234%0Acommune%3A93066[^"]*)"', page)
    assert len(links) == 1 and links[0].endswith("nom=Essai")
    chosen = unescape(client.get(reverse("observatoire:composer") + links[0]).content.decode())
    assert "Voir le profil de ce territoire" in chosen and "lequel" not in chosen


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        ("epci:244500468", "Orléans Métropole : intercommunalité, 22 communes, "),
        ("commune:45234", "Orléans : commune, "),
        ("departement:45", "Loiret : département, 325 communes, "),
        ("region:24", "Centre-Val de Loire : 1 754 communes, "),
    ],
)
def test_a_portrait_answers_first(code, begins):
    area = profils.find_territoire(code)
    said = tell_portrait(area, read_territoire(area)).replace("\u202f", " ")
    assert said.startswith(begins)
    assert "habitants en" in said and said.endswith(".")


def test_what_stands_out_is_established_and_stays_once_tests_are_counted():
    contexte = read_territoire(area := profils.find_territoire("epci:244500468"))
    said = tell_portrait(area, contexte)
    verdicts = [c for v in contexte.latest() if (c := contexte.main(v)) and c.verdict]
    kept = [c for c in verdicts if c.verdict in ("superieur", "inferieur")
            and c.retenu_fdr is not False]  # fmt: skip
    assert f"{len(kept)} écarts établis et retenus sur {len(verdicts)} valeurs" in said


def test_the_observatory_lists_areas_by_departement_in_folded_order(client):
    page = read(client, "observatoire")
    heads = re.findall(r'<h3><a href="/territoires/(departement:\d+)/"', page)
    assert heads == [f"departement:{code}" for code in ("18", "28", "36", "37", "41", "45")]
    for block in page.split("<h3>")[1:]:
        names = re.findall(r"/territoires/epci:[^>]*>([^<]*)<", block)
        assert names
        assert all(profils.fold(a) <= profils.fold(b) for a, b in pairwise(names)), names
    assert "''" not in page and "“Agglopolys”" in page
    assert reverse("observatoire:composer") in page
