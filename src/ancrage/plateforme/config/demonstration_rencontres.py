"""Invented meetings of the demonstration: a COPIL, who sits in it, what it decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.models import Organisation, TypeOrganisation, Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.lectures import members_of
from ancrage.plateforme.rencontres.models import College, Instance, Reunion
from ancrage.plateforme.rencontres.services.comptes_rendus import (
    open_compte_rendu,
    validate_compte_rendu,
)
from ancrage.plateforme.rencontres.services.decisions import DecisionEcrite, take_decision
from ancrage.plateforme.rencontres.services.instances import (
    InstanceEcrite,
    MembreEcrit,
    create_instance,
    seat_membre,
)
from ancrage.plateforme.rencontres.services.presences import (
    PresenceEcrite,
    hold_reunion,
    record_presences,
)
from ancrage.plateforme.rencontres.services.reunions import ReunionEcrite, plan_reunion

MARQUE = " (démonstration)"
LIEU = f"Salle du conseil{MARQUE}"
POINTS = (
    "État d’avancement du plan d’actions",
    "Chiffres clés du territoire",
    "Décisions et calendrier",
)


@dataclass(frozen=True, slots=True)
class Siege:
    """Who sits, for the demonstration."""

    organisation: Organisation
    college: str
    fonction: str


def sieges_of(porteur: Organisation, ars: Organisation) -> tuple[Siege, ...]:
    """Return who sits in the COPIL of an invented contract."""
    return (
        Siege(porteur, College.ELUS, "présidente"),
        Siege(ars, College.INSTITUTIONS, "déléguée départementale"),
    )


@transaction.atomic
def build_rencontres(say: Callable[[str], None]) -> None:
    """Give each running contract its COPIL once, after its plan: the minutes tell of it."""
    running = Contrat.objects.filter(etat=Etat.EN_OEUVRE, instances__isnull=True)
    if not running.exists():
        return
    say("Comités de pilotage inventés, comptes rendus et décisions")
    acteur = Utilisateur.objects.get(email=f"{Role.ARS_SIEGE}@demo.example")
    ars = Organisation.objects.get(region="24", type=TypeOrganisation.ARS_SIEGE)
    for contrat in running.order_by("pk"):
        porteur = contrat.porteurs.select_related("organisation").first()
        if porteur is not None:
            sieges = sieges_of(porteur.organisation, ars)
            meet_in(acteur, contrat, sieges, timezone.localdate())


def make_copil(acteur: Any, contrat: Contrat, sieges: Sequence[Siege], depuis: date) -> Instance:
    """Set up an invented COPIL with its members."""
    copil = create_instance(
        acteur=acteur, contrat=contrat, type="copil",
        contenu=InstanceEcrite("Comité de pilotage", quorum=50),
    )  # fmt: skip
    for one in sieges:
        seat_membre(
            acteur=acteur, instance=copil,
            contenu=MembreEcrit(one.college, one.organisation, one.fonction, depuis),
        )  # fmt: skip
    return copil


def plan_copil(acteur: Any, copil: Instance, jour: date) -> Reunion:
    """Plan an invented meeting."""
    contenu = ReunionEcrite(jour, time(14, 30), LIEU, points=POINTS)
    return plan_reunion(acteur=acteur, instance=copil, contenu=contenu)


def hold_copil(
    acteur: Any, copil: Instance, jour: date, decisions: Sequence[DecisionEcrite]
) -> Reunion:
    """Hold an invented meeting on a past day, everybody there, its minutes validated."""
    reunion = plan_copil(acteur, copil, jour)
    there = {one.pk: PresenceEcrite("present") for one in members_of(reunion)}
    record_presences(acteur=acteur, reunion=reunion, presences=there)
    hold_reunion(acteur=acteur, reunion=reunion, expected=reunion.version)
    for one in decisions:
        take_decision(acteur=acteur, reunion=reunion, contenu=one)
    minutes = open_compte_rendu(acteur=acteur, reunion=reunion)
    validate_compte_rendu(acteur=acteur, compte_rendu=minutes, expected=minutes.version)
    return reunion


def meet_in(
    acteur: Any, contrat: Contrat, sieges: Sequence[Siege], today: date
) -> tuple[Reunion, Reunion]:
    """Give a contract a COPIL of last spring, with decisions to follow, and the next one."""
    copil = make_copil(acteur, contrat, sieges, today - timedelta(days=400))
    who = sieges[0].organisation
    held = hold_copil(
        acteur, copil, today - timedelta(days=180),
        (
            DecisionEcrite(
                f"Ouvrir une permanence d’accès aux droits{MARQUE}", who,
                quand=today - timedelta(days=20),
            ),
            DecisionEcrite(
                f"Réunir le groupe de travail sur la santé mentale{MARQUE}", who,
                quand=today + timedelta(days=40),
            ),
        ),
    )  # fmt: skip
    return held, plan_copil(acteur, copil, today + timedelta(days=45))
