"""Say something of a sheet, and settle it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.programmes.models import Commentaire, FicheAction
from ancrage.plateforme.programmes.permissions import can_comment, can_edit
from ancrage.plateforme.programmes.plan import TEXTE_MAX, clean_text


@transaction.atomic
def comment(*, acteur: Any, fiche: FicheAction, texte: str) -> Commentaire:
    """Add a comment to a sheet that the person reads."""
    if not can_comment(acteur, fiche):
        raise ActeRefuse("Cette fiche ne vous est pas ouverte.")
    words = str(clean_text(texte))
    if not words or len(words) > TEXTE_MAX:
        raise ActeRefuse("Écrivez votre commentaire, en une page au plus.", champ="texte")
    row = Commentaire.objects.create(
        region=fiche.region, fiche=fiche, auteur=acteur, auteur_label=str(acteur), texte=words
    )
    record(acteur=acteur, action="commenter une fiche action", objet=row)
    return row


@transaction.atomic
def settle(*, acteur: Any, commentaire: Commentaire) -> Commentaire:
    """Say that a comment is dealt with: its author, or who writes the sheet."""
    if acteur.pk != commentaire.auteur_id and not can_edit(acteur, commentaire.fiche):
        raise ActeRefuse("Seuls son auteur et l’équipe du contrat règlent un commentaire.")
    if commentaire.regle_le is not None:
        raise ActeRefuse("Ce commentaire est déjà réglé.")
    before = snapshot(commentaire)
    commentaire.regle_le = timezone.now()
    commentaire.save(update_fields=["regle_le", "modifie_le"])
    record(acteur=acteur, action="régler un commentaire", objet=commentaire, before=before)
    return commentaire
