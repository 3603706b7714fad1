"""The home of a member: what is late first, what waits for her, what others did since."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.ouverture import add_alias
from ancrage.plateforme.notifications.models import Visite
from ancrage.plateforme.notifications.services.visites import open_visit
from tests.plateforme.comptes.factories import UtilisateurFactory, member
from tests.plateforme.contrats.factories import Equipe, taken_over
from tests.plateforme.html_valide import faults
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db
ANCIEN, RECENT = timedelta(days=900), timedelta(days=2)


@pytest.fixture
def equipe():
    return Equipe()


def read(client):
    html = client.get("/").content.decode()
    assert faults(html) == []
    return html.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def part(html, start, end="</section>"):
    return html.partition(f'id="{start}"')[2].partition(end)[0]


def contract(equipe, etat, since, nom):
    return taken_over(
        equipe, etat, timezone.localdate() - since, nom=nom, perimetre=make_perimetre()
    )


def test_what_is_late_comes_first_with_its_contract_and_date(client, equipe):
    contract(equipe, Etat.PRIORISATION, ANCIEN, "CLS en retard")
    contract(equipe, Etat.PRIORISATION, RECENT, "CLS à l’heure")
    client.force_login(member(Role.COORDONNATEUR, portee="region", code="24"))
    html = read(client)
    late, waiting = part(html, "t-retard"), part(html, "t-attente")
    assert "CLS en retard" in late and "Retenir les priorités en COPIL" in late
    assert "CLS à l’heure" in waiting and "CLS en retard" not in waiting
    assert 'href="/contrats/cls-en-retard/"' in late
    assert html.index("t-retard") < html.index("t-attente")


def test_the_duty_of_another_shows_only_once_late_and_says_whose_it_is(client, equipe):
    contract(equipe, Etat.RENOUVELLEMENT, RECENT, "CLS à l’heure")
    contract(equipe, Etat.VALIDATION, ANCIEN, "CLS en retard")
    client.force_login(member(Role.COORDONNATEUR, portee="region", code="24"))
    html = read(client)
    assert "CLS à l’heure" not in part(html, "t-attente")
    assert "attendu de :" in part(html, "t-retard")


def test_a_duty_of_nobody_s_contract_stays_away(client, equipe):
    contract(equipe, Etat.PRIORISATION, ANCIEN, "CLS d’ailleurs")
    client.force_login(member(Role.COORDONNATEUR, code="autre-contrat"))
    html = read(client)
    assert "CLS d’ailleurs" not in html
    assert "Rien n’attend votre action" in html


def test_what_others_did_since_the_former_visit_is_told_and_not_her_own_acts(client, equipe):
    contrat = contract(equipe, Etat.ATELIERS, RECENT, "CLS suivi")
    me = member(Role.ARS_SIEGE)
    client.force_login(me)
    assert "C’est votre première visite" in read(client)
    Visite.objects.update(vue_le=timezone.now() - timedelta(hours=3))
    add_alias(acteur=equipe.siege, contrat=contrat, nom="Ancien nom d’essai")
    add_alias(acteur=me, contrat=contrat, nom="Nom à moi")
    found = part(read(client), "t-nouveau")
    assert "Ancien nom d’essai" in found and "CLS suivi" in found
    assert "Nom à moi" not in found
    assert "Ancien nom d’essai" in part(read(client), "t-nouveau"), "a reload loses nothing"


def test_what_changed_before_the_former_visit_is_not_told_again(client, equipe):
    contract(equipe, Etat.ATELIERS, RECENT, "CLS suivi")
    client.force_login(member(Role.ARS_SIEGE))
    read(client)
    Visite.objects.update(vue_le=timezone.now() + timedelta(seconds=1))
    Visite.objects.update(precedente_le=timezone.now())
    assert "Rien n’a changé" in part(read(client), "t-nouveau")


def test_changes_of_a_contract_that_she_does_not_follow_stay_away(client, equipe):
    contrat = contract(equipe, Etat.ATELIERS, RECENT, "CLS d’ailleurs")
    me = member(Role.COORDONNATEUR, code="autre-contrat")
    client.force_login(me)
    Visite.objects.create(utilisateur=me, vue_le=timezone.now() - timedelta(hours=3))
    add_alias(acteur=equipe.siege, contrat=contrat, nom="Ancien nom d’essai")
    assert "Ancien nom d’essai" not in read(client)


def test_one_visit_is_one_visit_however_often_the_page_is_opened():
    person, start = UtilisateurFactory(), timezone.now()
    assert open_visit(person, start) is None
    assert open_visit(person, start + timedelta(minutes=5)) is None
    assert open_visit(person, start + timedelta(hours=2)) == start
    assert open_visit(person, start + timedelta(hours=2, minutes=20)) == start
    assert open_visit(person, start + timedelta(hours=5)) == start + timedelta(hours=2)


def test_thirty_six_contracts_ask_no_more_than_two(client, equipe):
    me = member(Role.ARS_SIEGE)
    Visite.objects.create(utilisateur=me, vue_le=timezone.now() - timedelta(hours=3))
    client.force_login(me)
    shared = make_perimetre()
    for rank in range(2):
        taken_over(equipe, Etat.PRIORISATION, timezone.localdate() - ANCIEN, nom=f"CLS {rank}",
                   perimetre=shared)  # fmt: skip
    few = _count(client, me)
    for rank in range(2, 36):
        taken_over(equipe, Etat.PRIORISATION, timezone.localdate() - ANCIEN, nom=f"CLS {rank}",
                   perimetre=shared)  # fmt: skip
    assert _count(client, me) <= few
    assert few < 40


def _count(client, me):
    long_ago = timezone.now() - timedelta(hours=3)
    Visite.objects.filter(utilisateur=me).update(vue_le=long_ago, precedente_le=None)
    with CaptureQueriesContext(connection) as seen:
        client.get("/")
    return len(seen)
