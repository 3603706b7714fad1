"""What the models of the catalogue share: areas, sexes, statuses, methods, strictness."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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


class Strict(BaseModel):
    """A record of the catalogue: no unknown key, never changed after it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
