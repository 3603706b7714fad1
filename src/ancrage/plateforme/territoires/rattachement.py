"""Where an area belongs: the région and the départements that reach it, for rights."""

from dataclasses import dataclass
from functools import lru_cache

from ancrage.observatoire.api import departements_of, parse_territoire, region_of
from ancrage.observatoire.erreurs import Erreur


@dataclass(frozen=True, slots=True)
class Rattachement:
    """An area as rights see it."""

    code: str
    libelle: str
    region: str
    departements: frozenset[str]


@lru_cache(maxsize=2048)
def rattachement(code: str) -> Rattachement | None:
    """Return where « epci:244500468 » or « departement:45 » belongs, or None if unknown."""
    try:
        territoire = parse_territoire(code, files=False)
    except Erreur:
        return None
    return Rattachement(
        territoire.code,
        territoire.libelle,
        region_of(territoire) or "",
        frozenset(departements_of(territoire)),
    )
