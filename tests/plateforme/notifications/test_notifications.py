"""Notifications: a fact is told once, the urgent at once, the rest in one digest per person."""

from datetime import date, timedelta

import pytest
from django.core import mail

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.notifications import groupes
from ancrage.plateforme.notifications.models import GenreNotification, Notification
from ancrage.plateforme.notifications.reglages import genre_of
from ancrage.plateforme.notifications.services import envois, mark_read, notify
from ancrage.plateforme.notifications.services.envois import send_digest, send_urgent
from ancrage.plateforme.notifications.services.preferences import choose, unsubscribe
from ancrage.plateforme.travaux.ouvrier import drain

pytestmark = pytest.mark.django_db
LUNDI = date(2024, 1, 8)
MARDI, LUNDI_SUIVANT = LUNDI + timedelta(days=1), LUNDI + timedelta(days=7)
TOUT = dict.fromkeys(GenreNotification.values, "hebdomadaire")


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
    assert send_digest(LUNDI) == 2
    assert [message.to for message in mail.outbox] == [[p.email] for p in people]
    assert all(f"Fait {rank}" in mail.outbox[0].body for rank in range(3))
    assert "http://127.0.0.1:8000/x/" in mail.outbox[0].body
    assert send_digest(LUNDI) == 0


def test_what_is_urgent_leaves_at_once_and_not_again_in_the_digest(people):
    notify(destinataires=people[:1], cle="a", titre="Retrait d'un chiffre", urgente=True)
    notify(destinataires=people[:1], cle="b", titre="Ordinaire")
    drain()
    assert ["Ordinaire" in message.body for message in mail.outbox] == [False]
    send_digest(LUNDI)
    assert "Retrait" not in mail.outbox[1].body and "Ordinaire" in mail.outbox[1].body
    assert send_urgent() == 0


def test_what_was_read_on_the_site_is_not_mailed(people):
    notify(destinataires=people, cle="a", titre="Lu sur le site")
    mark_read(acteur=people[0], notifications=Notification.objects.all())
    assert send_digest(LUNDI) == 1
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
    assert send_digest(LUNDI) == 1


# --- what each person set


def test_the_digest_leaves_on_the_day_that_was_chosen(people):
    choose(acteur=people[0], rythmes=TOUT, jour=1)
    notify(destinataires=people, cle="a", titre="Fait")
    assert send_digest(LUNDI) == 1
    assert mail.outbox[0].to == [people[1].email]
    assert send_digest(MARDI) == 1
    assert mail.outbox[1].to == [people[0].email]


def test_one_week_makes_one_message_even_if_more_comes_that_day(people):
    notify(destinataires=people[:1], cle="a", titre="Du matin")
    assert send_digest(LUNDI) == 1
    notify(destinataires=people[:1], cle="b", titre="Du soir")
    assert send_digest(LUNDI) == 0
    assert send_digest(MARDI) == 0
    assert send_digest(LUNDI_SUIVANT) == 1
    assert "Du soir" in mail.outbox[1].body and "Du matin" not in mail.outbox[1].body


def test_a_day_missed_is_caught_up_and_the_day_then_holds_again(people):
    for rank, (day, sent) in enumerate(
        ((LUNDI, 1), (LUNDI + timedelta(days=8), 1), (LUNDI + timedelta(days=14), 1))
    ):
        notify(destinataires=people[:1], cle=f"a{rank}", titre=f"Fait {rank}")
        assert send_digest(day) == sent


def test_nothing_to_say_sends_nothing(people):
    assert send_digest(LUNDI) == 0
    assert mail.outbox == []


def test_a_kind_may_be_told_at_once_or_never(people):
    choose(acteur=people[0], rythmes=TOUT | {"diagnostic": "immediat"}, jour=0)
    choose(acteur=people[1], rythmes=TOUT | {"diagnostic": "jamais"}, jour=0)
    notify(destinataires=people, cle="erratum:1", titre="Un chiffre corrigé")
    drain()
    assert [message.to for message in mail.outbox] == [[people[0].email]]
    assert send_digest(LUNDI) == 0
    assert Notification.objects.of(people[1]).count() == 1, "the site still tells it"


def test_what_is_urgent_waits_for_the_week_of_whom_asked_so(people):
    choose(acteur=people[0], rythmes=TOUT, jour=0)
    notify(destinataires=people[:1], cle="x", titre="Urgence", urgente=True)
    drain()
    assert mail.outbox == []
    assert send_digest(LUNDI) == 1


def test_every_key_of_the_site_has_a_kind_of_its_own():
    keys = {"contrat-echu:1", "poste-vacant:1", "communes:1", "diagnostic-avis:1", "edition:24:x"}
    kinds = {genre_of(Notification(cle=key)) for key in keys}
    assert kinds == {"contrat", "diagnostic", "observatoire"}


def test_a_kill_between_the_claim_and_the_send_never_writes_twice(people, monkeypatch):
    notify(destinataires=people[:1], cle="a", titre="Fait")

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(envois, "_message", killed)
        with pytest.raises(SystemExit):
            send_digest(LUNDI)
    assert send_digest(LUNDI) == 0
    assert send_digest(LUNDI_SUIVANT) == 0
    assert mail.outbox == []


def test_a_relay_that_is_down_loses_nothing(people, monkeypatch):
    notify(destinataires=people[:1], cle="a", titre="Fait")

    class Down:
        def open(self):
            raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(envois, "get_connection", Down)
        with pytest.raises(ConnectionRefusedError):
            send_digest(LUNDI)
    assert send_digest(LUNDI) == 1


def test_facts_are_put_under_their_contract(people, monkeypatch):
    monkeypatch.setattr(groupes, "_nommeurs", [lambda lien: lien.strip("/").upper()])
    notify(destinataires=people[:1], cle="a", titre="Premier", lien="/val/")
    notify(destinataires=people[:1], cle="b", titre="Ailleurs")
    notify(destinataires=people[:1], cle="c", titre="Second", lien="/val/")
    send_digest(LUNDI)
    body = mail.outbox[0].body
    assert body.count("== VAL ==") == 1
    assert body.index("Premier") < body.index("Second") < body.index("Ailleurs dans Ancrage")


def test_the_link_of_a_message_stops_them_all_and_a_forged_one_does_nothing(people):
    notify(destinataires=people[:1], cle="a", titre="Fait")
    send_digest(LUNDI)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert link in mail.outbox[0].body
    jeton = link.rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(ActeRefuse):
        unsubscribe(jeton=jeton[:-2] + "xx")
    unsubscribe(jeton=jeton)
    notify(destinataires=people, cle="b", titre="Autre", urgente=True)
    drain()
    assert [message.to for message in mail.outbox[1:]] == [[people[1].email]]
    assert send_digest(LUNDI_SUIVANT) == 0
