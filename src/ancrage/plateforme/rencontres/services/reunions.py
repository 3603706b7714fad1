"""Plan a meeting, change it, write its agenda, cancel it, follow its back-planning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Max

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import day_of_act, today
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.calendrier import count_back, rule_of_instances
from ancrage.plateforme.rencontres.models import (
    EtatReunion,
    Instance,
    PointOrdreDuJour,
    Retroplanning,
    Reunion,
    TypeInstance,
)
from ancrage.plateforme.rencontres.services.convocations import tell_members
from ancrage.plateforme.rencontres.services.instances import check_organiser

POINTS_MAX = 40


@dataclass(frozen=True, slots=True)
class ReunionEcrite:
    """What a form says of a meeting; `points` is its agenda, one item each."""

    le: date
    heure: time
    lieu: str
    duree: int = 120
    points: Sequence[str] = ()


@transaction.atomic
def plan_reunion(*, acteur: Any, instance: Instance, contenu: ReunionEcrite) -> Reunion:
    """Plan the next meeting of a body; a COPIL gets its back-planning.

    A past date is admitted: a meeting held before the platform is entered with its true date.
    """
    check_organiser(acteur, instance.contrat)
    _check(contenu)
    locked = Instance.objects.select_for_update().get(pk=instance.pk)
    last = locked.reunions.aggregate(n=Max("numero"))["n"] or 0
    reunion = Reunion.objects.create(
        region=instance.region,
        instance=instance,
        numero=last + 1,
        le=contenu.le,
        heure=contenu.heure,
        duree=contenu.duree,
        lieu=contenu.lieu.strip(),
    )
    _write_points(reunion, contenu.points)
    _count_back(reunion)
    record(acteur=acteur, action="prévoir une réunion", objet=reunion)
    return reunion


def _check(contenu: ReunionEcrite) -> None:
    if not contenu.lieu.strip():
        raise ActeRefuse(
            "Dites où se tient la réunion.", "Une visioconférence est un lieu.", champ="lieu"
        )
    if not 15 <= contenu.duree <= 720:
        raise ActeRefuse("Une réunion dure de 15 minutes à 12 heures.", champ="duree")
    if len(contenu.points) > POINTS_MAX:
        raise ActeRefuse(f"L’ordre du jour a plus de {POINTS_MAX} points.", champ="points")


def _write_points(reunion: Reunion, points: Sequence[str]) -> None:
    reunion.points.all().delete()
    PointOrdreDuJour.objects.bulk_create(
        PointOrdreDuJour(reunion=reunion, rang=rang, libelle=libelle.strip()[:300])
        for rang, libelle in enumerate((one for one in points if one.strip()), start=1)
    )


def _count_back(reunion: Reunion) -> None:
    """Write the dates around a COPIL anew; those done stay."""
    if reunion.instance.type != TypeInstance.COPIL:
        return
    rule, delays = rule_of_instances(reunion.region, today())
    done = set(reunion.retroplanning.filter(faite_le__isnull=False).values_list("etape", flat=True))
    for etape, jour in count_back(reunion.le, delays).items():
        if etape not in done:
            Retroplanning.objects.update_or_create(
                reunion=reunion,
                etape=etape,
                defaults={"pour_le": jour, "regle": rule, "region": reunion.region},
            )


@transaction.atomic
def edit_reunion(
    *, acteur: Any, reunion: Reunion, expected: int, contenu: ReunionEcrite
) -> Reunion:
    """Change a meeting to come; members already convened are told again if it moves."""
    check_organiser(acteur, reunion.contrat)
    _check_to_come(reunion)
    _check(contenu)
    before = snapshot(reunion) | {"ordre du jour": _agenda(reunion)}
    placed = (reunion.le, reunion.heure, reunion.duree, reunion.lieu)
    reunion.le, reunion.heure, reunion.duree = contenu.le, contenu.heure, contenu.duree
    reunion.lieu = contenu.lieu.strip()
    moved = placed != (reunion.le, reunion.heure, reunion.duree, reunion.lieu)
    again = moved and reunion.etat == EtatReunion.CONVOQUEE
    reunion.rang_convocation += int(again)
    fields = ["le", "heure", "duree", "lieu", "rang_convocation"]
    reunion.save_version(expected=expected, fields=fields)
    _write_points(reunion, contenu.points)
    if moved:
        _count_back(reunion)
    if again:
        tell_members(acteur=acteur, reunion=reunion)
    changed = {"ordre du jour": [before.pop("ordre du jour"), _agenda(reunion)]}
    record(
        acteur=acteur, action="modifier une réunion", objet=reunion, before=before,
        details=changed if len(set(changed["ordre du jour"])) > 1 else None,
    )  # fmt: skip
    return reunion


def _agenda(reunion: Reunion) -> str:
    return " ; ".join(reunion.points.values_list("libelle", flat=True))


def _check_to_come(reunion: Reunion) -> None:
    if not reunion.a_venir:
        raise ActeRefuse(
            f"Cette réunion est {reunion.get_etat_display()} : elle ne change plus.",
            "Prévoyez une autre séance.",
        )


@transaction.atomic
def cancel_reunion(*, acteur: Any, reunion: Reunion, expected: int, motif: str) -> Reunion:
    """Cancel a meeting to come, with its reason; members already convened are told."""
    check_organiser(acteur, reunion.contrat)
    _check_to_come(reunion)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi la réunion est annulée.", champ="motif")
    before, told = snapshot(reunion), reunion.etat == EtatReunion.CONVOQUEE
    reunion.etat, reunion.motif = EtatReunion.ANNULEE, motif.strip()
    reunion.rang_convocation += int(told)
    reunion.save_version(expected=expected, fields=["etat", "motif", "rang_convocation"])
    if told:
        tell_members(acteur=acteur, reunion=reunion)
    record(
        acteur=acteur, action="annuler une réunion", objet=reunion, before=before,
        motif=reunion.motif,
    )  # fmt: skip
    return reunion


@transaction.atomic
def close_etape(*, acteur: Any, etape: Retroplanning, on: date | None = None) -> Retroplanning:
    """Say that a step of the back-planning is done; it then stays."""
    check_organiser(acteur, etape.reunion.contrat)
    if etape.faite_le is not None:
        raise ActeRefuse("Cette étape est déjà faite.")
    before = snapshot(etape)
    etape.faite_le = day_of_act(on)
    etape.save(update_fields=["faite_le", "modifie_le"])
    record(acteur=acteur, action="faire une étape du rétroplanning", objet=etape, before=before)
    return etape
