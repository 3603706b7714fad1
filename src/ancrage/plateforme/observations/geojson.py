"""The communal values of a territory as GeoJSON: WGS 84, one feature per commune."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ancrage.observatoire import api
from ancrage.observatoire.api import DonneesCarte, Profil, Territoire

MENTION = "Contours : IGN Admin Express COG, Insee COG, Licence Ouverte 2.0"


def build_geojson(
    territoire: Territoire, profil: Profil, cartes: Mapping[str, DonneesCarte] | None = None
) -> bytes:
    """Return the features of the communes with each indicator's latest value and status.

    `cartes`: those frozen with an edition; by default those of the store in use.
    The territory's own figures are in the member `territoire`: its profile, `ancrage.profil/1`.
    A masked value is null beside its status, never zero and never left out.
    """
    codes = list(dict.fromkeys(v.code for v in profil.indicateurs if v.periode))
    if cartes is None:
        cartes = api.cartes(territoire, codes) if codes else {}
    properties: dict[str, dict[str, Any]] = {code: {} for code in territoire.communes}
    for code, carte in cartes.items():
        for zone in carte.zones:
            properties[zone.code.partition(":")[2]][code] = {
                "periode": carte.periode,
                "value": zone.value,
                "status": zone.status,
                "source": carte.source,
            }
    shapes = api.contours("commune", territoire.communes)
    names = {commune.code: commune.libelle for commune in api.communes_of(territoire)}
    features = [
        {
            "type": "Feature",
            "id": f"commune:{code}",
            "geometry": shapes[code].__geo_interface__ if code in shapes else None,
            "properties": {"code": code, "libelle": names.get(code, code), **properties[code]},
        }
        for code in territoire.communes
    ]
    collection = {
        "type": "FeatureCollection",
        "mention": MENTION,
        "territoire": profil.to_dict(),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def build_valeurs_geojson(niveau: str, rows: Sequence[Mapping[str, Any]], sexe: str) -> bytes:
    """Return one feature per area of a region, with an indicator's value in its last period.

    `rows`: those of `values_over`. The period is the same for all, that of the map; an area
    without value then is « manquant » and null, never zero and never left out.
    """
    known = [row for row in rows if row["sexe"] == sexe]
    periode = max((row["periode"] for row in known if row["value"] is not None), default=None)
    found = {row["code"]: row for row in known if row["periode"] == periode}
    names = {row["code"]: row["libelle"] for row in rows}
    shapes = api.contours(niveau, [code.partition(":")[2] for code in names])
    features = [
        {
            "type": "Feature",
            "id": code,
            "geometry": shapes[bare].__geo_interface__ if bare in shapes else None,
            "properties": {"code": code, "libelle": libelle, **_properties(found.get(code))},
        }
        for code, libelle in names.items()
        for bare in (code.partition(":")[2],)
    ]
    collection = {"type": "FeatureCollection", "mention": MENTION, "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


_PROPRIETES = (
    "periode", "sexe", "value", "lower", "upper", "status", "motif", "geographie", "source",
)  # fmt: skip


def _properties(row: Mapping[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return dict.fromkeys(_PROPRIETES) | {"status": "manquant"}
    return {name: row[name] for name in _PROPRIETES}
