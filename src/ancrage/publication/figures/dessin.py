"""A small SVG writer: shapes and text by token, in reading order, the same bytes every time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from ancrage.publication.figures.chasses import text_width, wrap
from ancrage.publication.figures.themes import POLICE, THEMES

Position = tuple[float, float]
LINE_HEIGHT = 1.3


def coordinate(value: float) -> str:
    """Return the number with two decimals at most, without useless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@dataclass(slots=True)
class Dessin:
    """Marks of one figure; `size` is the text size, `y` the pen's height while laying out."""

    width: float
    size: float
    theme: str = "clair"
    classes: bool = True  # False: literal colours only, whatever the page's theme
    y: float = 0
    marks: list[str] = field(default_factory=list)
    defs: list[str] = field(default_factory=list)

    def paint(self, fill: str = "none", stroke: str = "", width: float = 1, dash: str = "") -> str:
        """Return the attributes of a mark: tokens of the theme, or literal colours."""
        tokens = THEMES[self.theme]
        classes = [f"f-{fill}"] * (fill in tokens) + [f"t-{stroke}"] * (stroke in tokens)
        attributes = [f'class="{" ".join(classes)}"'] if classes and self.classes else []
        attributes.append(f'fill="{tokens.get(fill, fill)}"')
        if stroke:
            attributes.append(f'stroke="{tokens.get(stroke, stroke)}"')
            attributes.append(f'stroke-width="{coordinate(width)}"')
        if dash:
            attributes.append(f'stroke-dasharray="{dash}"')
        return " ".join(attributes)

    def text(
        self,
        content: str,
        x: float,
        y: float,
        *,
        ink: str = "encre",
        anchor: str = "start",
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        halo: bool = False,
    ) -> None:
        """Write one line of text; `y` is its baseline; a halo keeps it readable over a pattern."""
        style = ' font-weight="600"' if bold else ""
        style += ' font-style="italic"' if italic else ""
        style += f' text-anchor="{anchor}"' if anchor != "start" else ""
        if halo:
            style += (
                ' stroke="#FFFFFF" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
            )
        if size is not None and size != self.size:
            style += f' font-size="{coordinate(size)}"'
        self.marks.append(
            f'<text x="{coordinate(x)}" y="{coordinate(y)}" {self.paint(ink)}{style}>'
            f"{escape(content, quote=False)}</text>"
        )

    def lines(self, contents: Iterable[str], x: float, y: float, **style: object) -> float:
        """Write lines one under the other; return the height they take."""
        size = style.get("size") or self.size
        step = float(size) * LINE_HEIGHT if isinstance(size, int | float) else 0
        count = 0
        for count, content in enumerate(contents, start=1):
            self.text(content, x, y + (count - 1) * step, **style)  # type: ignore[arg-type]
        return count * step

    def paragraph(self, content: str, *, size: float, ink: str, bold: bool = False) -> None:
        """Write wrapped text over the whole width at the pen, and move the pen under it."""
        lines = wrap(content, self.width, size, bold)
        self.y += size
        height = self.lines(lines, 0, self.y, size=size, ink=ink, bold=bold)
        self.y += height - size * 0.7

    def line(self, start: Position, end: Position, paint: str) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self.marks.append(
            f'<line x1="{coordinate(x1)}" y1="{coordinate(y1)}" x2="{coordinate(x2)}" '
            f'y2="{coordinate(y2)}" {paint}/>'
        )

    def rect(self, x: float, y: float, width: float, height: float, paint: str) -> None:
        """Draw a rectangle."""
        self.marks.append(
            f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(max(width, 0))}" '
            f'height="{coordinate(max(height, 0))}" {paint}/>'
        )

    def circle(self, x: float, y: float, radius: float, paint: str) -> None:
        """Draw a circle."""
        self.marks.append(
            f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}" {paint}/>'
        )

    def path(self, data: str, paint: str) -> None:
        """Draw a path."""
        self.marks.append(f'<path d="{data}" {paint}/>')

    def polyline(self, points: Sequence[Position], paint: str) -> None:
        """Draw an open line through points."""
        if len(points) > 1:
            self.path("M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points), paint)

    def polygon(self, points: Sequence[Position], paint: str) -> None:
        """Draw a closed shape through points."""
        joined = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
        self.path(f"M{joined}Z", paint)

    def measure(self, content: str, *, bold: bool = False, size: float | None = None) -> float:
        """Return the width of a text in this drawing."""
        return text_width(content, size or self.size, bold)

    def document(self, alternative: str, *, background: bool, zoom: float = 1) -> str:
        """Return the whole SVG, as high as the pen, enlarged by `zoom`."""
        height, width = coordinate(self.y), coordinate(self.width)
        outer = f'width="{coordinate(self.width * zoom)}" height="{coordinate(self.y * zoom)}"'
        ground = ""
        if background:
            ground = f'<rect width="{width}" height="{height}" {self.paint("papier")}/>'
        defs = f"<defs>{''.join(self.defs)}</defs>" if self.defs else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="figure-ancrage" role="img" '
            f'aria-label="{escape(alternative)}" viewBox="0 0 {width} {height}" '
            f'{outer} font-family="{POLICE}" '
            f'font-size="{coordinate(self.size)}">{defs}{ground}{"".join(self.marks)}</svg>'
        )
