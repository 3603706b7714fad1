"""The parts of an erasure, run in its transaction and recorded by it as one act."""

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.travaux.models import Travail

PSEUDONYME = "Personne effacée"


def erase_consents(person: Utilisateur) -> None:
    """Forget the consents: with the account goes what they were for."""
    person.consentements.all().delete()


def erase_invitations(person: Utilisateur) -> None:
    """Forget the invitations she accepted: they bear her address."""
    person.invitations_acceptees.all().delete()


def erase_tokens(person: Utilisateur) -> None:
    """Forget her tokens of the open API: the account is closed, they open nothing."""
    person.jetons_api.all().delete()


def rename_jobs(person: Utilisateur) -> None:
    """Keep the jobs that she asked for, under the pseudonym."""
    Travail.objects.of(str(person.identifiant)).update(demandeur_label=PSEUDONYME)
