"""The workbook of contracts to take over: its sheets, its template, and how it is read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from pydantic import BaseModel

from ancrage.plateforme.comptes.models import TypeOrganisation
from ancrage.plateforme.contrats.dossiers import (
    CHIFFRES,
    CONTRATS,
    DIAGNOSTICS,
    PASSES,
    SIGNATAIRES,
    Manque,
)
from ancrage.plateforme.contrats.etats import REPRISES, Etat
from ancrage.plateforme.contrats.models import StatutSignataire
from ancrage.plateforme.contrats.saisie_reprise import (
    AntecedentSaisi,
    ChiffreSaisi,
    DiagnosticSaisi,
    SaisieReprise,
    SignataireSaisi,
)
from ancrage.plateforme.fichiers.classeur import Feuille, read_feuilles
from ancrage.plateforme.observations.profils import fold
from ancrage.publication.documents.classeur_saisie import FeuilleSaisie, write_saisie

TITRE = "Contrats locaux de santé à reprendre"
NOTICE = (
    "Une ligne par contrat dans « Contrats » ; sa référence le désigne dans les autres feuilles.",
    "La référence est la vôtre (par exemple « CLS-07 »). Un contrat déjà repris sous une "
    "référence n’est pas créé une seconde fois.",
    "Les documents numérisés (PDF) se joignent avec ce classeur : écrivez ici leur nom de fichier.",
    "Communes : des codes de commune ou d’EPCI, séparés par « ; », tels que le contrat les a "
    "signés. Sans année, ils se lisent au 1er janvier de l’année de la signature.",
    "Génération : décrivez les contrats passés du territoire dans « Contrats passés », ou donnez "
    "l’adresse du contrat précédent s’il est déjà dans Ancrage.",
    "Chaque chiffre de départ porte son unité, sa période et sa source, comme dans le diagnostic.",
    "Un contrat pas encore signé ne porte ni date de signature, ni délibération.",
    "Le plan d’actions s’importe ensuite, contrat par contrat, depuis sa page « Programme ».",
)
FORMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
EXCEL_ZERO = date(1899, 12, 30)
NOMBRE = re.compile(r"\d+(\.\d+)?")
ETATS: dict[str, str] = {str(Etat(one).label): str(one) for one in REPRISES}
TYPES: dict[str, str] = {str(label): str(code) for code, label in TypeOrganisation.choices}
STATUTS: dict[str, str] = {str(label): str(code) for code, label in StatutSignataire.choices}


@dataclass
class Illisible(Exception):
    """A cell that cannot be taken: why, in French."""

    message: str


def read_date(texte: str) -> date:
    """Return a date: 31/12/2025, 2025-12-31, or the number that a spreadsheet stores."""
    if NOMBRE.fullmatch(texte) and 20_000 < float(texte) < 80_000:
        return EXCEL_ZERO + timedelta(days=int(float(texte)))
    for forme in FORMES:
        try:
            found = datetime.strptime(texte, forme).date()
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    raise Illisible("date illisible ; attendu : jour/mois/année, comme 31/12/2025")


def read_valeur(texte: str) -> Decimal:
    """Return a number written the French way or not."""
    try:
        found = Decimal(re.sub(r"[\s\u00a0\u202f]", "", texte).replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found.adjusted() > 9:
        raise Illisible("nombre illisible ; attendu : des chiffres, comme 12,5")
    return found


def read_annee(texte: str) -> int:
    """Return a vintage of communes."""
    word = texte.removesuffix(".0")
    if not re.fullmatch(r"20\d\d", word) or not 2003 <= int(word) <= 2100:
        raise Illisible("année illisible ; attendu : quatre chiffres, comme 2021")
    return int(word)


def _choice(labels: Mapping[str, str]) -> Callable[[str], str]:
    known = {fold(label): code for label, code in labels.items()}

    def read(texte: str) -> str:
        if fold(texte) not in known:
            raise Illisible(f"« {texte[:60]} » n’est pas dans la liste : {', '.join(labels)}")
        return known[fold(texte)]

    return read


def _names(texte: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in re.split(r"[;\n]", texte) if one.strip())


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: its head, the field that it fills, how a cell is read, what helps to fill it."""

    entete: str
    champ: str
    read: Callable[[str], Any] = str
    aide: str = ""
    choix: tuple[str, ...] = ()
    requise: bool = False


