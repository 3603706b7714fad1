"""The form of one part of a note: its texts, then its lines, each in its own group."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from ancrage.plateforme.faisabilite.listes import FINANCEMENTS, POSTES, Rubrique
from ancrage.plateforme.faisabilite.models import NoteFaisabilite, RubriqueNote
from ancrage.plateforme.faisabilite.rubriques import CHAMPS
from ancrage.plateforme.faisabilite.rubriques import LIGNES as MODELES
from ancrage.plateforme.observations.profils import find_territoire
from ancrage.plateforme.territoires.analyse import shortest_code
from ancrage.plateforme.web.faisabilite.champs import LIGNES, TEXTES
from ancrage.plateforme.web.faisabilite.forms import read_communes
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

BLANCHES = {Rubrique.PERIMETRES: 1, Rubrique.ACTEURS: 1}  # lines offered beyond those written
MAXIMUM = 40
FIXES = (Rubrique.FACTEURS, Rubrique.CONDITIONS)
# What a blank line holds: it is no sign that somebody wrote there.
PAR_DEFAUT = frozenset({"type", "nature", "precision"})


@dataclass(frozen=True, slots=True)
class Groupe:
    """Fields under one legend."""

    legende: str
    champs: list[Any]


class RubriqueForm(FormulaireVersionne):
    """One part of a note, whatever it holds.

    Nothing is mandatory while a note is written: said once, not beside each field.
    """

    use_required_attribute = False

    def __init__(self, data: Any = None, *, note: NoteFaisabilite, part: RubriqueNote) -> None:
        self.note, self.rubrique = note, part.code
        self.stored = {"version": part.version, **self._read_stored()}
        super().__init__(data, initial=self.stored)
        for name in CHAMPS.get(self.rubrique, ()):
            self.fields[name] = TEXTES[name]()
        self.nombre = self._count(data)
        for rank in range(self.nombre):
            for name, make in self._line_fields().items():
                self.fields[key(rank, name)] = make()

    # --- what is stored, as the fields show it

    def _read_stored(self) -> dict[str, Any]:
        found = {name: getattr(self.note, name) for name in CHAMPS.get(self.rubrique, ())}
        self._rows = self._stored_rows()
        for rank, row in enumerate(self._rows):
            for name in self._line_fields():
                found[key(rank, name)] = self._shown(name, getattr(row, name))
        return found

    def _stored_rows(self) -> list[Any]:
        if self.rubrique == Rubrique.FACTEURS:
            return list(self.note.facteurs.all())
        if self.rubrique == Rubrique.CONDITIONS:
            return list(self.note.conditions.all())
        if self.rubrique not in MODELES:
            return []
        name = MODELES[self.rubrique].modele._meta.model_name
        return list(getattr(self.note, f"{name}_lignes").all())

    def _line_fields(self) -> Mapping[str, Any]:
        return LIGNES[self.rubrique][1] if self.rubrique in LIGNES else {}

    def _shown(self, name: str, value: Any) -> Any:
        if name == "centimes" and value is not None:
            return Decimal(value) / 100
        if self.rubrique == Rubrique.PERIMETRES and name == "communes":
            return write_communes(value)
        return "" if value is None else value

    def _count(self, data: Any) -> int:
        held = len(self._rows)
        if not self._line_fields() or self.rubrique in FIXES:
            return held
        if data is None:
            return min(held + BLANCHES.get(Rubrique(self.rubrique), 2), MAXIMUM)
        sent = [int(name[1:].partition("_")[0]) for name in data if is_line(name)]
        return min(max([held, *(rank + 1 for rank in sent)]), MAXIMUM)

    # --- how it is printed

    @property
    def textes(self) -> list[Any]:
        """Return the fields of the note itself."""
        return [self._printed(name) for name in CHAMPS.get(self.rubrique, ())]

    def _printed(self, name: str) -> Any:
        """Return a field without the word « facultatif », once it was checked."""
        self.fields[name].required = True
        return self[name]

    @property
    def groupes(self) -> list[Groupe]:
        """Return the lines, each under its legend."""
        names = list(self._line_fields())
        return [
            Groupe(self._legend(rank), [self._printed(key(rank, name)) for name in names])
            for rank in range(self.nombre)
        ]

    @property
    def ajoutable(self) -> bool:
        """Say whether lines may be added to this part."""
        return bool(self._line_fields()) and self.rubrique not in FIXES

    def _legend(self, rank: int) -> str:
        if self.rubrique in FIXES:
            return str(self._rows[rank])
        name = LIGNES[self.rubrique][0]
        if rank < len(self._rows):
            return f"{name} {rank + 1} : {self._rows[rank]}"
        return f"{name} {rank + 1}, à ajouter"

    @property
    def caches(self) -> list[Any]:
        """Return the hidden fields: the version, and the texts that the form was opened on."""
        hidden: list[Any] = self.get_context()["hidden_fields"]
        return hidden

    # --- what was written

    def clean(self) -> dict[str, Any]:
        """Read the lines; an empty one is none, an unfinished one says what it lacks."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        lines = []
        for rank in range(self.nombre):
            line = {name: data.get(key(rank, name)) for name in self._line_fields()}
            if self._is_written(line):
                lines.append(self._check(rank, line))
        self.lignes = lines
        if self.rubrique == Rubrique.PERIMETRES:
            self._check_scenarios(lines)
        return data

    def _is_written(self, line: Mapping[str, Any]) -> bool:
        if self.rubrique in FIXES:
            return True
        return any(value for name, value in line.items() if name not in PAR_DEFAUT)

    def _check(self, rank: int, line: dict[str, Any]) -> dict[str, Any]:
        if self.rubrique in FIXES:
            return self._check_graded(rank, line)
        name = MODELES[self.rubrique].cle
        if not line[name]:
            self.add_error(key(rank, name), "Donnez un nom, ou videz toute la ligne.")
        if self.rubrique == Rubrique.MOYENS:
            self._check_means(rank, line)
        if self.rubrique == Rubrique.CALENDRIER and not line["date"]:
            self.add_error(key(rank, "date"), "Donnez une date.")
        dated = self.rubrique == Rubrique.ACTEURS and line["debut"] and line["fin"]
        if dated and line["fin"] < line["debut"]:
            self.add_error(key(rank, "fin"), "La fin précède le début.")
        if self.rubrique == Rubrique.PERIMETRES:
            self._read_scenario(rank, line)
        return line

    def _check_graded(self, rank: int, line: dict[str, Any]) -> dict[str, Any]:
        """Ask for the evidence of an answer, and for the answer of an evidence."""
        name = "reponse" if self.rubrique == Rubrique.FACTEURS else "score"
        given, proof = line[name] or "", (line["preuve"] or "").strip()
        if given and not proof:
            self.add_error(key(rank, "preuve"), "Dites ce qui le montre.")
        if proof and not given:
            self.add_error(key(rank, name), "Choisissez, ou effacez la preuve.")
        value: Any = given if name == "reponse" else (int(given) if given else None)
        return {"code": self._rows[rank].code, name: value, "preuve": proof}

    def _check_means(self, rank: int, line: dict[str, Any]) -> None:
        if line["nature"] in POSTES:
            if not line["etp"]:
                self.add_error(key(rank, "etp"), "Donnez le temps de travail du poste.")
        else:
            line["etp"] = None
        if line["nature"] in FINANCEMENTS and line["centimes"] is None:
            self.add_error(key(rank, "centimes"), "Donnez le montant du financement.")
        if line["centimes"] is not None:
            line["centimes"] = int(line["centimes"] * 100)

    def _read_scenario(self, rank: int, line: dict[str, Any]) -> None:
        try:
            line["communes"] = list(read_communes(line["communes"] or ""))
        except forms.ValidationError as wrong:
            self.add_error(key(rank, "communes"), wrong)

    def _check_scenarios(self, lines: list[dict[str, Any]]) -> None:
        if sum(bool(line["retenu"]) for line in lines) > 1:
            self.add_error(None, "Un seul périmètre est proposé : décochez les autres.")
        names = [line["libelle"] for line in lines]
        if len(set(names)) != len(names):
            self.add_error(None, "Deux périmètres portent le même nom.")

    @property
    def champs(self) -> dict[str, Any]:
        """Return the texts of the note that were written."""
        return {name: self.cleaned_data[name] for name in CHAMPS.get(self.rubrique, ())}


def key(rank: int, name: str) -> str:
    """Return the name of a field of a line."""
    return f"l{rank}_{name}"


def is_line(name: str) -> bool:
    """Say whether a sent name is that of a field of a line."""
    rank = name[1:].partition("_")[0]
    return name[:1] == "l" and rank.isdecimal() and int(rank) < MAXIMUM


def write_communes(codes: list[str]) -> str:
    """Return communes as one types them: whole EPCI by code and name, then communes."""
    return "\n".join(
        f"{part} {find_territoire(part).libelle}" for part in shortest_code(codes).split("+")
    )
