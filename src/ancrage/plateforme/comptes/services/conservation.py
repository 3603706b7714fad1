"""Erase what is past the term that the register of processing announces."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Affectation, Consentement, Invitation, Utilisateur
from ancrage.plateforme.comptes.services.personnes import erase_person
from ancrage.plateforme.comptes.traitements import traitements
from ancrage.plateforme.journal.services import record


@dataclass(frozen=True, slots=True)
class Echu:
    """What is past its term for one processing."""

    traitement: str
    lignes: QuerySet[Any]
    effacer: Callable[[Any], None]


def _limit(code: str, now: datetime) -> datetime:
    return traitements()[code].limit(now)


def _comptes(now: datetime) -> QuerySet[Utilisateur]:
    """Return the people without role and without sign-in since the term."""
    limit = _limit("comptes", now)
    recent = Affectation.objects.filter(utilisateur=OuterRef("pk")).filter(
        Q(fin__isnull=True) | Q(fin__gte=limit.date())
    )
    return Utilisateur.objects.annotate(vu_le=Coalesce("last_login", "cree_le")).filter(
        ~Exists(recent), efface_le__isnull=True, vu_le__lt=limit
    )


def _invitations(now: datetime) -> QuerySet[Invitation]:
    limit = _limit("invitations", now)
    return Invitation.objects.filter(
        Q(acceptee_le__lt=limit)
        | Q(annulee_le__lt=limit)
        | Q(acceptee_le__isnull=True, annulee_le__isnull=True, expire_le__lt=limit)
    )


def _consentements(now: datetime) -> QuerySet[Consentement]:
    limits = {code: _limit(code, now) for code in ("annuaire", "photos", "lettre")}
    wanted = Q()
    for finalite, limit in limits.items():
        wanted |= Q(finalite=finalite, retire_le__lt=limit)
    return Consentement.objects.filter(wanted)


def list_expired(now: datetime | None = None) -> list[Echu]:
    """Return what is past its term, processing by processing; nothing is erased."""
    now = now or timezone.now()
    sessions = UserSession.objects.filter(last_seen_at__lt=_limit("connexions", now))
    return [
        Echu("comptes", _comptes(now), _erase_account),
        Echu("invitations", _invitations(now), _delete),
        Echu("consentements", _consentements(now), _delete),
        Echu("connexions", sessions, _end),
    ]


def _delete(row: Any) -> None:
    row.delete()


def _end(row: Any) -> None:
    row.end()


def _erase_account(person: Utilisateur) -> None:
    erase_person(acteur=None, person=person, motif="Durée de conservation échue.")


def erase_expired(*, acteur: Any = None, now: datetime | None = None) -> dict[str, int]:
    """Erase what is past its term and return how many rows of each; one refusal stops no other.

    Each row is its own transaction: a killed job leaves no half-erased person.
    """
    counts = {}
    for echu in list_expired(now):
        counts[echu.traitement] = sum(_erase_one(acteur, echu, row) for row in list(echu.lignes))
    return counts


@transaction.atomic
def _erase_one(acteur: Any, echu: Echu, row: Any) -> bool:
    try:
        with transaction.atomic():
            if echu.traitement in ("invitations", "consentements"):
                record(acteur=acteur, action="supprimer, durée échue", objet=row)
            echu.effacer(row)
    except ActeRefuse:
        return False
    return True
