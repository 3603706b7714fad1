"""What smoothing answers: plain frozen records, always labelled, never with a verdict on a rate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommuneLissee:
    """A commune: counts, raw rate, smoothed one, and the part that the raw one keeps (0 to 1)."""

    code: str
    libelle: str
    evenements: float
    exposition: float  # person-years, or inhabitants
    brut: float
    lisse: float
    poids: float


@dataclass(frozen=True, slots=True)
class Autocorrelation:
    """Whether neighbours resemble one another: Moran's I adjusted for populations, and plain.

    `verdict`: semblables, opposes, non_different, non_concluant. It says neither where nor why.
    """

    value: float
    expected: float
    p_value: float
    brut: float  # Moran's I of the raw rates, beside
    brut_p_value: float
    territoires: int
    isoles: int  # without any neighbour on the map
    voisins: float  # mean number of neighbours
    permutations: int
    graine: int
    power: float  # chance to see an index of 0.3
    verdict: str
    method: str
    voisinage: str = "voisines quand elles partagent une limite"


@dataclass(frozen=True, slots=True)
class LissageCommunal:
    """The smoothed rates of the communes of a territory, in the unit of the indicateur."""

    indicateur: str
    libelle: str
    unite: str
    decimales: int
    periode: str
    method: str
    mention: str
    moyenne: float
    sans_variance: bool  # the communes differ no more than chance: all take the mean
    communes: tuple[CommuneLissee, ...]
    ecartees: int  # without value, or without population
    source: str = ""
    reserve: str = ""  # why the raw rate is never judged
    autocorrelation: Autocorrelation | None = None
    motif: str | None = None  # why there is no index
