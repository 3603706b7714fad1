"""The frames of the documents and the themes (catalogue/cadres, catalogue/nomenclatures)."""

from typing import Literal

from pydantic import Field, model_validator

from ancrage.observatoire.catalogue.modeles.communs import Strict, Texte


class Theme(Strict):
    """A line of catalogue/nomenclatures/themes.csv: a dimension, its folder and its chapter."""

    dimension: Texte
    dossier: Texte
    libelle: Texte
    chapitre: int = Field(ge=2, le=14)  # an indicateur may stand in another one


class Partie(Strict):
    """A chapter or a page of a document."""

    numero: int = Field(ge=0)
    titre: Texte
    contenu: Texte  # what the reader finds there
    remplissage: Literal["calcul", "saisie", "mixte"]  # by the engine, by the team, by both
    indicateurs: tuple[Texte, ...] = ()  # shown, or ticked at the order of a diagnosis
    options: tuple[Texte, ...] = ()  # shown on a recorded choice
    complements: tuple[Texte, ...] = ()  # shown where the page has room left
    choix: int | None = Field(default=None, ge=1)  # figures picked among those of other pages
    places: int | None = Field(default=None, ge=1)  # how many indicateurs fit


class Cadre(Strict):
    """catalogue/cadres/<code>.toml: the frame of a document."""

    code: Texte
    document: Literal["diagnostic", "chiffres_cles"]  # what is built on this frame
    titre: Texte
    resume: Texte  # what one chooses with it, told where frames are chosen
    pages: int | None = Field(default=None, ge=1)  # exact number, when the frame fixes it
    parties: tuple[Partie, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _numbered_in_order(self) -> "Cadre":
        numeros = [partie.numero for partie in self.parties]
        if numeros != sorted(set(numeros)):
            raise ValueError("les parties vont par numéro croissant, chacune une fois")
        if self.pages is not None and numeros != list(range(numeros[0], numeros[-1] + 1)):
            raise ValueError("les pages se suivent, numérotées de un en un")
        if self.pages is not None and self.pages != len(self.parties):
            raise ValueError(f"le cadre annonce {self.pages} pages et en décrit {len(numeros)}")
        return self
