"""Lay down the grid, propose, note and choose the priorities of a contract."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.programmes.models import Besoin, GrillePriorisation, Priorite
from ancrage.plateforme.programmes.score import weighted_score
from ancrage.plateforme.programmes.services.fiches import check_writer
from ancrage.plateforme.programmes.services.strategie import next_rank


@transaction.atomic
def set_grille(
    *, acteur: Any, contrat: Contrat, criteres: Sequence[Mapping[str, Any]], note_maximale: int = 5
) -> GrillePriorisation:
    """Lay down the criteria and weights; scores already given are computed again."""
    check_writer(acteur, contrat)
    before = snapshot(contrat.grille) if hasattr(contrat, "grille") else None
    grille = write_grille(contrat, criteres, note_maximale)
    record(acteur=acteur, action="fixer la grille de priorisation", objet=grille, before=before)
    return grille


def write_grille(
    contrat: Contrat, criteres: Sequence[Mapping[str, Any]], note_maximale: int
) -> GrillePriorisation:
    """Write the grid, and the scores that follow from it; recorded above."""
    codes = [one["code"] for one in criteres]
    if not codes or len(set(codes)) != len(codes) or any(one["poids"] <= 0 for one in criteres):
        raise ActeRefuse("Chaque critère a un code à lui et un poids positif.", champ="criteres")
    if not 1 <= note_maximale <= 100:
        raise ActeRefuse("La note maximale va de 1 à 100.", champ="note_maximale")
    grille, _ = GrillePriorisation.objects.get_or_create(
        contrat=contrat, defaults={"region": contrat.region}
    )
    grille.criteres = [
        {"code": one["code"], "libelle": one["libelle"], "poids": one["poids"]} for one in criteres
    ]
    grille.note_maximale = note_maximale
    grille.save()
    for one in contrat.priorites.all():
        one.notes = {code: note for code, note in one.notes.items() if code in codes}
        one.score = weighted_score(grille.criteres, one.notes)
        one.save(update_fields=["notes", "score"])
    return grille


@transaction.atomic
def propose_priorite(
    *, acteur: Any, contrat: Contrat, libelle: str, besoins: Sequence[Besoin],
    notes: Mapping[str, float] | None = None,
) -> Priorite:  # fmt: skip
    """Propose a priority for needs, with its notes on the grid."""
    check_writer(acteur, contrat)
    priorite = insert_priorite(contrat, libelle, besoins)
    if notes:
        write_notes(priorite, notes)
    record(acteur=acteur, action="proposer une priorité", objet=priorite)
    return priorite


def insert_priorite(contrat: Contrat, libelle: str, besoins: Sequence[Besoin]) -> Priorite:
    """Write a priority and its needs; recorded above."""
    name = " ".join(libelle.split())
    if not name or not besoins:
        raise ActeRefuse("Une priorité a un libellé et au moins un besoin.", champ="besoins")
    if contrat.priorites.filter(libelle=name).exists():
        raise ActeRefuse(f"La priorité « {name} » existe déjà.", champ="libelle")
    priorite = Priorite.objects.create(
        region=contrat.region, contrat=contrat, libelle=name, rang=next_rank(contrat.priorites)
    )
    priorite.besoins.set(besoins)
    return priorite


@transaction.atomic
def score_priorite(
    *, acteur: Any, priorite: Priorite, expected: int, notes: Mapping[str, float]
) -> Priorite:
    """Note a priority on the grid of its contract."""
    check_writer(acteur, priorite.contrat)
    before = snapshot(priorite)
    write_notes(priorite, notes, expected)
    record(acteur=acteur, action="noter une priorité", objet=priorite, before=before)
    return priorite


def write_notes(priorite: Priorite, notes: Mapping[str, float], expected: int = 1) -> None:
    """Note a priority, and keep its score; recorded above."""
    grille = GrillePriorisation.objects.filter(contrat=priorite.contrat).first()
    if grille is None:
        raise ActeRefuse("Le contrat n’a pas de grille.", "Fixez d’abord les critères.")
    codes = {one["code"] for one in grille.criteres}
    wrong = [code for code in notes if code not in codes]
    out = [code for code, note in notes.items() if not 0 <= note <= grille.note_maximale]
    if wrong or out:
        raise ActeRefuse(
            f"Note du critère « {(wrong or out)[0]} » : critère inconnu, ou note hors de 0 à "
            f"{grille.note_maximale}.",
            champ="notes",
        )
    priorite.notes = dict(notes)
    priorite.score = weighted_score(grille.criteres, notes)
    priorite.save_version(expected=expected, fields=["notes", "score"])


@transaction.atomic
def decide_priorite(
    *, acteur: Any, priorite: Priorite, expected: int, decision: str, decidee_le: date,
    fichier: Fichier | None = None,
) -> Priorite:  # fmt: skip
    """Write the decision of the COPIL that chose a priority: its number, its day, its minutes."""
    check_writer(acteur, priorite.contrat)
    if not decision.strip():
        raise ActeRefuse("Donnez le numéro de la décision du COPIL.", champ="decision")
    if decidee_le > today():
        raise ActeRefuse("Cette décision est datée d’après ce jour.", champ="decidee_le")
    if fichier is not None and fichier.region != priorite.region:
        raise ActeRefuse("Ce document vient d’une autre région.", champ="fichier")
    before = snapshot(priorite)
    priorite.decision, priorite.decidee_le = decision.strip(), decidee_le
    priorite.fichier = fichier
    priorite.save_version(expected=expected, fields=["decision", "decidee_le", "fichier"])
    record(acteur=acteur, action="retenir une priorité", objet=priorite, before=before)
    return priorite


@transaction.atomic
def withdraw_priorite(*, acteur: Any, priorite: Priorite, expected: int, motif: str) -> Priorite:
    """Take back the choice of a priority, with the reason."""
    check_writer(acteur, priorite.contrat)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi la priorité n’est plus retenue.", champ="motif")
    before = snapshot(priorite)
    priorite.decision, priorite.decidee_le, priorite.fichier = "", None, None
    priorite.save_version(expected=expected, fields=["decision", "decidee_le", "fichier"])
    record(
        acteur=acteur, action="ne plus retenir une priorité", objet=priorite, before=before,
        motif=motif.strip(),
    )  # fmt: skip
    return priorite
