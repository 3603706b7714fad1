"""Widths of the chart font (Source Sans Pro Regular, thousandths of an em, rounded up).

Layout needs the width of a label before anything is drawn, without opening a font file.
"""

import re
from functools import lru_cache
from typing import Final

SEMIBOLD: Final = 1.04  # semibold against regular, on average
_DEFAULT: Final = 560
_BY_WIDTH: Final = {
    200: " ",
    260: "',.:;ijl|·’‘îï",
    280: "IÎÏ",
    300: "!f",
    320: "()-[]{}",
    340: "t°",
    360: "/\\r",
    380: "²³",
    420: "*s",
    440: '"?z«»“”',
    460: "cxç",
    480: "JYvy–Ÿÿ",
    500: "#$+0123456789<=>FL^_ek~×€±−≥≤èéêë",
    520: "VXagàâä",
    540: "ESTZÈÉÊË",
    560: "A`bdhnopquÀÂÄôöùûü",
    580: "CKPRµÇ",
    600: "B",
    620: "&DG",
    660: "HNUÙÛÜ",
    680: "OQÔÖ",
    720: "w",
    740: "M",
    800: "W—æ",
    840: "%mÆœ",
    860: "@Œ",
    960: "…",
    1200: "‰",
}
_WIDTHS: Final = {char: width for width, chars in _BY_WIDTH.items() for char in chars} | {
    "\u00a0": 202,
    "\u202f": 125,
}


@lru_cache(maxsize=8192)  # the same labels stand on every figure, twice drawn
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of the text at this size, in the unit of the size."""
    width = sum(_WIDTHS.get(char, _DEFAULT) for char in text) * size / 1000
    return width * SEMIBOLD if bold else width


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Return the text on as many lines as it needs, broken at spaces, then after hyphens."""
    lines: list[str] = []
    for word in _pieces(text, width, size, bold):
        longer = f"{lines[-1]}{word}" if lines else word
        if lines and text_width(longer.rstrip(" "), size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.rstrip(" ") for line in lines]


def _pieces(text: str, width: float, size: float, bold: bool) -> list[str]:
    """Return the words with their space; a word wider than the line is cut at its hyphens."""
    pieces: list[str] = []
    for word in re.findall(r"[^ ]+ ?", text):
        fits = text_width(word, size, bold) <= width
        pieces += [word] if fits else re.findall(r"[^-/–]+[-/–]?[ ]?|[-/–]", word)
    return pieces
