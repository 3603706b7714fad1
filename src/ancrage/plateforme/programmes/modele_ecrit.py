"""Write a plan as our own workbook: the template when the plan is empty."""

from datetime import date
from decimal import Decimal
from typing import Any

from ancrage.plateforme.programmes.modele import (
    FEUILLES,
    LISTES_DU_PLAN,
    NOTICE,
    TITRE,
    Colonne,
    FeuilleModele,
)
from ancrage.plateforme.programmes.plan import Plan
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.publication.documents.classeur_saisie import FeuilleSaisie, write_saisie

AIDES = {
    "date": "jour/mois/année", "montant": "en euros : 1250,50", "oui_non": "oui ou non",
    "lignes": "une valeur par ligne", "entier": "un nombre entier",
}  # fmt: skip


def write_plan(plan: Plan) -> bytes:
    """Return the workbook of a plan; `read_modele` gives the same plan back."""
    return write_saisie(TITRE, NOTICE, [_sheet(one, plan) for one in FEUILLES])


def _sheet(feuille: FeuilleModele, plan: Plan) -> FeuilleSaisie:
    columns = feuille.colonnes
    return FeuilleSaisie(
        nom=feuille.nom,
        entetes=[one.entete for one in columns],
        lignes=[[_cell(one, owner, row) for one in columns] for owner, row in _rows(feuille, plan)],
        aides={rank: AIDES[one.genre] for rank, one in enumerate(columns) if one.genre in AIDES},
        choix={rank: _offered(one) for rank, one in enumerate(columns) if _offered(one)},
    )


def _rows(feuille: FeuilleModele, plan: Plan) -> list[tuple[str, Any]]:
    """Return the records of a sheet, each with the code of what it is a part of."""
    if not feuille.partie:
        return [("", row) for row in getattr(plan, LISTES_DU_PLAN[feuille.nom])]
    owners: tuple[Any, ...] = plan.besoins if feuille.partie == "appuis" else plan.fiches
    return [(one.code, row) for one in owners for row in getattr(one, feuille.partie)]


def _offered(colonne: Colonne) -> list[str]:
    if colonne.genre == "choix":
        return [str(label) for label in colonne.choix.labels]
    if colonne.genre == "oui_non":
        return ["oui", "non"]
    if colonne.genre == "facette":
        return list(typologie().facette(colonne.champ).labels().values())
    return []


def _cell(colonne: Colonne, owner: str, row: Any) -> str:
    if colonne.champ == "de":
        return owner
    if colonne.genre == "facette":
        return _codes(colonne.champ, row.classements)
    name, _, rank = colonne.champ.partition(".")
    value = getattr(row, name)
    if rank:
        return value[int(rank)] if int(rank) < len(value) else ""
    return text_of(colonne, value)


def _codes(facette: str, classements: tuple[str, ...]) -> str:
    labels = typologie().facette(facette).labels()
    codes = [one.partition(":")[2] for one in classements if one.startswith(f"{facette}:")]
    return "\n".join(labels.get(code, code) for code in codes)


def text_of(colonne: Colonne, value: Any) -> str:
    """Return a value as a cell of the workbook shows it."""
    if value is None or value == "":
        return ""
    if colonne.genre == "choix":
        return str(dict(colonne.choix.choices).get(value, value))
    if colonne.genre == "montant":
        return f"{Decimal(value) / 100:.2f}".replace(".", ",")
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value)
