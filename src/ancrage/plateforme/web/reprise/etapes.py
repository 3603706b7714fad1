"""The steps of the form: what each one fills of a takeover, in the order of the documents."""

from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.contrats.dossiers import (
    CHIFFRES,
    CONTRATS,
    DIAGNOSTICS,
    PASSES,
    SIGNATAIRES,
    Manque,
)
from ancrage.plateforme.contrats.models import BrouillonReprise
from ancrage.plateforme.web.reprise import forms


@dataclass(frozen=True, slots=True)
class Etape:
    """One page of the form."""

    code: str
    libelle: str
    chapeau: str
    formulaire: type[forms.EtapeForm]


ETAPES = (
    Etape(
        "territoire", "Territoire",
        "Le nom du contrat et son périmètre, commune par commune, tel qu’il est signé.",
        forms.TerritoireForm,
    ),
    Etape(
        "etat", "État et dates",
        "Où en est le contrat aujourd’hui, et ce que dit le document signé.",
        forms.EtatForm,
    ),
    Etape(
        "parties", "Porteurs et signataires",
        "Qui porte et qui signe, avec la délibération numérisée de chaque collectivité.",
        forms.PartiesForm,
    ),
    Etape(
        "generation", "Génération",
        "Les contrats passés de ce territoire : la génération se compte d’après eux.",
        forms.GenerationForm,
    ),
    Etape(
        "diagnostic", "Diagnostic passé",
        "Le diagnostic tel quel, en PDF, et les chiffres d’où part le contrat, avec leur source.",
        forms.DiagnosticForm,
    ),
)  # fmt: skip
PAR_CODE = {one.code: one for one in ETAPES}
VERIFICATION = "verification"
_DE_FEUILLE = {SIGNATAIRES: "parties", PASSES: "generation", DIAGNOSTICS: "diagnostic",
               CHIFFRES: "diagnostic"}  # fmt: skip
_DE_COLONNE = {"Nom": "territoire", "Communes": "territoire", "Porteurs": "parties",
               "Signataires": "parties", "Organisation": "parties",
               "Contrat précédent": "generation"}  # fmt: skip


def step_of(manque: Manque) -> str:
    """Return the step where a gap is mended."""
    if manque.feuille == CONTRATS:
        return _DE_COLONNE.get(manque.colonne, "etat")
    return _DE_FEUILLE[manque.feuille]


def following(code: str) -> str:
    """Return the step after another; the check comes last."""
    codes = [*PAR_CODE, VERIFICATION]
    return codes[codes.index(code) + 1]


@dataclass(frozen=True, slots=True)
class EtapeVue:
    """A step as the path of the form shows it."""

    libelle: str
    route: str
    code: str
    etat: str


def path_of(brouillon: BrouillonReprise, current: str) -> list[EtapeVue]:
    """Return the steps, those already filled marked."""
    saisie: dict[str, Any] = brouillon.saisie
    filled = {
        "territoire": bool(saisie.get("nom") and saisie.get("communes")),
        "etat": bool(saisie.get("etat") and saisie.get("depuis")),
        "parties": bool(saisie.get("porteurs")),
        "generation": bool(saisie.get("antecedents") or saisie.get("precedent")),
        "diagnostic": bool(saisie.get("diagnostic")),
    }
    found = [
        EtapeVue(one.libelle, "reprise:etape", one.code, _state(one.code, current, filled))
        for one in ETAPES
    ]
    last = "courante" if current == VERIFICATION else "a_venir"
    return [*found, EtapeVue("Vérification", "reprise:verification", VERIFICATION, last)]


def _state(code: str, current: str, filled: dict[str, bool]) -> str:
    if code == current:
        return "courante"
    return "faite" if filled[code] else "a_venir"
