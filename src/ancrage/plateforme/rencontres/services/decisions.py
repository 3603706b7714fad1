"""Take a numbered decision, correct it before the minutes are validated, follow it until done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.models import (
    Decision,
    EtatDecision,
    EtatReunion,
    ObjetDecision,
    Reunion,
    TypeInstance,
)
from ancrage.plateforme.rencontres.services.instances import check_organiser

CONTENU = ("objet", "quoi", "qui", "fonction", "quand")
OU = {
    ObjetDecision.AVIS_COTECH: TypeInstance.COTECH,
    ObjetDecision.POURSUITE: TypeInstance.COPIL,
    ObjetDecision.RENOUVELLEMENT: TypeInstance.COPIL,
    ObjetDecision.NON_RECONDUCTION: TypeInstance.COPIL,
}


@dataclass(frozen=True, slots=True)
class DecisionEcrite:
    """What, who, when. `qui` is an organisation, `fonction` says who in it."""

    quoi: str
    qui: Organisation | None = None
    fonction: str = ""
    quand: date | None = None
    objet: str = ObjetDecision.SUITE


@transaction.atomic
def take_decision(*, acteur: Any, reunion: Reunion, contenu: DecisionEcrite) -> Decision:
    """Record a decision of a meeting under the next number of its contract."""
    check_organiser(acteur, reunion.contrat)
    if reunion.etat == EtatReunion.ANNULEE:
        raise ActeRefuse("Une réunion annulée ne décide rien.")
    _check_writable(reunion)
    _check(reunion, contenu)
    # One writer at a time takes a number: two would take the same.
    contrat = Contrat.objects.select_for_update().get(pk=reunion.contrat.pk)
    last = Decision.objects.filter(contrat=contrat).aggregate(n=Max("numero"))["n"] or 0
    decision = Decision.objects.create(
        region=reunion.region,
        contrat=contrat,
        reunion=reunion,
        numero=last + 1,
        **_values(contenu),
    )
    record(acteur=acteur, action="prendre une décision", objet=decision)
    return decision


def _check_writable(reunion: Reunion) -> None:
    """Refuse once the minutes are validated, unless a correction of them is being written."""
    rows = list(reunion.comptes_rendus.values_list("valide_le", flat=True))
    if rows and None not in rows:
        raise ActeRefuse(
            "Le compte rendu de cette réunion est validé.",
            "Ouvrez une édition corrigée du compte rendu, avec son motif.",
        )


def _check(reunion: Reunion, contenu: DecisionEcrite) -> None:
    if not contenu.quoi.strip():
        raise ActeRefuse("Dites ce qui est décidé.", champ="quoi")
    if contenu.qui is None and not contenu.fonction.strip():
        raise ActeRefuse("Dites qui s’en charge : une organisation, une fonction.", champ="qui")
    if contenu.qui is not None and contenu.qui.region != reunion.region:
        raise ActeRefuse("Cette organisation est d’une autre région.", champ="qui")
    if contenu.objet not in ObjetDecision.values:
        raise ActeRefuse("Choisissez l’objet de la décision.", champ="objet")
    where = OU.get(ObjetDecision(contenu.objet))
    if where is not None and reunion.instance.type != where:
        label = ObjetDecision(contenu.objet).label
        raise ActeRefuse(f"« {label} » se décide en {where.label}.", champ="objet")


def _values(contenu: DecisionEcrite) -> dict[str, Any]:
    values = {name: getattr(contenu, name) for name in CONTENU}
    return values | {"quoi": contenu.quoi.strip(), "fonction": contenu.fonction.strip()}


@transaction.atomic
def edit_decision(
    *, acteur: Any, decision: Decision, expected: int, contenu: DecisionEcrite
) -> Decision:
    """Correct a decision while its minutes are still in writing; the number stays."""
    check_organiser(acteur, decision.contrat)
    _check_writable(decision.reunion)
    _check(decision.reunion, contenu)
    before = snapshot(decision)
    for name, value in _values(contenu).items():
        setattr(decision, name, value)
    decision.save_version(expected=expected, fields=list(CONTENU))
    record(acteur=acteur, action="corriger une décision", objet=decision, before=before)
    return decision


@transaction.atomic
def follow_decision(
    *,
    acteur: Any,
    decision: Decision,
    expected: int,
    etat: str,
    suites: str = "",
    faite_le: date | None = None,
    motif: str = "",
) -> Decision:
    """Say where a decision is: to do, under way, done on a day, or given up with the reason."""
    check_organiser(acteur, decision.contrat)
    if etat not in EtatDecision.values:
        raise ActeRefuse("Choisissez l’état de la décision.", champ="etat")
    if etat == EtatDecision.ABANDONNEE and not motif.strip():
        raise ActeRefuse("Dites pourquoi la décision est abandonnée.", champ="motif")
    if etat == EtatDecision.FAITE and faite_le and faite_le < decision.reunion.le:
        raise ActeRefuse("La décision a été prise après cette date.", champ="faite_le")
    before = snapshot(decision)
    done, given_up = etat == EtatDecision.FAITE, etat == EtatDecision.ABANDONNEE
    decision.etat, decision.suites = etat, suites.strip()
    decision.faite_le = day_of_act(faite_le) if done else None
    decision.motif = motif.strip() if given_up else ""
    decision.modifie_le = timezone.now()  # save_version writes its columns alone
    decision.save_version(
        expected=expected, fields=["etat", "suites", "faite_le", "motif", "modifie_le"]
    )
    record(
        acteur=acteur, action="suivre une décision", objet=decision, before=before,
        motif=decision.motif,
    )  # fmt: skip
    return decision
