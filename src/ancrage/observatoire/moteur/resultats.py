"""What the engine answers: plain frozen records, one per indicateur, period and sex.

`Profil.to_dict()` is the published shape `ancrage.profil/1` (docs/reference/profil.md).
`value`, `lower` and `upper` are unrounded; they are None whenever the status masks the value.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from ancrage.observatoire.moteur.resultats_lissages import LissageCommunal

SCHEMA_PROFIL = "ancrage.profil/1"


@dataclass(frozen=True, slots=True)
class Geographie:
    """The area a value really describes (a département standing in for a Pays says so)."""

    niveau: str
    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A reference area with its value and the verdict on the exact limits.

    `verdict`: superieur, inferieur, non_different, non_concluant, or None (`motif` says why).
    `hors_territoire` is True when the territory, over 5 % of the reference, was taken out of it.
    `p_value` agrees with the limits; `retenu_fdr`: the difference stays once the number of tests
    of the page is counted (None where nothing is tested, or for a period that a page leaves out).
    """

    reference: str  # departement | region | france
    code: str
    libelle: str
    value: float | None
    verdict: str | None
    motif: str | None = None
    hors_territoire: bool = False
    p_value: float | None = None
    retenu_fdr: bool | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Place within the distribution of comparable areas: a quintile, never a rank."""

    ensemble: str
    effectif: int
    quintile: int  # 1 = the fifth with the lowest values


@dataclass(frozen=True, slots=True)
class FichierCite:
    """A source file behind a value."""

    nom: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceCitee:
    """Producer, title, licence and data vintage, as shown under every figure."""

    code: str
    producteur: str
    titre: str
    licence: str
    millesime: str
    fichiers: tuple[FichierCite, ...] = ()


@dataclass(frozen=True, slots=True)
class Membre:
    """A member of a union whose published value cannot be summed."""

    code: str
    libelle: str
    value: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Valeur:
    """One indicateur × period × sex for one territory."""

    code: str
    libelle: str
    periode: str | None  # None when the source is awaited
    sexe: str
    value: float | None
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    method: str
    unit: str
    status: str
    niveau: str
    geographie: Geographie
    comparaisons: tuple[Comparaison, ...] = ()
    source: SourceCitee | None = None
    position: Position | None = None
    reliability: str | None = None  # fiable | prudence | non_fiable | None (no counts)
    reparti: bool = False  # some counts come from a split commune, apportioned by population
    borne: str | None = None
    motif: str | None = None  # why the value is masked, borrowed or missing, in French
    membres: tuple[Membre, ...] = ()
    rupture: str | None = None  # reason of a break between the previous period and this one

    @property
    def checksum(self) -> str | None:
        """SHA-256 of the first source file."""
        return self.source.fichiers[0].sha256 if self.source and self.source.fichiers else None

    @property
    def shown(self) -> bool:
        """Tell whether a number may be shown."""
        return self.status in {"valeur", "zero", "emprunte"}

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape of one entry."""
        entry = asdict(self)
        entry["checksum"] = self.checksum
        return entry


@dataclass(frozen=True, slots=True)
class Multiplicite:
    """The tests read together; `etablis`: differences told; `retenus`: those that keep the mark."""

    tests: int = 0
    attendus_par_hasard: float = 0.0  # intervals that would exclude the reference, at most
    etablis: int = 0
    retenus: int = 0


@dataclass(frozen=True, slots=True)
class TerritoireDecrit:
    """The territory of a profile: canonical code, name, communes, labels of its neighbourhood."""

    code: str
    libelle: str
    niveau: str
    communes: tuple[str, ...]
    epci: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profil:
    """All the indicateurs of one territory, with what is needed to trace each figure."""

    territoire: TerritoireDecrit
    millesime: int
    run: str  # hash of store edition, code version and territory
    edition: str  # edition of the store
    indicateurs: tuple[Valeur, ...] = field(default_factory=tuple)
    tests: Multiplicite = field(default_factory=Multiplicite)
    lissages: tuple[LissageCommunal, ...] | None = None  # None: not asked for

    def latest(self, code: str, sexe: str = "ensemble") -> Valeur | None:
        """Return the most recent entry of an indicateur, or None."""
        entries = [v for v in self.indicateurs if v.code == code and v.sexe == sexe]
        return max(entries, key=lambda v: v.periode or "", default=None)

    def series(self, code: str, sexe: str = "ensemble") -> tuple[Valeur, ...]:
        """Return the entries of an indicateur by increasing period."""
        entries = [v for v in self.indicateurs if v.code == code and v.sexe == sexe]
        return tuple(sorted(entries, key=lambda v: v.periode or ""))

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.profil/1`."""
        return {
            "schema": SCHEMA_PROFIL,
            "territoire": asdict(self.territoire),
            "millesime": self.millesime,
            "edition": self.edition,
            "run": self.run,
            "tests": asdict(self.tests),
            "indicateurs": [valeur.to_dict() for valeur in self.indicateurs],
            "lissages": None if self.lissages is None else [asdict(each) for each in self.lissages],
        }
