"""Verdict marks drawn as shapes, never as characters: fonts lack some, and colour is not enough."""

from ancrage.publication.figures.dessin import Dessin
from ancrage.publication.typographie import mot_verdict

VERDICTS = ("superieur", "inferieur", "non_different", "non_concluant")
SANS_COMPARAISON = "sans comparaison"


def verdict_token(verdict: str | None, sens: str, accent: bool = True) -> str:
    """Return the colour of a verdict: favourable or not only where the sense is known."""
    if verdict in {"superieur", "inferieur"} and sens != "neutre":
        good = (verdict == "superieur") == (sens == "haut_favorable")
        return "favorable" if good else "defavorable"
    return "encre" if accent else "discret"


def draw_mark(
    drawing: Dessin,
    x: float,
    y: float,
    radius: float,
    verdict: str | None,
    token: str,
    fragile: bool = False,
) -> None:
    """Draw ▲ ▼ ● ◌, or a diamond for a value that is compared with nothing.

    A `fragile` difference, which does not stay once the tests are counted, is an empty △ ▽.
    """
    r = radius
    apart = drawing.paint("papier", token, r * 0.36) if fragile else drawing.paint(token)
    if verdict == "superieur":
        corners = [(x, y - r * 1.15), (x + r * 1.1, y + r * 0.85), (x - r * 1.1, y + r * 0.85)]
        drawing.polygon(corners, apart)
    elif verdict == "inferieur":
        corners = [(x, y + r * 1.15), (x + r * 1.1, y - r * 0.85), (x - r * 1.1, y - r * 0.85)]
        drawing.polygon(corners, apart)
    elif verdict == "non_concluant":
        dash = f"{r * 0.42:.2f} {r * 0.3:.2f}"
        drawing.circle(x, y, r * 0.9, drawing.paint("papier", token, r * 0.36, dash))
    elif verdict == "non_different":
        drawing.circle(x, y, r * 0.95, drawing.paint(token))
    else:
        corners = [(x, y - r * 1.1), (x + r * 1.1, y), (x, y + r * 1.1), (x - r * 1.1, y)]
        drawing.polygon(corners, drawing.paint(token))


def draw_key(drawing: Dessin, verdicts: list[str | None]) -> None:
    """Write the key of the marks in use under the figure, each with its word."""
    used: list[str | None] = [v for v in VERDICTS if v in verdicts]
    if not used:
        return
    if None in verdicts:
        used.append(None)
    size = drawing.size * 0.9
    radius = size * 0.36
    drawing.y += size * 1.5
    x = 0.0
    for verdict in used:
        word = mot_verdict(verdict) if verdict else SANS_COMPARAISON
        width = radius * 3.6 + drawing.measure(word, size=size)
        if x and x + width > drawing.width:
            x, drawing.y = 0.0, drawing.y + size * 1.4
        draw_mark(drawing, x + radius * 1.2, drawing.y - size * 0.33, radius, verdict, "discret")
        drawing.text(word, x + radius * 3.2, drawing.y, size=size, ink="discret")
        x += width + size * 1.6
    drawing.y += size * 0.4
