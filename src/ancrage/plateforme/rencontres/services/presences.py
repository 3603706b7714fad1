"""Record who was there, then say that the meeting was held: the attendance is frozen with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.lectures import members_of, read_quorum
from ancrage.plateforme.rencontres.models import (
    COMPTENT,
    EtatPresence,
    EtatReunion,
    MembreInstance,
    Presence,
    Reunion,
)
from ancrage.plateforme.rencontres.services.instances import check_organiser


@dataclass(frozen=True, slots=True)
class PresenceEcrite:
    """Whether a member was there, and who stood for her."""

    etat: str
    represente_par: str = ""


@transaction.atomic
def record_presences(
    *, acteur: Any, reunion: Reunion, presences: Mapping[int, PresenceEcrite]
) -> Reunion:
    """Write the attendance of some members, with the function that each has that day.

    Two people at two doors note at once: each writes her own members, nobody's are lost. The
    version grows all the same, so that who declares the meeting held has seen the last ones.
    """
    check_organiser(acteur, reunion.contrat)
    _check_open(reunion)
    before = _counts(reunion)
    Reunion.objects.filter(pk=reunion.pk).update(version=F("version") + 1)
    members = {one.pk: one for one in members_of(reunion)}
    for pk, written in presences.items():
        if pk not in members:
            raise ActeRefuse("Cette personne ne siège pas dans cette instance ce jour-là.")
        _write(reunion, members[pk], written)
    reunion.refresh_from_db(fields=["version"])
    details = {"présences": [before, _counts(reunion)]}
    record(acteur=acteur, action="noter les présences", objet=reunion, details=details)
    return reunion


def _check_open(reunion: Reunion) -> None:
    if not reunion.a_venir:
        raise ActeRefuse(
            f"Cette réunion est {reunion.get_etat_display()} : son émargement ne change plus."
        )


def _write(reunion: Reunion, membre: MembreInstance, written: PresenceEcrite) -> None:
    by = written.represente_par.strip() if written.etat == EtatPresence.REPRESENTE else ""
    if written.etat == EtatPresence.REPRESENTE and not by:
        raise ActeRefuse(
            f"Dites qui représente {membre} : une fonction, une organisation.",
            champ=f"par_{membre.pk}",
        )
    Presence.objects.update_or_create(
        reunion=reunion,
        membre=membre,
        defaults={
            "etat": written.etat,
            "represente_par": by,
            "organisation": membre.organisation,
            "college": membre.college,
            "fonction": membre.fonction,
            "deliberative": membre.deliberative,
        },
    )


def _counts(reunion: Reunion) -> str:
    states = list(reunion.presences.values_list("etat", flat=True))
    found = [(one.label, states.count(one.value)) for one in EtatPresence]
    return ", ".join(f"{label} : {count}" for label, count in found if count)


@transaction.atomic
def hold_reunion(*, acteur: Any, reunion: Reunion, expected: int) -> Reunion:
    """Say that a meeting was held, its attendance recorded for every member; both then stay."""
    check_organiser(acteur, reunion.contrat)
    _check_open(reunion)
    if reunion.le > today():
        raise ActeRefuse("Cette réunion n’a pas encore eu lieu.")
    rows = list(reunion.presences.all())
    if not any(one.etat in COMPTENT for one in rows):
        raise ActeRefuse("Aucun membre n’est noté présent.", "Notez les présences d’abord.")
    missing = [one for one in members_of(reunion) if one.pk not in {row.membre_id for row in rows}]
    if missing:
        raise ActeRefuse(
            f"Présence non notée : {' ; '.join(str(one) for one in missing[:5])}.",
            "Notez chaque membre : présent, représenté, excusé ou absent.",
        )
    before = snapshot(reunion)
    reunion.etat = EtatReunion.TENUE
    reunion.save_version(expected=expected, fields=["etat"])
    words = read_quorum(reunion.instance, rows).en_mots
    record(
        acteur=acteur, action="tenir une réunion", objet=reunion, before=before,
        details={"quorum": ["", words]},
    )  # fmt: skip
    return reunion
