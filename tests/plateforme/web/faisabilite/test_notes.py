"""The pages of a note: opened on any territory, written part by part, decided, taken away."""

from datetime import date

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from ancrage.plateforme.faisabilite.listes import Rubrique
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.services.decisions import revise
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, opened
from tests.plateforme.faisabilite.arles import DEPARTEMENT, REGION, make_arles
from tests.plateforme.faisabilite.factories import (
    MOYENS,
    Service,
    decided,
    fill,
    fresh,
    make_note,
    write,
)

pytestmark = pytest.mark.django_db
JOUR = date(2026, 3, 2)


@pytest.fixture
def service() -> Service:
    load_doctrine("24")
    return Service()


@pytest.fixture
def note(service) -> NoteFaisabilite:
    return make_note(service)


@pytest.fixture
def delegation(client, service):
    client.force_login(service.delegation)
    return client


def at(name: str, note: NoteFaisabilite, *rest: str) -> str:
    return reverse(f"faisabilite:{name}", args=[note.identifiant, *rest])


def read(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def sent(note: NoteFaisabilite, code: str, **values: str) -> dict[str, str]:
    return {"version": str(note.rubriques.get(code=code).version), **values}


# --- opening


def test_any_territory_may_be_studied(delegation):
    page = reverse("faisabilite:nouvelle")
    assert "Orléans Métropole" in read(delegation, f"{page}?territoire=epci:244500468")
    answer = delegation.post(page, {"libelle": "Métropole (essai)", "communes": "Orléans\n45146"})
    made = NoteFaisabilite.objects.get()
    assert answer["Location"] == at("note", made)
    assert made.perimetre.codes == ["45146", "45234"]


def test_a_territory_not_understood_is_told_by_its_line(delegation):
    answer = delegation.post(
        reverse("faisabilite:nouvelle"),
        {"libelle": "x", "communes": "Orléans\nNulle-Part-sur-Rien"},
    )
    assert answer.status_code == 422
    assert "Ligne 2" in answer.content.decode()


def test_a_territory_of_another_departement_is_refused(delegation):
    answer = delegation.post(reverse("faisabilite:nouvelle"), {"libelle": "x", "communes": "41018"})
    assert answer.status_code == 422
    assert "ne permettent pas d’étudier ce territoire" in answer.content.decode()
    assert not NoteFaisabilite.objects.exists()


# --- reading


def test_the_page_reads_like_the_document_and_says_what_remains(delegation, note):
    html = read(delegation, at("note", note))
    for rubrique in Rubrique:
        assert str(rubrique.label) in html
    assert "Ce qui reste à remplir" in html
    assert at("rubrique", note, "facteurs") in html
    assert "Calcul automatique sur données ouvertes, non validé" in html


def test_a_reader_has_no_door_to_write(client, note):
    client.force_login(member(Role.ELU))
    html = read(client, at("note", note))
    assert "/rubriques/" not in html
    assert read(client, at("rubrique", note, "objet"), 403)


def test_arles_is_read_whole_on_its_page(client):
    arles = Service(REGION, DEPARTEMENT)
    note = make_arles(arles)
    client.force_login(arles.delegation)
    html = read(client, at("note", note))
    for said in ("18 novembre 2022", "28 communes mobilisées", "remier trimestre 2023",
                 "Draguignan", "non disponible", "Les trois intercommunalités (proposé)",
                 "La communauté d’Arles seule"):  # fmt: skip
        assert said in html, said


# --- writing


@pytest.mark.parametrize("code", Rubrique.values)
def test_each_part_has_its_form(delegation, note, code):
    html = read(delegation, at("rubrique", note, code))
    assert f"Rubrique {Rubrique.values.index(code) + 1} sur 15" in html
    answer = delegation.get(at("rubrique", note, code))
    form = answer.context["form"]
    filled = {name: form.initial.get(name) for name in form.fields}
    same = {k: ("" if v is None else v) for k, v in filled.items() if v is not False}
    assert delegation.post(at("rubrique", note, code), same).status_code == 302


def test_lines_are_added_changed_and_taken_off(delegation, note):
    page = at("rubrique", note, "moyens")
    first = {"l0_nature": "poste_cls", "l0_libelle": "Coordination", "l0_etp": "0,5",
             "l0_centimes": "27 500,50", "l1_nature": "acquis", "l1_libelle": "ARS",
             "l1_centimes": "1000"}  # fmt: skip
    assert delegation.post(page, sent(note, "moyens", **first)).status_code == 302
    rows = list(note.lignemoyens_lignes.values_list("libelle", "centimes"))
    assert rows == [("Coordination", 2_750_050), ("ARS", 100_000)]
    emptied = {"l0_nature": "poste_cls", "l1_nature": "acquis", "l1_libelle": "ARS",
               "l1_centimes": "1000"}  # fmt: skip
    assert delegation.post(page, sent(note, "moyens", **emptied)).status_code == 302
    assert list(note.lignemoyens_lignes.values_list("libelle", flat=True)) == ["ARS"]


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        ("facteurs", {"l0_reponse": "oui"}, "Dites ce qui le montre"),
        ("conditions", {"l1_preuve": "Un fait."}, "Choisissez, ou effacez la preuve"),
        ("moyens", {"l0_nature": "poste_cls", "l0_libelle": "x"}, "le temps de travail"),
        ("moyens", {"l0_nature": "acquis", "l0_libelle": "x"}, "le montant du financement"),
        ("calendrier", {"l0_libelle": "x", "l0_precision": "jour"}, "Donnez une date"),
        ("acteurs", {"l0_type": "cpts", "l0_realise": "x"}, "Donnez un nom, ou videz"),
        ("perimetres", {"l0_libelle": "x", "l0_communes": "Nulle-Part"}, "Ligne 1"),
        ("perimetres", {"l0_libelle": "x", "l0_communes": "45234", "l0_retenu": "on",
                        "l1_libelle": "y", "l1_communes": "45146", "l1_retenu": "on"},
         "Un seul périmètre"),
    ],
)  # fmt: skip
def test_a_line_unfinished_says_what_it_lacks(delegation, note, code, values, said):
    answer = delegation.post(at("rubrique", note, code), sent(note, code, **values))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_stale_form_shows_what_the_other_wrote_and_loses_nothing(delegation, service, note):
    old = sent(note, "moyens", l0_nature="depense", l0_libelle="Forum", l0_centimes="10")
    write(service, note, "moyens", lignes=MOYENS[:1])
    answer = delegation.post(at("rubrique", note, "moyens"), old)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Coordination du CLS" in html
    assert "Forum" in html
    assert note.lignemoyens_lignes.get().libelle == "Coordination du CLS"


