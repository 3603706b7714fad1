"""An indicateur: its definition, and the series that give it or the file that it awaits."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ancrage.observatoire.catalogue.modeles.communs import Methode, Niveau, Sexe, Strict, Texte


class Rupture(Strict):
    """A declared break: values from `annee` on do not continue those before."""

    annee: int
    motif: Texte


class Serie(Strict):
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


class Attente(Strict):
    """What an indicateur without data waits for."""

    producteur: Texte
    fichier: Texte
    motif: Texte  # why no supplied file will do


class Indicateur(Strict):
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
    lissage: bool = False  # events over a population, free of secrecy: a smoothed map is drawn
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

    @model_validator(mode="after")
    def _smoothed_events(self) -> "Indicateur":
        if self.lissage and self.method not in {Methode.TAUX_BRUT, Methode.DENSITE}:
            raise ValueError("« lissage » demande des événements rapportés à une population")
        return self

    @property
    def computed(self) -> bool:
        """Tell whether a supplied file gives this indicateur a value."""
        return bool(self.series)
