"""Legend of a map: classes with their counts, statuses with their words, outlines."""

from collections import Counter
from dataclasses import dataclass

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.classes import Classes
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.modeles import Carte
from ancrage.publication.figures.motifs import EMPRUNTE, MOTIFS
from ancrage.publication.figures.tableaux import header
from ancrage.publication.typographie import AFFICHES, mot_statut, nombre, texte, unite


@dataclass(frozen=True, slots=True)
class Groupes:
    """How many areas bear each class, each status word and each borrowed level."""

    classes: tuple[int, ...]
    statuts: tuple[tuple[str, str, int], ...]  # status, word, count
    empruntes: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, figure: Carte, classes: Classes) -> "Groupes":
        """Count the areas of a map."""
        ranks: Counter[int] = Counter()
        masked: Counter[str] = Counter()
        borrowed: Counter[str] = Counter()
        for zone in figure.zones:
            if zone.status in AFFICHES and zone.value is not None:
                ranks[classes.rank(zone.value)] += 1
                if zone.status == "emprunte":
                    borrowed[mot_statut(zone.status, zone.niveau)] += 1
            else:
                masked[zone.status if zone.status in MOTIFS else "manquant"] += 1
        # Both kinds of secrecy bear the same word and the same pattern: one entry.
        masked["secret"] += masked.pop("secret_secondaire", 0)
        return cls(
            tuple(ranks[i] for i in range(len(classes.bornes) + 1)),
            tuple((s, mot_statut(s), masked[s]) for s in MOTIFS if masked[s]),
            tuple(sorted(borrowed.items())),
        )


def draw_legende(
    drawing: Dessin, figure: Carte, classes: Classes, groupes: Groupes, x: float, prefix: str
) -> None:
    """Write the legend at the pen, in one column from `x`, the highest class on top."""
    size = drawing.size
    if unite(figure.unite):
        lines = wrap(header("", figure.unite).strip(" ()"), drawing.width - x, size, True)
        drawing.y += size
        drawing.y += drawing.lines(lines, x, drawing.y, bold=True) - size * 0.6
    entries = list(zip(classes.labels(), classes.colours, groupes.classes, strict=True))
    for label, colour, count in reversed(entries) if any(groupes.classes) else []:
        _entry(drawing, x, f"{label} ({nombre(count)})", f'fill="{colour}"')
    drawing.y += size * 0.5
    for status, word, count in groupes.statuts:
        motif = MOTIFS[status]
        fill = f"url(#{prefix}-{motif.pattern})" if motif.pattern else motif.fill
        outline = f' stroke="{motif.stroke}" stroke-width="{motif.width:g}"'
        _entry(drawing, x, f"{word} ({nombre(count)})", f'fill="{fill}"{outline}')
    for word, count in groupes.empruntes:
        stroke, width, dashes = EMPRUNTE
        dash = " ".join(f"{d:g}" for d in dashes)
        paint = f'fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-dasharray="{dash}"'
        _entry(drawing, x, f"{word} ({nombre(count)})", paint)
    for contour in figure.contours:
        if contour.accent:
            _entry(drawing, x, contour.label, 'fill="none" stroke="#16202A" stroke-width="2"')
    plain = [c.label for c in figure.contours if not c.accent]
    if plain and len(set(plain)) == 1:
        _entry(drawing, x, plain[0], 'fill="none" stroke="#51606B" stroke-width="0.9"')


def _entry(drawing: Dessin, x: float, label: str, paint: str) -> None:
    size = drawing.size
    swatch = size * 1.9
    lines = wrap(texte(label), drawing.width - x - swatch - size * 0.6, size * 0.95)
    drawing.y += size * 0.35
    drawing.rect(x + 1, drawing.y + size * 0.08, swatch - 2, size * 1.05, paint)
    first = drawing.y + size * 0.95
    height = drawing.lines(lines, x + swatch + size * 0.5, first, size=size * 0.95)
    drawing.y += max(height, size * LINE_HEIGHT)
