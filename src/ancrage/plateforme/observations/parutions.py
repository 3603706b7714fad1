"""What the catalogue says of the editions to come, source by source."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ancrage.plateforme.observations.profils import catalogue, sources

SANS_SUITE = ("aucune", "mise à jour continue")
ANNEE = re.compile(r"^(20\d{2})\b(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Annonce:
    """A release that the catalogue expects: what it says of it, and the last day it means."""

    source: str
    producteur: str
    titre: str
    texte: str
    jour: date | None


def read_annonces() -> Iterator[Annonce]:
    """Yield the expected release of each source: its own, else the first of its indicators."""
    told: dict[str, set[str]] = defaultdict(set)
    for indicateur in catalogue().values():
        for serie in indicateur.series:
            if indicateur.prochaine_edition:
                told[serie.source].add(indicateur.prochaine_edition)
    for code, source in sources().items():
        texts = [source.prochaine_edition] if source.prochaine_edition else sorted(told[code])
        texts = [one for one in texts if one and not one.startswith(SANS_SUITE)]
        if texts:
            dated = min(texts, key=lambda one: (last_day(one) is None, last_day(one) or date.max))
            yield Annonce(code, source.producteur, source.titre, dated, last_day(dated))


def last_day(texte: str) -> date | None:
    """Return the last day that an announcement means: « 2027 » is late after 31 December."""
    found = ANNEE.match(texte)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if month and day:
        return date(year or 0, month, day)
    if month:
        first = date((year or 0) + month // 12, month % 12 + 1, 1)
        return date.fromordinal(first.toordinal() - 1)
    return date(year or 0, 12, 31)
