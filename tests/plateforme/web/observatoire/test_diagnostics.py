"""The workshop page by page: who opens it, what a form keeps, how many queries it costs."""

import re

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.models import Diagnostic, Redaction
from ancrage.plateforme.diagnostics.services.selection import select_all
from ancrage.plateforme.observations.cadres import frames
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.ouvrier import drain
from tests.plateforme.comptes.factories import member
from tests.plateforme.diagnostics.conftest import _no_heartbeat, quick_files  # noqa: F401
from tests.plateforme.diagnostics.factories import (
    Equipe,
    approve,
    fresh,
    make_diagnostic,
    organisation,
    put_signature,
    signed,
    started,
    submitted,
)
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db

PAGES = ("dls_indicateurs", "dls_a_revoir", "dls_relecture")


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def url(name: str, diagnostic: Diagnostic, *args) -> str:
    return reverse(f"observatoire:{name}", args=[diagnostic.identifiant, *args])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ARS_SIEGE, 200),
        (Role.DD_ARS, 200),
        (Role.ORS, 200),
        (Role.ORS_VALIDATEUR, 200),
        (Role.COORDONNATEUR, 403),
        (Role.ELU, 403),
        (Role.ADMINISTRATEUR, 403),
    ],
)
def test_the_list_is_for_the_ars_and_the_observatory(client, role, status):
    client.force_login(member(role))
    assert client.get(reverse("observatoire:diagnostics")).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_the_ars_follows_a_diagnosis_but_never_reads_its_draft(client, equipe, name):
    diagnostic = started(equipe)
    client.force_login(equipe.ars)
    assert client.get(url("diagnostic", diagnostic)).status_code == 200
    page = client.get(url(name, diagnostic))
    assert page.status_code == 403
    assert "ne se lit qu’à l’observatoire" in page.content.decode()


@pytest.mark.parametrize("name", ["diagnostic", *PAGES])
def test_another_region_does_not_know_that_it_exists(client, equipe, name):
    diagnostic = started(equipe)
    client.force_login(member(Role.ORS, code="53", organisation=organisation("53", "ors")))
    assert client.get(url(name, diagnostic)).status_code == 404


def test_a_dd_follows_its_own_departement_only(client, equipe):
    diagnostic = make_diagnostic(equipe)
    client.force_login(member(Role.DD_ARS, code="45"))
    assert client.get(url("diagnostic", diagnostic)).status_code == 200
    client.force_login(member(Role.DD_ARS, code="18"))
    assert client.get(url("diagnostic", diagnostic)).status_code == 404


def order(**changes) -> dict[str, object]:
    values = {
        "libelle": "Diagnostic des deux rives",
        "communes": "45234\n45146",
        "cadre": "dls",
        "questions": "Que faire ?",
        "echeance": "2027-01-31",
        "commanditaire": organisation("24", "ars_siege").pk,
        "operateur": organisation("24", "ors").pk,
    }
    return values | changes


def test_the_ars_orders_on_a_new_perimeter_which_is_frozen(client, equipe):
    client.force_login(equipe.ars)
    address = reverse("observatoire:dls_commander")
    assert client.get(address).status_code == 200
    answer = client.post(address, order())
    made = Diagnostic.objects.get()
    assert answer["Location"] == url("diagnostic", made)
    assert made.perimetre.fige_le and made.perimetre.codes == ["45146", "45234"]


def test_the_ars_orders_on_a_stored_perimeter(client, equipe):
    client.force_login(equipe.ars)
    perimetre = make_perimetre()
    client.post(reverse("observatoire:dls_commander"), order(perimetre=perimetre.pk))
    assert Diagnostic.objects.get().perimetre == perimetre


def test_the_order_offers_every_frame_of_the_catalogue(client, equipe):
    client.force_login(equipe.ars)
    page = client.get(reverse("observatoire:dls_commander")).content.decode()
    assert re.findall(r'name="cadre" value="([a-z_]+)"', page) == list(frames())


def test_a_frame_that_nobody_knows_is_refused_and_the_words_kept(client, equipe):
    client.force_login(equipe.ars)
    answer = client.post(reverse("observatoire:dls_commander"), order(cadre="inconnu"))
    assert answer.status_code == 422
    assert "Que faire ?" in answer.content.decode()


def test_the_workshop_follows_the_frame_that_was_ordered(client, equipe):
    client.force_login(equipe.ars)
    client.post(reverse("observatoire:dls_commander"), order(cadre="dls_sante_mentale"))
    made = Diagnostic.objects.get()
    assert "volet santé mentale" in client.get(url("diagnostic", made)).content.decode()
    client.force_login(equipe.redactrice)
    client.post(url("dls_agir", made), {"acte": "demarrer", "version": made.version})
    page = client.get(url("dls_indicateurs", made)).content.decode()
    chapters = re.findall(r'id="h-(\d+)"', page)
    assert "6" in chapters and not {"7", "8"} & set(chapters)
    # Chapter 6 is named whole; of chapter 9, the frame ticks a few and leaves the others to tick.
    boxes = re.finditer(r'<input type="checkbox"[^>]*value="([A-Z0-9-]+)"[^>]*>', page)
    ticked = {box[1]: " checked" in box[0] for box in boxes}
    assert ticked["O15-MSP"] and not ticked["O13"] and "V05" not in ticked
    assert client.get(url("dls_chapitre", made, 6)).status_code == 200
    assert client.get(url("dls_chapitre", made, 7)).status_code == 404


