"""Feasibility notes for the tests: an invented one, filled, and people around it."""

from datetime import date
from typing import Any

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.faisabilite.listes import Condition, Facteur
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.services.decisions import advise, decide
from ancrage.plateforme.faisabilite.services.notes import (
    open_note,
    study_territory,
    write_rubrique,
)
from tests.plateforme.comptes.factories import OrganisationFactory, member

COMMUNES = ("45234", "45146")
JOUR = date(2026, 3, 2)
FACTEURS = [
    {"code": code, "reponse": "oui", "preuve": f"Preuve inventée ({code})."}
    for code in Facteur.values
]
CONDITIONS = [
    {"code": code, "score": 2, "preuve": f"Preuve inventée ({code})."} for code in Condition.values
]
MOYENS = [
    {"nature": "poste_cls", "libelle": "Coordination du CLS", "etp": "0.50", "centimes": 2_750_000},
    {"nature": "poste_clsm", "libelle": "Coordination du CLSM", "etp": "0.50",
     "centimes": 2_750_000},
    {"nature": "acquis", "libelle": "ARS (exemple)", "etp": None, "centimes": 2_750_000},
    {"nature": "acquis", "libelle": "Communauté (exemple)", "etp": None, "centimes": 2_750_000},
]  # fmt: skip
COMPETENCE = {
    "porteur": "Communauté d’essai", "competence": "Santé, compétence facultative (exemple).",
    "statuts_du": date(2020, 1, 1),
}  # fmt: skip
SIGNATAIRES = [
    {"organisation": "Agence régionale de santé", "obligatoire": True},
    {"organisation": "Communauté d’essai", "obligatoire": True},
]


class Service:
    """The ARS of a region: its delegation and its headquarters."""

    def __init__(self, region: str = "24", departement: str = "45") -> None:
        self.region = region
        ars = OrganisationFactory(type="ars_siege", nom=f"ARS {departement} (essai)", region=region)
        dd = {"portee": "departement", "code": departement}
        self.delegation = member(Role.DD_ARS, organisation=ars, **dd)
        self.siege = member(Role.ARS_SIEGE, organisation=ars, code=region)


def make_note(service: Service, **changes: Any) -> NoteFaisabilite:
    values: dict[str, Any] = {"libelle": "Bords de Loire (essai)", "communes": COMMUNES}
    return study_territory(acteur=service.delegation, **values | changes)


def note_of(service: Service, contrat: Any) -> NoteFaisabilite:
    return open_note(
        acteur=service.siege, perimetre=contrat.perimetre_etude, libelle=contrat.nom,
        contrat=contrat,
    )  # fmt: skip


def fresh(note: NoteFaisabilite) -> NoteFaisabilite:
    return NoteFaisabilite.objects.get(pk=note.pk)


def write(service: Service, note: NoteFaisabilite, rubrique: str, **values: Any) -> NoteFaisabilite:
    """Write a part as it stands now."""
    lignes = values.pop("lignes", ())
    return write_rubrique(
        acteur=service.delegation, note=note, rubrique=rubrique, champs=values, lignes=lignes,
        expected=note.rubriques.get(code=rubrique).version,
    )  # fmt: skip


def fill(service: Service, note: NoteFaisabilite) -> NoteFaisabilite:
    """Write what a favourable decision waits for."""
    write(service, note, "facteurs", lignes=FACTEURS)
    write(service, note, "conditions", lignes=CONDITIONS)
    write(service, note, "moyens", lignes=MOYENS)
    write(service, note, "pilotage", pilotage="Pilotage (essai).", lignes=SIGNATAIRES)
    write(service, note, "competence", **COMPETENCE)
    return advise(
        acteur=service.delegation, note=fresh(note), expected=fresh(note).version,
        sens="favorable", motif="Territoire prêt (essai).", on=JOUR,
    )  # fmt: skip


def decided(service: Service, note: NoteFaisabilite, sens: str = "favorable") -> NoteFaisabilite:
    """Return the note, filled then decided."""
    filled = fill(service, note)
    decide(
        acteur=service.siege, note=filled, expected=filled.version, sens=sens,
        motif="Conditions réunies (essai).", on=JOUR,
    )  # fmt: skip
    return fresh(note)
