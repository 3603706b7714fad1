"""Keep what a person wants to receive, and stop her e-mails from the link that they bear."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.notifications.desabonnement import read_jeton
from ancrage.plateforme.notifications.models import (
    GenreNotification,
    Preference,
    Recapitulatif,
    Rythme,
)


@transaction.atomic
def choose(*, acteur: Any, rythmes: Mapping[str, str], jour: int) -> None:
    """Keep the rhythm of each kind and the day of the weekly message."""
    for genre, rythme in rythmes.items():
        if genre not in GenreNotification.values or rythme not in Rythme.values:
            raise ActeRefuse("Ce choix n’existe pas.", champ=genre)
        Preference.objects.update_or_create(
            utilisateur=acteur, genre=genre, defaults={"rythme": rythme}
        )
    Recapitulatif.objects.update_or_create(utilisateur=acteur, defaults={"jour": jour})
    record(acteur=acteur, action="régler ses notifications", objet=acteur)


@transaction.atomic
def unsubscribe(*, jeton: str) -> Utilisateur:
    """Stop every e-mail of the person whom a signed link names; the site still tells her."""
    identifiant = read_jeton(jeton)
    person = Utilisateur.objects.actifs().filter(identifiant=identifiant).first()
    if identifiant is None or person is None:
        raise ActeRefuse(
            "Ce lien ne se lit pas.", "Recopiez-le en entier, ou réglez vos notifications."
        )
    for genre in GenreNotification.values:
        Preference.objects.update_or_create(
            utilisateur=person, genre=genre, defaults={"rythme": Rythme.JAMAIS}
        )
    record(acteur=person, action="se désabonner des courriels", objet=person)
    return person
