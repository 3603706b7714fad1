"""The table of a plan: which sheets the address asks for, in which order; cells read and pasted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes import listes
from ancrage.plateforme.programmes.modele import FICHE, Colonne
from ancrage.plateforme.programmes.modele_ecrit import text_of
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.services.cellules import Cellule
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.programmes.valeurs import Ecart, Illisible
from ancrage.plateforme.web.programme.champs import read_cell

# The columns that one edits without opening a sheet, as our own workbook calls them.
EDITEES = (
    "titre", "statut", "avancement", "debut", "fin", "statut_financement", "etp", "motif",
)  # fmt: skip
_CONNUES = {one.champ: one for one in FICHE}
COLONNES: dict[str, Colonne] = {champ: _CONNUES[champ] for champ in EDITEES}
COLLEES: dict[str, Colonne] = {
    fold(one.entete): one
    for one in FICHE
    if "." not in one.champ and one.genre not in ("facette", "lignes")
}
ETATS = {"validee": "validée", "brouillon": "brouillon"}
TRIS = {
    "rang": lambda one: one.rang,
    "code": lambda one: one.code,
    "titre": lambda one: fold(one.titre),
    "statut": lambda one: listes.StatutAction.values.index(one.statut),
    "avancement": lambda one: -1 if one.avancement is None else one.avancement,
    "fin": lambda one: one.fin.isoformat() if one.fin else "9999",
}  # fmt: skip
COLLAGE_MAX = 500


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for."""

    q: str = ""
    axe: str = ""
    statut: str = ""
    financement: str = ""
    theme: str = ""
    etat: str = ""
    tri: str = "rang"
    descend: bool = False

    @property
    def actifs(self) -> dict[str, str]:
        """Return the filters in force, by name."""
        names = ("q", "axe", "statut", "financement", "theme", "etat")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def read_demande(query: QueryDict) -> Demande:
    """Return what an address asks for; what it says wrong is left out."""
    tri = query.get("tri", "")
    closed: Mapping[str, Iterable[str]] = {
        "statut": listes.StatutAction.values,
        "financement": listes.StatutFinancement.values,
        "theme": typologie().facette("theme").labels(),
        "etat": ETATS,
    }
    kept = {n: query.get(n, "") for n, known in closed.items() if query.get(n, "") in known}
    return Demande(
        q=query.get("q", "").strip()[:100],
        axe=query.get("axe", "")[:36],
        tri=tri.removeprefix("-") if tri.removeprefix("-") in TRIS else "rang",
        descend=tri.startswith("-"),
        **kept,
    )


def select(fiches: Iterable[FicheAction], asked: Demande) -> list[FicheAction]:
    """Return the sheets that an address asks for, in its order."""
    kept = [one for one in fiches if _answers(one, asked)]
    return sorted(kept, key=TRIS[asked.tri], reverse=asked.descend)


def _answers(one: FicheAction, asked: Demande) -> bool:
    words = fold(f"{one.code} {one.titre} {pilote_of(one)}")
    themes = {
        c.code for c in one.classements.all()
        if c.facette == "theme" and c.statut == listes.StatutClassement.VALIDE
    }  # fmt: skip
    return (
        fold(asked.q) in words
        and asked.axe in ("", str(one.axe.identifiant) if one.axe else "aucun")
        and asked.statut in ("", one.statut)
        and asked.financement in ("", one.statut_financement)
        and (not asked.theme or asked.theme in themes)
        and asked.etat in ("", "validee" if one.is_figee else "brouillon")
    )


def pilote_of(one: FicheAction) -> str:
    """Return the organisation that pilots a sheet; its parts are loaded."""
    held = [who for who in one.intervenants.all() if who.role == listes.RoleIntervenant.PILOTE]
    return held[0].structure if held else ""


# --- cells


@dataclass(frozen=True, slots=True)
class Case:
    """A cell ready to be typed in."""

    champ: str
    libelle: str
    valeur: str
    avant: str
    choix: Sequence[str]
    erreur: str = ""


def cases_of(one: FicheAction, typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[Case]:
    """Return the cells of a sheet; what was typed and refused stays, with why."""
    found = []
    for champ, column in COLONNES.items():
        stored = text_of(column, getattr(one, champ))
        choices = [str(label) for label in column.choix.labels] if column.choix else []
        blank = [""] if champ == "statut_financement" else []
        found.append(
            Case(
                champ, column.entete, typed.get(champ, stored), stored, [*blank, *choices],
                wrong.get(champ, ""),
            )
        )  # fmt: skip
    return found


def read_typed(query: QueryDict, code: str) -> tuple[list[Cellule], dict[str, str]]:
    """Return the cells of a row that its writer changed, and those that cannot be read."""
    cells, wrong = [], {}
    for champ, column in COLONNES.items():
        now, before = query.get(f"{code}|{champ}"), query.get(f"avant|{code}|{champ}", "")
        if now is None or now.strip() == before.strip():
            continue
        try:
            after, former = _value(column, now), _value(column, before)
        except Illisible as refusal:
            wrong[champ] = str(refusal)
        else:
            cells.append(Cellule(code, champ, after, former, lue=True))
    return cells, wrong


def _value(column: Colonne, text: str) -> Any:
    """Return what a cell says; a blank is « nothing » in the terms of its field."""
    if text.strip():
        return read_cell(column, text)
    return None if column.genre in ("date", "entier", "decimal", "montant") else ""


def read_collage(texte: str) -> tuple[list[Cellule], list[Ecart]]:
    """Return the cells of rows pasted from a spreadsheet, their heads on the first line."""
    rows = [line.split("\t") for line in texte.replace("\r", "").split("\n") if line.strip()]
    heads = [COLLEES.get(fold(cell)) for cell in rows[0]] if rows else []
    champs = [one.champ if one else "" for one in heads]
    if "code" not in champs:
        words = "la première ligne donne les titres des colonnes, dont « Code »"
        return [], [Ecart("", 1, "", "", words)]
    wrong = [
        Ecart("", 1, cell, "", "colonne inconnue du tableau, non reprise")
        for cell, one in zip(rows[0], heads, strict=True)
        if one is None and cell.strip()
    ]
    cells: list[Cellule] = []
    for line, row in enumerate(rows[1 : COLLAGE_MAX + 1], start=2):
        code = row[champs.index("code")].strip() if len(row) > champs.index("code") else ""
        for column, text in zip(heads, row, strict=False):
            if column is not None and column.champ != "code" and text.strip():
                try:
                    cells.append(Cellule(code, column.champ, read_cell(column, text)))
                except Illisible as refusal:
                    wrong.append(Ecart("", line, column.entete, text, str(refusal)))
    return cells, wrong
