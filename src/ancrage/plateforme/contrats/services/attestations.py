"""Attest a fact by a dated file, withdraw it, accept a reason."""

from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.etats import ACTES
from ancrage.plateforme.contrats.faits import FAITS, is_attested, roles_in_words
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Attestation, Contrat, Derogation
from ancrage.plateforme.contrats.permissions import can_attest, can_derogate
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot


@transaction.atomic
def attest(
    *,
    acteur: Any,
    contrat: Contrat,
    fait: str,
    fichier: Fichier,
    date_document: date,
    nombre: int | None = None,
    note: str = "",
    on: date | None = None,
) -> Attestation:
    """Say that a dated document attests a fact; shown as attested, never as found.

    Refused once a part of the site answers for the fact, and for what the contract itself knows.
    """
    jour = day_of_act(on)
    if fait not in FAITS or not is_attested(fait):
        raise ActeRefuse("Ce fait ne s’atteste pas : le site le constate.", champ="fait")
    if not can_attest(acteur, fait, contrat):
        raise ActeRefuse(
            f"Vos rôles ne permettent pas d’attester que {FAITS[fait].libelle}.",
            f"Peut l’attester : {roles_in_words(FAITS[fait].par)}.",
        )
    if not contrat.is_open:
        raise ActeRefuse("Ce contrat est fini.")
    if date_document > jour:
        raise ActeRefuse("Le document est daté d’après ce jour.", champ="date_document")
    if fichier.region != contrat.region:
        raise ActeRefuse("Ce document vient d’une autre région.", champ="fichier")
    if FAITS[fait].compte and nombre is None:
        raise ActeRefuse("Donnez le nombre que ce document établit.", champ="nombre")
    attestation = Attestation.objects.create(
        region=contrat.region,
        contrat=contrat,
        fait=fait,
        fichier=fichier,
        date=date_document,
        nombre=nombre if FAITS[fait].compte else None,
        note=note.strip(),
        attestee_le=jour,
        auteur=acteur,
        auteur_label=str(acteur),
    )
    record(acteur=acteur, action="attester un fait", objet=attestation)
    return attestation


@transaction.atomic
def withdraw_attestation(
    *, acteur: Any, attestation: Attestation, motif: str, on: date | None = None
) -> Attestation:
    """Withdraw an attestation given by mistake, with the reason; past steps keep their row."""
    if not can_attest(acteur, attestation.fait, attestation.contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de retirer cette attestation.")
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi l’attestation est retirée.", champ="motif")
    if attestation.retiree_le is not None:
        raise ActeRefuse("Cette attestation est déjà retirée.")
    before = snapshot(attestation)
    attestation.retiree_le, attestation.motif_retrait = day_of_act(on), motif.strip()
    attestation.save(update_fields=["retiree_le", "motif_retrait"])
    record(acteur=acteur, action="retirer une attestation", objet=attestation, before=before)
    return attestation


@transaction.atomic
def derogate(
    *, acteur: Any, contrat: Contrat, fait: str, motif: str, on: date | None = None
) -> Derogation:
    """Accept a written reason for one guard of a rule, for the number found that day."""
    jour = day_of_act(on)
    if not can_derogate(acteur, contrat):
        raise ActeRefuse("Seule l’ARS accorde une dérogation.")
    if not motif.strip():
        raise ActeRefuse("Une dérogation est motivée.", "Écrivez le motif.", champ="motif")
    code = rule_of(fait)
    rule = rule_in_force(contrat.region, code, on=jour) if code else None
    if rule is None:
        raise ActeRefuse("Cette garde ne se lève pas par dérogation.", champ="fait")
    answer, _ = read_fact(contrat, fait, jour)
    if answer.tenu:
        raise ActeRefuse(f"La règle {code} est tenue : il n’y a rien à lever.", champ="fait")
    if code == "R6" and answer.nombre is None:
        raise ActeRefuse(
            "Le nombre de priorités n’est pas connu : il n’y a rien à lever.",
            "Attestez d’abord les priorités retenues en COPIL, avec leur nombre.",
            champ="fait",
        )
    derogation = Derogation.objects.create(
        region=contrat.region,
        contrat=contrat,
        fait=fait,
        regle=rule,
        nombre=answer.nombre,
        motif=motif.strip(),
        le=jour,
        auteur=acteur,
        auteur_label=str(acteur),
    )
    record(
        acteur=acteur, action="accorder une dérogation", objet=derogation, motif=derogation.motif
    )
    return derogation


def rule_of(fait: str) -> str:
    """Return the rule whose guard a reason may lift: one that never blocks for good."""
    for acte in ACTES.values():
        for garde in acte.gardes:
            if garde.fait == fait and garde.effet:
                return garde.regle
    return ""
