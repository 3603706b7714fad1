"""Figure specs: what a chart or map says, without how it is drawn.

One spec serves every output: SVG in page and PDF, PNG in DOCX, native chart in PPTX. Each spec
gives the data table behind it (`table()`) and a text alternative that says what to see
(`texte_alternatif()`). Statuses are those of methodes.md § 8.3; verdicts those of § 7.
Values are unrounded; `decimales` is the maximum printed, fewer where the interval is wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.publication.figures import alternatives, tableaux
from ancrage.publication.figures.tableaux import Tableau

Anneau = Sequence[tuple[float, float]]  # a ring of projected km, y towards the north


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What every figure says: its subject, unit and period, source, text alternative."""

    titre: str
    sous_titre: str = ""  # unit, period, level
    source: str = ""  # "Insee, RP 2020"
    note: str = ""  # a caveat printed under the figure
    alternative: str = ""  # replaces the default text alternative

    def table(self) -> Tableau:
        """Return headers and printed rows: the data table behind the figure."""
        raise NotImplementedError

    def texte_alternatif(self) -> str:
        """Return the text alternative: the given one, else what there is to see."""
        return self.alternative or alternatives.join_sentences([self.titre, *self.lire()])

    def lire(self) -> list[str]:
        """Return the sentences that say what to see."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value with its interval; `verdict` is against the first reference of the figure."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    verdict: str | None = None
    status: str = "valeur"
    accent: bool = False  # the reader's own territory
    niveau: str | None = None  # level of a borrowed value


@dataclass(frozen=True, slots=True, kw_only=True)
class Repere:
    """A labelled reference line."""

    label: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Figure):
    """Dots with their intervals, one row each, against labelled reference lines."""

    lignes: tuple[Point, ...]
    reperes: tuple[Repere, ...] = ()
    unite: str = ""
    decimales: int = 1
    sens: str = "neutre"  # haut_favorable | bas_favorable | neutre

    def table(self) -> Tableau:
        """Return label, value, interval and reading of each row, then the references."""
        return tableaux.table_points(self)

    def lire(self) -> list[str]:
        """Return the emphasised rows, the references, the masked rows."""
        return alternatives.read_points(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Barres(Figure):
    """Horizontal bars from zero, with an optional interval."""

    lignes: tuple[Point, ...]
    reperes: tuple[Repere, ...] = ()
    unite: str = ""
    decimales: int = 1
    sens: str = "neutre"

    def table(self) -> Tableau:
        """Return label, value, interval and reading of each bar, then the references."""
        return tableaux.table_points(self)

    def lire(self) -> list[str]:
        """Return the emphasised bars, or the extremes, and the masked ones."""
        return alternatives.read_points(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSerie:
    """A value of a series; `periode` is "2018" or "2013-2018" (drawn at its middle)."""

    periode: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: str = "valeur"
    projection: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One line of a time series, labelled at its end."""

    label: str
    points: tuple[PointSerie, ...]
    accent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rupture:
    """A declared break: values from `annee` on do not continue those before."""

    annee: int
    motif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SerieTemporelle(Figure):
    """Lines over time with their bands; a break is a gap with its reason."""

    lignes: tuple[Ligne, ...]
    ruptures: tuple[Rupture, ...] = ()
    unite: str = ""
    decimales: int = 1
    depuis_zero: bool = False

    def table(self) -> Tableau:
        """Return one row per period, one column per line."""
        return tableaux.table_serie(self)

    def lire(self) -> list[str]:
        """Return first and last value of each line, breaks and projections."""
        return alternatives.read_serie(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """An age band, youngest first; references in the same unit."""

    label: str
    hommes: float
    femmes: float
    reference_hommes: float | None = None
    reference_femmes: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyramide(Figure):
    """Two-sided age bands (share of the population advised) with a reference outline."""

    tranches: tuple[Tranche, ...]
    reference: str = ""  # name of the reference outline
    unite: str = "%"
    decimales: int = 1

    def table(self) -> Tableau:
        """Return one row per age band, men then women."""
        return tableaux.table_pyramide(self)

    def lire(self) -> list[str]:
        """Return the largest bands and the share at both ends of life."""
        return alternatives.read_pyramide(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """An area of a map: its rings (outer and holes together) in projected km."""

    code: str
    label: str
    value: float | None
    anneaux: tuple[Anneau, ...]
    status: str = "valeur"
    niveau: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contour:
    """An outline drawn over the areas; `accent` for the reader's own territory."""

    label: str
    anneaux: tuple[Anneau, ...]
    accent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte(Figure):
    """A choropleth of five classes at most; every status has its pattern in the legend.

    `bornes` are the inner limits of the classes (4 limits = 5 classes); quintiles by default.
    `nom_zones` names the areas in the plural: « communes ».
    """

    zones: tuple[Zone, ...]
    contours: tuple[Contour, ...] = ()
    bornes: tuple[float, ...] | None = None
    unite: str = ""
    decimales: int = 1
    nom_zones: str = "communes"

    def table(self) -> Tableau:
        """Return code, label and value or status of each area, by label."""
        return tableaux.table_carte(self)

    def lire(self) -> list[str]:
        """Return extremes, class limits with their counts, masked counts."""
        return alternatives.read_carte(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneClassee:
    """An area of a typology: its class, from 0, or None with the status that left it out."""

    code: str
    label: str
    classe: int | None
    anneaux: tuple[Anneau, ...]
    status: str = "valeur"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarteTypologie(Figure):
    """Areas by class, eight at most: colours without order, and a letter where there is room."""

    zones: tuple[ZoneClassee, ...]
    classes: tuple[str, ...]  # names in words, from the largest class
    contours: tuple[Contour, ...] = ()
    nom_zones: str = "territoires"
    trait: float = 0.6  # between the rings, in pixels: thinner where an area has many
    lettres: str = "Les lettres suivent la taille des classes ; elles ne les classent pas."

    def table(self) -> Tableau:
        """Return code, label and class of each area, by label."""
        return tableaux.table_typologie(self)

    def lire(self) -> list[str]:
        """Return each class with its number of areas."""
        return alternatives.read_typologie(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution(Figure):
    """The strip of comparable areas, one's own emphasised; the others have no name.

    `valeurs` are those of the ensemble, own value included or not. `masquees` counts the areas
    of the ensemble without a value to show.
    """

    label: str  # the reader's own territory
    value: float | None
    valeurs: tuple[float, ...]
    ensemble: str  # « 71 intercommunalités de la région »
    status: str = "valeur"
    lower: float | None = None
    upper: float | None = None
    masquees: int = 0
    quintile: int | None = None  # 1 = the fifth with the lowest values
    reperes: tuple[Repere, ...] = ()
    unite: str = ""
    decimales: int = 1

    def table(self) -> Tableau:
        """Return own value, quintile limits and references; never the others' names."""
        return tableaux.table_distribution(self)

    def lire(self) -> list[str]:
        """Return the place among fifths."""
        return alternatives.read_distribution(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneEpine:
    """One indicateur against the reference, with the spread of comparable areas if known."""

    label: str
    value: float | None
    reference: float | None
    lower: float | None = None
    upper: float | None = None
    etendue: tuple[float, float] | None = None  # lowest and highest of comparable areas
    coeur: tuple[float, float] | None = None  # middle three fifths: 20th and 80th percentiles
    verdict: str | None = None
    fragile: bool = False  # the difference does not stay once the number of tests is counted
    sens: str = "neutre"
    status: str = "valeur"
    niveau: str | None = None
    unite: str = ""
    decimales: int = 1
    periode: str = ""
    groupe: str = ""  # heading printed when it changes


@dataclass(frozen=True, slots=True, kw_only=True)
class RepereEpine(Figure):
    """Many indicateurs against one reference: right of the spine = higher than it."""

    lignes: tuple[LigneEpine, ...]
    reference: str  # « la région »
    territoire: str = ""

    def table(self) -> Tableau:
        """Return indicateur, period, value, interval, reference value and verdict."""
        return tableaux.table_epine(self)

    def lire(self) -> list[str]:
        """Return how many are higher, lower, undecided, and name the first two groups."""
        return alternatives.read_epine(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointEntonnoir:
    """An area of a funnel; only the reader's own bears its label."""

    effectif: float  # expected count or population: the precision axis
    value: float
    label: str = ""
    accent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limite:
    """Control limits of a funnel along increasing `effectifs`."""

    label: str  # « 95 % »
    effectifs: tuple[float, ...]
    bas: tuple[float, ...]
    haut: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entonnoir(Figure):
    """A funnel plot: what chance explains narrows as the expected count grows."""

    points: tuple[PointEntonnoir, ...]
    repere: Repere
    limites: tuple[Limite, ...] = ()
    effectif: str = "Nombre de cas attendus"  # name of the precision axis
    unite: str = ""
    decimales: int = 0

    def table(self) -> Tableau:
        """Return own points and the limits at their counts."""
        return tableaux.table_entonnoir(self)

    def lire(self) -> list[str]:
        """Return where one's own territory stands against the limits."""
        return alternatives.read_entonnoir(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradient(Figure):
    """An inequality gradient: a value by quintile of disadvantage, with its fitted slope."""

    lignes: tuple[Point, ...]  # least to most disadvantaged
    pente: tuple[float, float] | None = None  # fitted value at both ends
    unite: str = ""
    decimales: int = 1
    axe: str = "du moins au plus défavorisé"

    def table(self) -> Tableau:
        """Return label, value and interval of each fifth."""
        return tableaux.table_points(self)

    def lire(self) -> list[str]:
        """Return both ends and their ratio."""
        return alternatives.read_gradient(self)
