"""What this app holds about a person: what she was told, how she wishes to be, her last visit."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.notifications.models import (
    Notification,
    Preference,
    Recapitulatif,
    Visite,
)


def _told(person: Any) -> list[Ligne]:
    rows = Notification.objects.filter(destinataire=person).order_by("cree_le")
    return [{"le": one.cree_le.isoformat(), "titre": one.titre, "texte": one.texte} for one in rows]


def _choices(person: Any) -> list[Ligne]:
    rows = Preference.objects.filter(utilisateur=person).order_by("genre")
    chosen = [
        {"réglage": one.get_genre_display(), "choix": one.get_rythme_display()} for one in rows
    ]
    days = Recapitulatif.objects.filter(utilisateur=person)
    return [
        *chosen,
        *({"réglage": "jour du message", "choix": one.get_jour_display()} for one in days),
    ]


def _visits(person: Any) -> list[Ligne]:
    rows = Visite.objects.filter(utilisateur=person)
    return [{"dernière visite": one.vue_le.isoformat()} for one in rows]


def _forget(person: Any) -> None:
    """Delete all of it: none is an act on an object, so no history needs it."""
    Notification.objects.filter(destinataire=person).delete()
    for model in (Preference, Recapitulatif, Visite):
        model.objects.filter(utilisateur=person).delete()


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("notifications", "Notifications reçues", _told, effacer=_forget))
    declare(DonneesTenues("reglages-notifications", "Réglages des notifications", _choices))
    declare(DonneesTenues("visites", "Dernière visite de l’accueil", _visits))
