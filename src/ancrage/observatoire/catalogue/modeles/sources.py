"""A source: its producer, licence, files, measures and secrecy (catalogue/sources)."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from ancrage.observatoire.catalogue.modeles.communs import Niveau, Sha256, Strict, Texte


class Fichier(Strict):
    """One official file of an edition: its published name, address, checksum and size.

    Checksum and size are those of the file we know: the producer's bytes, or an extract
    (`nom_entier`) or a copy saved again (`reenregistre`), which no download can equal.
    """

    nom: Texte
    nom_entier: str | None = None  # the producer's name of the file that `nom` is an extract of
    role: str | None = None  # what the loader must know of this file ("epci", "2019")
    url: Annotated[str, Field(pattern=r"^https://[^ ]+$")] | None = None
    membre: str | None = None  # name of the file in the archive at `url`
    url_vue_dans: str | None = None  # public place where the address was read
    page: str | None = None  # the producer's page of this file, when not that of the source
    reenregistre: bool = False
    sha256: Sha256 | None = None
    taille: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _address_with_its_origin(self) -> "Fichier":
        if (self.url is None) != (self.url_vue_dans is None):
            raise ValueError("« url » et « url_vue_dans » vont ensemble : une adresse a été lue")
        if self.membre and not self.url:
            raise ValueError("« membre » demande l'« url » de l'archive")
        return self

    @property
    def nom_publie(self) -> str:
        """Return the name under which the producer's whole file is kept."""
        return self.nom_entier or self.nom


class Edition(Strict):
    """One edition of a source: data vintage, COG vintage of its codes, files."""

    millesime: Texte
    cog: int = Field(ge=2003, le=2100)
    fichiers: tuple[Fichier, ...] = Field(min_length=1)
    publiee_le: date | None = None
    options: dict[str, str | int | bool | list[str]] = Field(default_factory=dict)


class Mesure(Strict):
    """One measure that a loader writes into the prepared table."""

    libelle: Texte
    unite: Texte
    additive: bool
    entiere: bool = False  # counts that the producer publishes as whole numbers
    signee: bool = False  # may be negative (a score, a balance)
    evenements: str | None = None  # the events that it counts, all of them: a deposit holds a part
    annees: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # years of a period


class Table(Strict):
    """One table of a source that publishes many, all read the same way: its columns, as named.

    The measure of column C of table T is « T.C », and « T.C.L » when column `lignes` says what a
    row counts (a kind of bed, of staff, of equipment): sub-totals then never add to their total.
    """

    libelle: Texte
    mesures: tuple[Texte, ...] = Field(min_length=1)
    lignes: str | None = None
    modalites: tuple[Texte, ...] = ()
    repetees: bool = False  # the producer repeats rows: identical ones are one row
    a_part: dict[Texte, tuple[Texte, ...]] = Field(default_factory=dict)  # reason: columns

    @model_validator(mode="after")
    def _kinds_together(self) -> "Table":
        if (self.lignes is None) != (not self.modalites):
            raise ValueError("« lignes » et « modalites » vont ensemble")
        return self

    def declare(self, code: str) -> "dict[str, Mesure]":
        """Return the measures of the table, by name."""
        kinds = tuple(f".{kind}" for kind in self.modalites) or ("",)
        return {
            f"{code}.{column}{kind}": Mesure(
                libelle=f"{self.libelle} : {column}{kind}",
                unite="selon la colonne",
                additive=True,
            )
            for column in self.mesures
            for kind in kinds
        }


class Secret(Strict):
    """Primary secrecy of a source (methodes.md § 8.1). `libre`: answers on any union."""

    libre: bool
    seuil: int | None = Field(default=None, ge=1)
    regle: Texte


class Source(Strict):
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
    mesures: dict[str, Mesure] = Field(default_factory=dict)  # those of `tables` join them
    tables: dict[str, Table] = Field(default_factory=dict)  # by role of the file
    editions: tuple[Edition, ...]
    corrections: tuple[str, ...] = ()  # known producer errors that the loader repairs, with reason

    @model_validator(mode="after")
    def _declare_tables(self) -> "Source":
        for code, table in self.tables.items():
            self.mesures.update(table.declare(code))
        if not self.mesures:
            raise ValueError("une source déclare ses mesures : « mesures » ou « tables »")
        return self

    @property
    def attendue(self) -> bool:
        """Tell whether no file of this source is known yet."""
        return not self.editions