JOUR = "jour/mois/année"
SCAN = "nom du fichier PDF joint, comme deliberation.pdf"
REFERENCE = Colonne("Référence", "reference", aide="la même dans toutes les feuilles", requise=True)
COLONNES: dict[str, tuple[Colonne, ...]] = {
    CONTRATS: (
        REFERENCE,
        Colonne("Nom", "nom", requise=True),
        Colonne("État", "etat", _choice(ETATS), choix=tuple(ETATS), requise=True),
        Colonne("Dans cet état depuis le", "depuis", read_date, JOUR, requise=True),
        Colonne("D’après quels documents", "source", requise=True),
        Colonne("Porteurs", "porteurs", _names, "séparés par « ; »", requise=True),
        Colonne("Communes", "communes", aide="codes ou noms séparés par « ; »", requise=True),
        Colonne("Année des communes", "millesime", read_annee, "vide : année de la signature"),
        Colonne("Signé le", "date_signature", read_date, JOUR),
        Colonne("Début", "date_debut", read_date, JOUR),
        Colonne("Fin", "date_fin", read_date, JOUR),
        Colonne("Contrat numérisé", "piece", aide=SCAN),
        Colonne("Contrat précédent", "precedent", aide="son adresse s’il est dans Ancrage"),
    ),
    SIGNATAIRES: (
        REFERENCE,
        Colonne("Organisation", "organisation", requise=True),
        Colonne(
            "Type", "type", _choice(TYPES), "si elle est nouvelle dans la région", tuple(TYPES)
        ),
        Colonne("Représentant", "representant", requise=True),
        Colonne("Fonction", "fonction", requise=True),
        Colonne("Statut", "statut", _choice(STATUTS), "vide : obligatoire", tuple(STATUTS)),
        Colonne("N° de délibération", "numero"),
        Colonne("Votée le", "vote", read_date, JOUR),
        Colonne("Délibération numérisée", "piece", aide=SCAN),
    ),
    PASSES: (
        REFERENCE,
        Colonne("Nom", "nom", requise=True),
        Colonne("Signé le", "date_signature", read_date, JOUR, requise=True),
        Colonne("Début", "date_debut", read_date, JOUR, requise=True),
        Colonne("Fin", "date_fin", read_date, JOUR, requise=True),
    ),
    DIAGNOSTICS: (
        REFERENCE,
        Colonne("Titre", "titre", requise=True),
        Colonne("Réalisé par", "auteur", requise=True),
        Colonne("Date", "le", read_date, JOUR, requise=True),
        Colonne("Document PDF", "piece", aide=SCAN, requise=True),
    ),
    CHIFFRES: (
        REFERENCE,
        Colonne("Indicateur", "libelle", requise=True),
        Colonne("Valeur", "valeur", read_valeur, requise=True),
        Colonne("Unité", "unite", aide="%, pour 100 000 habitants…", requise=True),
        Colonne("Période", "periode", aide="2017-2021", requise=True),
        Colonne("Source", "source", aide="Inserm-CépiDc, Insee…", requise=True),
        Colonne("Page", "page", aide="page du diagnostic"),
    ),
}


def write_modele() -> bytes:
    """Return the blank workbook."""
    return write_saisie(TITRE, NOTICE, [_sheet(nom, ()) for nom in COLONNES])


def _sheet(nom: str, lignes: tuple[tuple[str, ...], ...]) -> FeuilleSaisie:
    columns = COLONNES[nom]
    return FeuilleSaisie(
        nom=nom,
        entetes=[one.entete for one in columns],
        lignes=lignes,
        aides={rank: one.aide for rank, one in enumerate(columns) if one.aide},
        choix={rank: one.choix for rank, one in enumerate(columns) if one.choix},
    )


@dataclass
class Lecture:
    """What a workbook holds: the contracts, and the cells that could not be taken."""

    saisies: list[SaisieReprise] = field(default_factory=list)
    manques: list[Manque] = field(default_factory=list)


Rangee = dict[str, Any]


