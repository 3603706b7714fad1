"""Take a running contract over at its true state: exempt from past guards alone, marked « repris ».

The generation is not typed: the past contracts of the territory are entered with it, or the
contract of the site that it follows is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.etats import CLOS, REPRISES, SIGNES, Etat
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import (
    Contrat,
    Reprise,
    Signataire,
    StatutSignataire,
    expected_act,
)
from ancrage.plateforme.contrats.models.parties import ARS, COLLECTIVITES, ActeAttendu
from ancrage.plateforme.contrats.permissions import can_take_over
from ancrage.plateforme.contrats.services.anterieurs import (
    DiagnosticRepris,
    check_anterieur,
    write_anterieur,
)
from ancrage.plateforme.contrats.services.cycle import Motif, step
from ancrage.plateforme.contrats.services.ouverture import (
    enter,
    make_contrat,
)
from ancrage.plateforme.contrats.services.parties import (
    Representant,
    Vote,
    write_deliberation,
    write_signataire,
    write_signature,
)
from ancrage.plateforme.contrats.territoire import cible_of_perimetre
from ancrage.plateforme.doctrine.lectures import doctrine_in_force
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.territoires.models import Perimetre


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A past contract of the territory, as its documents say it."""

    nom: str
    date_signature: date
    date_debut: date
    date_fin: date


@dataclass(frozen=True, slots=True)
class SignataireRepris:
    """Who signed, and the scanned deliberation of a local authority."""

    organisation: Organisation
    representant: Representant
    statut: str = StatutSignataire.OBLIGATOIRE
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class Signe:
    """What was signed: dates, perimeter as signed, signatories, the scanned contract."""

    date_signature: date
    date_debut: date
    date_fin: date
    perimetre: Perimetre
    signataires: Sequence[SignataireRepris]
    contrat: Fichier


@dataclass(frozen=True, slots=True)
class Dossier:
    """A running contract as it is: `depuis` is the day it entered its present state."""

    nom: str
    etat: str
    depuis: date
    perimetre_etude: Perimetre
    porteurs: Sequence[Organisation]
    source: str
    signe: Signe | None = None
    antecedents: Sequence[Antecedent] = ()
    precedent: Contrat | None = None
    diagnostic: DiagnosticRepris | None = None


@transaction.atomic
def take_over(*, acteur: Any, dossier: Dossier, on: date | None = None) -> Contrat:
    """Enter a running contract; refuses what its state needs and the file does not hold."""
    jour = day_of_act(on)
    if not can_take_over(acteur, cible_of_perimetre(dossier.perimetre_etude)):
        raise ActeRefuse("Vos rôles ne permettent pas de reprendre un contrat sur ce territoire.")
    _check(dossier, jour)
    if dossier.diagnostic is not None:
        check_anterieur(dossier.diagnostic, jour)
    contrat = make_contrat(
        acteur=acteur,
        nom=dossier.nom,
        perimetre_etude=dossier.perimetre_etude,
        porteurs=dossier.porteurs,
        contrat_precedent=_precedent(acteur, dossier),
        repris=True,
    )
    if dossier.signe is not None:
        _write_signed(acteur, contrat, dossier.signe)
    enter(acteur=acteur, contrat=contrat, acte="reprendre", vers=dossier.etat, jour=dossier.depuis)
    reprise = Reprise.objects.create(
        region=contrat.region,
        contrat=contrat,
        le=jour,
        source=dossier.source.strip(),
        contrat_signe=dossier.signe.contrat if dossier.signe else None,
        auteur=acteur,
        auteur_label=str(acteur),
    )
    record(acteur=acteur, action="reprendre un contrat", objet=reprise)
    if dossier.diagnostic is not None:
        write_anterieur(acteur=acteur, contrat=contrat, diagnostic=dossier.diagnostic)
    _end_precedent(contrat, dossier)
    return contrat


def _check(dossier: Dossier, jour: date) -> None:
    if dossier.etat not in REPRISES:
        raise ActeRefuse(
            "Un contrat se reprend en cours, à son état réel.",
            "Un contrat passé s’enregistre comme antécédent de celui qui le suit.",
            champ="etat",
        )
    if dossier.depuis > jour:
        raise ActeRefuse("L’entrée dans cet état n’est pas encore passée.", champ="depuis")
    if not dossier.source.strip():
        raise ActeRefuse("Dites d’après quels documents le contrat est repris.", champ="source")
    if (dossier.etat in SIGNES) != (dossier.signe is not None):
        raise ActeRefuse(
            "Un contrat signé se reprend avec ce qui est signé, et lui seul.",
            "Donnez les dates, le périmètre, les signataires et le contrat numérisé.",
            champ="signe",
        )
    if dossier.signe is not None:
        _check_signed(dossier.signe, dossier)


