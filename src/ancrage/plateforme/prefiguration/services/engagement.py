"""The signed letter of commitment: recorded as a file, withdrawn with a reason."""

from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.faits import FAITS, roles_in_words
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.prefiguration.models import LettreEngagement
from ancrage.plateforme.prefiguration.permissions import can_record_letter
from ancrage.plateforme.prefiguration.services.acces import author_of, check_open


def _check_author(acteur: Any, contrat: Contrat) -> None:
    if acteur is not None and not can_record_letter(acteur, contrat):
        raise ActeRefuse(
            "Vos rôles ne permettent pas d’enregistrer la lettre d’engagement.",
            f"Peut l’enregistrer : {roles_in_words(FAITS['portage_politique'].par)}.",
        )
    check_open(contrat)


@transaction.atomic
def record_letter(
    *,
    acteur: Any,
    contrat: Contrat,
    fichier: Fichier,
    signee_le: date,
    signataires: str,
    on: date | None = None,
) -> LettreEngagement:
    """Keep the letter that élus signed: it establishes the political support of the contract."""
    _check_author(acteur, contrat)
    jour = day_of_act(on)
    if signee_le > jour:
        raise ActeRefuse("La lettre est signée d’après ce jour.", champ="signee_le")
    if not signataires.strip():
        raise ActeRefuse(
            "Dites qui a signé : des fonctions et des collectivités.", champ="signataires"
        )
    if fichier.region != contrat.region:
        raise ActeRefuse("Ce document vient d’une autre région.", champ="fichier")
    lettre = LettreEngagement.objects.create(
        region=contrat.region, contrat=contrat, fichier=fichier, signee_le=signee_le,
        signataires=signataires.strip(), enregistree_le=jour, **author_of(acteur),
    )  # fmt: skip
    record(acteur=acteur, action="enregistrer une lettre d’engagement", objet=lettre)
    return lettre


@transaction.atomic
def withdraw_letter(
    *, acteur: Any, lettre: LettreEngagement, motif: str, on: date | None = None
) -> LettreEngagement:
    """Withdraw a letter recorded by mistake, with the reason; past steps keep their row."""
    _check_author(acteur, lettre.contrat)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi la lettre est retirée.", champ="motif")
    if lettre.retiree_le is not None:
        raise ActeRefuse("Cette lettre est déjà retirée.")
    before = snapshot(lettre)
    lettre.retiree_le, lettre.motif_retrait = day_of_act(on), motif.strip()
    lettre.save(update_fields=["retiree_le", "motif_retrait"])
    record(acteur=acteur, action="retirer une lettre d’engagement", objet=lettre, before=before)
    return lettre
