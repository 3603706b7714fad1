"""The note as a document: fifteen parts from its content, the same on screen, DOCX and PDF."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ancrage import __version__
from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.faisabilite.listes import SCORE_TENU, ReponseFacteur, Rubrique
from ancrage.plateforme.faisabilite.manques import missing_of
from ancrage.plateforme.faisabilite.models.decisions import FormatNote
from ancrage.plateforme.faisabilite.parties import PARTIES, paragraphs
from ancrage.publication.documents.blocs import (
    ARemplir,
    Bloc,
    ChiffrePhare,
    Couverture,
    Document,
    Encadre,
    Section,
    texte,
)
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.rendu_docx import render_docx
from ancrage.publication.documents.rendu_pdf import render_pdf
from ancrage.publication.typographie import date_longue, enumeration

TITRE = "Note de contexte"
BROUILLON = "Brouillon, sans avis ni décision arrêtés"
REDACTEURS = "la délégation départementale et le coordonnateur"


def build_note(contenu: Mapping[str, Any], empreinte: str = "") -> Document:
    """Return the document of a content: a draft until it bears a decision and its print."""
    decided = contenu["decision"]
    le = date.fromisoformat(decided["le"] if decided else contenu["le"])
    return proofread(
        Document(
            titre=TITRE,
            sous_titre="Faisabilité d’un contrat local de santé",
            territoire=contenu["libelle"],
            edition=f"version {contenu['numero']}",
            version=__version__,
            date=le,
            auteur="Agence régionale de santé",
            etat="valide" if decided else "brouillon",
            couverture=Couverture(chiffres=_key_figures(contenu), mention=_standing(contenu)),
            sections=(*_head(contenu), *build_sections(contenu), *_foot(contenu, empreinte)),
            mention=marked("" if decided else BROUILLON),
            description="Note de faisabilité d’un contrat local de santé.",
        )
    )


def build_sections(contenu: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the fifteen parts in order; what nobody wrote is said, and who is to write it."""
    missing = missing_of(contenu)
    return tuple(
        Section(
            str(rubrique.label), 2,
            (*PARTIES[rubrique](contenu), *_to_fill(rubrique, missing.get(rubrique, []), contenu)),
            numero=str(rank),
        )
        for rank, rubrique in enumerate(Rubrique, start=1)
    )  # fmt: skip


def render_note(contenu: Mapping[str, Any], format: str, empreinte: str = "") -> bytes:
    """Return the note as a file; a note of a few pages has no contents page."""
    document = build_note(contenu, empreinte)
    if format == FormatNote.PDF:
        return render_pdf(document, sommaire=False)
    return render_docx(document, sommaire=False)


def _standing(contenu: Mapping[str, Any]) -> str:
    decided = contenu["decision"]
    return f"Décision : {decided['sens']}" if decided else BROUILLON


def _key_figures(contenu: Mapping[str, Any]) -> tuple[ChiffrePhare, ...]:
    """Return what the cover answers first: the territory, the factors, the conditions."""
    there = sum(one["reponse"] == ReponseFacteur.OUI for one in contenu["facteurs"])
    scored = [one["score"] for one in contenu["conditions"] if one["score"] is not None]
    held = sum(score >= SCORE_TENU for score in scored)
    return (
        ChiffrePhare("Communes étudiées", str(len(contenu["communes"]))),
        ChiffrePhare(
            "Facteurs facilitants", f"{there} sur {len(contenu['facteurs'])}", mention="présents"
        ),
        ChiffrePhare(
            "Conditions de réussite", f"{held} sur {len(contenu['conditions'])}",
            mention=f"notées {SCORE_TENU} ou 3",
        ),
    )  # fmt: skip


def _head(contenu: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the first words: what was decided, else where the note stands."""
    decided = contenu["decision"]
    if decided:
        title = f"Décision : {decided['sens']}"
        day = date_longue(date.fromisoformat(decided["le"]))
        blocs: tuple[Bloc, ...] = (texte(f"Le {day}."), *paragraphs(decided["motif"]))
        return (Section("En bref", 1, (Encadre(title, "neutre", blocs),)),)
    missing = missing_of(contenu)
    words = (
        f"{len(missing)} rubriques sur {len(Rubrique)} restent à compléter."
        if missing
        else "Toutes les rubriques sont écrites ; la décision est attendue."
    )
    return (Section("En bref", 1, (Encadre("Note en préparation", "attente", (texte(words),)),)),)


def _to_fill(
    rubrique: Rubrique, words: list[str], contenu: Mapping[str, Any]
) -> tuple[ARemplir, ...]:
    """Return the frame that asks for what is missing, in a draft; a decided note says it is not."""
    if not words:
        return ()
    asked = enumeration(words)
    if contenu["decision"]:
        return (ARemplir("Non renseigné", f"À la décision : {asked}.", REDACTEURS),)
    return (ARemplir("À compléter", f"Attendu : {asked}.", REDACTEURS),)


def _foot(contenu: Mapping[str, Any], empreinte: str) -> tuple[Section, ...]:
    if not empreinte:
        return ()
    words = (
        f"Contenu figé à la décision, chiffres compris (édition {contenu['cadrage_edition']}). "
        f"Empreinte SHA-256 : {empreinte}"
    )
    return (Section("Traçabilité", 2, (texte(words, "note"),)),)
