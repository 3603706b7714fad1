"""Colours and sizes of figures: the tokens of the open theme, light and dark.

Every coloured mark carries a class `f-<token>` beside its literal colour, so the same SVG stands
alone in a document and follows the page's theme on the web (`feuille_css`).
"""

from dataclasses import dataclass
from typing import Final

POLICE: Final = "'Source Sans Pro', 'Source Sans 3', sans-serif"
THEMES: Final[dict[str, dict[str, str]]] = {
    "clair": {
        "papier": "#FFFFFF",
        "surface": "#F4F7F6",
        "encre": "#16202A",
        "discret": "#51606B",
        "trait": "#D9E0DE",
        "autres": "#8A979F",  # other areas, rows that are not the reader's
        "bande": "#E3F1EE",  # interval bands, spread of comparable areas
        "bande2": "#C9DEDA",
        "accent": "#0B5E63",
        "favorable": "#0B6E69",
        "defavorable": "#A63A0C",
        "attention": "#8A4B00",
    },
    "sombre": {
        "papier": "#0F1716",
        "surface": "#182321",
        "encre": "#E9EFED",
        "discret": "#A9B6B2",
        "trait": "#2E3D3A",
        "autres": "#7C8B87",
        "bande": "#1D3532",
        "bande2": "#2B4A46",
        "accent": "#74CFC7",
        "favorable": "#5CC9BF",
        "defavorable": "#F2976B",
        "attention": "#F2BD5E",
    },
}
CARTE: Final = ("#E3F1EE", "#B2D9D2", "#73B7AE", "#2F8A84", "#0B5458")  # light = low
# Classes of a typology: told apart by hue, none darker than another; letters double them.
CLASSES: Final = (
    "#A9CDE4", "#F4C56A", "#B4D79B", "#DBA9C9", "#85BDB4", "#EC9D80", "#C7BCE1", "#D3CBA2",
)  # fmt: skip
SANS_OBJET: Final = "#C9CDD0"
SANS_VALEUR: Final = "#EDEFF0"


@dataclass(frozen=True, slots=True)
class Format:
    """Width of the drawing, size of its text, and how much the whole is enlarged (CSS pixels).

    `haut`: the tallest map, as a share of the width.
    """

    width: float
    size: float
    zoom: float = 1
    haut: float = 0.6


FORMATS: Final[dict[str, Format]] = {
    "page": Format(642, 12),  # 170 mm, 9 pt
    "demi": Format(310, 11, haut=0.8),  # 82 mm
    "web": Format(608, 12, 1.25, haut=0.72),  # 760 px, text of 15 px
    "etroit": Format(250, 13, 1.15, haut=1.1),  # 288 px: a telephone
    "diapositive": Format(800, 16, 2, haut=0.4),  # read from the back of the room
}


def feuille_css() -> str:
    """Return the style sheet of figures for the web: both themes, for inlined SVG."""
    return "\n".join(
        [
            _rules("", THEMES["clair"]),
            "@media (prefers-color-scheme: dark) {",
            _rules(':root:not([data-theme="clair"]) ', THEMES["sombre"]),
            "}",
            _rules('[data-theme="sombre"] ', THEMES["sombre"]),
            # The subset served to pages bears another name; a wider fallback is not cut.
            f".figure-ancrage {{ font-family: 'Ancrage Sans', {POLICE}; overflow: visible; }}",
            ".figure-ancrage text { font-variant-numeric: tabular-nums; }",
        ]
    )


def _rules(scope: str, tokens: dict[str, str]) -> str:
    return "\n".join(
        f"{scope}.figure-ancrage .f-{name} {{ fill: {colour}; }}\n"
        f"{scope}.figure-ancrage .t-{name} {{ stroke: {colour}; }}"
        for name, colour in tokens.items()
    )