def _check_signed(signe: Signe, dossier: Dossier) -> None:
    if signe.date_signature > dossier.depuis or signe.date_fin <= signe.date_debut:
        raise ActeRefuse("Les dates ne se suivent pas : signature, état, fin.", champ="depuis")
    if signe.perimetre.fige_le is None:
        raise ActeRefuse("Le périmètre signé est à figer d’abord.", champ="perimetre")
    types = {one.organisation.type for one in signe.signataires}
    if not types.intersection(ARS) or not types.intersection(COLLECTIVITES):
        raise ActeRefuse("Il manque l’ARS ou une collectivité parmi les signataires.")
    scanned = [
        str(one.organisation)
        for one in signe.signataires
        if expected_act(one.organisation.type) == ActeAttendu.DELIBERATION
        and (one.vote is None or one.vote.fichier is None)
    ]
    if scanned:
        raise ActeRefuse(
            f"Délibération numérisée manquante : {', '.join(scanned)}.",
            "Numérisez-la : numéro, date du vote, document.",
            champ="signataires",
        )


def _precedent(acteur: Any, dossier: Dossier) -> Contrat | None:
    """Return the contract that this one follows: one of the site, or the last of the past ones."""
    if dossier.precedent is None:
        return _archive(acteur, dossier)
    if dossier.antecedents:
        raise ActeRefuse("Nommez le contrat précédent, ou décrivez les passés : pas les deux.")
    precedent = dossier.precedent
    if precedent.etat not in (*CLOS, Etat.RENOUVELLEMENT):
        raise ActeRefuse(f"« {precedent} » n’est pas fini, ni en renouvellement.")
    if precedent.suivants.exclude(etat=Etat.ABANDONNE).exists():
        raise ActeRefuse(f"« {precedent} » est déjà suivi d’un autre contrat.")
    return precedent


def _archive(acteur: Any, dossier: Dossier) -> Contrat | None:
    """Enter the past contracts, the oldest first, each ended on the day the next was signed."""
    past = sorted(dossier.antecedents, key=lambda one: one.date_signature)
    start = dossier.signe.date_signature if dossier.signe else dossier.depuis
    nexts = [*(one.date_signature for one in past), start][1:]
    precedent: Contrat | None = None
    for one, fin in zip(past, nexts, strict=True):
        if one.date_signature >= fin or one.date_fin <= one.date_debut:
            raise ActeRefuse(f"Les dates de « {one.nom} » ne se suivent pas.", champ="antecedents")
        perimetre = dossier.signe.perimetre if dossier.signe else dossier.perimetre_etude
        precedent = make_contrat(
            acteur=acteur,
            nom=one.nom,
            perimetre_etude=dossier.perimetre_etude,
            porteurs=dossier.porteurs,
            contrat_precedent=precedent,
            repris=True,
            perimetre=perimetre,
            date_signature=one.date_signature,
            date_debut=one.date_debut,
            date_fin=one.date_fin,
        )
        enter(acteur=acteur, contrat=precedent, acte="archiver", vers=Etat.TERMINE, jour=fin)
    return precedent


def _write_signed(acteur: Any, contrat: Contrat, signe: Signe) -> None:
    """Write the signatories with their acts, then freeze them by the date of signature."""
    for one in signe.signataires:
        row: Signataire = write_signataire(contrat, one.organisation, one.statut, one.representant)
        record(acteur=acteur, action="reprendre un signataire", objet=row)
        if one.vote is not None:
            write_deliberation(acteur=acteur, signataire=row, vote=one.vote, avenant=None)
        write_signature(
            acteur=acteur, signataire=row, date_signature=signe.date_signature, avenant=None,
            fichier=signe.contrat,
        )  # fmt: skip
    contrat.perimetre = signe.perimetre
    contrat.date_debut, contrat.date_fin = signe.date_debut, signe.date_fin
    contrat.doctrine = doctrine_in_force(contrat.region, on=signe.date_signature)
    contrat.date_signature = signe.date_signature
    contrat.save_version(
        expected=contrat.version,
        fields=["perimetre", "date_debut", "date_fin", "doctrine", "date_signature"],
    )


def _end_precedent(contrat: Contrat, dossier: Dossier) -> None:
    precedent = contrat.contrat_precedent
    if precedent is None or precedent.etat != Etat.RENOUVELLEMENT or dossier.signe is None:
        return
    step(
        acteur=None, contrat=precedent, acte="terminer", expected=precedent.version,
        jour=max(dossier.signe.date_signature, _last_day(precedent)),
        motif=Motif(f"reprise de « {contrat} »"),
    )  # fmt: skip


def _last_day(contrat: Contrat) -> date:
    last: date = contrat.transitions.order_by("-rang").values_list("le", flat=True)[0]
    return last