def read_classeur(nom: str, contenu: bytes) -> Lecture:
    """Return the contracts of a workbook; what cannot be read is told by sheet, line, column."""
    sheets = {fold(one.nom): one for one in read_feuilles(nom, contenu)}
    lecture = Lecture()
    rows = {one: list(_rows(sheets.get(fold(one)), one, lecture)) for one in COLONNES}
    known: set[str] = set()
    for row in rows[CONTRATS]:
        if row["reference"] in known:
            _tell(lecture, CONTRATS, row, f"la référence « {row['reference']} » sert deux fois")
            continue
        known.add(row["reference"])
        lecture.saisies.append(_saisie(row, rows, lecture))
    _tell_orphans(rows, known, lecture)
    if not lecture.saisies and not lecture.manques:
        lecture.manques.append(
            Manque(CONTRATS, 0, "", "aucun contrat : remplissez la feuille « Contrats » du modèle")
        )
    return lecture


def _tell(lecture: Lecture, feuille: str, row: Rangee, message: str) -> None:
    lecture.manques.append(Manque(feuille, row["ligne"], REFERENCE.entete, message))


def _tell_orphans(rows: Mapping[str, list[Rangee]], known: set[str], lecture: Lecture) -> None:
    for feuille, found in rows.items():
        for row in found:
            if row["reference"] not in known:
                _tell(
                    lecture, feuille, row,
                    f"« {row['reference']} » n’est pas dans la feuille « {CONTRATS} »",
                )  # fmt: skip


def _rows(feuille: Feuille | None, nom: str, lecture: Lecture) -> Iterator[Rangee]:
    """Yield the filled rows of a sheet, by field; the first line holds the heads."""
    if feuille is None or not feuille.lignes:
        return
    places = _places(feuille, nom, lecture)
    for ligne, cells in enumerate(feuille.lignes[1:], start=2):
        if any(cell.strip() for cell in cells):
            yield _row(nom, ligne, cells, places, lecture)


def _places(feuille: Feuille, nom: str, lecture: Lecture) -> dict[str, int]:
    heads = {fold(cell): rank for rank, cell in enumerate(feuille.lignes[0]) if cell.strip()}
    for one in COLONNES[nom]:
        if one.requise and fold(one.entete) not in heads:
            lecture.manques.append(Manque(nom, 1, one.entete, "colonne absente du classeur"))
    return {
        one.champ: heads[fold(one.entete)] for one in COLONNES[nom] if fold(one.entete) in heads
    }


def _row(
    nom: str, ligne: int, cells: list[str], places: Mapping[str, int], lecture: Lecture
) -> Rangee:
    row: Rangee = {"ligne": ligne, "reference": ""}
    for one in COLONNES[nom]:
        rank = places.get(one.champ)
        cell = cells[rank].strip() if rank is not None and rank < len(cells) else ""
        if not cell:
            if one is REFERENCE:
                lecture.manques.append(Manque(nom, ligne, one.entete, "à remplir"))
            continue
        try:
            row[one.champ] = one.read(cell)
        except Illisible as wrong:
            lecture.manques.append(Manque(nom, ligne, one.entete, wrong.message))
    return row


def _saisie(row: Rangee, rows: Mapping[str, list[Rangee]], lecture: Lecture) -> SaisieReprise:
    mine = {
        nom: [one for one in found if one["reference"] == row["reference"]]
        for nom, found in rows.items()
    }
    for one in mine[DIAGNOSTICS][1:]:
        _tell(lecture, DIAGNOSTICS, one, "un seul diagnostic passé par contrat")
    for one in mine[CHIFFRES] if not mine[DIAGNOSTICS] else ():
        _tell(lecture, CHIFFRES, one, f"décrivez le diagnostic dans « {DIAGNOSTICS} »")
    return SaisieReprise(
        **row,
        signataires=_records(SignataireSaisi, "organisation", mine[SIGNATAIRES]),
        antecedents=_records(AntecedentSaisi, "nom", mine[PASSES]),
        diagnostic=_diagnostic(mine),
    )


Enregistrement = TypeVar("Enregistrement", bound=BaseModel)


def _records(
    kind: type[Enregistrement], nom: str, rows: list[Rangee]
) -> tuple[Enregistrement, ...]:
    """Return the rows as records; one whose name is blank keeps its line, to be told."""
    return tuple(kind.model_validate({nom: ""} | one) for one in rows)


def _diagnostic(mine: Mapping[str, list[Rangee]]) -> DiagnosticSaisi | None:
    if not mine[DIAGNOSTICS]:
        return None
    return DiagnosticSaisi(
        **mine[DIAGNOSTICS][0], chiffres=_records(ChiffreSaisi, "libelle", mine[CHIFFRES])
    )
