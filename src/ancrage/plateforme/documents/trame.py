"""The template of a contract: nine articles from the catalogue, filled with what is known.

No database: a part is filled from plain fields, and says which ones it misses.
"""

import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from ancrage.plateforme.commun.catalogue import catalogue_dir

Champs = Mapping[str, str | Sequence[str]]
ARTICLES = tuple(f"article-{rang}" for rang in range(1, 10))
CLES = ("preambule", "preparation", *ARTICLES)
# Each field that a template may name, and how its absence is told.
CHAMPS = {
    "nombre_communes": "les communes du périmètre",
    "millesime": "le millésime des communes",
    "departements_dits": "les départements",
    "epci_dits": "les EPCI",
    "portrait": "le portrait du territoire",
    "precedent": "le contrat précédent",
    "precedent_signe": "la signature du contrat précédent",
    "diagnostic": "le diagnostic publié",
    "diagnostic_edition": "l’édition du diagnostic",
    "diagnostic_date": "la date du diagnostic",
    "diagnostic_operateur": "l’opérateur du diagnostic",
    "etapes": "les étapes de la préparation",
    "besoins": "les besoins",
    "signataires": "les signataires",
    "perimetre": "le périmètre du contrat",
    "ecart": "l’explication de l’écart de périmètre",
    "quartiers": "les quartiers prioritaires",
    "veille": "les quartiers en veille active",
    "plans": "les plans régionaux",
    "demarches": "les démarches liées",
    "engagements": "les engagements des signataires",
    "partenaires": "les partenaires",
    "priorites": "les priorités",
    "axes": "les axes et leurs objectifs",
    "objectifs_regionaux": "les objectifs régionaux déclinés",
    "nombre_fiches": "les fiches actions",
    "etp_coordination": "le poste de coordination",
    "financements": "les financements prévus",
    "duree": "la durée",
    "date_debut": "la date de début",
    "date_fin": "la date de fin",
    "suivi_elaboration": "les indicateurs de suivi de l’élaboration",
}


class _Ecrit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alinea(_Ecrit):
    """One paragraph of a part."""

    texte: str
    si: tuple[str, ...] = ()
    sinon: tuple[str, ...] = ()
    exige: tuple[str, ...] = ()
    liste: str = ""

    @property
    def champs(self) -> set[str]:
        """Return the fields that it names."""
        inside = {name for _, name, _, _ in string.Formatter().parse(self.texte) if name}
        listed = {self.liste} if self.liste else set()
        return inside | listed | {*self.si, *self.sinon, *self.exige}


class PartieTrame(_Ecrit):
    """A part of the contract: preamble, preparation, an article."""

    cle: str
    titre: str
    alineas: tuple[Alinea, ...]


class Trame(_Ecrit):
    """A version of the template; an empty region: that of all regions without their own."""

    numero: int
    region: str
    depuis: date
    libelle: str
    source: str
    parties: tuple[PartieTrame, ...]

    @model_validator(mode="after")
    def _whole(self) -> "Trame":
        if tuple(one.cle for one in self.parties) != CLES:
            raise ValueError("une trame a préambule, préparation et neuf articles, dans l’ordre")
        strange = {c for p in self.parties for a in p.alineas for c in a.champs} - set(CHAMPS)
        if strange:
            raise ValueError(f"champs inconnus : {', '.join(sorted(strange))}")
        return self

    @property
    def nom(self) -> str:
        """Return how a frozen version names it."""
        return f"{self.libelle}, version {self.numero}"

    def partie(self, cle: str) -> PartieTrame:
        """Return a part by its key."""
        return next(one for one in self.parties if one.cle == cle)


class Trames(_Ecrit):
    """The whole file."""

    trames: tuple[Trame, ...]


@dataclass(frozen=True, slots=True)
class TexteRempli:
    """The automatic text of a part, and what it lacks, in French."""

    cle: str
    titre: str
    texte: str
    manques: tuple[str, ...]


@cache
def _read() -> tuple[Trame, ...]:
    path = catalogue_dir() / "contrats" / "trame.toml"
    return Trames.model_validate(tomllib.loads(path.read_text("utf-8"))).trames


def trame_for(region: str, on: date) -> Trame:
    """Return the template of a region on a day: its own first, then the latest."""
    held = [one for one in _read() if one.region in ("", region) and one.depuis <= on]
    return max(held or _read()[:1], key=lambda one: (one.region == region, one.depuis, one.numero))


def fill(trame: Trame, champs: Champs) -> list[TexteRempli]:
    """Return every part of a template, filled."""
    return [_fill(partie, champs) for partie in trame.parties]


def _fill(partie: PartieTrame, champs: Champs) -> TexteRempli:
    lacking = dict.fromkeys(
        CHAMPS[name] for one in partie.alineas for name in one.exige if not champs.get(name)
    )
    blocks = [_write(one, champs) for one in partie.alineas if _holds(one, champs)]
    return TexteRempli(partie.cle, partie.titre, "\n\n".join(blocks), tuple(lacking))


def _holds(alinea: Alinea, champs: Champs) -> bool:
    return all(champs.get(one) for one in alinea.si) and not any(
        champs.get(one) for one in alinea.sinon
    )


def _write(alinea: Alinea, champs: Champs) -> str:
    values = {name: _told(name, champs.get(name)) for name in alinea.champs}
    lines = [alinea.texte.format_map(values)]
    if alinea.liste:
        *items, last = champs.get(alinea.liste) or (_told(alinea.liste, None),)
        lines += [*(f"- {one} ;" for one in items), f"- {last}."]
    return "\n".join(lines)


def _told(name: str, value: str | Sequence[str] | None) -> str:
    """Return a value as a sentence holds it; what is missing is told, never left blank."""
    if not value and name != "departements_dits":
        return f"[à compléter : {CHAMPS[name]}]"
    return value if isinstance(value, str) else ", ".join(value or ())
