"""The page of one's notifications, and the link that stops the e-mails without signing in."""

import pytest
from django.test import Client

from ancrage.plateforme.notifications.desabonnement import address_of
from ancrage.plateforme.notifications.models import (
    GenreNotification,
    Notification,
    Preference,
    Recapitulatif,
)
from ancrage.plateforme.notifications.services import notify
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.html_valide import faults

pytestmark = pytest.mark.django_db
PAGE = "/compte/notifications/"
TOUT = dict.fromkeys(GenreNotification.values, "jamais")


@pytest.fixture
def person(client):
    found = UtilisateurFactory()
    client.force_login(found)
    return found


def test_what_was_told_is_listed_and_marked_as_read(client, person):
    notify(destinataires=[person], cle="a", titre="Poste vacant", lien="/contrats/val/")
    notify(destinataires=[UtilisateurFactory()], cle="b", titre="À quelqu’un d’autre")
    html = client.get(PAGE).content.decode()
    assert faults(html) == []
    assert "Poste vacant" in html and "non lue" in html
    assert "À quelqu’un d’autre" not in html
    client.post(f"{PAGE}lues/")
    assert not Notification.objects.of(person).unread().exists()
    assert "non lue" not in client.get(PAGE).content.decode()


def test_each_kind_and_the_day_are_kept_and_shown_again(client, person):
    answer = client.post(PAGE, TOUT | {"diagnostic": "immediat", "jour": "3"})
    assert answer.status_code == 302
    assert Preference.objects.get(utilisateur=person, genre="diagnostic").rythme == "immediat"
    assert Recapitulatif.objects.get(utilisateur=person).jour == 3
    html = client.get(PAGE).content.decode()
    assert '<option value="3" selected>jeudi</option>' in html


def test_a_choice_that_does_not_exist_is_refused(client, person):
    answer = client.post(PAGE, TOUT | {"diagnostic": "toujours", "jour": "0"})
    assert answer.status_code == 200
    assert not Preference.objects.exists()


def test_the_link_asks_first_and_stops_at_the_post_without_sign_in(person):
    visitor, address = Client(enforce_csrf_checks=True), address_of(person)
    asked = visitor.get(address)
    assert asked.status_code == 200 and not Preference.objects.exists()
    assert visitor.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    kept = set(Preference.objects.filter(utilisateur=person).values_list("rythme", flat=True))
    assert kept == {"jamais"}


def test_a_forged_link_changes_nothing(person):
    address = address_of(person)[:-4] + "abc/"
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404
    assert not Preference.objects.exists()


def test_many_notifications_ask_no_more_than_one(client, person, django_assert_max_num_queries):
    for rank in range(18):
        notify(destinataires=[person], cle=f"a{rank}", titre=f"Fait {rank}")
    with django_assert_max_num_queries(15):
        assert "Fait 17" in client.get(PAGE).content.decode()
