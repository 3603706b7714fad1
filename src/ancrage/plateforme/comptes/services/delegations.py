"""Lend a role during an absence: it opens and ends by itself, and may be taken back."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.courriels import send_delegation
from ancrage.plateforme.comptes.models import Affectation, Delegation, Utilisateur
from ancrage.plateforme.journal.services import record, snapshot

# An absence, not a transfer: a longer one is a new role, given by who may give it.
DUREE_MAXIMALE = timedelta(days=183)


@transaction.atomic
def delegate(
    *,
    acteur: Utilisateur,
    affectation: Affectation,
    delegataire: Utilisateur,
    debut: date,
    fin: date,
    motif: str,
) -> Delegation:
    """Lend one's own role to a colleague of the same region, between two days included."""
    _check_people(acteur, affectation, delegataire)
    _check_dates(affectation, debut, fin)
    overlapping = affectation.delegations.filter(
        delegataire=delegataire, revoquee_le__isnull=True, debut__lte=fin, fin__gte=debut
    )
    if overlapping.exists():
        raise ActeRefuse(f"{delegataire} a déjà cette délégation à ces dates.", champ="debut")
    delegation = Delegation.objects.create(
        affectation=affectation, delegataire=delegataire, debut=debut, fin=fin, motif=motif
    )
    record(acteur=acteur, action="déléguer un rôle", objet=delegation, motif=motif)
    send_delegation(delegation)
    return delegation


def _check_people(acteur: Utilisateur, affectation: Affectation, delegataire: Utilisateur) -> None:
    if affectation.utilisateur_id != acteur.pk:
        raise ActeRefuse("Seul le titulaire d’un rôle le délègue.", champ="affectation")
    if delegataire.pk == acteur.pk:
        raise ActeRefuse("Choisissez une autre personne que vous.", champ="delegataire")
    if not delegataire.is_active or affectation.region not in delegataire.regions:
        raise ActeRefuse(
            f"{delegataire} n’exerce aucun rôle dans cette région.",
            "Choisissez une personne de la région.",
            champ="delegataire",
        )


def _check_dates(affectation: Affectation, debut: date, fin: date) -> None:
    if fin < debut:
        raise ActeRefuse("La fin précède le début.", champ="fin")
    if fin < timezone.localdate():
        raise ActeRefuse("Cette période est passée.", champ="fin")
    if fin - debut > DUREE_MAXIMALE:
        raise ActeRefuse(
            "Une délégation dure six mois au plus.",
            "Au-delà, demandez que le rôle soit donné à votre collègue.",
            champ="fin",
        )
    if affectation.fin is not None and affectation.fin < debut:
        raise ActeRefuse("Votre rôle finit avant le début de la délégation.", champ="debut")


@transaction.atomic
def revoke(*, acteur: Any, delegation: Delegation, motif: str = "") -> Delegation:
    """Take a role back before the end of the delegation; twice does no harm."""
    if acteur is not None and acteur.pk not in (
        delegation.affectation.utilisateur_id,
        delegation.delegataire_id,
    ):
        raise ActeRefuse("Seules les deux personnes d’une délégation y mettent fin.")
    if delegation.revoquee_le is not None:
        return delegation
    return stop_delegation(acteur=acteur, delegation=delegation, motif=motif)


@transaction.atomic
def stop_delegation(*, acteur: Any, delegation: Delegation, motif: str) -> Delegation:
    """Store the end of a delegation whose right was checked before (an account that closes)."""
    before = snapshot(delegation)
    delegation.revoquee_le = timezone.now()
    delegation.save(update_fields=["revoquee_le", "modifie_le"])
    record(
        acteur=acteur,
        action="révoquer une délégation",
        objet=delegation,
        before=before,
        motif=motif,
    )
    return delegation
