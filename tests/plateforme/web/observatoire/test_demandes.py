"""Pages of the request desk: asked by anyone with a role, treated by the observatory."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.observations.etats import EtatDemande
from ancrage.plateforme.observations.models import DemandeOrs
from tests.plateforme.comptes.factories import UtilisateurFactory, member
from tests.plateforme.html_valide import faults
from tests.plateforme.observations.fabrique import upload
from tests.plateforme.observations.factories import DemandeFactory, demain

pytestmark = pytest.mark.django_db
COMMUNE = "commune:45002"


def at(name, demande=None, *more):
    return reverse(f"observatoire:{name}", args=[demande.identifiant, *more] if demande else [])


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_each_role_asks_and_reads_its_own(client, role):
    person = member(role)
    client.force_login(person)
    data = {"question": "Combien ?", "territoire": "epci:244500468", "echeance": demain()}
    answer = client.post(at("nouvelle_demande"), data)
    demande = DemandeOrs.objects.get()
    assert answer["Location"] == at("demande", demande) and demande.demandeur == person
    for page in (client.get(at("demande", demande)), client.get(at("demandes"))):
        assert page.status_code == 200 and faults(page.content.decode()) == []
        assert "Combien" in page.content.decode()


def test_a_person_without_role_is_told_why(client):
    client.force_login(UtilisateurFactory())
    page = client.get(at("nouvelle_demande"))
    assert page.status_code == 403 and "rôle" in page.content.decode()


def test_the_request_of_another_is_not_found(client):
    client.force_login(member(Role.COORDONNATEUR))
    for name in ("demande", "repondre_demande", "refuser_demande", "fichier_demande"):
        assert client.get(at(name, DemandeFactory(jointe=True))).status_code == 404


def test_the_one_who_asked_does_not_answer_herself(client):
    person = member(Role.ELU)
    client.force_login(person)
    demande = DemandeFactory(demandeur=person)
    page = client.get(at("repondre_demande", demande))
    assert page.status_code == 403


def test_the_form_keeps_what_was_typed_and_names_the_field(client):
    client.force_login(member(Role.ELU))
    data = {"question": "Ma longue question", "territoire": "epci:999999999", "echeance": demain()}
    page = client.post(at("nouvelle_demande"), data)
    assert page.status_code in (400, 422)
    assert "Ma longue question" in page.content.decode()


def test_one_territory_is_asked_for_in_one_way(client):
    client.force_login(member(Role.ELU))
    page = client.post(at("nouvelle_demande"), {"question": "x", "echeance": demain()})
    assert page.status_code == 422 and "l’un des deux" in page.content.decode()


def test_the_observatory_estimates_answers_and_joins_a_file(client):
    demande = DemandeFactory()
    client.force_login(member(Role.ORS))
    data = {"version": 1, "charge_jours": "1,5", "date_prevue": demain(3)}
    assert client.post(at("estimer_demande", demande), data).status_code == 302
    data = {"version": 2, "reponse": "Voici.", "fichier": upload("a;b\n", "reponse.csv")}
    assert client.post(at("repondre_demande", demande), data).status_code == 302
    demande.refresh_from_db()
    assert demande.etat == EtatDemande.REPONDUE
    client.force_login(demande.demandeur)
    file = client.get(at("fichier_demande", demande))
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content == b"a;b\n"


def test_a_stale_answer_is_a_choice_that_keeps_both_texts(client):
    demande = DemandeFactory()
    client.force_login(member(Role.ORS))
    data = {"version": 1, "charge_jours": "1", "date_prevue": demain(3)}
    client.post(at("estimer_demande", demande), data)
    stale = client.post(
        at("estimer_demande", demande),
        {"version": 1, "charge_jours": "4", "date_prevue": demain(9)},
    )
    assert stale.status_code == 409 and "4" in stale.content.decode()


def test_a_refusal_shows_the_alternatives_then_gives_the_letter(client):
    asker = member(Role.COORDONNATEUR)
    demande = DemandeFactory(demandeur=asker, territoire=COMMUNE, territoire_libelle="Ardon")
    client.force_login(member(Role.ORS))
    page = client.get(at("refuser_demande", demande))
    assert faults(page.content.decode()) == []
    choices = [code for code, _ in page.context["form"].fields["cases"].choices]
    assert choices
    data = {"version": 1, "cases": choices[:2], "motif": "Restons en lien."}
    assert client.post(at("refuser_demande", demande), data).status_code == 302
    client.force_login(asker)
    shown = client.get(at("demande", demande)).content.decode()
    assert "Restons en lien." in shown and "secret statistique" in shown.replace("\xa0", " ")
    letter = client.get(at("lettre_demande", demande, "docx"))
    text = "\n".join(p.text for p in docx.Document(BytesIO(letter.content)).paragraphs)
    assert "Restons en lien." in text
    assert client.get(at("lettre_demande", demande, "pdf")).content.startswith(b"%PDF")
    assert client.get(at("lettre_demande", demande, "exe")).status_code == 404


def test_nothing_masked_leads_back_to_an_answer(client):
    demande = DemandeFactory(indicateurs=["D01"])
    client.force_login(member(Role.ORS))
    page = client.get(at("refuser_demande", demande)).content.decode()
    assert "Aucun chiffre demandé n’est masqué" in page


def test_the_one_who_asked_gives_up(client):
    person = member(Role.ELU)
    demande = DemandeFactory(demandeur=person)
    client.force_login(person)
    assert client.post(at("annuler_demande", demande), {"version": 1}).status_code == 302
    demande.refresh_from_db()
    assert demande.etat == EtatDemande.ANNULEE


def test_filters_keep_what_they_say(client):
    client.force_login(member(Role.ORS))
    DemandeFactory(question="Ouverte", territoire_libelle="A")
    DemandeFactory(question="Tardive", echeance=demain(-3))
    DemandeFactory(question="Refusée hier", refusee=True)
    texts = {
        vue: client.get(at("demandes"), {"vue": vue}).content.decode()
        for vue in ("", "retard", "closes", "toutes", "x")
    }
    assert "Ouverte" in texts[""] and "Refusée hier" not in texts[""]
    assert "Tardive" in texts["retard"] and "Ouverte<" not in texts["retard"]
    assert "Refusée hier" in texts["closes"] and "Tardive" not in texts["closes"]
    assert all(word in texts["toutes"] for word in ("Ouverte", "Tardive", "Refusée hier"))


def test_the_list_runs_the_same_queries_however_long(client, django_assert_max_num_queries):
    client.force_login(member(Role.ORS))
    DemandeFactory.create_batch(2)
    client.get(at("demandes"))
    with django_assert_max_num_queries(12) as few:
        client.get(at("demandes"))
    DemandeFactory.create_batch(10)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(at("demandes"))


def test_the_tile_counts_what_waits(client):
    client.force_login(member(Role.ORS))
    DemandeFactory.create_batch(3)
    page = client.get("/").content.decode()
    assert "demandes à l’observatoire, ouvertes" in page and ">3<" in page.replace(" ", "")


def ask(client, **changes):
    client.force_login(member(Role.ELU))
    data = {"question": "Combien ?", "territoire": "Orléans Métropole", "echeance": demain()}
    return client.post(at("nouvelle_demande"), data | changes)


@pytest.mark.parametrize("nom", ["Orléans Métropole", "orleans metropole", "epci:244500468"])
def test_a_territory_is_asked_for_by_its_name(client, nom):
    assert ask(client, territoire=nom).status_code == 302
    assert DemandeOrs.objects.get().territoire == "epci:244500468"


def test_a_name_of_several_territories_is_a_choice(client):
    page = ask(client, territoire="Olivet")
    assert page.status_code == 422 and not DemandeOrs.objects.exists()
    assert "Olivet (Loiret)" in page.content.decode()
    ask(client, territoire="Olivet", territoire_choisi="commune:45232")
    assert DemandeOrs.objects.get().territoire == "commune:45232"


def test_a_name_that_nobody_bears_is_said_once_beside_its_field(client):
    page = ask(client, territoire="xqzw")
    text = page.content.decode()
    assert page.status_code == 422
    # Once in the summary, which links to the field, and once at the field.
    assert text.count("Aucun territoire ne ressemble") == 2


def test_indicators_are_asked_for_by_a_few_words(client):
    page = ask(client, indicateurs="suicide\nM03")
    assert page.status_code == 422 and "Mortalité par suicide" in page.content.decode()
    ask(client, indicateurs="suicide\nM03", lesquels_suicide=["M15"])
    assert DemandeOrs.objects.get().indicateurs == ["M03", "M15"]


def test_an_indicator_that_nothing_resembles_is_told(client):
    page = ask(client, indicateurs="xqzw").content.decode()
    assert "Aucun indicateur ne ressemble à « xqzw »" in page.replace("\xa0", " ")


def test_the_observatory_makes_a_request_precise_then_refuses(client):
    demande = DemandeFactory(indicateurs=["M03"])
    client.force_login(member(Role.ORS))
    page = client.get(at("refuser_demande", demande)).content.decode()
    assert at("preciser_demande", demande) in page
    page = client.get(at("preciser_demande", demande)).content.decode()
    assert "vivent seules" in page and faults(page) == []
    data = {"version": 1, "territoire": "Boigny-sur-Bionne", "indicateurs": "Mortalité par suicide"}
    assert client.post(at("preciser_demande", demande), data).status_code == 302
    page = client.get(at("refuser_demande", demande))
    assert faults(page.content.decode()) == []
    codes = [code for code, _ in page.context["form"].fields["cases"].choices]
    assert codes == ["M15|attente"]
    client.post(at("refuser_demande", demande), {"version": 2, "cases": codes, "motif": ""})
    shown = client.get(at("demande", demande)).content.decode()
    assert "sous convention" in shown and faults(shown) == []


def test_the_estimate_recalls_the_question(client):
    demande = DemandeFactory(question="Combien de médecins ?")
    client.force_login(member(Role.ORS))
    assert "Combien de médecins" in client.get(at("estimer_demande", demande)).content.decode()
