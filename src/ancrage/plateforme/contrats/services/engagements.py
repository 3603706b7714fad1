"""Write what each signatory undertakes, and say on a day what became of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import (
    ConstatEngagement,
    Contrat,
    Engagement,
    EtatEngagement,
    NatureEngagement,
    Signataire,
)
from ancrage.plateforme.contrats.models.engagements import CONSTATABLES
from ancrage.plateforme.contrats.permissions import can_record_vote, can_write_engagements
from ancrage.plateforme.contrats.services.ouverture import check_editable
from ancrage.plateforme.journal.services import record, snapshot

CHAMPS = ["nature", "texte", "quantite", "echeance"]


@dataclass(frozen=True, slots=True)
class Promesse:
    """What a signatory undertakes: its kind, in words, how much, by when."""

    nature: str
    texte: str
    quantite: str = ""
    echeance: date | None = None


@transaction.atomic
def add_engagement(*, acteur: Any, signataire: Signataire, promesse: Promesse) -> Engagement:
    """Write an engagement in the contract, before its signature or as it was taken over."""
    _check_written(acteur, signataire.contrat)
    made = Engagement.objects.create(
        region=signataire.region, signataire=signataire, **_checked(promesse)
    )
    record(acteur=acteur, action="écrire un engagement", objet=made)
    return made


@transaction.atomic
def edit_engagement(
    *, acteur: Any, engagement: Engagement, expected: int, promesse: Promesse
) -> Engagement:
    """Change an engagement before the signature; afterwards an amendment alone does."""
    _check_written(acteur, engagement.signataire.contrat)
    before = snapshot(engagement)
    for name, value in _checked(promesse).items():
        setattr(engagement, name, value)
    engagement.save_version(expected=expected, fields=CHAMPS)
    record(acteur=acteur, action="modifier un engagement", objet=engagement, before=before)
    return engagement


@transaction.atomic
def remove_engagement(*, acteur: Any, engagement: Engagement) -> None:
    """Take an engagement off before the signature; the journal keeps it."""
    _check_written(acteur, engagement.signataire.contrat)
    record(acteur=acteur, action="retirer un engagement", objet=engagement)
    engagement.delete()


def _check_written(acteur: Any, contrat: Contrat) -> None:
    """Refuse to change what is signed; a contract taken over is copied from its paper."""
    if not can_write_engagements(acteur, contrat):
        check_editable(acteur, contrat)


def _checked(promesse: Promesse) -> dict[str, Any]:
    if promesse.nature not in NatureEngagement.values:
        raise ActeRefuse("Dites la nature de l’engagement.", champ="nature")
    if not promesse.texte.strip():
        raise ActeRefuse("Écrivez l’engagement.", champ="texte")
    return {
        "nature": promesse.nature, "texte": promesse.texte.strip(),
        "quantite": promesse.quantite.strip(), "echeance": promesse.echeance,
    }  # fmt: skip


@transaction.atomic
def state_engagement(
    *, acteur: Any, engagement: Engagement, etat: str, commentaire: str = "",
    on: date | None = None,
) -> ConstatEngagement:  # fmt: skip
    """Say that an engagement is held, in part, or not: a contract has no other sanction."""
    contrat, jour = engagement.signataire.contrat, day_of_act(on)
    if not can_record_vote(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de constater cet engagement.")
    if not contrat.is_signed:
        raise ActeRefuse(
            "Le contrat n’est pas signé : rien n’est encore promis.",
            "Un engagement se constate après la signature.",
        )
    if contrat.date_signature is not None and jour < contrat.date_signature:
        raise ActeRefuse("Ce jour précède la signature du contrat.", champ="on")
    if etat not in CONSTATABLES:
        raise ActeRefuse("Dites si l’engagement est tenu, en partie, ou non.", champ="etat")
    if etat != EtatEngagement.TENU and not commentaire.strip():
        raise ActeRefuse("Dites ce qui manque, et pourquoi.", champ="commentaire")
    made = ConstatEngagement.objects.create(
        region=engagement.region, engagement=engagement, etat=etat, le=jour,
        commentaire=commentaire.strip(), auteur=acteur, auteur_label=str(acteur),
    )  # fmt: skip
    record(acteur=acteur, action="constater un engagement", objet=made)
    return made