# --- opinion, decision


def test_opinion_then_decision_then_files(client, service, note):
    fill(service, note)
    client.force_login(service.siege)
    page, version = at("decision", note), fresh(note).version
    said = {"version": version, "sens": "favorable", "motif": "Prêt (essai)."}
    assert client.post(page, said).status_code == 302
    waiting = client.get(at("document", note, "pdf"), follow=True)
    assert "Ce document s’écrit" in waiting.content.decode()
    drain()
    for format, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(at("document", note, format))
        assert answer.content.startswith(start)
        assert "brouillon" not in answer["Content-Disposition"]
    html = read(client, at("note", note))
    assert "Décision : favorable" in html
    assert "Modifier" not in html


def test_a_decision_too_early_says_what_it_waits_for(client, service, note):
    client.force_login(service.siege)
    said = {"version": note.version, "sens": "favorable", "motif": "Oui."}
    answer = client.post(at("decision", note), said)
    assert answer.status_code == 422
    assert "l’avis de la délégation" in answer.content.decode()


def test_a_draft_is_taken_away_as_such(delegation, note):
    answer = delegation.get(at("document", note, "pdf"))
    assert answer.content.startswith(b"%PDF")
    assert "brouillon" in answer["Content-Disposition"]
    assert delegation.get(at("document", note, "odt")).status_code == 404


def test_a_former_decision_stays_readable(delegation, service, note):
    held = decided(service, note)
    revise(acteur=service.delegation, note=held, expected=held.version, motif="Essai.")
    html = read(delegation, at("note", note))
    assert "Version 1 : favorable" in html
    assert "version 2" in html


# --- the contract, the region


def test_the_tab_of_a_contract_opens_its_note_and_shows_its_guards(delegation):
    contrat = opened(Equipe(), JOUR)
    page = reverse("faisabilite:contrat", args=[contrat.slug])
    html = read(delegation, page)
    assert "Aucune note de faisabilité" in html
    assert "Une décision favorable" in html
    answer = delegation.post(page)
    made = NoteFaisabilite.objects.of(contrat).get()
    assert answer["Location"] == at("note", made)
    assert 'aria-current="page"' in read(delegation, page)


def test_a_note_is_tied_from_its_page(delegation, note):
    contrat = opened(Equipe(), JOUR)
    answer = delegation.post(at("rattacher", note), {"contrat": contrat.slug})
    assert answer.status_code == 302
    assert fresh(note).contrat == contrat


def test_the_region_chooses_its_figures_on_a_page(client, service):
    client.force_login(service.siege)
    page = reverse("faisabilite:cadrage", args=["24"])
    assert "S19-PART" in read(client, page)
    answer = client.post(page, {"version": "1", "indicateurs": "D01 Population\nS02"})
    assert answer.status_code == 302
    assert "S19-PART" not in read(client, page)
    wrong = client.post(page, {"version": "2", "indicateurs": "XX9"})
    assert "Inconnus du catalogue" in wrong.content.decode()


def test_the_list_asks_the_same_for_one_note_and_for_three(
    delegation, service, note, django_assert_max_num_queries
):
    page = reverse("faisabilite:notes")
    read(delegation, page)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        read(delegation, page)
    make_note(service, libelle="Deux (essai)")
    make_note(service, libelle="Trois (essai)")
    with django_assert_max_num_queries(len(one)):
        html = read(delegation, page)
    assert "Trois (essai)" in html
