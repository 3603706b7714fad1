"""The map on which communes are picked: plain paths, one département at a time."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import CommuneSituee

LARGEUR = 720.0


@dataclass(frozen=True, slots=True)
class CarteChoix:
    """The shapes of a département's communes, scaled to the width of the drawing."""

    departement: str
    libelle: str
    hauteur: float
    communes: tuple[tuple[str, str, str], ...]  # code, name, path


def read_choix(request: HttpRequest) -> dict[str, Any]:
    """Return what the map of a form needs: the region's départements, the one asked for."""
    areas = profils.regional_territoires(settings.REGION)
    departements = [area for area in areas if area.niveau == "departement"]
    asked = request.GET.get("carte", "")
    known = {area.code.partition(":")[2] for area in departements}
    liste = request.GET.get("liste", "")[:2_000]
    return {
        "departements": departements,
        "choix": draw_choix(asked) if asked in known else None,
        "garder": urlencode({"liste": liste}) if liste else "",
    }


def draw_choix(departement: str) -> CarteChoix | None:
    """Return the map of a département of the site's region, or None for another code."""
    return _draw(profils.edition(), departement)


@lru_cache(maxsize=32)
def _draw(edition: str, departement: str) -> CarteChoix | None:
    area = profils.find_territoire(f"departement:{departement}")
    communes = [one for one in profils.communes_of(area) if one.anneaux]
    points = [point for one in communes for ring in one.anneaux for point in ring]
    if not points:
        return None
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    scale = LARGEUR / (right - left)
    shapes = tuple((one.code, one.libelle, _path(one, left, top, scale)) for one in communes)
    return CarteChoix(departement, area.libelle, round((top - bottom) * scale, 1), shapes)


def _path(commune: CommuneSituee, left: float, top: float, scale: float) -> str:
    """Return the SVG path of a commune; the engine's kilometres point north, SVG points down."""
    rings = (
        "M" + "L".join(f"{(x - left) * scale:.1f} {(top - y) * scale:.1f}" for x, y in ring) + "z"
        for ring in commune.anneaux
    )
    return "".join(rings)
