"""Move a contract: right, state, version, guards, then one row of transition and its duties."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.etats import ACTES, CLOS, DEVOIRS, Devoir, Etat, MotifFin
from ancrage.plateforme.contrats.faits import roles_in_words
from ancrage.plateforme.contrats.gardes import Constat, check_guards, missing_in_words
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat, Echeance, Transition
from ancrage.plateforme.contrats.models.cycle import last_transition
from ancrage.plateforme.contrats.permissions import can_prepare, refusal, roles_of_actor
from ancrage.plateforme.contrats.services.equipe import end_posts
from ancrage.plateforme.doctrine.lectures import doctrine_in_force
from ancrage.plateforme.doctrine.models import Doctrine
from ancrage.plateforme.journal.services import record, snapshot

# What has its own service: it writes more than the step itself.
A_PART = frozenset({"signer", "renouveler", "proroger", "terminer", "constater_echeance"})


@dataclass(frozen=True, slots=True)
class Motif:
    """Why: a code of the closed list and a text; both for what stops or pauses a contract."""

    texte: str = ""
    code: str = ""


@transaction.atomic
def advance(
    *,
    acteur: Any,
    contrat: Contrat,
    acte: str,
    expected: int,
    on: date | None = None,
    motif: Motif | None = None,
) -> Transition:
    """Do one act of the table on the version that the person read.

    Raises `ActeRefuse`: a role or a state that does not allow it, a guard that blocks (each
    thing missing, and who can bring it), a day before the last step. `on`: the day of the act.
    """
    if acte in A_PART or acte not in ACTES or not ACTES[acte].de:
        raise ValueError(f"{acte!r} is not done here.")
    return step(
        acteur=acteur, contrat=contrat, acte=acte, expected=expected,
        jour=day_of_act(on), motif=motif or Motif(),
    )  # fmt: skip


def step(
    *, acteur: Any, contrat: Contrat, acte: str, expected: int, jour: date, motif: Motif
) -> Transition:
    """Check and write one step, inside the caller's transaction."""
    reason = refusal(acteur, acte, contrat)
    if reason:
        raise ActeRefuse(reason, "Rouvrez le contrat pour voir où il en est.")
    _check_motif(acte, motif)
    _check_order(contrat, jour)
    constats = check_guards(contrat, acte, jour)
    lacking = missing_in_words(constats)
    if lacking:
        raise ActeRefuse(f"Pour {ACTES[acte].libelle}, il manque : {' '.join(lacking)}")
    vers = ACTES[acte].vers[0]
    return write_transition(
        acteur=acteur, contrat=contrat, acte=acte, vers=vers, expected=expected, jour=jour,
        motif=motif, constats=constats,
    )  # fmt: skip


def _check_motif(acte: str, motif: Motif) -> None:
    if ACTES[acte].motive and (not motif.texte.strip() or motif.code not in MotifFin.values):
        raise ActeRefuse(
            f"Pour {ACTES[acte].libelle}, dites pourquoi.",
            "Choisissez un motif dans la liste et rédigez-le.",
            champ="motif",
        )


def _check_order(contrat: Contrat, jour: date) -> None:
    last = last_transition(contrat)
    if last is not None and last.le > jour:
        raise ActeRefuse(
            f"Le contrat est dans cet état depuis le {last.le:%d/%m/%Y}.",
            "Un acte ne précède pas le dernier enregistré : corrigez la date.",
            champ="on",
        )


def write_transition(
    *,
    acteur: Any,
    contrat: Contrat,
    acte: str,
    vers: str,
    expected: int,
    jour: date,
    motif: Motif,
    constats: list[Constat],
) -> Transition:
    """Insert the row: the database moves the state with it; freeze the duties of the new one."""
    before = snapshot(Contrat.objects.get(pk=contrat.pk))
    doctrine = doctrine_in_force(contrat.region, on=jour)
    contrat.save_version(expected=expected, fields=[])
    de = contrat.etat if contrat.rang else ""
    row = Transition.objects.create(
        region=contrat.region,
        contrat=contrat,
        rang=contrat.rang + 1,
        acte=acte,
        de=de,
        vers=vers,
        le=jour,
        acteur=acteur,
        acteur_label=str(acteur) if acteur else "Ancrage",
        roles=roles_of_actor(acteur, contrat, acte),
        motif=motif.texte.strip(),
        motif_code=motif.code,
        gardes=[one.as_row() for one in constats],
        doctrine=doctrine,
    )
    contrat.refresh_from_db(fields=["etat", "rang", "date_signature"])
    _close_duties(contrat, row)
    if vers in CLOS:
        end_posts(contrat=contrat, jour=jour, acteur=acteur)
    _freeze_duties(contrat, row, doctrine)
    label = f"{ACTES[acte].libelle} (contrat)"
    record(acteur=acteur, action=label, objet=contrat, before=before, motif=row.motif)
    return row


# Leaving a state closes its duties, but for what a signature leaves to be done.
DURABLES = frozenset({"conference_locale"})


def _close_duties(contrat: Contrat, row: Transition) -> None:
    left = contrat.echeances.filter(faite_le__isnull=True).exclude(transition=row)
    if row.vers in (Etat.SIGNE, Etat.EN_OEUVRE, Etat.SUSPENDU, Etat.EVALUATION):
        left = left.exclude(code__in=DURABLES)
    left.update(faite_le=row.le)


def _freeze_duties(contrat: Contrat, row: Transition, doctrine: Doctrine) -> None:
    Echeance.objects.bulk_create(
        Echeance(
            region=contrat.region,
            contrat=contrat,
            transition=row,
            code=devoir.code,
            libelle=devoir.libelle,
            roles=roles_in_words(devoir.roles),
            date=due,
        )
        for devoir in DEVOIRS.get(row.vers, ())
        if (due := _due(contrat, devoir, row.le, doctrine)) is not None
    )


def _due(contrat: Contrat, devoir: Devoir, entree: date, doctrine: Doctrine) -> date | None:
    """Return the due date of a duty; None when the region set no delay for it."""
    days = 0 if devoir.delai == "terme" else doctrine.delais.get(devoir.delai)
    if days is None:
        return None
    if not devoir.avant_terme:
        return entree + timedelta(days=days)
    # An evaluation that opens late, or after the end, is due on the day the state begins.
    return max(contrat.date_fin - timedelta(days=days), entree) if contrat.date_fin else None


@transaction.atomic
def complete_duty(*, acteur: Any, echeance: Echeance, on: date | None = None) -> Echeance:
    """Say that what was to be done is done: by those of its state, or who prepares."""
    if not can_prepare(acteur, echeance.contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de lever cette échéance.")
    if echeance.faite_le is not None:
        raise ActeRefuse(f"Cette échéance est levée depuis le {echeance.faite_le:%d/%m/%Y}.")
    before = snapshot(echeance)
    echeance.faite_le = day_of_act(on)
    echeance.save(update_fields=["faite_le"])
    record(acteur=acteur, action="lever une échéance", objet=echeance, before=before)
    return echeance
