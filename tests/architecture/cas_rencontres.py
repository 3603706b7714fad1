"""The addresses of meetings: a contract of each territory, its COPIL, a meeting, a decision."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.ouverture import write_areas
from ancrage.plateforme.rencontres.models import Instance, MembreInstance, Reunion
from ancrage.plateforme.rencontres.services.comptes_rendus import open_compte_rendu
from ancrage.plateforme.rencontres.services.decisions import DecisionEcrite, take_decision
from ancrage.plateforme.rencontres.services.instances import (
    InstanceEcrite,
    MembreEcrit,
    create_instance,
    seat_membre,
)
from ancrage.plateforme.rencontres.services.reunions import ReunionEcrite, plan_reunion
from tests.architecture.cas_droits import Monde, cas
from tests.plateforme.diagnostics.factories import make_contrat


def a_contrat(monde: Monde) -> Contrat:
    found = Contrat.objects.filter(slug=monde.contrat).first()
    if found is None:
        found = make_contrat(monde.perimetre, monde.contrat)
        write_areas(found)
    return found


def a_copil(monde: Monde) -> Instance:
    contrat = a_contrat(monde)
    found = contrat.instances.first()
    return found or create_instance(
        acteur=None, contrat=contrat, type="copil", contenu=InstanceEcrite("Comité de pilotage")
    )


def a_seat(monde: Monde) -> MembreInstance:
    copil = a_copil(monde)
    found = copil.membres.first()
    if found:
        return found
    contenu = MembreEcrit("elus", monde.organisation, "maire", timezone.localdate())
    return seat_membre(acteur=None, instance=copil, contenu=contenu)


def a_meeting(monde: Monde) -> Reunion:
    copil = a_seat(monde).instance
    found = copil.reunions.first()
    if found:
        return found
    day = timezone.localdate() + timedelta(days=30)
    reunion = plan_reunion(
        acteur=None, instance=copil,
        contenu=ReunionEcrite(day, time(14), "Salle (exemple)", points=("Point (exemple)",)),
    )  # fmt: skip
    contenu = DecisionEcrite("Écrire (exemple)", monde.organisation)
    take_decision(acteur=None, reunion=reunion, contenu=contenu)
    open_compte_rendu(acteur=None, reunion=reunion)
    return reunion


@cas(
    "rencontres:reunions", "rencontres:planifier", "rencontres:calendrier",
    "rencontres:instances", "rencontres:nouvelle_instance",
)  # fmt: skip
def contrat_reuni(monde: Monde) -> dict[str, Any]:
    return {"slug": a_contrat(monde).slug}


@cas("rencontres:instance", "rencontres:modifier_instance", "rencontres:designer")
def instance(monde: Monde) -> dict[str, Any]:
    copil = a_seat(monde).instance
    return {"slug": monde.contrat, "identifiant": copil.identifiant}


@cas("rencontres:reglement")
def reglement(monde: Monde) -> dict[str, Any]:
    return instance(monde) | {"format": "docx"}


@cas("rencontres:modifier_membre", "rencontres:finir_membre")
def siege(monde: Monde) -> dict[str, Any]:
    return instance(monde) | {"membre": a_seat(monde).identifiant}


@cas(
    "rencontres:reunion", "rencontres:modifier_reunion", "rencontres:annuler",
    "rencontres:convoquer", "rencontres:relancer", "rencontres:retroplanning",
    "rencontres:calendrier_reunion", "rencontres:presences", "rencontres:tenir",
    "rencontres:compte_rendu", "rencontres:ouvrir_compte_rendu",
    "rencontres:valider_compte_rendu", "rencontres:corriger_compte_rendu",
    "rencontres:nouvelle_decision",
)  # fmt: skip
def seance(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.contrat, "identifiant": a_meeting(monde).identifiant}


@cas("rencontres:faire_etape")
def etape(monde: Monde) -> dict[str, Any]:
    return seance(monde) | {"etape": "cotech"}


@cas("rencontres:document")
def document_de_seance(monde: Monde) -> dict[str, Any]:
    return seance(monde) | {"code": "convocation", "format": "docx"}


@cas("rencontres:suivre_decision", "rencontres:corriger_decision")
def decision(monde: Monde) -> dict[str, Any]:
    return seance(monde) | {"numero": 1}


@cas("rencontres:annee_ics", partout=True)
def annee_ics(monde: Monde) -> dict[str, Any]:
    return {"annee": timezone.localdate().year}


@cas("rencontres:abonnement", partout=True)
def abonnement(monde: Monde) -> dict[str, Any]:
    return {"cle": "sans-effet"}
