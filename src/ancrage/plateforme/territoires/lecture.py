"""Read a list of communes as people give it: codes, names, an EPCI, a pasted column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from ancrage.observatoire import api
from ancrage.observatoire.api import Erreur, Territoire
from ancrage.plateforme.territoires.millesimes import (
    Homonyme,
    area_at,
    find_homonymes,
    local_first,
)

LONGUEUR_MAX = 200_000
ENTETES = frozenset(
    {"code", "codes", "code insee", "code commune", "codgeo", "insee", "com", "commune", "communes"}
)
# What comes after the code on a pasted line: « 45234 Orléans », « 45234;Orléans ».
CODE = re.compile(r"(?<![0-9A-Za-z:])(\d{5}|2[AB]\d{3}|\d[A-Z]\d{3})(?![0-9A-Za-z])", re.I)
TERRITOIRE = re.compile(r"\b(commune|epci|departement|region):\s*([0-9AB]+)", re.I)


@dataclass(frozen=True, slots=True)
class Ambiguite:
    """A name that several areas bear: the person says which."""

    cle: str
    texte: str
    ligne: int
    homonymes: tuple[Homonyme, ...]


@dataclass(frozen=True, slots=True)
class ListeLue:
    """What was understood of a text: communes, what was carried, what was not found.

    `ambigues` are the names of several areas; each of them is told in `refus` too, `illisibles`
    are the other refusals.
    """

    communes: tuple[str, ...]
    notes: tuple[str, ...] = ()
    refus: tuple[str, ...] = ()
    illisibles: tuple[str, ...] = ()
    ambigues: tuple[Ambiguite, ...] = ()


class NomAmbigu(Exception):
    """A line is the name of several areas."""

    def __init__(self, texte: str, homonymes: list[Homonyme]) -> None:
        super().__init__(texte)
        self.texte, self.homonymes = texte, homonymes


def read_liste(
    texte: str,
    millesime: int = api.MILLESIME_COURANT,
    choisis: Mapping[str, str] | None = None,
) -> ListeLue:
    """Return the communes, at a vintage, that a pasted text or a file's content names.

    A line may hold area codes (« epci:244500468 »), commune codes, or one name; `choisis` says
    which area a folded name of several is. What is not understood is in `refus`, in French, with
    its line number; the rest is read all the same.
    """
    communes: set[str] = set()
    notes: list[str] = []
    refus: list[str] = []
    illisibles: list[str] = []
    ambigues: dict[str, Ambiguite] = {}
    for numero, ligne in enumerate(texte[:LONGUEUR_MAX].splitlines(), start=1):
        try:
            areas = _areas_of(ligne.strip(), millesime, choisis or {})
        except NomAmbigu as doute:
            refus.append(f"Ligne {numero} : {_tell_ambiguous(doute)}")
            cle = key_of(doute.texte)
            ambigues.setdefault(cle, Ambiguite(cle, doute.texte, numero, tuple(doute.homonymes)))
            continue
        except Erreur as erreur:
            illisibles.append(
                f"Ligne {numero} : {erreur.message} {_sentence(erreur.remede)}".strip()
            )
            refus.append(illisibles[-1])
            continue
        for area in areas:
            communes.update(area.communes)
            notes.extend(area.notes)
    return ListeLue(
        tuple(sorted(communes)),
        tuple(dict.fromkeys(notes)),
        tuple(refus),
        tuple(illisibles),
        tuple(ambigues.values()),
    )


def key_of(nom: str) -> str:
    """Return a name as a field may bear it."""
    return api.fold(nom).replace(" ", "_")[:60]


def _sentence(text: str | None) -> str:
    """Return the remedy of the engine as a sentence that follows another."""
    return text[:1].upper() + text[1:] if text else ""


def _tell_ambiguous(doute: NomAmbigu) -> str:
    proposals = ", ".join(f"{one}, code {one.code}" for one in doute.homonymes[:3])
    return (
        f"« {doute.texte[:60]} » désigne plusieurs territoires. "
        f"Choisissez lequel, ou écrivez son code : {proposals}."
    )


def _areas_of(ligne: str, millesime: int, choisis: Mapping[str, str]) -> list[Territoire]:
    """Return the areas that one line names."""
    if not ligne or ligne.startswith("#"):
        return []
    found = [f"{niveau.lower()}:{code}" for niveau, code in TERRITOIRE.findall(ligne)]
    rest = TERRITOIRE.sub(" ", ligne)
    found += [f"commune:{code.upper()}" for code in CODE.findall(rest)]
    if found:
        return [area_at(code, millesime) for code in found]
    first = re.split(r"[;,\t]", ligne)[0].strip().casefold()
    if first in ENTETES or not re.search(r"[^\W\d_]", ligne):
        return []  # a header, a number of inhabitants alone
    return [_by_name(ligne, millesime, choisis)]


def _by_name(ligne: str, millesime: int, choisis: Mapping[str, str]) -> Territoire:
    """Return the one area that bears exactly this name; propose the nearest otherwise."""
    named = local_first(find_homonymes(ligne, millesime), settings.REGION)
    chosen = choisis.get(key_of(ligne), "")
    if len(named) == 1 or chosen in {one.code for one in named}:
        return area_at(chosen or named[0].code, millesime)
    if named:
        raise NomAmbigu(ligne, named)
    raise Erreur(
        "commune_inconnue",
        f"« {ligne[:60]} » n'est pas un territoire connu au 1er janvier {millesime}.",
        remede=_near(ligne, millesime),
    )


def _near(ligne: str, millesime: int) -> str:
    """Say where a name is known, or what looks like it."""
    today = api.MILLESIME_COURANT
    if millesime != today and find_homonymes(ligne, today):
        return f"Il l'est au millésime {today}."
    proposals = ", ".join(
        f"{hit.libelle} ({hit.precision}, {hit.code})" for hit in api.chercher(ligne, 3)
    )
    return f"Écrivez son code. Proches : {proposals}." if proposals else "Écrivez son code."
