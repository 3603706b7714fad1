"""A part of a sheet as one field of its form: rows of cells, and one text of the same rows.

Every cell of a part is sent under one name, row after row; the text (CSV, one line per row) is
what the choice between two people's versions compares and sends back.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.programmes.modele import FEUILLES, Colonne
from ancrage.plateforme.programmes.modele_ecrit import text_of
from ancrage.plateforme.programmes.modele_lu import LECTEURS
from ancrage.plateforme.programmes.valeurs import Illisible, choice_labels, read_choice
from ancrage.plateforme.programmes.verification import build

LIGNES_MAX = 60
VIDES = 1  # blank rows offered under those that are written
LONGS = frozenset({"detail", "texte"})
LARGES = frozenset({"libelle", "structure", "financeur"})
DATES = "date"


@dataclass(frozen=True, slots=True)
class Partie:
    """What a part is made of, as our own workbook describes it."""

    nom: str
    record: type[Any]
    colonnes: tuple[Colonne, ...]


def partie(nom: str) -> Partie:
    """Return the columns of a part, without the one that names its sheet."""
    sheet = next(one for one in FEUILLES if one.partie == nom)
    return Partie(nom, sheet.record, sheet.colonnes[1:])


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a text."""
    return [row for row in csv.reader(io.StringIO(text), delimiter=";") if any(row)]


def text_of_rows(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as one text; blank rows are left out."""
    out = io.StringIO()
    kept = [[cell.strip() for cell in row] for row in rows]
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(row for row in kept if any(row))
    return out.getvalue()


def text_of_records(part: Partie, records: Sequence[Any]) -> str:
    """Return the records of a part as the text of its rows."""
    return text_of_rows(
        [[text_of(one, getattr(record, one.champ)) for one in part.colonnes] for record in records]
    )


class Lignes(forms.Widget):
    """The rows of a part, each a group of labelled cells, and some blank ones."""

    template_name = "ui/lignes.html"
    use_fieldset = True

    def __init__(self, part: Partie, quoi: str) -> None:
        super().__init__()
        self.part, self.quoi = part, quoi

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the text of what was sent: cells one by one, or the text itself."""
        cells = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        width = len(self.part.colonnes)
        if len(cells) < width:
            return cells[0] if cells else ""
        rows = [cells[at : at + width] for at in range(0, len(cells), width)]
        return text_of_rows(rows[: LIGNES_MAX + 1])

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """Lead the errors to the first cell."""
        return f"{id_}_0_0"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return the rows with their cells."""
        context = super().get_context(name, value, attrs)
        rows = rows_of(value or "")
        width = len(self.part.colonnes)
        context["quoi"] = self.quoi
        context["ecrites"] = [self._cells(name, rank, row) for rank, row in enumerate(rows)]
        context["vides"] = [
            self._cells(name, len(rows) + rank, [""] * width) for rank in range(VIDES)
        ]
        return context

    def _cells(self, name: str, rank: int, row: Sequence[str]) -> dict[str, Any]:
        padded = [*row, *([""] * len(self.part.colonnes))]
        cells = [
            {
                "id": f"id_{name}_{rank}_{place}",
                "libelle": one.entete,
                "valeur": value,
                "choix": _offered(one, value),
                "long": one.champ in LONGS,
                "large": one.champ in LARGES,
                "aide": "jour/mois/année" if one.genre == DATES else "",
            }
            for place, (one, value) in enumerate(zip(self.part.colonnes, padded, strict=False))
        ]
        return {"numero": rank + 1, "cases": cells}


def _offered(colonne: Colonne, value: str) -> list[str]:
    """Return what a closed cell offers, the value it holds included."""
    if colonne.genre == "oui_non":
        return ["non", "oui"]
    if colonne.genre != "choix":
        return []
    labels = ["", *(str(label) for label in colonne.choix.labels)]
    return labels if value in labels else [*labels, value]


class LignesField(forms.Field):
    """The rows of a part, read into its records."""

    def __init__(self, nom: str, *, label: str, quoi: str, help_text: str = "") -> None:
        self.part = partie(nom)
        super().__init__(
            label=label, required=False, help_text=help_text, widget=Lignes(self.part, quoi)
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the rows differ."""
        return rows_of(initial or "") != rows_of(data or "")

    def prepare_value(self, value: Any) -> Any:
        """Return the text of the rows."""
        return value or ""

    def clean(self, value: Any) -> tuple[Any, ...]:
        """Return the records; each fault names its row and cell."""
        rows = rows_of(value or "")
        if len(rows) > LIGNES_MAX:
            raise forms.ValidationError(f"{LIGNES_MAX} lignes au plus.")
        records, wrong = [], []
        for numero, row in enumerate(rows, start=1):
            if self._is_blank(row):
                continue
            try:
                records.append(self._record(row))
            except (ActeRefuse, Illisible) as refusal:
                wrong.append(f"Ligne {numero} : {refusal}")
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(records)

    def _is_blank(self, row: Sequence[str]) -> bool:
        """Say whether a row holds nothing but the first choice of a yes or no."""
        cells = zip(self.part.colonnes, row, strict=False)
        return not any(cell for one, cell in cells if one.genre != "oui_non")

    def _record(self, row: Sequence[str]) -> Any:
        values = {}
        for one, cell in zip(self.part.colonnes, row, strict=False):
            if cell.strip():
                values[one.champ] = read_cell(one, cell)
        for one in self.part.colonnes:
            if one.genre == "choix" and one.champ not in values and one.champ != "sexe":
                raise Illisible(f"choisissez « {one.entete.lower()} »")
        return build(self.part.record, **values)


def read_cell(colonne: Colonne, cell: str) -> Any:
    """Return what a cell says, in the terms of the plan; `Illisible` names its column."""
    try:
        if colonne.genre == "choix":
            return read_choice(cell, choice_labels(colonne.choix))[0]
        return LECTEURS[colonne.genre](cell) if colonne.genre in LECTEURS else cell
    except Illisible as refusal:
        raise Illisible(f"{colonne.entete} : {refusal}") from None
