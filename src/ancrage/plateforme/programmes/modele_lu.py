"""Read our own workbook back: the plan, the lines of its sheets, and what could not be taken."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import Feuille
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes.modele import (
    FEUILLES,
    LISTES_DU_PLAN,
    NIVEAUX_CHEMIN,
    TITRE,
    Colonne,
    FeuilleModele,
)
from ancrage.plateforme.programmes.plan import Plan, clean_line
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.programmes.valeurs import (
    Ecart,
    Illisible,
    choice_labels,
    read_cents,
    read_choice,
    read_date,
    read_decimal,
    read_integer,
    read_yes,
)
from ancrage.plateforme.programmes.verification import build

LECTEURS: dict[str, Any] = {
    "entier": read_integer,
    "decimal": read_decimal,
    "montant": read_cents,
    "date": read_date,
    "oui_non": read_yes,
}

Rangee = tuple[int, str, dict[str, Any]]  # line, code of the owner, values by field
Parties = dict[tuple[str, str], dict[str, list[Any]]]


@dataclass
class Lecture:
    """What a workbook says: a plan, the place of each sheet in it, what was left out and why."""

    plan: Plan = field(default_factory=Plan)
    ecarts: list[Ecart] = field(default_factory=list)
    lieux: list[tuple[str, int]] = field(default_factory=list)  # (sheet, line) of each fiche


def is_modele(feuilles: list[Feuille]) -> bool:
    """Say whether a workbook is ours."""
    first = feuilles[0].lignes[:1] if feuilles else []
    return bool(first) and bool(first[0]) and fold(first[0][0]) == fold(TITRE)


def read_modele(feuilles: list[Feuille]) -> Lecture:
    """Return the plan of our own workbook."""
    lecture = Lecture()
    sheets = {one.nom: one for one in feuilles}
    read = {spec.nom: _rows(spec, sheets.get(spec.nom), lecture) for spec in FEUILLES}
    parts = _parts(read, lecture)
    found: dict[str, tuple[Any, ...]] = {}
    for spec in (one for one in FEUILLES if not one.partie):
        records = []
        for line, _, values in read[spec.nom]:
            more = {
                part: tuple(lines) for part, lines in parts[_key(spec.nom, line, values)].items()
            }
            record = _record(spec, line, values | more, lecture)
            if record is not None:
                records.append(record)
                if spec.nom == "Fiches":
                    lecture.lieux.append((spec.nom, line))
        found[LISTES_DU_PLAN[spec.nom]] = tuple(records)
    lecture.plan = Plan(**found)
    return lecture


def _parts(read: dict[str, list[Rangee]], lecture: Lecture) -> Parties:
    """Return the lines of the sheets that detail needs and actions, by what they are a part of."""
    found: Parties = defaultdict(lambda: defaultdict(list))
    for spec in (one for one in FEUILLES if one.partie):
        above = "Besoins" if spec.partie == "appuis" else "Fiches"
        owners = {_key(above, line, values) for line, _, values in read[above]}
        for line, owner, values in read[spec.nom]:
            record = _record(spec, line, values, lecture)
            if record is not None and (above, owner) in owners:
                found[above, owner][spec.partie].append(record)
            elif record is not None:
                words = f"« {owner} » n’est pas un code de la feuille « {above} »"
                lecture.ecarts.append(Ecart(spec.nom, line, "", owner, words))
    return found


def _key(sheet: str, line: int, values: dict[str, Any]) -> tuple[str, str]:
    """Return what a row is called: its sheet and code; without code, « ligne 4 »."""
    return sheet, str(clean_line(values.get("code") or f"ligne {line}"))


def _rows(spec: FeuilleModele, sheet: Feuille | None, lecture: Lecture) -> list[Rangee]:
    """Return (line, code of the owner, values by field) of the rows that hold something."""
    if sheet is None or not sheet.lignes:
        return []
    heads = {fold(cell): rank for rank, cell in enumerate(sheet.lignes[0]) if cell.strip()}
    known = {fold(one.entete): one for one in spec.colonnes}
    for head, rank in heads.items():
        if head not in known:
            words = "colonne inconnue du modèle, non reprise"
            lecture.ecarts.append(Ecart(spec.nom, 1, sheet.lignes[0][rank], "", words, "note"))
    columns = [(heads[head], one) for head, one in known.items() if head in heads]
    rows = []
    for line, cells in enumerate(sheet.lignes[1:], start=2):
        if any(cell.strip() for cell in cells):
            owner, values = _values(spec.nom, line, cells, columns, lecture)
            rows.append((line, owner, values))
    return rows


def _values(
    sheet: str,
    line: int,
    cells: list[str],
    columns: list[tuple[int, Colonne]],
    lecture: Lecture,
) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    chemin = [""] * NIVEAUX_CHEMIN
    owner = ""
    for rank, column in columns:
        text = cells[rank] if rank < len(cells) else ""
        name, _, depth = column.champ.partition(".")
        if name == "de":
            owner = str(clean_line(text))
        elif depth:
            chemin[int(depth)] = text
            values[name] = tuple(one for one in chemin if one.strip())
        elif text.strip():
            try:
                _put(values, column, text, Ecart(sheet, line, column.entete, text, ""), lecture)
            except Illisible as refusal:
                lecture.ecarts.append(Ecart(sheet, line, column.entete, text, str(refusal)))
    return owner, values


def _put(
    values: dict[str, Any], column: Colonne, text: str, where: Ecart, lecture: Lecture
) -> None:
    """Put what a cell says in the values of its row."""
    if column.genre == "choix":
        values[column.champ], note = read_choice(text, choice_labels(column.choix))
        _tell(where, note, lecture)
    elif column.genre == "facette":
        labels = typologie().facette(column.champ).labels()
        writable = {label: code for code, label in labels.items()} | {one: one for one in labels}
        for word in text.split("\n"):
            code, note = read_choice(word, writable)
            _tell(where, note, lecture)
            if code:
                kept = values.get("classements", ())
                values["classements"] = tuple(sorted({*kept, f"{column.champ}:{code}"}))
    elif column.genre == "lignes":
        cleaned = (str(clean_line(one)) for one in text.split("\n"))
        values[column.champ] = tuple(one for one in cleaned if one)
    elif column.genre in LECTEURS:
        values[column.champ] = LECTEURS[column.genre](text)
    else:
        values[column.champ] = text


def _tell(where: Ecart, note: str, lecture: Lecture) -> None:
    if note:
        lecture.ecarts.append(
            Ecart(where.feuille, where.ligne, where.colonne, where.valeur, note, "note")
        )


def _record(spec: FeuilleModele, line: int, values: dict[str, Any], lecture: Lecture) -> Any | None:
    """Return a record, or None with the reason told."""
    try:
        return build(spec.record, **values)
    except ActeRefuse as refusal:
        words = f"ligne non reprise : {refusal.message}"
        lecture.ecarts.append(Ecart(spec.nom, line, refusal.champ or "", "", words))
        return None
