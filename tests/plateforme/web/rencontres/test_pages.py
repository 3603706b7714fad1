"""The pages of meetings: what they show, what they refuse, the files that they send."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.rencontres.models import Decision, Presence, Reunion
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import Equipe, opened, taken_over
from tests.plateforme.rencontres.factories import (
    Salle,
    a_membre,
    an_instance,
    attended,
    convened,
    decided,
    fresh,
    held,
    minuted,
    planned,
    validated,
)
from tests.plateforme.territoires.factories import make_perimetre

JOUR = date(2026, 11, 2)


@pytest.fixture
def salle(db, client):
    with at(JOUR):
        found = Salle()
        client.force_login(found.coordonnateur)
        yield found


def url(name, salle, *args):
    return reverse(f"rencontres:{name}", args=[salle.contrat.slug, *args])


def read(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return re.sub("[\u00a0\u202f]", " ", answer.content.decode())


def send(client, address, **data):
    return client.post(address, {"version": 1, **data})


def as_typed(salle, **changes):
    values = {
        "instance": str(salle.copil.identifiant), "le": "2026-12-10", "heure": "14:30",
        "duree": "90", "lieu": "Salle du conseil (exemple)", "points": "Un point\n\nUn autre",
    }  # fmt: skip
    return values | changes


def test_an_empty_contract_says_what_to_do_first(client, salle):
    page = read(client, url("reunions", salle))
    assert "Aucune séance n’est prévue" in page and "Créez d’abord une instance" in page
    assert "/reunions/abonnement/" in page


def test_a_meeting_is_planned_with_its_agenda_and_its_dates(client, salle):
    answer = send(client, url("planifier", salle), **as_typed(salle))
    reunion = Reunion.objects.get()
    assert answer["Location"] == url("reunion", salle, reunion.identifiant)
    assert list(reunion.points.values_list("libelle", flat=True)) == ["Un point", "Un autre"]
    page = read(client, answer["Location"])
    assert "10 décembre 2026" in page and "de 14 h 30 à 16 h 00" in page
    assert "Un autre" in page and "19 novembre 2026" in page  # 21 days before


def test_a_refusal_keeps_what_was_typed(client, salle):
    answer = send(client, url("planifier", salle), **as_typed(salle, lieu="  "))
    assert answer.status_code == 422
    assert "Un autre" in answer.content.decode()


def test_a_stale_form_offers_the_choice(client, salle):
    reunion = planned(salle)
    address = url("modifier_reunion", salle, reunion.identifiant)
    assert send(client, address, **as_typed(salle, lieu="Mairie (exemple)")).status_code == 302
    answer = send(client, address, **as_typed(salle, lieu="Préfecture (exemple)"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mairie (exemple)" in page and "Préfecture (exemple)" in page


def test_members_are_convened_and_those_without_address_are_shown(client, salle):
    reunion = planned(salle)
    page = read(client, url("reunion", salle, reunion.identifiant))
    assert "Convoquer les membres" in page
    send(client, url("convoquer", salle, reunion.identifiant))
    page = read(client, url("reunion", salle, reunion.identifiant))
    assert "À prévenir autrement" in page and "représentante des usagers" in page
    assert fresh(reunion).etat == "convoquee"


def test_one_button_pressed_twice_convenes_once(client, salle):
    reunion = planned(salle)
    send(client, url("convoquer", salle, reunion.identifiant))
    answer = send(client, url("convoquer", salle, reunion.identifiant))
    assert answer.status_code >= 400
    assert reunion.convocations.count() == 2


def test_the_attendance_is_noted_then_the_meeting_held(client, salle):
    reunion = planned(salle, date(2026, 10, 8))
    address = url("presences", salle, reunion.identifiant)
    page = read(client, address)
    assert page.count('type="radio"') == 16 and "4 membres à noter" in page
    data = {f"etat_{one.pk}": "present" for one in (*salle.membres, salle.invite)}
    absent = salle.membres[0].pk
    data |= {f"etat_{absent}": "represente", f"par_{absent}": "adjoint, commune (exemple)"}
    assert client.post(address, data)["Location"] == address
    assert "quorum de 2 (50 %) atteint" in read(client, address)
    send(client, url("tenir", salle, reunion.identifiant), version=fresh(reunion).version)
    assert fresh(reunion).tenue
    assert client.get(address).status_code == 404


def test_a_line_left_as_it_was_does_not_undo_anothers(client, salle):
    """The page was opened on « nothing noted »; meanwhile somebody noted the first member."""
    reunion = planned(salle, date(2026, 10, 8))
    address = url("presences", salle, reunion.identifiant)
    attended(salle, reunion, maire="excuse")
    second = salle.membres[1].pk
    data = {f"initial-etat_{one.pk}": "" for one in salle.membres}
    client.post(address, data | {f"etat_{second}": "absent"})
    states = dict(Presence.objects.values_list("membre_id", "etat"))
    assert (states[salle.membres[0].pk], states[second]) == ("excuse", "absent")


def test_a_representative_without_function_is_refused_beside_its_field(client, salle):
    reunion = planned(salle, date(2026, 10, 8))
    one = salle.membres[0].pk
    answer = client.post(
        url("presences", salle, reunion.identifiant), {f"etat_{one}": "represente"}
    )
    assert answer.status_code == 422 and "qui représente" in answer.content.decode()


def test_minutes_are_opened_filled_then_written_then_validated(client, salle):
    reunion = held(salle)
    send(client, url("ouvrir_compte_rendu", salle, reunion.identifiant))
    address = url("compte_rendu", salle, reunion.identifiant)
    assert "Ancrage ne suit pas encore le budget" in read(client, address)
    send(client, address, echanges="Dit en séance (exemple)", prochaine="10/12/2026")
    client.force_login(salle.elu)
    found = reunion.comptes_rendus.get()
    assert found.echanges == "Dit en séance (exemple)"
    send(client, url("valider_compte_rendu", salle, reunion.identifiant), version=found.version)
    assert fresh(found).valide
    page = read(client, url("reunion", salle, reunion.identifiant))
    assert fresh(found).empreinte[:16] in page
    assert client.get(address).status_code == 403


def test_a_correction_has_its_reason(client, salle):
    reunion = held(salle)
    validated(salle, reunion)
    address = url("corriger_compte_rendu", salle, reunion.identifiant)
    assert "Corriger le compte rendu" in read(client, address)
    answer = send(client, address, motif="Une décision oubliée")
    assert answer["Location"] == url("compte_rendu", salle, reunion.identifiant)
    assert reunion.comptes_rendus.count() == 2


def test_a_decision_is_taken_then_followed(client, salle):
    reunion = held(salle)
    send(
        client, url("nouvelle_decision", salle, reunion.identifiant), quoi="Écrire (exemple)",
        fonction="directrice", quand="2026-10-20", objet="suite",
    )  # fmt: skip
    page = read(client, url("reunions", salle))
    assert "Écrire (exemple)" in page and "en retard" in page
    address = url("suivre_decision", salle, reunion.identifiant, 1)
    assert send(client, address, etat="abandonnee").status_code == 422
    assert send(client, address, etat="faite", faite_le="2026-10-15").status_code == 302
    assert Decision.objects.get().etat == "faite"
    assert "Aucune décision n’est ouverte" in read(client, url("reunions", salle))


def test_a_body_its_members_and_their_end(client, salle):
    made = send(
        client, url("nouvelle_instance", salle), type="cotech", nom="Comité technique",
        seances_par_an="4",
    )  # fmt: skip
    page = read(client, made["Location"])
    assert "au moins 4 par an" in page and "Aucun membre" in page
    address = made["Location"] + "membres/nouveau/"
    organisation = OrganisationFactory(nom="Centre hospitalier d’essai")
    send(
        client, address, college="professionnels", organisation=organisation.pk,
        fonction="cadre de santé", debut="2026-01-01", deliberative="on",
    )  # fmt: skip
    page = read(client, made["Location"])
    assert "Centre hospitalier d’essai, cadre de santé" in page and "sans adresse" in page
    membre = salle.contrat.instances.get(type="cotech").membres.get()
    end = made["Location"] + f"membres/{membre.identifiant}/fin/"
    send(client, end, fin="2026-10-31")
    assert "Anciens membres" in read(client, made["Location"])


def test_the_back_planning_is_shown_and_its_steps_done(client, salle):
    reunion = planned(salle, date(2026, 12, 10))
    address = url("retroplanning", salle, reunion.identifiant)
    page = read(client, address)
    assert "28 jours avant" in page and "R21, version 1" in page
    send(client, url("faire_etape", salle, reunion.identifiant, "cotech"))
    assert "faite le 2 novembre 2026" in read(client, address)


# --- files


def test_the_calendar_of_a_contract_is_read_again(client, salle):
    reunion = convened(salle)
    content = client.get(url("calendrier", salle)).content
    events = {str(one["UID"]): one for one in Calendar.from_ical(content).walk("VEVENT")}
    assert len(events) == 6  # the meeting, and the five dates around it
    assert events[f"{reunion.identifiant}@ancrage"]["STATUS"] == "CONFIRMED"
    step = events[f"{reunion.identifiant}-cotech@ancrage"]
    assert step.decoded("DTSTART") == date(2026, 9, 10) and step["TRANSP"] == "TRANSPARENT"


def subscription_of(client, salle) -> str:
    page = read(client, url("reunions", salle))
    return "/reunions/abonnement/" + page.split("/reunions/abonnement/")[1].split("<")[0]


def test_a_subscription_answers_without_sign_in_while_the_role_holds(client, salle):
    planned(salle)
    address = subscription_of(client, salle)
    client.logout()
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 6
    salle.coordonnateur.affectations.update(fin=JOUR - timedelta(days=900))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("damage", ["password", "key", "account"])
def test_a_dead_subscription_does_not_exist(client, salle, damage):
    address = subscription_of(client, salle)
    client.logout()
    person = salle.coordonnateur
    if damage == "password":
        person.set_password("autre cheval pile agrafe")
    elif damage == "account":
        person.is_active = False
    else:
        address = address.replace(".ics", "x.ics")
    person.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_documents_are_sent_and_the_inner_ones_stay_in_the_team(client, salle, fmt):
    reunion = held(salle)
    minuted(salle, reunion)
    codes = ("convocation", "emargement", "projet-de-compte-rendu")
    for code in codes:
        answer = client.get(url("document", salle, reunion.identifiant, code, fmt))
        assert answer.status_code == 200 and code in answer["Content-Disposition"]
    reader = member(Role.PILOTE_ACTION, portee=Portee.CONTRAT, code=salle.contrat.slug)
    client.force_login(reader)
    found = [client.get(url("document", salle, reunion.identifiant, one, fmt)) for one in codes]
    assert [one.status_code for one in found] == [200, 403, 403]
    assert client.get(url("document", salle, reunion.identifiant, "autre", fmt)).status_code == 404


# --- who reads what


def test_a_partner_reads_the_meetings_where_she_sits_and_no_others(client, db):
    with at(JOUR):
        equipe = Equipe()
        contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR - timedelta(days=200))
        salle = Salle(contrat=contrat, equipe=equipe)
        cotech = an_instance(salle, "cotech")
        organisation = OrganisationFactory()
        a_membre(salle, "associations", "trésorière", instance=cotech, organisation=organisation)
        seen, hidden = planned(salle, instance=cotech), planned(salle)
        decided(salle, hidden, "Décision cachée (exemple)")
        partner = member(
            Role.PARTENAIRE, portee=Portee.CONTRAT, code=contrat.slug, organisation=organisation
        )
        client.force_login(partner)
        page = read(client, url("reunions", salle))
        assert str(seen.identifiant) in page and str(hidden.identifiant) not in page
        assert "Décision cachée" not in page
        assert client.get(url("reunion", salle, hidden.identifiant)).status_code == 404
        assert client.get(url("instances", salle)).status_code == 404
        events = Calendar.from_ical(client.get(url("calendrier", salle)).content).walk("VEVENT")
        assert [str(one["UID"]) for one in events] == [f"{seen.identifiant}@ancrage"]


def test_the_public_reads_no_meeting(client, salle):
    reunion = planned(salle)
    client.logout()
    assert client.get(url("reunion", salle, reunion.identifiant)).status_code == 302


# --- one year, several contracts


def test_one_year_shows_all_the_contracts_that_one_follows(client, salle):
    other = Salle(
        equipe=salle.equipe,
        contrat=opened(
            salle.equipe, date(2024, 3, 4), nom="Autre CLS d’essai",
            perimetre=make_perimetre(communes=("45004",)),
        ),
    )  # fmt: skip
    mine, theirs = planned(salle), planned(other, date(2026, 3, 12))
    planned(salle, date(2027, 3, 4))
    client.force_login(member(Role.DD_ARS))
    page = read(client, "/reunions/annee/?annee=2026")
    assert "2 séances dans 2 contrats" in page
    assert str(mine.identifiant) in page and str(theirs.identifiant) in page
    content = client.get("/reunions/annee/2026.ics").content
    # Two meetings with five dates each, and what precedes the COPIL of March 2027 is in 2027.
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 12
    client.force_login(salle.coordonnateur)
    assert "1 séance dans 1 contrat " in read(client, "/reunions/annee/?annee=2026")
    assert client.get("/reunions/annee/1900.ics").status_code == 404


def test_as_many_queries_for_one_meeting_as_for_many(client, salle, django_assert_max_num_queries):
    decided(salle, held(salle, date(2026, 1, 8)))
    read(client, url("reunions", salle))
    with django_assert_max_num_queries(40) as first:
        read(client, url("reunions", salle))
        read(client, "/reunions/annee/?annee=2026")
    for month in range(2, 8):
        decided(salle, held(salle, date(2026, month, 5)))
    with django_assert_max_num_queries(len(first)):
        read(client, url("reunions", salle))
        read(client, "/reunions/annee/?annee=2026")
