"""Numbers as they are printed in French (documents.md § 12)."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

FINE = "\u202f"  # narrow no-break space: before ; ! ? %, between thousands
INSECABLE = "\u00a0"  # no-break space: before :, inside « »
MOINS = "\u2212"
_UNCOUNTED = {"nombre", "indice", "score", "ratio", "classe"}  # never said after a number
_INTERVAL_SHARE = 200  # a digit below 1/200 of the half-width of the interval says nothing


def nombre(value: float, decimales: int = 0) -> str:
    """Return the number with a decimal comma, thin spaces between thousands, a true minus."""
    if not math.isfinite(value):
        raise ValueError(f"nombre sans valeur affichable : {value}")
    step = Decimal(1).scaleb(-decimales)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    text = whole.replace(",", FINE) + ("," + fraction if fraction else "")
    return MOINS + text if rounded < 0 else text


def nombre_signe(value: float, decimales: int = 0) -> str:
    """Return the number with its sign, for a difference: « +1,2 », « −0,4 », « 0,0 »."""
    text = nombre(value, decimales)
    return "+" + text if value > 0 and text.strip("0,") else text


def pourcent(value: float, decimales: int = 1) -> str:
    """Return a value that is already a percentage, with its sign: « 80,6 % »."""
    return nombre(value, decimales) + FINE + "%"


def intervalle(lower: float, upper: float, decimales: int = 1) -> str:
    """Return the confidence limits: « [98,9 ; 181,4] », never broken over two lines."""
    return f"[{nombre(lower, decimales)}{FINE};{INSECABLE}{nombre(upper, decimales)}]"


def decimales_utiles(lower: float | None, upper: float | None, maximum: int) -> int:
    """Return how many decimals the interval allows, at most those of the indicateur.

    The last digit printed is worth at least 1/200 of the half-width: an ICM [98,9 ; 181,4]
    prints as a whole number, a share [65,0 ; 90,2] keeps one decimal.
    """
    if lower is None or upper is None or upper <= lower:
        return maximum
    unit = (upper - lower) / 2 / _INTERVAL_SHARE
    return max(0, min(maximum, math.floor(-math.log10(unit))))


def unite(text: str) -> str:
    """Return the unit as printed: « pour 100 000 », « µg/m³ », « hab./km² »."""
    text = re.sub(r"\bug/", "µg/", text)
    text = re.sub(r"(?<=m)([23])\b", lambda m: {"2": "²", "3": "³"}[m[1]], text)
    text = re.sub(r"\d{4,}", lambda m: f"{int(m[0]):,}".replace(",", FINE), text)
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", FINE, text)
    return re.sub(r"(?<=pour)[ ](?=\d)", INSECABLE, text)


def unite_accordee(value: float, unit: str) -> str:
    """Return the unit as printed beside a value: in the singular under two."""
    printed = unite(unit)
    if abs(value) < 2 and printed.isalpha() and printed != "décès":
        return printed.removesuffix("s")
    return printed


def mesure(value: float, unit: str, decimales: int = 0) -> str:
    """Return the number with its unit: « 12,3 % », « 45 pour 100 000 habitants ».

    An index, a score or a plain count prints without its unit.
    """
    printed = unite_accordee(value, unit)
    if not printed or printed.split()[0].rstrip(",") in _UNCOUNTED:
        return nombre(value, decimales)
    space = FINE if printed[0] in "%€‰" else INSECABLE
    return nombre(value, decimales) + space + printed


def petit_p(p: float) -> str:
    """Return « p = 0,041 », or « p < 0,001 »."""
    equal = f"p{INSECABLE}={INSECABLE}"
    return f"p{INSECABLE}<{INSECABLE}0,001" if p < 0.001 else equal + nombre(p, 3)
