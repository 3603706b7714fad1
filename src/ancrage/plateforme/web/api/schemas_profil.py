"""Shape of a profile: `ancrage.profil/1`, the same as the command writes."""

from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from ancrage.plateforme.web.api.schemas import MASQUE, Niveau, Statut, Verdict


class Geographie(Schema):
    """The area that a value really describes: « bassin_de_vie » too, where one is published."""

    niveau: str
    code: str
    libelle: str


class ComparaisonProfil(Schema):
    """A reference and the verdict."""

    reference: Literal["departement", "region", "france"]
    code: str
    libelle: str
    value: float | None
    verdict: Verdict | None
    motif: str | None
    hors_territoire: bool
    p_value: float | None = Field(
        description="Probabilité critique qui s’accorde avec l’intervalle."
    )
    retenu_fdr: bool | None = Field(
        description="L’écart reste-t-il compte tenu du nombre de tests (Benjamini et Hochberg) ? "
        "Ne change aucun verdict."
    )


class Fichier(Schema):
    """A source file."""

    nom: str
    sha256: str


class SourceProfil(Schema):
    """Where a value comes from."""

    code: str
    producteur: str
    titre: str
    licence: str
    millesime: str
    fichiers: list[Fichier]


class PositionProfil(Schema):
    """A place among comparable areas: a fifth, never a rank."""

    ensemble: str
    effectif: int
    quintile: int


class MembreProfil(Schema):
    """A member of a union whose values cannot be summed."""

    code: str
    libelle: str
    value: float | None
    status: Statut


class ValeurProfil(Schema):
    """An entry of a profile."""

    code: str
    libelle: str
    periode: str | None
    sexe: str
    value: float | None = Field(description=MASQUE)
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    method: str
    unit: str
    status: Statut
    niveau: str
    geographie: Geographie
    comparaisons: list[ComparaisonProfil]
    source: SourceProfil | None
    position: PositionProfil | None
    reliability: Literal["fiable", "prudence", "non_fiable"] | None
    reparti: bool
    borne: str | None
    motif: str | None
    membres: list[MembreProfil]
    rupture: str | None
    checksum: str | None


class TerritoireProfil(Schema):
    """The area of a profile."""

    code: str
    libelle: str
    niveau: Niveau
    communes: list[str]
    epci: list[str]
    departements: list[str]
    regions: list[str]


class TestsProfil(Schema):
    """The tests of a profile, read together."""

    tests: int
    attendus_par_hasard: float = Field(description="Faux positifs attendus, au plus.")
    etablis: int
    retenus: int


class CommuneLissee(Schema):
    """A commune: its raw rate, the smoothed one, and the part that the raw one keeps."""

    code: str
    libelle: str
    evenements: float
    exposition: float
    brut: float
    lisse: float
    poids: float


class AutocorrelationProfil(Schema):
    """Whether neighbours resemble one another."""

    value: float
    expected: float
    p_value: float
    brut: float
    brut_p_value: float
    territoires: int
    isoles: int
    voisins: float
    permutations: int
    graine: int
    power: float
    verdict: Literal["semblables", "opposes", "non_different", "non_concluant"]
    method: str
    voisinage: str


class LissageProfil(Schema):
    """Smoothed rates by commune, labelled so: they read a map, and settle nothing."""

    indicateur: str
    libelle: str
    unite: str
    decimales: int
    periode: str
    method: str
    mention: str = Field(description="À montrer avec les taux lissés.")
    moyenne: float
    sans_variance: bool
    communes: list[CommuneLissee]
    ecartees: int
    source: str
    reserve: str
    autocorrelation: AutocorrelationProfil | None
    motif: str | None


class Profil(Schema):
    """The published shape `ancrage.profil/1`."""

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["ancrage.profil/1"] = Field(alias="schema")
    territoire: TerritoireProfil
    millesime: int
    edition: str
    run: str
    tests: TestsProfil
    indicateurs: list[ValeurProfil]
    lissages: list[LissageProfil] | None = Field(
        description="Taux lissés par commune : pour lire une carte, jamais pour conclure. Vide "
        "sous dix communes ; nul dans une édition figée avant qu’ils n’existent."
    )
