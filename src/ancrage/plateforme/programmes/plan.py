"""A whole plan as plain records: what a workbook carries, what a version freezes, what is compared.

No database here. Sheets refer to one another by code, axes and objectives by their labels.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# What XML cannot carry, and half of a pair that no text holds alone.
INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TEXTE_MAX = 20_000  # an Excel cell holds 32,767


def clean_text(value: object) -> object:
    """Return a text without control characters, blank ends nor carriage returns."""
    if not isinstance(value, str):
        return value
    plain = INTERDITS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip()


def clean_line(value: object) -> object:
    """Return a text on one line, single spaces."""
    cleaned = clean_text(value)
    return " ".join(cleaned.split()) if isinstance(cleaned, str) else cleaned


Texte = Annotated[str, BeforeValidator(clean_text), Field(max_length=TEXTE_MAX)]
Nom = Annotated[str, BeforeValidator(clean_line), Field(min_length=1, max_length=200)]
Titre = Annotated[str, BeforeValidator(clean_line), Field(min_length=1, max_length=300)]
TitreObjectif = Annotated[str, BeforeValidator(clean_line), Field(min_length=1, max_length=500)]
Court = Annotated[str, BeforeValidator(clean_line), Field(max_length=150)]
Bref = Annotated[str, BeforeValidator(clean_line), Field(max_length=60)]
CODE = r"[\w][\w.\-/ ]*"
Code = Annotated[str, BeforeValidator(clean_line), Field(max_length=20, pattern=f"^({CODE})?$")]
CodeBesoin = Annotated[str, BeforeValidator(clean_line), Field(max_length=20, pattern=f"^{CODE}$")]
Quantite = Annotated[Decimal, Field(max_digits=14, decimal_places=3)]
Annee = Annotated[int, Field(ge=2009, le=2100)]


class Ecrit(BaseModel):
    """A record that never changes, and refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class IntervenantEcrit(Ecrit):
    """An organisation in an action."""

    role: str
    structure: Nom
    fonction: Court = ""


class JalonEcrit(Ecrit):
    """A step of an action."""

    libelle: Titre
    detail: Texte = ""
    pour_le: date | None = None
    fait: bool = False


class FinancementEcrit(Ecrit):
    """Money expected, in cents."""

    financeur: Nom
    annee: Annee | None = None
    centimes: Annotated[int, Field(ge=0, le=10**13)]
    valorisation: bool = False


class IndicateurEcrit(Ecrit):
    """A measure of an action."""

    nature: str
    libelle: Titre
    unite: Bref = ""
    valeur_initiale: Quantite | None = None
    cible: Quantite | None = None
    source: Annotated[str, BeforeValidator(clean_line), Field(max_length=200)] = ""
    periodicite: Bref = ""
    responsable: Annotated[str, BeforeValidator(clean_line), Field(max_length=200)] = ""


class PublicEcrit(Ecrit):
    """Whom an action aims at."""

    libelle: Nom
    sexe: str = "tous"
    age_min: Annotated[int, Field(ge=0, le=130)] | None = None
    age_max: Annotated[int, Field(ge=0, le=130)] | None = None
    vulnerabilite: Annotated[str, BeforeValidator(clean_line), Field(max_length=200)] = ""
    effectif: Annotated[int, Field(ge=0, le=10**9)] | None = None


class LieuEcrit(Ecrit):
    """Where an action applies."""

    type: str
    code: Annotated[str, BeforeValidator(clean_line), Field(max_length=10)] = ""
    libelle: Annotated[str, BeforeValidator(clean_line), Field(min_length=1, max_length=150)]


class BilanEcrit(Ecrit):
    """What was done in a year."""

    annee: Annee
    texte: Annotated[str, BeforeValidator(clean_text), Field(min_length=1, max_length=TEXTE_MAX)]


class FicheEcrite(Ecrit):
    """A whole action sheet. `chemin`: its axis, then its objectives, from the widest.

    `liens_prs` reads « prs:1:1.1 »: plan, number of its version, code; `classements` reads
    « theme:tabac », those that a person kept.
    """

    code: Code = ""
    titre: Titre
    chemin: tuple[TitreObjectif, ...] = ()
    nature: str = ""
    structurant: bool = False
    domaine_legal: str = ""
    strategie_inegalites: str = ""
    contexte: Texte = ""
    description: Texte = ""
    effectif_vise: Annotated[int, Field(ge=0, le=10**9)] | None = None
    participation: str = ""
    reference: Texte = ""
    debut: date | None = None
    fin: date | None = None
    etp: Annotated[Decimal, Field(ge=0, max_digits=5, decimal_places=2)] | None = None
    statut_financement: str = ""
    risques: Texte = ""
    statut: str = "a_lancer"
    motif: Texte = ""
    avancement: Annotated[int, Field(ge=0, le=100)] | None = None
    besoins: tuple[str, ...] = ()
    fiches_liees: tuple[str, ...] = ()
    liens_prs: tuple[str, ...] = ()
    classements: tuple[str, ...] = ()
    intervenants: tuple[IntervenantEcrit, ...] = ()
    jalons: tuple[JalonEcrit, ...] = ()
    financements: tuple[FinancementEcrit, ...] = ()
    indicateurs: tuple[IndicateurEcrit, ...] = ()
    publics: tuple[PublicEcrit, ...] = ()
    lieux: tuple[LieuEcrit, ...] = ()
    bilans: tuple[BilanEcrit, ...] = ()


class AppuiEcrit(Ecrit):
    """What a need leans on: an indicator of the edition of this print, or a sourced finding."""

    edition: str = ""
    indicateur: str = ""
    constat: Texte = ""
    source: Annotated[str, BeforeValidator(clean_line), Field(max_length=300)] = ""


class BesoinEcrit(Ecrit):
    """A need."""

    code: CodeBesoin
    libelle: Titre
    description: Texte = ""
    evolution: str = ""
    appuis: tuple[AppuiEcrit, ...] = ()


class CritereEcrit(Ecrit):
    """A criterion of the grid of priorities, with the highest note that all share."""

    code: CodeBesoin
    libelle: Titre
    poids: Annotated[Decimal, Field(gt=0, max_digits=5, decimal_places=2)]
    note_maximale: Annotated[int, Field(ge=1, le=100)] = 5


class PrioriteEcrite(Ecrit):
    """A priority, proposed or chosen; `notes` reads « gravite = 4 »."""

    libelle: Titre
    besoins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    decision: Bref = ""
    decidee_le: date | None = None


class AxeEcrit(Ecrit):
    """An axis."""

    libelle: Titre
    description: Texte = ""
    priorites: tuple[str, ...] = ()


class ObjectifEcrit(Ecrit):
    """An objective; `chemin` ends with its own label."""

    chemin: tuple[TitreObjectif, ...]
    niveau: str
    structurant: bool = False


class Plan(Ecrit):
    """A whole plan, each list in its order."""

    besoins: tuple[BesoinEcrit, ...] = ()
    criteres: tuple[CritereEcrit, ...] = ()
    priorites: tuple[PrioriteEcrite, ...] = ()
    axes: tuple[AxeEcrit, ...] = ()
    objectifs: tuple[ObjectifEcrit, ...] = ()
    fiches: tuple[FicheEcrite, ...] = ()
