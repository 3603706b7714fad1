"""Elected members of a contract, and the elections that end their mandates together."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.etats import CLOS, DD, Etat, K
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import (
    Confirmation,
    Contrat,
    Mandat,
    RenouvellementMandats,
    TypeMandat,
)
from ancrage.plateforme.contrats.models.parties import BLOC_COMMUNAL, COLLECTIVITES
from ancrage.plateforme.contrats.permissions import can_record_vote, regions_held
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify


@transaction.atomic
def designate_mandat(
    *,
    acteur: Any,
    contrat: Contrat,
    organisation: Organisation,
    type_: str,
    titulaire: str,
    fonction: str,
    on: date | None = None,
) -> Mandat:
    """Name who sits for a local authority; the one before ends on the eve."""
    jour = day_of_act(on)
    if not can_record_vote(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de désigner un élu.")
    if type_ not in TypeMandat.values or not titulaire.strip() or not fonction.strip():
        raise ActeRefuse("Donnez le titulaire, sa fonction et son rôle.", champ="titulaire")
    if organisation.type not in COLLECTIVITES or organisation.region != contrat.region:
        raise ActeRefuse(f"« {organisation} » n’est pas une collectivité de la région.")
    running = contrat.mandats.filter(organisation=organisation, type=type_, fin__isnull=True)
    for former in running:
        _end(acteur, former, jour, None)
    mandat = Mandat.objects.create(
        region=contrat.region,
        contrat=contrat,
        organisation=organisation,
        type=type_,
        titulaire=titulaire.strip(),
        fonction=fonction.strip(),
        debut=jour,
    )
    record(acteur=acteur, action="désigner un élu", objet=mandat)
    return mandat


def _end(acteur: Any, mandat: Mandat, jour: date, election: RenouvellementMandats | None) -> None:
    before = snapshot(mandat)
    mandat.fin = max(jour - timedelta(days=1), mandat.debut)
    mandat.fin_par = election
    mandat.save(update_fields=["fin", "fin_par", "modifie_le"])
    record(acteur=acteur, action="finir un mandat", objet=mandat, before=before)


@transaction.atomic
def hold_elections(*, acteur: Any, region: str, libelle: str, le: date) -> RenouvellementMandats:
    """End the mandates of the communes and their groupings; ask each carrier to confirm.

    Recorded once per region and day, on the day or later.
    """
    day_of_act(le)
    if region not in regions_held(acteur):
        raise ActeRefuse("Seul le siège de l’ARS enregistre une élection.")
    if RenouvellementMandats.objects.filter(region=region, le=le).exists():
        raise ActeRefuse("Cette élection est déjà enregistrée.", champ="le")
    election = RenouvellementMandats.objects.create(region=region, libelle=libelle.strip(), le=le)
    record(acteur=acteur, action="enregistrer une élection municipale", objet=election)
    ended = Mandat.objects.filter(
        region=region, fin__isnull=True, debut__lt=le, organisation__type__in=BLOC_COMMUNAL
    )
    for mandat in ended.order_by("pk"):
        _end(acteur, mandat, le, election)
    concerned = Contrat.objects.filter(region=region).exclude(etat__in=(*CLOS, Etat.SOLLICITATION))
    for contrat in concerned.order_by("pk"):
        _ask(election, contrat)
    return election


def _ask(election: RenouvellementMandats, contrat: Contrat) -> None:
    Confirmation.objects.bulk_create(
        Confirmation(
            region=contrat.region,
            renouvellement=election,
            contrat=contrat,
            organisation=one.organisation,
        )
        for one in contrat.porteurs.select_related("organisation")
    )
    notify(
        destinataires=people_over(contrat, DD | K),
        cle=f"election:{election.identifiant}:{contrat.identifiant}",
        titre=f"{election} : {contrat}",
        texte="Élus référents et membres du COPIL à désigner de nouveau, adhésion à confirmer.",
        lien=f"/contrats/{contrat.slug}/",
    )


@transaction.atomic
def confirm_adhesion(
    *,
    acteur: Any,
    confirmation: Confirmation,
    fichier: Fichier | None = None,
    on: date | None = None,
) -> Confirmation:
    """Record that the new assembly confirms its adhesion."""
    jour = day_of_act(on)
    if not can_record_vote(acteur, confirmation.contrat):
        raise ActeRefuse("Vos rôles ne permettent pas d’enregistrer cette confirmation.")
    if confirmation.confirmee_le is not None or jour < confirmation.renouvellement.le:
        raise ActeRefuse("Cette adhésion est déjà confirmée, ou la date précède l’élection.")
    before = snapshot(confirmation)
    confirmation.confirmee_le, confirmation.fichier = jour, fichier
    confirmation.save(update_fields=["confirmee_le", "fichier", "modifie_le"])
    record(acteur=acteur, action="confirmer une adhésion", objet=confirmation, before=before)
    return confirmation
