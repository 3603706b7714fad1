"""Who is told of a decision: those who write the note, and who decides."""

from django.db.models import QuerySet

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.contrats.destinataires import people_of_cible
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.permissions import REDIGENT


def followers_of(note: NoteFaisabilite) -> QuerySet[Utilisateur]:
    """Return the delegation, the headquarters and the coordinator of a territory."""
    return people_of_cible(note.cible, REDIGENT)
