"""The typology of actions: closed lists of the catalogue, and what a text suggests of them."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel, ConfigDict

from ancrage.plateforme.commun.catalogue import catalogue_dir
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.observations.profils import fold


class _Ecrit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ValeurFacette(_Ecrit):
    """One value, and the words that make it be suggested."""

    code: str
    libelle: str
    mots: tuple[str, ...] = ()

    def found_in(self, folded: str) -> list[str]:
        """Return its words that a folded text holds, as the catalogue writes them."""
        return [mot for mot in self.mots if _pattern(mot).search(folded)]


class Facette(_Ecrit):
    """A side by which an action is described; one value, or several when `multiple`."""

    code: str
    libelle: str
    multiple: bool = False
    valeurs: tuple[ValeurFacette, ...]

    def labels(self) -> dict[str, str]:
        """Return the labels by code."""
        return {one.code: one.libelle for one in self.valeurs}


class Typologie(_Ecrit):
    """The whole file; a code keeps the version under which it was given."""

    version: int
    facettes: tuple[Facette, ...]

    def facette(self, code: str) -> Facette:
        """Return a facet; `ActeRefuse` when there is none of that code."""
        for one in self.facettes:
            if one.code == code:
                return one
        raise ActeRefuse(f"La typologie n’a pas de facette « {code} ».", champ="facette")


@cache
def typologie() -> Typologie:
    """Return the typology of the catalogue, read once."""
    path = catalogue_dir() / "nomenclatures" / "typologie.toml"
    return Typologie.model_validate(tomllib.loads(path.read_text("utf-8")))


@cache
def _pattern(mot: str) -> re.Pattern[str]:
    """Return what finds a word or group of words in a folded text; « * » ends a beginning."""
    words = [fold(word) + (r"\w*" if word.endswith("*") else "") for word in mot.split()]
    return re.compile(r"\b" + r"\s+".join(word for word in words if word) + r"\b")


def suggest(titre: str, *textes: str) -> dict[tuple[str, str], list[str]]:
    """Return what a text suggests, {(facet, code): words found}; the title counts three times.

    Where a facet takes one value, the one with the most words; a tie suggests nothing, and a
    person chooses.
    """
    head, body = fold(titre), fold(" ".join(textes))
    found: dict[tuple[str, str], list[str]] = {}
    for facette in typologie().facettes:
        words = {
            one.code: (3 * len(one.found_in(head)) + len(one.found_in(body)), one)
            for one in facette.valeurs
        }
        best = {code: pair for code, pair in words.items() if pair[0]}
        kept: Iterable[str] = best if facette.multiple else _single(best)
        for code in kept:
            found[facette.code, code] = best[code][1].found_in(f"{head} {body}")
    return found


def _single(scores: dict[str, tuple[int, ValeurFacette]]) -> list[str]:
    ranked = sorted(scores, key=lambda code: -scores[code][0])
    if len(ranked) > 1 and scores[ranked[0]][0] == scores[ranked[1]][0]:
        return []
    return ranked[:1]


def check_code(facette: str, code: str) -> None:
    """Refuse a code that the typology does not hold."""
    if code not in typologie().facette(facette).labels():
        raise ActeRefuse(
            f"« {code} » n’est pas une valeur de la facette « {facette} ».",
            "Choisissez dans la liste de la typologie.",
            champ=facette,
        )
