"""What a contract says, as plain frozen records: what a version freezes, what is drawn."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PartieEcrite:
    """A part of the text. Paragraphs are parted by an empty line, items begin with « - ».

    `note` tells which amendments changed it, in a consolidated text.
    """

    cle: str
    titre: str
    texte: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AvenantDit:
    """An amendment as a consolidated text lists it."""

    numero: int
    objet: str
    signe_le: str
    effet_le: str
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SignataireDit:
    """Who signs: the organisation, its representative as such, the act that allows it."""

    nom: str
    qualite: str
    representant: str
    fonction: str
    delegation: str = ""
    acte: str = ""


@dataclass(frozen=True, slots=True)
class IndicateurDit:
    """An agreed measure of an action, in words."""

    nature: str
    libelle: str
    depart: str = ""
    cible: str = ""
    source: str = ""
    periodicite: str = ""
    responsable: str = ""


@dataclass(frozen=True, slots=True)
class FinancementDit:
    """Money expected: who, which year, how much in cents, in kind or not."""

    fiche: str
    financeur: str
    annee: str
    centimes: int
    valorisation: bool = False


@dataclass(frozen=True, slots=True)
class FicheDite:
    """An action sheet in words: its landmarks (label, text), its texts (title, text)."""

    code: str
    titre: str
    axe: str
    pilote: str
    reperes: tuple[tuple[str, str], ...]
    textes: tuple[tuple[str, str], ...]
    etapes: tuple[str, ...] = ()
    indicateurs: tuple[IndicateurDit, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeProgramme:
    """The sheets of a theme."""

    titre: str
    fiches: tuple[FicheDite, ...]


@dataclass(frozen=True, slots=True)
class CommuneDite:
    """A commune of the perimeter, at its vintage."""

    code: str
    nom: str
    epci: str = ""


@dataclass(frozen=True, slots=True)
class MatiereContrat:
    """All that the document of a contract says."""

    nom: str
    generation: int
    territoire: str
    auteur: str
    jour: date
    version: int
    trame: str
    visas: tuple[str, ...]
    parties: tuple[PartieEcrite, ...]
    signataires: tuple[SignataireDit, ...]
    programme: tuple[ThemeProgramme, ...] = ()
    millesime: int = 0
    communes: tuple[CommuneDite, ...] = ()
    financements: tuple[FinancementDit, ...] = ()
    avenants: tuple[AvenantDit, ...] = ()  # those that a consolidated text holds
    fige: bool = False
    publique: bool = False
    mention: str = ""  # on every page: draft, demonstration


@dataclass(frozen=True, slots=True)
class ArticleModifie:
    """An article as it was and as it becomes."""

    titre: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class MatiereAvenant:
    """All that the document of an amendment says."""

    nom: str
    territoire: str
    auteur: str
    jour: date
    version: int
    numero: int
    objet: str
    motif: str
    date_effet: date
    visas: tuple[str, ...]
    signataires: tuple[SignataireDit, ...]
    articles: tuple[ArticleModifie, ...] = ()
    changements: tuple[tuple[str, str, str], ...] = field(default=())  # what, before, after
    fige: bool = False
    publique: bool = False
    mention: str = ""
