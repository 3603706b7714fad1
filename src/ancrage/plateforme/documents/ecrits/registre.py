"""Every document composed of a contract: when it makes sense, what it says, in which formats."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ancrage import __version__
from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, EN_VIGUEUR, SIGNES, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.ecrits.communication import plan_de_communication
from ancrage.plateforme.documents.ecrits.publics import communique, conference
from ancrage.plateforme.documents.ecrits.releve import releve
from ancrage.plateforme.faisabilite.lettres import letters_of, render_letter
from ancrage.publication.documents.blocs import Document, Section
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.rendu_court import render_court

Parties = Callable[[Contrat, date], tuple[Section, ...]]
CLOS = (Etat.ABANDONNE, Etat.NON_RECONDUIT, Etat.TERMINE)
# Priorities are weighed once the diagnosis is handed back, and read for ever after.
PRIORISES = (*AVANT_SIGNATURE[AVANT_SIGNATURE.index(Etat.DLS_RESTITUE) :], *SIGNES)


@dataclass(frozen=True, slots=True)
class Ecrit:
    """A document: its title, what it is for, the states in which it makes sense, its parts."""

    titre: str
    usage: str
    etats: tuple[str, ...]
    parties: Parties
    mention: str


PROJET = "Projet à compléter"
ECRITS: dict[str, Ecrit] = {
    "releve-de-priorisation": Ecrit(
        "Relevé de décisions de priorisation",
        "Besoins, notes, poids, priorités retenues, et ce que changeraient d’autres poids.",
        tuple(PRIORISES), releve, "Tiré des notes et des décisions enregistrées",
    ),
    "plan-de-communication": Ecrit(
        "Plan de communication", "Ce qui se dit, à qui, par quel moyen, quand et par qui.",
        tuple(etat for etat in Etat.values if etat not in CLOS), plan_de_communication, PROJET,
    ),
    "communique": Ecrit(
        "Communiqué", "La signature annoncée à la presse et aux partenaires.",
        tuple(EN_VIGUEUR), communique, PROJET,
    ),
    "conference-locale": Ecrit(
        "Dossier de la conférence locale de santé",
        "Le contrat présenté aux élus, aux acteurs et à la population.",
        tuple(EN_VIGUEUR), conference, PROJET,
    ),
}  # fmt: skip


def ecrits_of(contrat: Contrat) -> dict[str, tuple[str, str]]:
    """Return the title and the use of what can be drawn where a contract stands, letters first."""
    letters = {code: (one.titre, one.usage) for code, one in letters_of(contrat).items()}
    own = {code: (e.titre, e.usage) for code, e in ECRITS.items() if contrat.etat in e.etats}
    return letters | own


def build_ecrit(contrat: Contrat, code: str, on: date) -> Document:
    """Return a document of this app."""
    ecrit = ECRITS[code]
    return proofread(
        Document(
            titre=ecrit.titre,
            sous_titre=ecrit.usage,
            territoire=contrat.nom,
            edition=f"état au {on:%d/%m/%Y}",
            version=__version__,
            date=on,
            auteur="Équipe du contrat local de santé",
            etat="brouillon",
            sections=ecrit.parties(contrat, on),
            mention=marked(ecrit.mention),
            description=ecrit.usage,
        )
    )


def render_ecrit(contrat: Contrat, code: str, on: date, format: str) -> bytes:
    """Return a document as a file, a letter or one of this app's own."""
    if code not in ECRITS:
        return render_letter(contrat, code, on, format)
    return render_court(build_ecrit(contrat, code, on), format)
