"""Invented plans of communication: the usual one, dated around the days of the contract."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.models import LigneCommunication
from ancrage.plateforme.documents.services.communication import (
    CHAMPS,
    LigneEcrite,
    edit_ligne,
    propose_plan,
)

ECART = timedelta(days=75)  # between two messages; those before the signature come first
AVANT = 4  # rows that tell of the preparation


@transaction.atomic
def build_communication(say: Callable[[str], None]) -> None:
    """Give each running contract with a plan its plan of communication, once."""
    rows = Contrat.objects.filter(
        etat=Etat.EN_OEUVRE, fiches__isnull=False, lignes_communication__isnull=True
    ).distinct()
    if not rows.exists():
        return
    say("Plans de communication inventés")
    acteur = Utilisateur.objects.get(email=f"{Role.ARS_SIEGE}@demo.example")
    for contrat in rows.order_by("pk"):
        propose_plan(acteur=acteur, contrat=contrat)
        for rank, one in enumerate(contrat.lignes_communication.order_by("pk")):
            _set_day(acteur, one, contrat.date_signature or timezone.localdate(), rank)


def _set_day(acteur: Utilisateur, ligne: LigneCommunication, signature: date, rank: int) -> None:
    """Date a row; what was for a past day is done, but for the last of them."""
    day, today = signature + (rank - AVANT) * ECART, timezone.localdate()
    done = day if day + ECART < today else None
    kept = {name: getattr(ligne, name) for name in CHAMPS}
    contenu = LigneEcrite(**kept | {"pour_le": day, "fait_le": done})
    edit_ligne(acteur=acteur, ligne=ligne, expected=ligne.version, contenu=contenu)
