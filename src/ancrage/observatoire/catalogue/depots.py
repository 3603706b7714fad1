"""Model of `depot.toml`: what a restricted extract is, under which agreement, how it is read.

Written by the person who holds the agreement, kept beside the extract, never shipped.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ancrage.observatoire.catalogue.modeles import Methode, Sexe, Texte
from ancrage.observatoire.catalogue.modeles.communs import Strict

Usage = Literal["diagnostic", "chiffres_cles", "interne"]
SEUILS = {"cepidc": 5, "snds": 11, "depistage": 11}  # methodes.md § 8.1
# What public sources count too (`evenements` of their measures): the deaths of the residents.
EVENEMENTS = {"cepidc": "deces_domicilies"}
TOUTES = "*"


class LectureDepot(Strict):
    """How the text of the extract is written."""

    separateur: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    encodage: Texte = "utf-8-sig"
    decimale: Literal[",", "."] = ","
    masques: tuple[str, ...] = ("s",)


class ColonnesDepot(Strict):
    """Which column of the extract says what; `population` holds person-years."""

    commune: Texte
    periode: Texte | None = None
    sexe: Texte | None = None
    age: Texte | None = None
    cause: Texte | None = None
    effectif: Texte
    population: Texte | None = None

    def named(self) -> dict[str, str]:
        """Return the declared columns by role."""
        return {role: str(name) for role, name in self.model_dump().items() if name}


class IndicateurDepose(Strict):
    """An indicateur of the catalogue fed by the extract: its causes, its ages, its method.

    `causes` are labels of the extract, ranges of ICD-10 codes (« C00-C97 »), or « * » for all.
    """

    code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}(-[A-Z0-9]+)*$")]
    causes: tuple[Texte, ...] = (TOUTES,)
    age_min: int = Field(default=0, ge=0)
    age_max: int | None = Field(default=None, ge=1)
    sexes: tuple[Sexe, ...] = ("ensemble", "hommes", "femmes")
    method: (
        Literal["taux_standardise", "icm", "taux_brut", "effectif_evenements", "esperance_vie"]
        | None
    ) = None

    @property
    def mesure(self) -> str:
        """Name what is counted: two indicateurs on the same counts share their secrecy."""
        ages = f"{self.age_min}-{self.age_max or ''}"
        return f"{'+'.join(sorted(self.causes))}@{ages}"


class TotauxControle(Strict):
    """Totals given by the producer, to be found again exactly."""

    effectif: int = Field(ge=0)
    par_sexe: dict[Sexe, int] = Field(default_factory=dict)
    par_periode: dict[str, int] = Field(default_factory=dict)


class ComptageIndividuel(Strict):
    """Where an individual file says what is counted; read in the secure environment only.

    `date` begins with the year; `age` is in years; `population` names an aggregate file beside
    the description, in the columns of the extract; `aucune_cause` labels the cells without event.
    """

    commune: Texte
    date: Texte
    sexe: str | None = None
    age: str | None = None
    cause: str | None = None
    separateur: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    population: str | None = None
    aucune_cause: Texte = "AUCUNE"

    def columns(self) -> dict[str, str | None]:
        """Return the declared columns by role."""
        return {role: getattr(self, role) for role in ("commune", "date", "sexe", "age", "cause")}


class DepotRestreint(Strict):
    """A restricted deposit (« depot.toml »)."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    titre: Texte
    producteur: Texte
    numero_convention: str = ""  # empty: refused when deposited, with the exit code of a refusal
    usages_permis: tuple[Usage, ...] = Field(min_length=1)
    famille: Literal["cepidc", "snds", "depistage"] = "cepidc"
    seuil: int | None = Field(default=None, ge=2)
    evenements: str | None = None  # of the public counts that hold those of the extract; "": none
    toutes_causes: bool | None = None  # does it hold them all? unsaid: told by the counts
    expire_le: date
    fictif: bool = False
    cog: int = Field(ge=2003, le=2100)
    periodes: tuple[Annotated[str, Field(pattern=r"^[0-9]{4}$")], ...] = Field(min_length=1)
    cases_absentes: Literal["zero", "manquant"] = "manquant"
    lecture: LectureDepot = LectureDepot()
    colonnes: ColonnesDepot
    sexes: dict[str, Sexe] = Field(default_factory=dict)
    ages: dict[str, int] = Field(default_factory=dict)
    indicateurs: tuple[IndicateurDepose, ...] = Field(min_length=1)
    totaux: TotauxControle | None = None  # required to deposit, written by the counting step
    comptage: ComptageIndividuel | None = None

    @model_validator(mode="after")
    def _coherent(self) -> "DepotRestreint":
        years = [int(year) for year in self.periodes]
        if years != list(range(years[0], years[0] + len(years))):
            raise ValueError("les « periodes » se suivent, année par année")
        if bool(self.colonnes.sexe) != bool(self.sexes):
            raise ValueError("la colonne « sexe » et la table [sexes] vont ensemble")
        if bool(self.colonnes.age) != bool(self.ages):
            raise ValueError("la colonne « age » et la table [ages] vont ensemble")
        if self.sexes and set(self.sexes.values()) != {"hommes", "femmes"}:
            raise ValueError("[sexes] associe les libellés de l'extrait à « hommes » et « femmes »")
        if self.famille == "snds" and self.seuil_primaire < SEUILS["snds"]:
            raise ValueError("le « seuil » du SNDS ne descend pas sous 11")
        codes = [item.code for item in self.indicateurs]
        if len(set(codes)) != len(codes):
            raise ValueError("un indicateur n'est décrit qu'une fois")
        if not self.colonnes.cause and any(i.causes != (TOUTES,) for i in self.indicateurs):
            raise ValueError("sans colonne « cause », un indicateur ne choisit pas de causes")
        return self

    @property
    def seuil_primaire(self) -> int:
        """Return the smallest count that may be shown."""
        return self.seuil or SEUILS[self.famille]

    @property
    def evenements_publics(self) -> str:
        """Return what the public counts of the same events are declared under, or nothing."""
        return EVENEMENTS.get(self.famille, "") if self.evenements is None else self.evenements

    @property
    def periode(self) -> str:
        """Return the label of the pooled years: « 2017-2021 », or the only year."""
        first, last = self.periodes[0], self.periodes[-1]
        return first if first == last else f"{first}-{last}"

    @property
    def sexes_lus(self) -> tuple[Sexe, ...]:
        """Return the sexes that the extract tells apart."""
        return ("hommes", "femmes") if self.sexes else ("ensemble",)

    @property
    def ages_lus(self) -> tuple[int, ...]:
        """Return the first age of each band, in order."""
        return tuple(sorted(set(self.ages.values()))) or (0,)


# What rests on the ages: an extract without them cannot give it.
STANDARDISEES = (Methode.TAUX_STANDARDISE.value, Methode.ICM.value, Methode.ESPERANCE_VIE.value)
