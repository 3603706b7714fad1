"""The home page of who prepares meetings lists the decisions that nobody has closed yet."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ancrage.plateforme.contrats.horloge import today
from tests.plateforme.rencontres.factories import Salle, decided, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def salle():
    return Salle()


def home(client, who) -> str:
    client.force_login(who)
    return client.get("/").content.decode()


def test_a_late_decision_is_first_and_one_far_away_waits_unseen(client, salle):
    on = today()
    reunion = held(salle, on - timedelta(days=90))
    late = decided(salle, reunion, "Ouvrir la permanence", quand=on - timedelta(days=5))
    decided(salle, reunion, "Préparer la suite", quand=on + timedelta(days=300))
    html = home(client, salle.coordonnateur)
    assert "Ouvrir la permanence" in html.partition("Ce qui vous attend")[0]  # among the late
    args = [salle.contrat.slug, reunion.identifiant, late.numero]
    assert reverse("rencontres:suivre_decision", args=args) in html
    assert "Préparer la suite" not in html


def test_who_does_not_prepare_meetings_is_not_asked(client, salle):
    reunion = held(salle, today() - timedelta(days=90))
    decided(salle, reunion, "Ouvrir la permanence", quand=today() - timedelta(days=5))
    assert "Ouvrir la permanence" not in home(client, salle.elu)
