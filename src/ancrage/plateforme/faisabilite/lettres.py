"""The letters around a contract (documents.md § 11), filled from what is known of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ancrage import __version__
from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.lettres_parties import (
    engagement,
    fin,
    poste,
    renouvellement,
)
from ancrage.publication.documents.blocs import Document, Section
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.rendu_court import render_court

Parties = Callable[[Contrat, date], tuple[Section, ...]]
FINS = (Etat.NON_RECONDUIT, Etat.ABANDONNE)
SUITES = (Etat.EVALUATION, Etat.RENOUVELLEMENT, Etat.PROROGE, Etat.ECHU, Etat.EN_OEUVRE)


@dataclass(frozen=True, slots=True)
class Lettre:
    """A letter: its title, what it is for, the states in which it makes sense, its parts."""

    titre: str
    usage: str
    etats: tuple[str, ...]
    parties: Parties


LETTRES: dict[str, Lettre] = {
    "engagement": Lettre(
        "Lettre d’engagement", "Les élus s’engagent dans la préfiguration, avec leurs copilotes.",
        tuple(AVANT_SIGNATURE), engagement,
    ),
    "poste": Lettre(
        "Fiche de poste et lettre de mission", "Le coordonnateur : missions, temps, rattachement.",
        tuple(etat for etat in Etat.values if etat not in FINS), poste,
    ),
    "renouvellement": Lettre(
        "Note de cadrage du renouvellement", "Un diagnostic léger : ce qui a vraiment évolué.",
        tuple(SUITES), renouvellement,
    ),
    "fin": Lettre(
        "Note motivée de fin", "Pourquoi le contrat s’arrête, et les suites.", tuple(FINS), fin,
    ),
}  # fmt: skip


def letters_of(contrat: Contrat) -> dict[str, Lettre]:
    """Return the letters that make sense for a contract where it stands."""
    return {code: one for code, one in LETTRES.items() if contrat.etat in one.etats}


def build_letter(contrat: Contrat, code: str, on: date) -> Document:
    """Return a letter as a document to be finished in a word processor."""
    lettre = LETTRES[code]
    return proofread(
        Document(
            titre=lettre.titre,
            sous_titre=lettre.usage,
            territoire=contrat.nom,
            edition="projet",
            version=__version__,
            date=on,
            auteur="Contrat local de santé",
            etat="brouillon",
            sections=lettre.parties(contrat, on),
            mention=marked("Projet à compléter et à signer"),
            description=lettre.usage,
        )
    )


def render_letter(contrat: Contrat, code: str, on: date, format: str) -> bytes:
    """Return a letter as a file."""
    return render_court(build_letter(contrat, code, on), format)
