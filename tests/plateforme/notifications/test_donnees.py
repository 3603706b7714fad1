"""What a person was told and chose is hers to take away, and goes with her."""

import pytest
from django.utils import timezone

from ancrage.plateforme.comptes.donnees import collect
from ancrage.plateforme.comptes.services.personnes import erase_person
from ancrage.plateforme.notifications.models import Preference, Recapitulatif, Rythme, Visite
from tests.plateforme.comptes.factories import UtilisateurFactory

pytestmark = pytest.mark.django_db


def test_choices_and_visits_are_given_back_then_forgotten():
    person = UtilisateurFactory()
    genre = Preference._meta.get_field("genre").choices[0][0]
    Preference.objects.create(utilisateur=person, genre=genre, rythme=Rythme.values[0])
    Recapitulatif.objects.create(utilisateur=person, jour=2)
    Visite.objects.create(utilisateur=person, vue_le=timezone.now())
    held = collect(person)
    assert len(held["reglages-notifications"][1]) == 2
    assert len(held["visites"][1]) == 1
    erase_person(acteur=person, person=person, motif="Demande")
    for model in (Preference, Recapitulatif, Visite):
        assert not model.objects.filter(utilisateur=person).exists()
