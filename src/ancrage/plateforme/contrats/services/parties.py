"""Who signs and who takes part, and the acts that let each signatory sign."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import (
    AccordEcrit,
    ActeAttendu,
    Avenant,
    Contrat,
    Deliberation,
    Partenaire,
    Signataire,
    Signature,
    StatutSignataire,
)
from ancrage.plateforme.contrats.permissions import can_prepare, can_record_vote
from ancrage.plateforme.contrats.services.ouverture import check_editable
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot


@dataclass(frozen=True, slots=True)
class Representant:
    """Who signs for an organisation: a name, a function, a delegation when there is one."""

    nom: str
    fonction: str
    delegation: str = ""


@transaction.atomic
def add_signataire(
    *,
    acteur: Any,
    contrat: Contrat,
    organisation: Organisation,
    statut: str,
    representant: Representant,
    avenant: Avenant | None = None,
) -> Signataire:
    """Add a signatory, last in the order; after the signature, by an amendment alone."""
    if avenant is None:
        check_editable(acteur, contrat)
    else:
        _check_avenant(acteur, contrat, avenant)
    signataire = write_signataire(contrat, organisation, statut, representant, avenant)
    record(acteur=acteur, action="ajouter un signataire", objet=signataire)
    return signataire


def _check_avenant(acteur: Any, contrat: Contrat, avenant: Avenant) -> None:
    if not can_prepare(acteur, contrat) or avenant.contrat_id != contrat.pk:
        raise ActeRefuse("Vos rôles ne permettent pas de modifier cet avenant.")
    if not avenant.is_open:
        raise ActeRefuse("Cet avenant est clos.")


def write_signataire(
    contrat: Contrat,
    organisation: Organisation,
    statut: str,
    representant: Representant,
    avenant: Avenant | None = None,
) -> Signataire:
    """Write the row of a signatory whose right was checked before."""
    if statut not in StatutSignataire.values:
        raise ActeRefuse("Un signataire est obligatoire ou associé.", champ="statut")
    if not representant.nom.strip() or not representant.fonction.strip():
        raise ActeRefuse("Nommez le représentant et sa fonction.", champ="representant")
    if contrat.signataires.filter(organisation=organisation).exists():
        raise ActeRefuse(f"« {organisation} » est déjà signataire.", champ="organisation")
    if contrat.partenaires.filter(organisation=organisation, jusqu_au__isnull=True).exists():
        raise ActeRefuse(
            f"« {organisation} » est partenaire du contrat.",
            "Retirez-la des partenaires : les deux statuts sont distincts.",
            champ="organisation",
        )
    last = contrat.signataires.order_by("-rang").values_list("rang", flat=True).first() or 0
    return Signataire.objects.create(
        region=contrat.region,
        contrat=contrat,
        organisation=organisation,
        avenant=avenant,
        statut=statut,
        rang=last + 1,
        representant=representant.nom.strip(),
        fonction=representant.fonction.strip(),
        delegation=representant.delegation.strip(),
    )


@transaction.atomic
def remove_signataire(*, acteur: Any, signataire: Signataire, motif: str = "") -> None:
    """Take a signatory off before the signature, with what it had voted, written, undertaken."""
    check_editable(acteur, signataire.contrat)
    record(acteur=acteur, action="retirer un signataire", objet=signataire, motif=motif)
    for rows in (
        signataire.deliberations, signataire.accordecrits, signataire.signatures,
        signataire.engagements,
    ):  # fmt: skip
        rows.all().delete()
    signataire.delete()


@transaction.atomic
def add_partenaire(
    *,
    acteur: Any,
    contrat: Contrat,
    organisation: Organisation,
    accord_le: date,
    on: date | None = None,
) -> Partenaire:
    """Add a partner that agreed to take part."""
    jour = day_of_act(on)
    if not can_prepare(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier ce contrat.")
    if accord_le > jour:
        raise ActeRefuse("L’accord est daté d’après ce jour.", champ="accord_le")
    if contrat.signataires.filter(organisation=organisation).exists():
        raise ActeRefuse(f"« {organisation} » est signataire du contrat.", champ="organisation")
    if contrat.partenaires.filter(organisation=organisation, jusqu_au__isnull=True).exists():
        raise ActeRefuse(f"« {organisation} » est déjà partenaire.", champ="organisation")
    partenaire = Partenaire.objects.create(
        region=contrat.region,
        contrat=contrat,
        organisation=organisation,
        accord_le=accord_le,
        depuis=jour,
    )
    record(acteur=acteur, action="ajouter un partenaire", objet=partenaire)
    return partenaire


@transaction.atomic
def end_partenaire(*, acteur: Any, partenaire: Partenaire, on: date | None = None) -> Partenaire:
    """End a partnership: nobody stays against their will."""
    if not can_prepare(acteur, partenaire.contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier ce contrat.")
    before = snapshot(partenaire)
    partenaire.jusqu_au = max(day_of_act(on), partenaire.depuis)
    partenaire.save(update_fields=["jusqu_au", "modifie_le"])
    record(acteur=acteur, action="retirer un partenaire", objet=partenaire, before=before)
    return partenaire


# --- deliberations, written agreements, signatures


@dataclass(frozen=True, slots=True)
class Vote:
    """A deliberation as known today; what is not known yet stays empty."""

    numero: str
    date_vote: date
    date_transmission: date | None = None
    date_publication: date | None = None
    autorise_signature: bool = False
    fichier: Fichier | None = None
    pour: int | None = None
    contre: int | None = None
    abstentions: int | None = None


@transaction.atomic
def record_deliberation(
    *, acteur: Any, signataire: Signataire, vote: Vote, avenant: Avenant | None = None
) -> Deliberation:
    """Write the deliberation of a local authority, or complete it."""
    check_signing(acteur, signataire, avenant, ActeAttendu.DELIBERATION)
    return write_deliberation(acteur=acteur, signataire=signataire, vote=vote, avenant=avenant)


def write_deliberation(
    *, acteur: Any, signataire: Signataire, vote: Vote, avenant: Avenant | None
) -> Deliberation:
    """Write the row of a deliberation whose right was checked before."""
    _check_vote(vote)
    former = signataire.deliberations.filter(avenant=avenant).first()
    before = snapshot(former) if former else None
    row = former or Deliberation(region=signataire.region, signataire=signataire, avenant=avenant)
    for name in Vote.__dataclass_fields__:
        setattr(row, name, getattr(vote, name))
    row.save()
    record(acteur=acteur, action="enregistrer une délibération", objet=row, before=before)
    return row


def _check_vote(vote: Vote) -> None:
    day_of_act(vote.date_vote)
    if not vote.numero.strip():
        raise ActeRefuse("Une délibération porte un numéro.", champ="numero")
    for champ in ("date_transmission", "date_publication"):
        later = getattr(vote, champ)
        if later is None:
            continue
        day_of_act(later)
        if later < vote.date_vote:
            raise ActeRefuse("Cette date précède le vote.", "Corrigez-la.", champ=champ)


@transaction.atomic
def record_accord(
    *,
    acteur: Any,
    signataire: Signataire,
    date_accord: date,
    auteur: str,
    fonction: str,
    fichier: Fichier,
    avenant: Avenant | None = None,
) -> AccordEcrit:
    """Write the agreement of a service of the State, or of another body that does not vote."""
    check_signing(acteur, signataire, avenant, ActeAttendu.ACCORD)
    if not auteur.strip() or not fonction.strip():
        raise ActeRefuse("Dites qui a donné l’accord, et sa fonction.", champ="auteur")
    if signataire.accordecrits.filter(avenant=avenant).exists():
        raise ActeRefuse("L’accord de ce signataire est déjà enregistré.")
    accord = AccordEcrit.objects.create(
        region=signataire.region,
        signataire=signataire,
        avenant=avenant,
        date=day_of_act(date_accord),
        auteur=auteur.strip(),
        fonction=fonction.strip(),
        fichier=fichier,
    )
    record(acteur=acteur, action="enregistrer un accord écrit", objet=accord)
    return accord


@transaction.atomic
def record_signature(
    *,
    acteur: Any,
    signataire: Signataire,
    date_signature: date,
    avenant: Avenant | None = None,
    fichier: Fichier | None = None,
) -> Signature:
    """Write that a signatory signed, by the representative named in the contract."""
    check_signing(acteur, signataire, avenant, None)
    return write_signature(
        acteur=acteur, signataire=signataire, date_signature=date_signature, avenant=avenant,
        fichier=fichier,
    )  # fmt: skip


def write_signature(
    *,
    acteur: Any,
    signataire: Signataire,
    date_signature: date,
    avenant: Avenant | None,
    fichier: Fichier | None,
) -> Signature:
    """Write the row of a signature whose right was checked before."""
    jour = day_of_act(date_signature)
    if signataire.signatures.filter(avenant=avenant).exists():
        raise ActeRefuse(f"« {signataire} » a déjà signé.")
    vote = signataire.deliberations.filter(avenant=avenant).first()
    if vote is not None and vote.date_vote > jour:
        raise ActeRefuse(
            f"« {signataire} » n’a délibéré que le {vote.date_vote:%d/%m/%Y}.",
            "La signature suit le vote qui l’autorise.",
            champ="date_signature",
        )
    signature = Signature.objects.create(
        region=signataire.region,
        signataire=signataire,
        avenant=avenant,
        date=jour,
        par=signataire.representant,
        fonction=signataire.fonction,
        fichier=fichier,
    )
    record(acteur=acteur, action="enregistrer une signature", objet=signature)
    return signature


def check_signing(
    acteur: Any, signataire: Signataire, avenant: Avenant | None, expected: ActeAttendu | None
) -> None:
    """Refuse an act without the role, on what is signed, or of the wrong kind."""
    contrat = signataire.contrat
    if not can_record_vote(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas d’enregistrer cet acte.")
    done = contrat.is_signed if avenant is None else not avenant.is_open
    if done or (avenant is not None and avenant.contrat_id != contrat.pk):
        raise ActeRefuse("Ce qui est signé ne se modifie pas.", "Un avenant le fait.")
    if expected is not None and signataire.acte_attendu != expected:
        raise ActeRefuse(
            f"« {signataire} » ne donne pas cet acte : {signataire.acte_attendu.label} attendu.",
            "Une collectivité délibère ; un service de l’État donne un accord écrit.",
        )
