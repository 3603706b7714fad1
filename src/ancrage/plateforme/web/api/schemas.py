"""Shapes of the answers. Keys of the field are French, those of statistics English."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

Niveau = Literal["commune", "epci", "departement", "region", "france", "union", "liste"]
Statut = Literal[
    "valeur",
    "zero",
    "secret",
    "secret_secondaire",
    "non_fiable",
    "manquant",
    "non_applicable",
    "non_additif",
    "emprunte",
]
Verdict = Literal["superieur", "inferieur", "non_different", "non_concluant"]
MASQUE = "Nul quand le statut masque la valeur ou qu’il n’y en a pas : jamais zéro."


class Page(Schema):
    """One page of a list."""

    total: int = Field(description="Nombre de lignes de la liste entière.")
    limit: int
    offset: int
    precedent: str | None = Field(description="Adresse de la page précédente.")
    suivant: str | None = Field(description="Adresse de la page suivante.")


class Aire(Schema):
    """An area by its code."""

    code: str = Field(examples=["epci:244500468"])
    libelle: str
    niveau: Niveau
    precision: str = Field(description="Ce qui distingue les homonymes.")


class PageAires(Page):
    """A page of areas."""

    resultats: list[Aire]


class TerritoireDetaille(Schema):
    """An area with its surroundings."""

    code: str
    libelle: str
    niveau: Niveau
    millesime: int = Field(description="Année du code officiel géographique.")
    population: float | None = Field(description="Somme des communes ; nulle s’il en manque une.")
    nombre_communes: int
    epci: list[str]
    departements: list[str]
    regions: list[str]
    notes: list[str] = Field(description="Codes anciens suivis jusqu’aux communes d’aujourd’hui.")


class Commune(Schema):
    """A commune of an area."""

    code: str = Field(examples=["commune:45234"])
    libelle: str
    epci: str
    departement: str
    population: float | None
    periode: str | None = Field(description="Millésime de la population.")


class PageCommunes(Page):
    """A page of communes."""

    resultats: list[Commune]


class Semblable(Schema):
    """A similar area and why."""

    code: str
    libelle: str
    population: float
    distance: float = Field(description="Sur les variables retenues, en écarts types.")
    raisons: list[str] = Field(description="Ce en quoi les deux territoires se ressemblent.")
    difference: str = Field(description="Ce en quoi ils diffèrent le plus.")


class Semblables(Schema):
    """The areas that look most like one; the nearest first, which is no ranking of health."""

    territoire: str
    parmi: Literal["region", "france"]
    niveau: Niveau
    variables: list[str]
    resultats: list[Semblable]


class AttenteSource(Schema):
    """What an indicator without figure waits for."""

    producteur: str
    fichier: str
    motif: str


class SourceIndicateur(Schema):
    """A source that feeds an indicator."""

    code: str
    producteur: str
    titre: str
    licence: str
    niveaux: list[str]


class IndicateurResume(Schema):
    """A line of the catalogue."""

    code: str = Field(examples=["S01"])
    libelle: str
    unite: str
    dimension: str
    theme: str
    calcule: bool = Field(description="Faux : l’indicateur attend sa source.")


class PageIndicateurs(Page):
    """A page of the catalogue."""

    resultats: list[IndicateurResume]


class IndicateurDetaille(IndicateurResume):
    """An indicator: what it measures, how, from what, with which caveats."""

    definition: str
    numerator: str
    denominator: str | None
    method: str
    multiplier: float
    sense: Literal["haut_favorable", "bas_favorable", "neutre"]
    decimales: int
    caveats: list[str]
    proche_de: str | None
    sans_verdict: str | None
    attente: AttenteSource | None
    sources: list[SourceIndicateur]


class ValeurAire(Schema):
    """The value of an indicator for one area, period and sex."""

    code: str
    libelle: str
    periode: str | None
    sexe: str
    value: float | None = Field(description=MASQUE)
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    status: Statut
    reliability: Literal["fiable", "prudence", "non_fiable"] | None
    method: str | None
    niveau: str | None = Field(description="Niveau auquel la valeur est vraiment connue.")
    motif: str | None
    geographie: str | None = Field(description="Territoire que la valeur décrit.")
    source: str | None = Field(description="Code de la source.")


class PageValeurs(Page):
    """A page of values, in the order of codes, periods and sexes: never ranked."""

    indicateur: str
    libelle: str
    unit: str
    edition: str = Field(description="Édition des chiffres.")
    resultats: list[ValeurAire]


class Quartier(Schema):
    """A quarter that a perimeter targets."""

    type: Literal["prioritaire", "veille_active"]
    code: str
    libelle: str
    commune: str


class PerimetreResume(Schema):
    """A perimeter."""

    identifiant: UUID
    libelle: str
    region: str
    usage: Literal["etude", "contrat"]
    date_effet: date
    millesime: int
    fige_le: datetime | None = Field(description="Nul : brouillon, que seul un jeton peut lire.")
    empreinte: str
    remplace_par: UUID | None


class PagePerimetres(Page):
    """A page of perimeters."""

    resultats: list[PerimetreResume]


class PerimetreDetaille(PerimetreResume):
    """A perimeter with its communes and quarters."""

    communes: list[str]
    quartiers: list[Quartier]


class ErratumPublie(Schema):
    """A figure or a text withdrawn from an edition."""

    indicateur: str
    texte: str
    explication: str
    date: date
    corrige_par: int | None = Field(description="Numéro de l’édition corrigée.")


class EditionPubliee(Schema):
    """An edition and what became of it."""

    numero: int
    statut: Literal["publiee", "remplacee", "retiree"]
    publiee_le: date
    remplacee_le: date | None
    motif: str
    empreinte: str = Field(description="SHA-256 du contenu figé.")
    edition_chiffres: str
    adresse: str = Field(description="Page de l’édition.")
    errata: list[ErratumPublie]


class DiagnosticPublie(Schema):
    """A diagnosis with the edition to read."""

    slug: str
    libelle: str
    cadre: str
    region: str
    territoire: str
    perimetre: UUID
    commanditaire: str
    operateur: str
    edition: EditionPubliee


class PageDiagnostics(Page):
    """A page of diagnoses."""

    resultats: list[DiagnosticPublie]


class DiagnosticDetaille(DiagnosticPublie):
    """A diagnosis with all its editions."""

    editions: list[EditionPubliee]


class ErreurChamp(Schema):
    """One parameter at fault."""

    parametre: str
    message: str


class ProblemeJson(Schema):
    """RFC 9457, with the exit code of the command line."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: int = Field(
        description="Code de sortie : 1 panne, 2 usage, 3 entrée, 4 refus, 5 attente."
    )
    remede: str | None = None
    erreurs: list[ErreurChamp] | None = None
