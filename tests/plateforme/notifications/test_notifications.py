"""Notifications: a fact is told once, the urgent at once, the rest in one digest per person."""

import pytest
from django.core import mail

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.notifications.services import (
    mark_read,
    notify,
    send_digest,
    send_urgent,
)
from ancrage.plateforme.travaux.ouvrier import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Utilisateur]:
    return [
        Utilisateur.objects.create(email=f"{name}@demo.example", prenom=name, nom="Exemple")
        for name in ("anne", "bruno")
    ]


def test_a_fact_is_told_once_to_each_person(people):
    assert notify(destinataires=people, cle="erratum:1", titre="Un chiffre corrigé") == 2
    assert notify(destinataires=people, cle="erratum:1", titre="Un chiffre corrigé") == 0
    assert Notification.objects.count() == 2


def test_the_digest_is_one_mail_per_person_and_is_not_sent_again(people):
    for rank in range(3):
        notify(destinataires=people, cle=f"fait:{rank}", titre=f"Fait {rank}", lien="/x/")
    assert send_digest() == 2
    assert [message.to for message in mail.outbox] == [[p.email] for p in people]
    assert all(f"Fait {rank}" in mail.outbox[0].body for rank in range(3))
    assert "http://127.0.0.1:8000/x/" in mail.outbox[0].body
    assert send_digest() == 0


def test_what_is_urgent_leaves_at_once_and_not_again_in_the_digest(people):
    notify(destinataires=people[:1], cle="a", titre="Retrait d'un chiffre", urgente=True)
    notify(destinataires=people[:1], cle="b", titre="Ordinaire")
    drain()
    assert ["Ordinaire" in message.body for message in mail.outbox] == [False]
    send_digest()
    assert "Retrait" not in mail.outbox[1].body and "Ordinaire" in mail.outbox[1].body
    assert send_urgent() == 0


def test_what_was_read_on_the_site_is_not_mailed(people):
    notify(destinataires=people, cle="a", titre="Lu sur le site")
    mark_read(acteur=people[0], notifications=Notification.objects.all())
    assert send_digest() == 1
    assert mail.outbox[0].to == [people[1].email]


def test_nobody_marks_the_notifications_of_another_as_read(people):
    notify(destinataires=people[:1], cle="a", titre="À Anne")
    mark_read(acteur=people[1], notifications=Notification.objects.all())
    assert Notification.objects.unread().count() == 1


def test_a_closed_account_is_not_told(people):
    notify(destinataires=people, cle="a", titre="Avant le départ")
    people[0].is_active = False
    people[0].save()
    assert notify(destinataires=people[:1], cle="b", titre="Après") == 0
    assert send_digest() == 1
