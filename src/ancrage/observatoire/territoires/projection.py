"""Flat kilometres for maps: Lambert-93 for the mainland, a local plane for each part overseas.

Lambert conformal conic, two parallels: IGN, NTG 71 « Projection cartographique conique conforme
de Lambert »; constants of RGF93 / Lambert-93. Overseas, distances are true around the anchor.
"""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
KM_PER_DEGREE = 111.32
# Anchor of each part, and the place of its inset west of the mainland when both are drawn.
ANCRES = {
    "metropole": (2.5, 46.5),
    "guadeloupe": (-61.4, 16.2),
    "martinique": (-61.0, 14.65),
    "guyane": (-53.2, 3.9),
    "reunion": (55.53, -21.13),
    "mayotte": (45.15, -12.83),
}
_ENCART_X, _ENCART_Y, _ENCART_STEP = -40.0, 6990.0, 190.0
_ENCART_SCALE = {"guyane": 0.35}  # eight times the next largest: drawn smaller in its inset

_AXIS, _ECCENTRICITY = 6_378.137, 0.0818191910428158
_PHI_0, _PHI_1, _PHI_2, _LAMBDA_0 = np.radians([46.5, 44.0, 49.0, 3.0])
_X_0, _Y_0 = 700.0, 6_600.0


def part_of(longitude: float, latitude: float) -> str:
    """Return the part of France nearest to a point."""
    return min(
        ANCRES, key=lambda k: (ANCRES[k][0] - longitude) ** 2 + (ANCRES[k][1] - latitude) ** 2
    )


def project(points: Points, part: str, *, inset: bool = False) -> Points:
    """Return x (east) and y (north) in km of longitudes and latitudes.

    `inset` places an overseas part beside the mainland, for maps that hold both.
    """
    if part == "metropole":
        return _lambert_93(points)
    anchor = np.array(ANCRES[part])
    scale = np.array([KM_PER_DEGREE * np.cos(np.radians(anchor[1])), KM_PER_DEGREE])
    plane = (points - anchor) * scale
    if not inset:
        return plane
    rank = list(ANCRES).index(part) - 1
    corner = np.array([_ENCART_X, _ENCART_Y - rank * _ENCART_STEP])
    return plane * _ENCART_SCALE.get(part, 1.0) + corner


def _isometric(phi: Points) -> Points:
    sine = _ECCENTRICITY * np.sin(phi)
    return np.asarray(
        np.log(np.tan(np.pi / 4 + phi / 2) * ((1 - sine) / (1 + sine)) ** (_ECCENTRICITY / 2))
    )


def _normal(phi: Points) -> Points:
    return np.asarray(_AXIS / np.sqrt(1 - (_ECCENTRICITY * np.sin(phi)) ** 2))


def _lambert_93(points: Points) -> Points:
    phi_1, phi_2 = np.array(_PHI_1), np.array(_PHI_2)
    first = _normal(phi_1) * np.cos(phi_1)
    second = _normal(phi_2) * np.cos(phi_2)
    n = np.log(second / first) / (_isometric(phi_1) - _isometric(phi_2))
    c = first / n * np.exp(n * _isometric(phi_1))
    radius = c * np.exp(-n * _isometric(np.radians(points[:, 1])))
    theta = n * (np.radians(points[:, 0]) - _LAMBDA_0)
    pole = _Y_0 + c * np.exp(-n * _isometric(np.array(_PHI_0)))
    return np.column_stack([_X_0 + radius * np.sin(theta), pole - radius * np.cos(theta)])
