"""A plan from Excel and back: mapping corrected, dry run, row-by-row errors, import, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.programmes.models import FicheAction, ImportPlan
from ancrage.plateforme.programmes.releve import read_plan
from tests.plateforme.comptes.factories import member
from tests.plateforme.programmes.classeurs import PAIR, grid, row
from tests.plateforme.programmes.factories import a_fiche
from tests.plateforme.web.programme.adresses import at, read

pytestmark = pytest.mark.django_db
LIGNES = (
    PAIR,
    row(axe="Bouger", titre="Marcher le mardi", pilote="Club d’essai", statut="en cour",
        debut="01/09/2024"),
    row(axe="Bouger", titre="Nager", statut="peut-être", debut="bientôt"),
)  # fmt: skip


def deposit(client, atelier, contenu, nom="plan.xlsx"):
    return client.post(at(atelier, "importer"), {"fichier": SimpleUploadedFile(nom, contenu)})


def sheets(atelier):
    return set(FicheAction.objects.of(atelier.contrat).values_list("titre", flat=True))


def test_a_workbook_is_tried_before_it_is_imported_and_undone_after(coordo, atelier):
    before = read_plan(atelier.contrat)
    answer = deposit(coordo, atelier, grid(*LIGNES))
    assert answer.status_code == 302
    url = answer["Location"]
    html = read(coordo, url).replace("\xa0", " ").replace("\u202f", " ")
    assert "Fiches à créer" in html
    assert "ligne 3" in html and "date illisible" in html and "peut-être" in html
    assert "lu comme « en cours »" in html
    assert sheets(atelier) == set()
    page = coordo.get(url)
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert coordo.post(url, sent | {"acte": "importer"}).status_code == 302
    assert sheets(atelier) == {"Marcher le mardi", "Nager"}
    assert "Bouger" in read(coordo, at(atelier, "arbre"))
    made = ImportPlan.objects.of(atelier.contrat).get()
    undone = coordo.post(at(atelier, "annuler_import", made.identifiant))
    assert undone.status_code == 302
    assert read_plan(atelier.contrat) == before


def test_a_mapping_is_corrected_by_a_person(coordo, atelier):
    contenu = grid(["Titre", "Trucs", "Bidules"], ["Marcher", "Parce que", "Club d’essai"])
    url = deposit(coordo, atelier, contenu)["Location"]
    assert "colonne sans champ correspondant" in read(coordo, url)
    sent = {"colonne_0": "titre", "colonne_1": "contexte", "colonne_2": "pilote"}
    tried = coordo.post(url, sent | {"acte": "essayer"})
    assert tried.status_code == 200
    assert "colonne sans champ correspondant" not in tried.content.decode()
    assert sheets(atelier) == set()
    coordo.post(url, sent | {"acte": "importer"})
    fiche = FicheAction.objects.of(atelier.contrat).get()
    assert fiche.contexte == "Parce que"
    assert fiche.intervenants.get().structure == "Club d’essai"


def test_a_mapping_without_title_is_refused_and_says_so(coordo, atelier):
    url = deposit(coordo, atelier, grid(*LIGNES))["Location"]
    form = coordo.get(url).context["form"]
    sent = dict.fromkeys(form.fields, "ignorer")
    answer = coordo.post(url, sent | {"acte": "importer"})
    assert answer.status_code == 422
    assert "donne le titre de l’action" in answer.content.decode()
    assert sheets(atelier) == set()


@pytest.mark.parametrize("contenu", [b"du texte", grid(["Nom", "Ville"], ["a", "b"])])
def test_a_workbook_that_cannot_be_read_is_refused_on_the_form(coordo, atelier, contenu):
    answer = deposit(coordo, atelier, contenu)
    assert answer.status_code == 422
    assert not ImportPlan.objects.of(atelier.contrat).exists()


def test_another_s_workbook_is_not_opened(client, coordo, atelier):
    url = deposit(coordo, atelier, grid(*LIGNES))["Location"]
    client.force_login(atelier.equipe.siege)
    assert client.get(url).status_code == 404
    client.force_login(member("partenaire"))
    assert client.get(url).status_code in (403, 404)


def test_a_plan_goes_out_and_comes_back_the_same(coordo, atelier, fiche):
    a_fiche(atelier, code="FA-02", titre="Deuxième")
    before = read_plan(atelier.contrat)
    exported = coordo.get(at(atelier, "exporter"))
    assert exported["Content-Disposition"].endswith('.xlsx"')
    FicheAction.objects.of(atelier.contrat).all().delete()
    url = deposit(coordo, atelier, exported.content)["Location"]
    assert "modèle d’Ancrage" in read(coordo, url)
    coordo.post(url, {"acte": "importer"})
    assert read_plan(atelier.contrat) == before


def test_the_blank_template_is_given(coordo, atelier):
    assert coordo.get(at(atelier, "modele")).content[:2] == b"PK"


def test_two_hundred_actions_are_imported(coordo, atelier):
    rows = [row(axe="Bouger", titre=f"Action {rank}") for rank in range(200)]
    url = deposit(coordo, atelier, grid(PAIR, *rows))["Location"]
    form = coordo.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    coordo.post(url, sent | {"acte": "importer"})
    assert len(sheets(atelier)) == 200


def test_the_same_reason_is_said_once_with_each_of_its_lines(coordo, atelier):
    rows = [row(axe="Bouger", titre=f"Marcher {n}", personne=f"Dominique {n}") for n in range(5)]
    html = read(coordo, deposit(coordo, atelier, grid(PAIR, *rows))["Location"])
    assert html.count("jamais une personne") == 1
    assert all(f"« Dominique {n} »" in html.replace("\xa0", " ") for n in range(5))
