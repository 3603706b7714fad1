"""What the letters say of the préfiguration: its co-leads, the support plan of élus."""

from datetime import date
from typing import Any

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.parties import named
from ancrage.plateforme.prefiguration.lectures import copilotes_of, plan_of
from ancrage.plateforme.prefiguration.models import EtapeAccompagnement
from ancrage.publication.documents.blocs import ARemplir, Bloc, Cellule, Section, Tableau
from ancrage.publication.typographie import date_longue

COLLECTIVITE = "la collectivité"
COPILOTES = ("CPTS", "ASV")  # the local actors of a note that usually lead
ENTETES = ("Étape", "Pour", "Par", "Quand")


def coleads(contrat: Contrat, note: dict[str, Any] | None, on: date) -> tuple[Bloc, ...]:
    """Return who leads: those recorded, else those that the note expects, else a frame."""
    recorded = [
        (str(one.organisation), f"({one.sigle}), {one.fonction}{f' : {one.role}' * bool(one.role)}")
        for one in copilotes_of(contrat, on)
    ]
    expected = [
        (one["nom"], f"({one['type']})")
        for one in (note["acteurs"] if note else ())
        if one["type"] in COPILOTES
    ]
    return named(recorded or expected) or (
        ARemplir("Copilotes", "Par exemple la CPTS et l’atelier santé ville.", COLLECTIVITE),
    )


def support_plan(contrat: Contrat, titre: str) -> tuple[Section, ...]:
    """Return the support plan of élus as a table, while the contract is in preparation."""
    rows = [] if contrat.is_signed else plan_of(contrat)
    if not rows:
        return ()
    table = Tableau(
        "accompagnement",
        "Étapes prévues et faites",
        ENTETES,
        tuple(_row(one) for one in rows),
        ("gauche", "gauche", "gauche", "gauche"),
        (3.1, 2.1, 2.1, 1.9),
    )
    return (Section(titre, 2, (table,)),)


def _row(one: EtapeAccompagnement) -> tuple[Cellule, ...]:
    texts = (
        Cellule(one.quoi, gras=True, precision=one.contenu or None),
        Cellule(_sentence(one.pour)),
    )
    return (*texts, Cellule(_sentence(one.par)), _when(one))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _when(one: EtapeAccompagnement) -> Cellule:
    if one.faite_le:
        return Cellule(f"faite le {date_longue(one.faite_le)}")
    if one.prevue_le:
        return Cellule(f"prévue le {date_longue(one.prevue_le)}")
    return Cellule("à dater", discret=True)