def test_a_list_that_is_not_understood_keeps_what_was_typed(client, equipe):
    client.force_login(equipe.ars)
    answer = client.post(reverse("observatoire:dls_commander"), order(communes="45234\nXyzville"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ligne 2" in page and "Xyzville" in page and "Que faire ?" in page
    assert not Diagnostic.objects.exists()


def test_an_order_sent_twice_is_passed_once(client, equipe):
    client.force_login(equipe.ars)
    address = reverse("observatoire:dls_commander")
    for _ in range(2):
        client.post(address, order(jeton="a" * 32))
    assert Diagnostic.objects.count() == 1


def test_someone_else_than_the_ars_does_not_order(client, equipe):
    client.force_login(equipe.redactrice)
    assert client.get(reverse("observatoire:dls_commander")).status_code == 403
    assert client.post(reverse("observatoire:dls_commander"), order()).status_code == 403


def test_the_choice_of_indicators_is_ticked_and_ranked(client, equipe):
    diagnostic = started(equipe)
    client.force_login(equipe.redactrice)
    address = url("dls_indicateurs", diagnostic)
    page = client.get(address).content.decode()
    assert 'type="checkbox"' in page and 'value="S01"' in page
    sent = {
        "version": diagnostic.version,
        "codes": ["D01", "S01"],
        "rang-S01": "1",
        "rang-D01": "2",
    }
    assert client.post(address, sent).status_code == 302
    assert list(diagnostic.selection.values_list("code", flat=True)) == ["S01", "D01"]


def test_every_indicator_that_may_be_chosen_is_on_the_page(client, equipe):
    """Sending the page as it was opened changes nothing: what it does not list would be lost."""
    diagnostic = started(equipe)
    select_all(diagnostic)
    chosen = set(diagnostic.selection.values_list("code", flat=True))
    client.force_login(equipe.redactrice)
    page = client.get(url("dls_indicateurs", diagnostic)).content.decode()
    ticked = set(re.findall(r'name="codes" value="([^"]+)" checked', page))
    assert ticked == chosen and {"D01", "S01"} <= ticked
    assert "Tests de tout le profil" in page and "Benjamini et Hochberg" in page


def test_a_stale_choice_is_not_written(client, equipe):
    diagnostic = started(equipe)
    client.force_login(equipe.redactrice)
    sent = {"version": diagnostic.version - 1, "codes": ["D01"]}
    assert client.post(url("dls_indicateurs", diagnostic), sent).status_code == 409
    assert diagnostic.selection.count() == 6


def test_a_text_is_written_beside_the_automatic_one(client, equipe):
    diagnostic = started(equipe)
    client.force_login(equipe.redactrice)
    address = url("dls_texte", diagnostic, "chapitre:3")
    page = client.get(address).content.decode()
    assert "La phrase automatique" in page and "data-brouillon" in page
    assert client.post(address, {"version": 0, "texte": "Un territoire jeune."}).status_code == 302
    chapter = client.get(url("dls_chapitre", diagnostic, 3)).content.decode()
    assert "Un territoire jeune." in chapter and str(equipe.redactrice) in chapter


def test_two_people_on_one_text_are_offered_the_choice(client, equipe):
    diagnostic = started(equipe)
    client.force_login(equipe.redactrice)
    address = url("dls_texte", diagnostic, "chapitre:3")
    client.post(address, {"version": 0, "texte": "Le premier."})
    answer = client.post(address, {"version": 0, "texte": "Le second."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le premier." in page and "Le second." in page
    assert Redaction.objects.get().texte == "Le premier."


def test_changes_to_different_sentences_are_offered_joined(client, equipe):
    diagnostic = started(equipe)
    client.force_login(equipe.redactrice)
    address = url("dls_texte", diagnostic, "chapitre:3")
    client.post(address, {"version": 0, "texte": "Jeune. Rural."})
    page = client.get(address).content.decode()
    assert 'name="origine-texte" value="Jeune. Rural."' in page
    read = {"version": 1, "origine-texte": "Jeune. Rural."}
    client.post(address, read | {"texte": "Très jeune. Rural."})
    stale = client.post(address, read | {"texte": "Jeune. Plutôt rural."})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert 'value="reunion" checked' in page
    assert ">Très jeune. Plutôt rural.</textarea>" in page
    assert 'name="origine-texte" value="Très jeune. Rural."' in page
    choice = {"choix-texte": "reunion", "reunion-texte": "Très jeune. Plutôt rural, dit l’ORS."}
    sent = {"version": 2, "texte": "Jeune. Plutôt rural.", "origine-texte": "Très jeune. Rural."}
    assert client.post(address, sent | choice).status_code == 302
    assert Redaction.objects.get().texte == "Très jeune. Plutôt rural, dit l’ORS."


def test_an_unknown_text_or_chapter_is_a_404(client, equipe):
    diagnostic = started(equipe)
    client.force_login(equipe.redactrice)
    assert client.get(url("dls_texte", diagnostic, "phrase:ZZ9:ensemble")).status_code == 404
    assert client.get(url("dls_chapitre", diagnostic, 99)).status_code == 404


def act(client, diagnostic: Diagnostic, nom: str):
    sent = {"acte": nom, "version": diagnostic.version}
    return client.post(url("dls_agir", diagnostic), sent)


def test_the_whole_way_in_the_browser(client, equipe, quick_files):  # noqa: F811
    diagnostic = make_diagnostic(equipe)
    client.force_login(equipe.redactrice)
    for nom in ("demarrer", "soumettre"):
        assert act(client, fresh(diagnostic), nom).status_code == 302
    client.force_login(equipe.relectrice)
    page = client.get(url("dls_relecture", diagnostic)).content.decode()
    assert "Donner cet avis" in page
    sent = {"version": fresh(diagnostic).version, "opinion": "favorable"}
    assert client.post(url("dls_relecture", diagnostic), sent).status_code == 302
    client.force_login(equipe.validatrice)
    assert "Signer le contrôle" in client.get(url("dls_controle", diagnostic)).content.decode()
    sent = {"version": fresh(diagnostic).version, "points": ["seuils"]}
    assert client.post(url("dls_controle", diagnostic), sent).status_code == 422
    sent["points"] = ["seuils", "soustraction", "textes", "personnes"]
    assert client.post(url("dls_controle", diagnostic), sent).status_code == 302
    for _ in range(2):
        client.post(url("dls_publier", diagnostic), {"version": fresh(diagnostic).version})
    assert Travail.objects.filter(tache="documents.publier").count() == 1
    assert "en attente" in client.get(url("dls_publier", diagnostic)).content.decode()
    drain()
    page = client.get(url("dls_publier", diagnostic)).content.decode()
    assert "Édition 1 publiée" in page
    assert fresh(diagnostic).etat == Etat.PUBLIE


def test_who_wrote_sees_why_she_cannot_review(client, equipe):
    diagnostic = submitted(equipe)
    client.force_login(equipe.redactrice)
    page = client.get(url("dls_relecture", diagnostic)).content.decode()
    assert "une autre personne de l’observatoire doit le relire" in page
    assert "Donner cet avis" not in page


def test_remarks_are_answered(client, equipe):
    diagnostic = submitted(equipe)
    client.force_login(equipe.relectrice)
    sent = {
        "version": diagnostic.version,
        "opinion": "corrections",
        "chapitre_1": "3",
        "remarque_1": "Dire l’année.",
    }
    assert client.post(url("dls_relecture", diagnostic), sent).status_code == 302
    client.force_login(equipe.redactrice)
    page = client.get(url("dls_relecture", diagnostic)).content.decode()
    assert "Dire l’année." in page and "Répondre" in page
    remarque = fresh(diagnostic).relectures.get().remarques.get()
    address = url("dls_repondre", diagnostic, remarque.identifiant)
    assert client.post(address, {"reponse": "Fait."}).status_code == 302
    remarque.refresh_from_db()
    assert remarque.reponse == "Fait." and remarque.repondu_par == str(equipe.redactrice)


def test_an_act_out_of_its_state_is_refused_in_french(client, equipe):
    diagnostic = submitted(equipe)
    client.force_login(equipe.redactrice)
    answer = act(client, diagnostic, "demarrer")
    assert answer.status_code == 400
    assert "Le diagnostic est en relecture" in answer.content.decode()


def test_a_forged_act_does_nothing(client, equipe):
    diagnostic = submitted(equipe)
    client.force_login(equipe.redactrice)
    assert act(client, diagnostic, "publier").status_code == 400
    assert fresh(diagnostic).etat == Etat.RELECTURE


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_one_or_many(
    client, equipe, count, django_assert_max_num_queries
):
    for rank in range(count):
        make_diagnostic(equipe, libelle=f"Diagnostic {rank}")
    client.force_login(equipe.redactrice)
    with django_assert_max_num_queries(13):
        client.get(reverse("observatoire:diagnostics"))


def test_a_signature_is_void_once_the_diagnosis_moved(client, equipe):
    diagnostic = signed(equipe)
    client.force_login(equipe.validatrice)
    client.post(url("dls_refuser", diagnostic), {"version": diagnostic.version, "motif": "Revoir."})
    client.force_login(equipe.redactrice)
    act(client, fresh(diagnostic), "soumettre")
    approve(equipe, fresh(diagnostic))
    client.force_login(equipe.validatrice)
    page = client.get(url("dls_publier", diagnostic)).content.decode()
    assert "Aucune signature valable" in page
    put_signature(equipe, fresh(diagnostic))
    assert "Publier maintenant" in client.get(url("dls_publier", diagnostic)).content.decode()
