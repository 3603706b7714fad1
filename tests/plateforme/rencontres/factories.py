"""A contract with its COPIL, its members and its meetings, all invented."""

from datetime import date, time
from typing import Any

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.lectures import members_of
from ancrage.plateforme.rencontres.models import (
    CompteRendu,
    Instance,
    MembreInstance,
    Reunion,
)
from ancrage.plateforme.rencontres.services.comptes_rendus import (
    open_compte_rendu,
    validate_compte_rendu,
)
from ancrage.plateforme.rencontres.services.convocations import convene
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
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import Equipe, opened

JOUR = date(2024, 3, 4)
SEANCE = date(2026, 10, 8)  # a Thursday
POINTS = ("État d’avancement", "Calendrier (exemple)")


class Salle:
    """A contract, who organises and who validates, and a COPIL of three voices and a guest."""

    def __init__(self, contrat: Contrat | None = None, equipe: Equipe | None = None) -> None:
        self.equipe = equipe or Equipe()
        self.contrat = contrat or opened(self.equipe, JOUR)
        self.coordonnateur = member(
            Role.COORDONNATEUR, portee=Portee.CONTRAT, code=self.contrat.slug
        )
        self.elu = member(Role.ELU, portee=Portee.CONTRAT, code=self.contrat.slug)
        self.copil = an_instance(self, "copil", quorum=50)
        self.membres = [
            a_membre(self, "elus", "maire", utilisateur=self.elu),
            a_membre(self, "institutions", "déléguée", courriel="deleguee@demo.example"),
            a_membre(self, "habitants", "représentante des usagers"),
        ]
        self.invite = a_membre(self, "services", "statisticienne", deliberative=False)


def an_instance(salle: Salle, type: str, **changes: Any) -> Instance:
    nom = changes.pop("nom", {"copil": "Comité de pilotage", "cotech": "Comité technique"}[type])
    return create_instance(
        acteur=salle.coordonnateur, contrat=salle.contrat, type=type,
        contenu=InstanceEcrite(nom=nom, **changes),
    )  # fmt: skip


def a_membre(
    salle: Salle, college: str, fonction: str, instance: Instance | None = None, **changes: Any
) -> MembreInstance:
    values: dict[str, Any] = {"organisation": OrganisationFactory(), "debut": JOUR}
    return seat_membre(
        acteur=salle.coordonnateur, instance=instance or salle.copil,
        contenu=MembreEcrit(college=college, fonction=fonction, **values | changes),
    )  # fmt: skip


def planned(salle: Salle, le: date = SEANCE, instance: Instance | None = None, **changes: Any):
    values: dict[str, Any] = {
        "heure": time(14, 30), "lieu": "Salle du conseil (exemple)", "points": POINTS,
    }  # fmt: skip
    return plan_reunion(
        acteur=salle.coordonnateur, instance=instance or salle.copil,
        contenu=ReunionEcrite(le=le, **values | changes),
    )  # fmt: skip


def convened(salle: Salle, le: date = SEANCE, **changes: Any) -> Reunion:
    reunion = planned(salle, le, **changes)
    return convene(acteur=salle.coordonnateur, reunion=reunion, expected=reunion.version)


def attended(salle: Salle, reunion: Reunion, **states: str) -> Reunion:
    """Record everybody as present, but those named by their function."""
    written = {
        one.pk: PresenceEcrite(states.get(one.fonction, "present")) for one in members_of(reunion)
    }
    return record_presences(acteur=salle.coordonnateur, reunion=reunion, presences=written)


def held(salle: Salle, le: date = SEANCE, **changes: Any) -> Reunion:
    states = changes.pop("states", {})
    reunion = attended(salle, planned(salle, le, **changes), **states)
    return hold_reunion(acteur=salle.coordonnateur, reunion=reunion, expected=reunion.version)


def decided(salle: Salle, reunion: Reunion, quoi: str = "Écrire (exemple)", **changes: Any):
    values: dict[str, Any] = {"qui": salle.membres[0].organisation, "quand": date(2026, 12, 1)}
    return take_decision(
        acteur=salle.coordonnateur, reunion=reunion,
        contenu=DecisionEcrite(quoi=quoi, **values | changes),
    )  # fmt: skip


def minuted(salle: Salle, reunion: Reunion) -> CompteRendu:
    return open_compte_rendu(acteur=salle.coordonnateur, reunion=reunion)


def validated(salle: Salle, reunion: Reunion) -> CompteRendu:
    found = minuted(salle, reunion)
    return validate_compte_rendu(acteur=salle.elu, compte_rendu=found, expected=found.version)


def fresh(one: Any) -> Any:
    return type(one)._default_manager.get(pk=one.pk)
