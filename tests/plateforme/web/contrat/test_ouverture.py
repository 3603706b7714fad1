"""Open a request from its page; keep its name and dates; its other names."""

import pytest

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import Contrat
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import fresh, in_state, opened, until
from tests.plateforme.territoires.factories import make_perimetre
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db
PAGE = "/contrats/ouvrir/"


def sent(equipe, jour, **changes):
    values = {"nom": "CLS du bois d’essai", "territoire": "epci:244500468", "on": jour.isoformat(),
              "porteur": equipe.porteur.identifiant}  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value}


def test_a_request_opens_on_a_named_territory(equipe, jour, client):
    client.force_login(equipe.siege)
    assert client.get(PAGE).status_code == 200
    answer = client.post(PAGE, sent(equipe, jour))
    made = Contrat.objects.get()
    assert answer["Location"] == f"/contrats/{made.slug}/"
    assert made.etat == Etat.SOLLICITATION
    assert len(made.perimetre_etude.codes) > 1
    assert [str(one) for one in made.porteurs.all()] == [str(equipe.porteur)]


def test_or_on_a_stored_perimeter_but_not_on_both(equipe, jour, client):
    client.force_login(equipe.siege)
    stored = make_perimetre()
    both = client.post(PAGE, sent(equipe, jour, perimetre=stored.identifiant))
    assert both.status_code == 422
    assert "l’un des deux" in plain(both)
    client.post(PAGE, sent(equipe, jour, perimetre=stored.identifiant, territoire=None))
    assert Contrat.objects.get().perimetre_etude == stored


def test_it_starts_anew_after_a_contract_that_ended(equipe, jour, client):
    ended = in_state(equipe, Etat.NON_RECONDUIT, jour)
    client.force_login(equipe.siege)
    assert ended.nom in plain(client.get(PAGE))
    client.post(PAGE, sent(equipe, jour, contrat_precedent=ended.slug))
    made = Contrat.objects.get(contrat_precedent=ended)
    assert made.generation == ended.generation + 1


def test_an_elected_person_opens_on_her_own_territory_only(equipe, jour, client):
    client.force_login(member(Role.ELU))
    assert client.post(PAGE, sent(equipe, jour)).status_code == 302
    other = client.post(PAGE, sent(equipe, jour, territoire="epci:241800507"))
    assert other.status_code == 422
    assert "ne permettent pas d’ouvrir une sollicitation sur ce territoire" in plain(other)
    assert Contrat.objects.count() == 1


def test_a_name_that_is_an_address_of_the_site_gives_another_slug(equipe, jour):
    assert opened(equipe, jour, nom="Ouvrir").slug == "ouvrir-2"


def test_the_name_and_the_dates_change_until_the_signature(equipe, jour, lire, envoyer):
    contrat = opened(equipe, jour)
    page = "modifier/"
    assert contrat.nom.replace("'", "’") in lire(contrat, page, equipe.siege)
    wrong = envoyer(contrat, page, equipe.siege, version=contrat.version, nom="CLS neuf",
                    date_debut="2026-05-01", date_fin="2026-01-01")  # fmt: skip
    assert wrong.status_code == 422
    assert "La fin précède le début" in plain(wrong)
    done = envoyer(contrat, page, equipe.siege, version=contrat.version, nom="CLS neuf",
                   date_debut="2026-05-01", date_fin="2029-04-30")  # fmt: skip
    assert done.status_code == 302
    assert fresh(contrat).nom == "CLS neuf"


def test_two_people_on_the_same_dates_choose_what_stays(equipe, jour, envoyer):
    contrat = opened(equipe, jour)
    first = {"version": contrat.version, "nom": "CLS de l’une"}
    assert envoyer(contrat, "modifier/", equipe.siege, **first).status_code == 302
    late = envoyer(
        contrat, "modifier/", equipe.siege, version=contrat.version, nom="CLS de l’autre"
    )
    assert late.status_code == 409
    assert "CLS de l’une" in plain(late)
    assert "CLS de l’autre" in plain(late)


def test_a_signed_contract_is_not_changed_by_hand(equipe, jour, envoyer):
    contrat = until(equipe, Etat.SIGNE, jour)
    answer = envoyer(contrat, "modifier/", equipe.siege, version=contrat.version, nom="Autre")
    assert answer.status_code == 422
    assert "Ce qui est signé change par un avenant" in plain(answer)


def test_another_name_is_kept_and_shown_to_all(equipe, jour, lire, envoyer):
    contrat = until(equipe, Etat.SIGNE, jour)
    sent = {"nom": "CLS du Val", "depuis": "2020-01-01", "jusqu_au": "2019-01-01"}
    assert envoyer(contrat, "noms/", equipe.siege, **sent).status_code == 422
    done = envoyer(contrat, "noms/", equipe.siege, nom="CLS du Val", depuis="2020-01-01")
    assert done.status_code == 302
    assert "CLS du Val" in lire(contrat)
