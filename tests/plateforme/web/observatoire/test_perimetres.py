"""Perimeter pages: who reads, makes, changes, freezes; two people at once; bad lists."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.services import freeze_perimetre
from tests.plateforme.comptes.factories import member
from tests.plateforme.diagnostics.factories import Equipe, make_edition
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db

SCOPES = {
    Role.ARS_SIEGE: "24",
    Role.DD_ARS: "45",
    Role.COORDONNATEUR: "epci:244500468",
    Role.PARTENAIRE: "45",
}


def sign_in(client, role: Role, code: str = "") -> None:
    client.force_login(member(role, code=code or SCOPES[role]))


def status_of(client, perimetre: Perimetre) -> int:
    return client.get(reverse("observatoire:perimetre", args=[perimetre.identifiant])).status_code


def token_of(page) -> str:
    return page.content.decode().split('name="jeton" value="')[1].split('"')[0]


def data_of(**changes) -> dict[str, str]:
    values = {
        "libelle": "Pays d'essai",
        "usage": "etude",
        "date_effet": "2026-01-01",
        "communes": "epci:244500468",
        "quartiers": "",
        "ecart_explique": "",
        "version": "1",
    }
    return values | changes


def test_a_visitor_reads_signed_perimeters_of_contracts_only(client):
    draft = make_perimetre(libelle="En préparation")
    signed = freeze_perimetre(
        acteur=None, perimetre=make_perimetre(libelle="Signé", usage="contrat")
    )
    page = client.get(reverse("observatoire:perimetres")).content.decode()
    assert "Signé" in page and "En préparation" not in page
    assert status_of(client, signed) == 200
    assert status_of(client, draft) == 404


def test_a_partner_reads_no_draft(client):
    draft = make_perimetre()
    sign_in(client, Role.PARTENAIRE)
    assert status_of(client, draft) == 404


def test_who_acted_is_shown_to_those_who_prepare_only(client):
    signed = freeze_perimetre(acteur=None, perimetre=make_perimetre(usage="contrat"))
    url = reverse("observatoire:perimetre", args=[signed.identifiant])
    for role, shown in ((None, False), (Role.PARTENAIRE, False), (Role.COORDONNATEUR, True)):
        if role:
            sign_in(client, role)
        assert ("Historique" in client.get(url).content.decode()) is shown


def test_the_delegation_makes_a_perimeter_in_its_departement(client):
    sign_in(client, Role.DD_ARS)
    url = reverse("observatoire:nouveau_perimetre")
    answer = client.post(url, data_of(jeton=token_of(client.get(url))))
    made = Perimetre.objects.get()
    assert answer.url == reverse("observatoire:perimetre", args=[made.identifiant])
    assert (made.region, made.communes.count()) == ("24", 22)


def test_the_delegation_of_another_departement_is_refused(client):
    sign_in(client, Role.DD_ARS, code="37")
    url = reverse("observatoire:nouveau_perimetre")
    answer = client.post(url, data_of(jeton=token_of(client.get(url))))
    assert answer.status_code == 403
    assert not Perimetre.objects.exists()


def test_a_line_not_understood_is_told_and_the_typed_text_stays(client):
    sign_in(client, Role.DD_ARS)
    url = reverse("observatoire:nouveau_perimetre")
    sent = data_of(jeton=token_of(client.get(url)), communes="45234\nNulle-Part-les-Oies")
    page = client.post(url, sent)
    assert page.status_code == 422
    assert "Ligne 2" in page.content.decode() and "Nulle-Part-les-Oies" in page.content.decode()
    assert not Perimetre.objects.exists()


def test_two_people_who_edit_at_once_choose_what_to_keep(client):
    perimetre = make_perimetre(communes=["45234"])
    sign_in(client, Role.DD_ARS)
    url = reverse("observatoire:modifier_perimetre", args=[perimetre.identifiant])
    form = client.get(url)
    Perimetre.objects.filter(pk=perimetre.pk).update(libelle="Écrit par un autre", version=2)
    sent = data_of(jeton=token_of(form), communes="45234", libelle="Écrit par moi")
    page = client.post(url, sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Écrit par un autre" in text and "Écrit par moi" in text


def test_only_the_headquarters_freeze_and_once(client):
    perimetre = make_perimetre()
    url = reverse("observatoire:figer_perimetre", args=[perimetre.identifiant])
    sign_in(client, Role.DD_ARS)
    assert client.post(url).status_code == 403
    sign_in(client, Role.ARS_SIEGE)
    assert client.post(url).status_code == 302
    perimetre.refresh_from_db()
    assert perimetre.fige_le and len(perimetre.empreinte) == 64
    assert client.post(url).status_code == 403


def test_the_page_counts_what_changed_since_the_list(client):
    sign_in(client, Role.DD_ARS, code="28")
    perimetre = make_perimetre(communes=["28025", "28319"], millesime=2021)
    page = client.get(reverse("observatoire:perimetre", args=[perimetre.identifiant]))
    assert "28276" in page.content.decode()


def test_the_list_costs_the_same_queries_for_one_and_twenty(client, django_assert_max_num_queries):
    sign_in(client, Role.ARS_SIEGE)
    for rank in range(20):
        make_perimetre(libelle=f"Périmètre {rank}")
    with django_assert_max_num_queries(12):
        client.get(reverse("observatoire:perimetres"))


def post_new(client, files=None, **changes):
    url = reverse("observatoire:nouveau_perimetre")
    sent = data_of(jeton=token_of(client.get(url)), **changes)
    return client.post(url, {**sent, **(files or {})}, follow=True)


def test_a_list_signed_in_2015_shows_what_it_became(client):
    sign_in(client, Role.DD_ARS)
    page = post_new(client, communes="Malesherbes\n45234", date_effet="2015-01-01")
    made = Perimetre.objects.get()
    assert (made.millesime, made.codes) == (2015, ["45191", "45234"])
    text = page.content.decode()
    # Malesherbes merged with five communes that were not in the list, Manchecourt among them.
    assert "plus large que la liste" in text
    assert "Manchecourt" in text and "Le Malesherbois" in text


def test_the_vintage_chosen_wins_over_the_date(client):
    sign_in(client, Role.DD_ARS)
    post_new(client, communes="45191", date_effet="2015-06-01", millesime="2021")
    assert Perimetre.objects.get().millesime == 2021


def test_a_namesake_is_chosen_not_guessed(client):
    sign_in(client, Role.DD_ARS)
    page = post_new(client, communes="Olivet").content.decode()
    assert not Perimetre.objects.exists()
    assert "Olivet (Loiret)" in page and "Olivet (Mayenne)" in page
    post_new(client, communes="Olivet", lequel_olivet="commune:45232")
    assert Perimetre.objects.get().codes == ["45232"]


def test_a_file_of_communes_is_copied_in_the_list(client):
    sign_in(client, Role.DD_ARS)
    upload = SimpleUploadedFile("liste.csv", b"code;nom\n45234;Orl\xe9ans\n45999;Rien\n")
    page = post_new(client, {"fichier": upload}, communes="45008").content.decode()
    assert not Perimetre.objects.exists()
    assert "45234 Orléans" in page and "45999" in page  # kept, to be corrected
    upload = SimpleUploadedFile("liste.txt", b"45234")
    post_new(client, {"fichier": upload}, communes="45008")
    assert Perimetre.objects.get().codes == ["45008", "45234"]


def test_a_search_by_name_adds_to_the_list_and_saves_nothing(client):
    sign_in(client, Role.DD_ARS)
    page = post_new(client, communes="45008", ajout="orlean metropole", chercher="1")
    text = page.content.decode()
    assert 'value="epci:244500468 Orléans Métropole"' in text
    page = post_new(client, communes="45008", ajouter="epci:244500468 Orléans Métropole")
    assert "45008\nepci:244500468 Orléans Métropole" in page.content.decode()
    assert not Perimetre.objects.exists()


def test_a_quarter_that_is_not_of_the_perimeter_is_refused(client):
    sign_in(client, Role.DD_ARS)
    page = post_new(client, communes="45285", quartiers="QP001001").content.decode()
    assert "Les Chaises" in page and not Perimetre.objects.exists()
    post_new(client, communes="45285", quartiers="QP045001")
    assert Perimetre.objects.get().quartiers.get().libelle == "Les Chaises"


def test_the_perimeter_of_a_published_diagnosis_is_public(client):
    edition = make_edition(Equipe())
    perimetre = edition.diagnostic.perimetre
    freeze_perimetre(acteur=None, perimetre=perimetre) if not perimetre.fige_le else None
    assert status_of(client, perimetre) == 200
    type(edition).objects.update(statut="retiree", remplacee_le="2026-12-01", motif="Faux.")
    assert status_of(client, perimetre) == 404
