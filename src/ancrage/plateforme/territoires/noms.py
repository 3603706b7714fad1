"""A territory as a person writes it: its name, told apart from its namesakes, or its code."""

import re
from dataclasses import dataclass

from django.conf import settings

from ancrage.observatoire import api
from ancrage.observatoire.api import Erreur
from ancrage.plateforme.territoires.millesimes import Homonyme, find_homonymes, local_first

CODE = re.compile(r"france|[a-z]+:[^+]+(\+[a-z]+:[^+]+)*", re.I)
PRECISE = re.compile(r"(?P<nom>.+?)\s*\((?P<precision>[^()]+)\)")
PROPOSES = 6


@dataclass(frozen=True, slots=True)
class NomLu:
    """What a text designates: one code, or the areas among which to choose, or neither."""

    code: str = ""
    choix: tuple[Homonyme, ...] = ()
    exact: bool = False  # the choices bear this very name; else they only look like it


def read_nom(texte: str) -> NomLu:
    """Return the territory of a name, of « Olivet (Loiret) » or of a code of today."""
    texte = texte.strip()
    if CODE.fullmatch(texte):
        try:
            return NomLu(api.parse_territoire(texte, files=False).code)
        except Erreur:
            pass
    named = find_homonymes(texte, api.MILLESIME_COURANT) or _precise(texte)
    if len(named) == 1:
        return NomLu(named[0].code)
    if named:
        return NomLu(choix=tuple(local_first(named, settings.REGION)), exact=True)
    near = api.chercher(texte.partition(":")[2] or texte, PROPOSES)
    return NomLu(choix=tuple(Homonyme(hit.code, hit.libelle, hit.precision) for hit in near))


def _precise(texte: str) -> list[Homonyme]:
    """Return the area of « Olivet (Loiret) », as choices and fields write it."""
    found = PRECISE.fullmatch(texte)
    if not found:
        return []
    named = find_homonymes(found["nom"], api.MILLESIME_COURANT)
    return [one for one in named if api.fold(one.precision) == api.fold(found["precision"])]


def name_of(code: str) -> str:
    """Return the name of a code, that `read_nom` reads back; the code itself when unknown."""
    try:
        area = api.parse_territoire(code, files=False)
    except Erreur:
        return code
    if area.niveau in ("union", "liste"):
        return area.code
    named = find_homonymes(area.libelle, api.MILLESIME_COURANT)
    exact = [one for one in named if one.code == area.code]
    return str(exact[0]) if exact and len(named) > 1 else area.libelle
