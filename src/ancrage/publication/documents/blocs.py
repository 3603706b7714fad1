"""The document model: what a document says, before any renderer decides how it looks.

Plain frozen records. The four renderers (PDF, DOCX, PPTX, XLSX) read the same records, so a
figure cannot differ between formats: texts are formatted once, by the builder of the document.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ancrage.publication.figures.modeles import Figure
from ancrage.publication.typographie import INSECABLE

Alignement = Literal["gauche", "droite", "centre"]
Ton = Literal["neutre", "attente", "attention", "methode"]
Style = Literal["corps", "chapeau", "intertitre", "note"]
Etat = Literal["brouillon", "valide", "publie"]


@dataclass(frozen=True, slots=True)
class Morceau:
    """A run of text with its emphasis."""

    texte: str
    gras: bool = False
    italique: bool = False
    barre: bool = False  # struck out, in the difference of two wordings


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """A paragraph: body, lead (`chapeau`), bold line kept with what follows, or small note."""

    morceaux: tuple[Morceau, ...]
    style: Style = "corps"

    @property
    def texte(self) -> str:
        """Return the text without its emphasis."""
        return "".join(m.texte for m in self.morceaux)


@dataclass(frozen=True, slots=True)
class Point:
    """An item of a list: the mark of a verdict, or of none, and its text."""

    morceaux: tuple[Morceau, ...]
    verdict: str | None = None
    ton: str | None = None  # favorable | defavorable | None, where the sense is known


@dataclass(frozen=True, slots=True)
class Liste:
    """A bulleted or numbered list."""

    points: tuple[Point, ...]
    numerotee: bool = False


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell: its text, and for the spreadsheet the number behind it.

    `precision` is a second line in small type; `verdict` draws its mark before the text.
    """

    texte: str
    nombre: float | None = None
    decimales: int = 0
    precision: str | None = None
    verdict: str | None = None
    ton: str | None = None  # favorable | defavorable | None
    gras: bool = False
    discret: bool = False  # a word standing for a number that is not shown


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table with one header row, repeated on each page. `largeurs`: relative widths."""

    cle: str  # name of its sheet in the spreadsheet, unique in the document
    titre: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[Cellule, ...], ...]
    alignements: tuple[Alignement, ...]
    largeurs: tuple[float, ...] = ()
    note: str | None = None
    source: str | None = None
    dense: bool = False  # long annex tables: smaller type
    imprime: bool = True  # False: only in the spreadsheet
    complement: tuple[tuple[str, tuple[Cellule, ...]], ...] = ()  # columns of the spreadsheet only


@dataclass(frozen=True, slots=True)
class Illustration:
    """A drawing of our own that is no figure of the catalogue: the map of a territory."""

    svg: str
    titre: str
    alternative: str
    sous_titre: str = ""
    source: str = ""
    note: str = ""

    def texte_alternatif(self) -> str:
        """Return what there is to see, as a figure does."""
        return self.alternative


@dataclass(frozen=True, slots=True)
class FigureBloc:
    """A chart or a map, across the page or half of it (two by two in `Colonnes`)."""

    figure: Figure | Illustration
    format: Literal["page", "demi"] = "page"


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Blocks side by side where the page is wide enough, one after the other elsewhere.

    The first `gauche` of them share the left column, the others the right one.
    """

    blocs: tuple["Bloc", ...]
    gauche: int = 1


@dataclass(frozen=True, slots=True)
class Encadre:
    """A boxed aside; a `long` one may break over two pages."""

    titre: str
    ton: Ton
    blocs: tuple["Bloc", ...]
    long: bool = False


@dataclass(frozen=True, slots=True)
class ChiffrePhare:
    """A key figure: its value as shown, what it counts, and how it compares, in words."""

    libelle: str
    valeur: str
    unite: str = ""
    mention: str = ""  # period, level
    verdict: str | None = None
    comparaison: str = ""


@dataclass(frozen=True, slots=True)
class ChiffresPhares:
    """The six figures of a cover."""

    chiffres: tuple[ChiffrePhare, ...]


@dataclass(frozen=True, slots=True)
class ARemplir:
    """A part that people write: what is expected, by whom; `place`: on paper, room to write."""

    titre: str
    attendu: str
    redacteur: str
    place: bool = False


@dataclass(frozen=True, slots=True)
class CadreSignature:
    """The frame where a signatory signs: who, in which quality, and room."""

    titre: str
    lignes: tuple[str, ...]
    pied: str


@dataclass(frozen=True, slots=True)
class CadresSignature:
    """The frames of a page of signatures, two by two, in the order of signature."""

    cadres: tuple[CadreSignature, ...]


@dataclass(frozen=True, slots=True)
class FichierSource:
    """A file behind the figures: its name and its SHA-256."""

    nom: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EntreeSource:
    """A source as cited in the annexes, under the number that tables refer to."""

    code: str
    producteur: str
    titre: str
    licence: str
    millesime: str
    fichiers: tuple[FichierSource, ...] = ()
    numero: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """The list of the sources of the document."""

    entrees: tuple[EntreeSource, ...]


@dataclass(frozen=True, slots=True)
class SautDePage:
    """A page break."""


Bloc = (
    Paragraphe
    | Liste
    | Tableau
    | FigureBloc
    | Colonnes
    | Encadre
    | ChiffresPhares
    | ARemplir
    | CadresSignature
    | Sources
    | SautDePage
)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part. Level 1 is a chapter; `numero` is shown before the title."""

    titre: str
    niveau: int
    blocs: tuple[Bloc, ...] = ()
    numero: str = ""
    nouvelle_page: bool = False
    souple: bool = False  # with `nouvelle_page`: may follow on a page that has room left
    paysage: bool = False


@dataclass(frozen=True, slots=True)
class Couverture:
    """The cover: a map of the territory and six figures."""

    carte: Figure | Illustration | None = None
    chiffres: tuple[ChiffrePhare, ...] = ()
    mention: str = ""


@dataclass(frozen=True, slots=True)
class Vue:
    """One slide of the public meeting: one message."""

    titre: str
    points: tuple[Point, ...] = ()
    figure: Figure | Illustration | None = None
    chiffres: tuple[ChiffrePhare, ...] = ()
    note: str = ""  # source line at the foot
    parole: str = ""  # notes of the speaker


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `date` comes from the edition, so that two runs give the same bytes."""

    titre: str
    sous_titre: str
    territoire: str
    edition: str
    version: str
    date: date
    auteur: str
    etat: Etat
    sections: tuple[Section, ...]
    couverture: Couverture = field(default_factory=Couverture)
    vues: tuple[Vue, ...] = ()
    langue: str = "fr"
    mention: str = ""  # "calcul automatique, non validé", on every page
    description: str = ""


def texte(contenu: str, style: Style = "corps") -> Paragraphe:
    """Return a plain paragraph."""
    return Paragraphe((Morceau(contenu),), style)


def figure_foot(figure: Figure | Illustration) -> list[str]:
    """Return the lines under a figure: its note, then its source."""
    source = f"Source{INSECABLE}: {figure.source}" if figure.source else ""
    return [line for line in (figure.note, source) if line]


def iter_blocs(blocs: tuple[Bloc, ...]) -> Iterator[Bloc]:
    """Yield the blocks in reading order, those of boxes and columns included."""
    for bloc in blocs:
        yield bloc
        if isinstance(bloc, Encadre | Colonnes):
            yield from iter_blocs(bloc.blocs)


def iter_document(document: Document) -> Iterator[Bloc]:
    """Yield every block of a document in reading order."""
    for section in document.sections:
        yield from iter_blocs(section.blocs)
