"""Periods, dates and ordinals as they are printed in French."""

import re
from datetime import date

from ancrage.publication.typographie.nombres import INSECABLE

TIRET_PERIODE = "\u2013"  # one choice everywhere: the static chart font lacks U+2011
MOIS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def periode(text: str) -> str:
    """Return « 2017–2021 » for "2017-2021", « 2018 » for "2018"."""
    return re.sub(r"(?<=\d{4})-(?=\d{4})", TIRET_PERIODE, text)


def milieu(text: str) -> float:
    """Return the middle year of a period, where it stands on a time axis."""
    years = [int(year) for year in re.findall(r"\d{4}", text)]
    if not years:
        raise ValueError(f"période sans année : « {text} »")
    return (years[0] + years[-1]) / 2


def date_longue(day: date) -> str:
    """Return « 1er janvier 2022 », « 22 novembre 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return INSECABLE.join((number, MOIS[day.month - 1], str(day.year)))


def ordinal(rank: int, feminin: bool = False) -> str:
    """Return « 1er », « 1re », « 2e »."""
    if rank == 1:
        return "1re" if feminin else "1er"
    return f"{rank}e"
