"""How each status looks on a map: five patterns, never white, never the lowest class."""

from dataclasses import dataclass
from typing import Final

from ancrage.publication.figures.themes import SANS_OBJET, SANS_VALEUR

UNION: Final = "#B3BABF"
BORD: Final = "#B8C0C4"  # between patterned neighbours, white would vanish


@dataclass(frozen=True, slots=True)
class Motif:
    """Fill (a colour or the name of a pattern), outline and dash of one status."""

    fill: str
    pattern: str = ""  # points | hachures
    stroke: str = "#FFFFFF"
    width: float = 0.4
    dash: str = ""


MOTIFS: Final[dict[str, Motif]] = {
    "secret": Motif(SANS_VALEUR, "points", BORD, 0.6),
    "secret_secondaire": Motif(SANS_VALEUR, "points", BORD, 0.6),
    "manquant": Motif(SANS_VALEUR, "hachures", BORD, 0.6),
    "non_fiable": Motif(SANS_VALEUR, "", "#51606B", 0.9),
    "non_applicable": Motif(SANS_OBJET),
    "non_additif": Motif(UNION),
}
EMPRUNTE: Final = ("#16202A", 1.0, (2.5, 1.8))  # outline, width, dashes


def pattern_definition(name: str, prefix: str, unit: float) -> str:
    """Return the SVG pattern; `unit` is one pixel in the units of the areas."""
    side = 5 * unit
    ground = f'<rect width="{side:g}" height="{side:g}" fill="{SANS_VALEUR}"/>'
    if name == "points":
        mark = f'<circle cx="{side / 2:g}" cy="{side / 2:g}" r="{unit:g}" fill="#51606B"/>'
        turn = ""
    else:
        mark = f'<rect width="{unit * 1.3:g}" height="{side:g}" fill="#8A979F"/>'
        turn = ' patternTransform="rotate(45)"'
    return (
        f'<pattern id="{prefix}-{name}" width="{side:g}" height="{side:g}" '
        f'patternUnits="userSpaceOnUse"{turn}>{ground}{mark}</pattern>'
    )
