"""What the eight pages say, as plain records: texts are formatted once, positions run from 0 to 1.

The PDF and the spreadsheet read the same records, so a figure cannot differ between them.
"""

from dataclasses import dataclass
from datetime import date

from ancrage.observatoire.api import Comparaison, Indicateur, Position, Valeur
from ancrage.publication.documents.blocs import Sources, Tableau


@dataclass(frozen=True, slots=True)
class Repere:
    """A reference on the trace: where it stands, and where its label is written."""

    label: str
    x: float
    x_label: float
    lien: bool  # the label is pushed away: a line leads to it


@dataclass(frozen=True, slots=True)
class Trace:
    """A value with its interval against its references, along a line from 0 to 1.

    `autres`: the published values of the members of a union, which has none of its own.
    """

    x: float | None
    lower: float | None
    upper: float | None
    reperes: tuple[Repere, ...]
    alternative: str
    autres: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Lecture:
    """A reading in words, with the mark of its verdict when there is one."""

    texte: str
    verdict: str | None = None
    ton: str | None = None  # favorable | defavorable | None where the sense is not known


@dataclass(frozen=True, slots=True)
class PointSerie:
    """A point of a small series; `joint` links it to the one before (no break between)."""

    x: float
    y: float
    lower: float | None
    upper: float | None
    joint: bool


@dataclass(frozen=True, slots=True)
class Serie:
    """Past values of an indicateur, its two ends written out."""

    points: tuple[PointSerie, ...]
    debut: str
    fin: str
    alternative: str
    rupture: str = ""  # the reason of a break, written under the line


@dataclass(frozen=True, slots=True)
class Place:
    """The fifth of the comparable areas the value falls in; never a rank."""

    quintile: int
    texte: str


@dataclass(frozen=True, slots=True)
class Chiffre:
    """One figure (both sexes, women, men) with its references and its reading."""

    sexe: str
    valeur: str
    unite: str
    intervalle: str
    discret: bool  # a word stands for a number that is not shown
    trace: Trace | None
    lectures: tuple[Lecture, ...]  # its verdicts
    membres: str = ""  # the published values of the members of a union


@dataclass(frozen=True, slots=True)
class Fiche:
    """One indicateur on a page."""

    code: str
    libelle: str
    definition: str
    periodes: str
    maille: str
    source: str
    chiffres: tuple[Chiffre, ...]
    emprunte: bool
    rang: int  # 0 is kept first when the page is full
    notes: tuple[str, ...] = ()
    raisons: tuple[str, ...] = ()  # why there is no verdict
    serie: Serie | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Attendu:
    """Indicateurs that wait for one same file."""

    libelles: str
    fichier: str
    producteur: str
    details: tuple[str, ...] = ()  # definitions, where the page has room


@dataclass(frozen=True, slots=True)
class PageThematique:
    """A page from 2 to 7."""

    numero: int
    titre: str
    messages: tuple[Lecture, ...]
    fiches: tuple[Fiche, ...]
    attendus: tuple[Attendu, ...]


@dataclass(frozen=True, slots=True)
class GrandChiffre:
    """A figure of the cover: one number, or those of women and of men where no other exists."""

    libelle: str
    valeurs: tuple[tuple[str, str], ...]  # sex (empty for both together), number
    unite: str
    mention: str
    lecture: Lecture | None


@dataclass(frozen=True, slots=True)
class Changement:
    """A line of page 8: an indicateur, its two values and what may be said of the change."""

    code: str
    libelle: str
    avant: str
    periode_avant: str
    apres: str
    periode_apres: str
    lecture: Lecture
    comparable: bool


@dataclass(frozen=True, slots=True)
class PageEvolution:
    """Page 8: what changed, then how to read and trace every figure."""

    titre: str
    chapeau: str
    changements: tuple[Changement, ...]
    note: str
    ecartes: str  # what is not comparable, with the reasons
    definitions: tuple[tuple[str, str], ...]  # term, explanation
    sources: tuple[str, ...]
    tracer: str
    contacts: tuple[tuple[str, str], ...]  # function, what for


@dataclass(frozen=True, slots=True)
class ChiffresCles:
    """The whole document. `jour` comes from the data, so that two runs give the same bytes."""

    titre: str
    territoire: str
    description: str
    edition: str
    mention: str
    chiffres: tuple[GrandChiffre, ...]
    quartiers: str
    pages: tuple[PageThematique, ...]
    evolution: PageEvolution
    tests: str  # the line of the pages: how many comparisons, what chance gives, what stays
    tableaux: tuple[Tableau, ...]
    sources: Sources
    jour: date


@dataclass(frozen=True, slots=True)
class Retenu:
    """An indicateur chosen for a page with the entries to show (one per sex)."""

    indicateur: Indicateur
    valeurs: tuple[Valeur, ...]
    rang: int
    masques: tuple[Valeur, ...] = ()  # later entries that are not shown


@dataclass(frozen=True, slots=True)
class Voisinage:
    """What stands beside the value of a larger area: its references, its place among its kind."""

    comparaisons: tuple[Comparaison, ...] = ()
    position: Position | None = None
