"""Legend of a map: classes with their counts, statuses with their words, outlines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.classes import Classes
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.modeles import Carte
from ancrage.publication.figures.motifs import EMPRUNTE, MOTIFS
from ancrage.publication.figures.tableaux import header
from ancrage.publication.typographie import AFFICHES, mot_statut, nombre, texte, unite

Entree = tuple[str, str]  # what the legend says, how its sample is painted


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
    """Write the legend at the pen, from `x`, the highest class on top."""
    size = drawing.size
    if unite(figure.unite):
        lines = wrap(header("", figure.unite).strip(" ()"), drawing.width - x, size, True)
        drawing.y += size
        drawing.y += drawing.lines(lines, x, drawing.y, bold=True) - size * 0.6
    _draw_entries(drawing, x, _class_entries(classes, groupes))
    drawing.y += size * 0.5
    _draw_entries(drawing, x, [*_status_entries(groupes, prefix), *_outline_entries(figure)])


def _class_entries(classes: Classes, groupes: Groupes) -> list[Entree]:
    if not any(groupes.classes):
        return []
    entries = zip(classes.labels(), classes.colours, groupes.classes, strict=True)
    return [(f"{label} ({nombre(n)})", f'fill="{colour}"') for label, colour, n in entries][::-1]


def _status_entries(groupes: Groupes, prefix: str) -> list[Entree]:
    entries = []
    for status, word, count in groupes.statuts:
        motif = MOTIFS[status]
        fill = f"url(#{prefix}-{motif.pattern})" if motif.pattern else motif.fill
        outline = f' stroke="{motif.stroke}" stroke-width="{motif.width:g}"'
        entries.append((f"{word} ({nombre(count)})", f'fill="{fill}"{outline}'))
    for word, count in groupes.empruntes:
        stroke, width, dashes = EMPRUNTE
        dash = " ".join(f"{d:g}" for d in dashes)
        paint = f'fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-dasharray="{dash}"'
        entries.append((f"{word} ({nombre(count)})", paint))
    return entries


def _outline_entries(figure: Carte) -> list[Entree]:
    accents = [c.label for c in figure.contours if c.accent]
    plain = {c.label for c in figure.contours if not c.accent}
    entries = [(label, 'fill="none" stroke="#16202A" stroke-width="2"') for label in accents]
    if len(plain) == 1:
        entries.append((plain.pop(), 'fill="none" stroke="#51606B" stroke-width="0.9"'))
    return entries


def _draw_entries(drawing: Dessin, x: float, entries: Sequence[Entree]) -> None:
    """Write the entries in one column, or in two under a map where every label holds in half."""
    size = drawing.size
    half = (drawing.width - x) / 2
    widest = max((drawing.measure(texte(e[0]), size=size * 0.95) for e in entries), default=0)
    if x or len(entries) < 3 or widest + size * 2.6 > half:
        for label, paint in entries:
            _entry(drawing, x, label, paint)
        return
    top, rows = drawing.y, -(-len(entries) // 2)
    for label, paint in entries[:rows]:
        _entry(drawing, x, label, paint)
    bottom, drawing.y = drawing.y, top
    for label, paint in entries[rows:]:
        _entry(drawing, x + half, label, paint)
    drawing.y = max(bottom, drawing.y)


def _entry(drawing: Dessin, x: float, label: str, paint: str) -> None:
    size = drawing.size
    swatch = size * 1.9
    lines = wrap(texte(label), drawing.width - x - swatch - size * 0.6, size * 0.95)
    drawing.y += size * 0.35
    drawing.rect(x + 1, drawing.y + size * 0.08, swatch - 2, size * 1.05, paint)
    first = drawing.y + size * 0.95
    height = drawing.lines(lines, x + swatch + size * 0.5, first, size=size * 0.95)
    drawing.y += max(height, size * LINE_HEIGHT)
