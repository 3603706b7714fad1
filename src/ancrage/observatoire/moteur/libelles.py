"""Names of areas by canonical code, as shown to the reader."""

import os
from functools import cache

from ancrage.observatoire.territoires.referentiel import (
    bassins_de_vie,
    communes,
    departements,
    epci,
    quartiers,
    regions,
)


def libelle_aire(code: str) -> str:
    """Return the name of « departement:45 », « epci:… », « france »… (the code if unknown)."""
    if code == "france":
        return "France"
    niveau, _, value = code.partition(":")
    return _names(niveau, os.environ.get("ANCRAGE_GEOGRAPHIE_DIR")).get(value, code)


@cache
def _names(niveau: str, _geographie: str | None) -> dict[str, str]:
    if niveau == "bassin_de_vie":
        bassins = bassins_de_vie()
        return dict(zip(bassins["bassin"], bassins["libelle_bassin"], strict=True))
    if niveau == "qpv":
        return dict(quartiers().select("code", "libelle").iter_rows())
    tables = {
        "commune": communes,
        "epci": epci,
        "departement": departements,
        "region": regions,
    }
    if niveau not in tables:
        return {}
    table = tables[niveau]()
    return dict(zip(table["code"], table["libelle"], strict=True))
