"""Models of the catalogue's TOML files: what a source and an indicateur must say.

One schema, written once: the JSON Schema for editors is generated from it
(`ancrage catalogue schema`). Error messages and help texts are read by statisticians: French.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Niveau = Literal[
    "commune", "iris", "qpv", "bassin_de_vie", "epci", "departement", "region", "france"
]
Sexe = Literal["ensemble", "hommes", "femmes"]
Texte = Annotated[str, Field(min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class StatutDiffusion(StrEnum):
    """The one list of statuses (methodes.md § 8.3): missing is never zero, masked never missing."""

    VALEUR = "valeur"
    ZERO = "zero"
    SECRET = "secret"
    SECRET_SECONDAIRE = "secret_secondaire"
    NON_FIABLE = "non_fiable"
    MANQUANT = "manquant"
    NON_APPLICABLE = "non_applicable"
    NON_ADDITIF = "non_additif"
    EMPRUNTE = "emprunte"


class Methode(StrEnum):
    """Closed list of the methods that turn measures into a value with its limits."""

    EFFECTIF = "effectif"  # exhaustive stock: no interval
    EFFECTIF_EVENEMENTS = "effectif_evenements"  # events: exact Poisson limits
    PROPORTION = "proportion"  # k/n: Wilson
    TAUX_BRUT = "taux_brut"  # events / person-years: exact Poisson
    DENSITE = "densite"  # units or staff per inhabitants: exact Poisson
    RAPPORT = "rapport"  # ratio of two counts: exact conditional binomial
    QUOTIENT = "quotient"  # ratio of two exhaustive stocks: no interval
    EVOLUTION_ANNUELLE = "evolution_annuelle"  # mean annual rate between two stocks, % a year
    MEDIANE_PUBLIEE = "mediane_publiee"  # published by the producer, not additive
    TAUX_PUBLIE = "taux_publie"  # rate or share published without counts
    TAUX_STANDARDISE_PUBLIE = "taux_standardise_publie"
    ESPERANCE_VIE_PUBLIEE = "esperance_vie_publiee"
    INDICE_PUBLIE = "indice_publie"  # score or index
    TAUX_STANDARDISE = "taux_standardise"  # direct, Dobson limits
    ICM = "icm"  # indirect ratio × 100, exact limits
    ESPERANCE_VIE = "esperance_vie"  # Chiang II
    MODELE = "modele"  # produced by the producer's model, never computed here
    ENQUETE = "enquete"  # weighted survey of the producer, never computed here

    @property
    def additive(self) -> bool:
        """Tell whether numerators and denominators may be summed over communes."""
        return self in _ADDITIVE

    @property
    def interval(self) -> bool:
        """Tell whether the method gives confidence limits."""
        return self in _INTERVAL

    @property
    def published(self) -> bool:
        """Tell whether the producer gives the value itself, never recomputed here."""
        return self in _PUBLISHED


_ADDITIVE = {
    Methode.EFFECTIF,
    Methode.EFFECTIF_EVENEMENTS,
    Methode.PROPORTION,
    Methode.TAUX_BRUT,
    Methode.DENSITE,
    Methode.RAPPORT,
    Methode.QUOTIENT,
    Methode.EVOLUTION_ANNUELLE,
}
_INTERVAL = {
    Methode.EFFECTIF_EVENEMENTS,
    Methode.PROPORTION,
    Methode.TAUX_BRUT,
    Methode.DENSITE,
    Methode.RAPPORT,
}
_PUBLISHED = {
    Methode.MEDIANE_PUBLIEE,
    Methode.TAUX_PUBLIE,
    Methode.TAUX_STANDARDISE_PUBLIE,
    Methode.ESPERANCE_VIE_PUBLIEE,
    Methode.INDICE_PUBLIE,
    Methode.MODELE,
    Methode.ENQUETE,
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fichier(_Strict):
    """One official file of an edition: its published name, address, checksum and size."""

    nom: Texte
    role: str | None = None  # what the loader must know of this file ("epci", "2019")
    url: str | None = None
    sha256: Sha256 | None = None
    taille: int | None = Field(default=None, ge=0)


class Edition(_Strict):
    """One edition of a source: data vintage, COG vintage of its codes, files."""

    millesime: Texte
    cog: int = Field(ge=2003, le=2100)
    fichiers: tuple[Fichier, ...] = Field(min_length=1)
    publiee_le: date | None = None
    options: dict[str, str | int | bool | list[str]] = Field(default_factory=dict)


class Mesure(_Strict):
    """One measure that a loader writes into the prepared table."""

    libelle: Texte
    unite: Texte
    additive: bool
    entiere: bool = False  # counts that the producer publishes as whole numbers
    signee: bool = False  # may be negative (a score, a balance)


class Secret(_Strict):
    """Primary secrecy of a source (methodes.md § 8.1). `libre`: answers on any union."""

    libre: bool
    seuil: int | None = Field(default=None, ge=1)
    regle: Texte


class Source(_Strict):
    """catalogue/sources/<producteur>/<code>.toml"""

    code: Texte
    producteur: Texte
    titre: Texte
    licence: Texte
    diffusable: bool  # may its derived values be shipped with Ancrage?
    page: str | None = None  # the producer's page, shown to the reader
    description: Texte
    lecteur: Texte  # "insee.read_comparateur": module of observatoire.sources, function
    frequence: Texte
    prochaine_edition: str | None = None
    niveaux: tuple[Niveau, ...] = Field(min_length=1)
    secret: Secret
    mesures: dict[str, Mesure]
    editions: tuple[Edition, ...]
    corrections: tuple[str, ...] = ()  # known producer errors that the loader repairs, with reason

    @property
    def attendue(self) -> bool:
        """Tell whether no file of this source is known yet."""
        return not self.editions


class Rupture(_Strict):
    """A declared break: values from `annee` on do not continue those before."""

    annee: int
    motif: Texte


class Serie(_Strict):
    """One way to obtain the indicateur, tried in the order of the file (finest first).

    `numerator` and `denominator` are lists of measures of the same source, summed; a leading "-"
    subtracts, "mesure@age" picks an age other than "tous" ("population@75+"). `share` names a
    0/1 measure: the numerator is then the denominator of the communes where it is 1 (population
    living in a zone). `value` names a published measure taken as it is. The denominator may come
    from `denominator_source`, then from its period `denominator_periode` ("=": the same period).
    """

    source: Texte
    niveaux: tuple[Niveau, ...] = Field(min_length=1)
    numerator: tuple[Texte, ...] = ()
    denominator: tuple[Texte, ...] = ()
    share: str | None = None
    value: str | None = None
    age: str = "tous"  # age of `value` and `share`
    denominator_source: str | None = None
    denominator_periode: str = "="
    method: Methode | None = None  # when it differs from the indicateur's
    sexes: tuple[Sexe, ...] = ("ensemble",)
    periodes: tuple[Texte, ...] = ()  # empty: every period of the source
    borne: str | None = None  # the producer floors or caps the value ("plancher 5 %")
    reserve: str | None = None  # a caveat of this series only

    @model_validator(mode="after")
    def _one_way(self) -> "Serie":
        if sum(map(bool, (self.numerator, self.share, self.value))) != 1:
            raise ValueError(
                "une série donne « numerator », « share » ou « value », un seul des trois"
            )
        if self.share and not self.denominator:
            raise ValueError("« share » demande un « denominator »")
        return self


class Attente(_Strict):
    """What an indicateur without data waits for."""

    producteur: Texte
    fichier: Texte


class Indicateur(_Strict):
    """catalogue/indicateurs/<theme>/<code>.toml"""

    code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}(-[A-Z0-9]+)*$")]
    libelle: Texte
    libelle_court: Annotated[str, Field(max_length=48)]
    definition: Texte
    unite: Texte
    decimales: int = Field(ge=0, le=4)
    theme: Texte
    dimension: Literal["D", "S", "M", "A", "P", "V", "O", "E", "Y", "B", "N"]
    chapitre_dls: int = Field(ge=2, le=14)
    page_chiffres_cles: int | None = Field(default=None, ge=1, le=8)
    palier: Literal["K", "S", "X"]
    sense: Literal["haut_favorable", "bas_favorable", "neutre"]
    numerator: Texte  # in words
    denominator: str | None = None  # in words
    method: Methode
    multiplier: float = 1.0
    pooling_years: int = Field(default=1, ge=1)
    maille_fine: Texte
    reference_areas: tuple[Literal["departement", "region", "france"], ...] = (
        "departement",
        "region",
        "france",
    )
    frequence: Texte
    derniere_edition: str | None = None
    prochaine_edition: str | None = None
    caveats: tuple[Texte, ...] = ()
    ruptures: tuple[Rupture, ...] = ()
    sans_verdict: str | None = None  # why its values are shown but never compared
    proche_de: str | None = None  # a near-match names the indicateur that it does not replace
    attente: Attente | None = None
    series: tuple[Serie, ...] = ()
    auteur: Texte
    relecteur: Texte
    revu_le: date
    prochaine_revue: date

    @model_validator(mode="after")
    def _data_or_wait(self) -> "Indicateur":
        if not self.series and self.attente is None:
            raise ValueError("un indicateur sans série dit ce qu'il attend (table « attente »)")
        return self

    @property
    def computed(self) -> bool:
        """Tell whether a supplied file gives this indicateur a value."""
        return bool(self.series)


class Theme(_Strict):
    """A line of catalogue/nomenclatures/themes.csv: a dimension, its folder and its chapter."""

    dimension: Texte
    dossier: Texte
    libelle: Texte
    chapitre: int = Field(ge=2, le=14)  # an indicateur may stand in another one


class Partie(_Strict):
    """A chapter or a page of a document."""

    numero: int = Field(ge=0)
    titre: Texte
    contenu: Texte  # what the reader finds there
    remplissage: Literal["calcul", "saisie", "mixte"]  # by the engine, by the team, by both
    indicateurs: tuple[Texte, ...] = ()  # always shown, or named as awaited
    options: tuple[Texte, ...] = ()  # shown on a recorded choice
    complements: tuple[Texte, ...] = ()  # shown where the page has room left
    choix: int | None = Field(default=None, ge=1)  # figures picked among those of other pages
    places: int | None = Field(default=None, ge=1)  # how many indicateurs fit


class Cadre(_Strict):
    """catalogue/cadres/<code>.toml: the frame of a document."""

    code: Texte
    titre: Texte
    pages: int | None = Field(default=None, ge=1)  # exact number, when the frame fixes it
    parties: tuple[Partie, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _numbered_in_order(self) -> "Cadre":
        numeros = [partie.numero for partie in self.parties]
        if numeros != list(range(numeros[0], numeros[0] + len(numeros))):
            raise ValueError("les parties se suivent, numérotées de un en un")
        if self.pages is not None and self.pages != len(self.parties):
            raise ValueError(f"le cadre annonce {self.pages} pages et en décrit {len(numeros)}")
        return self
