"""Where things stand on the small drawings: a value against its references, a series over time.

Positions run from 0 to 1; the template turns them into millimetres.
"""

from collections.abc import Sequence

from ancrage.observatoire.api import Comparaison, Indicateur, Valeur
from ancrage.publication.documents.chiffres_cles.modeles import PointSerie, Repere, Serie, Trace
from ancrage.publication.documents.phrases import chiffre, chiffre_reference, decimales
from ancrage.publication.figures.chasses import text_width
from ancrage.publication.typographie import intervalle_affiche, milieu, periode

TRACE_WIDTH = 250.0  # points: the width of the drawing in the narrowest layout
LABEL_SIZE = 7.8
LABEL_GAP = 9.0
MARGIN = 0.10  # of the spread, on both sides
MAX_REFERENCES = 3


def build_trace(
    valeur: Valeur, indicateur: Indicateur, comparaisons: Sequence[Comparaison]
) -> Trace | None:
    """Return the drawing of a shown value, or None when nothing stands beside it."""
    references = plotted(comparaisons)
    if valeur.value is None or not valeur.shown or not references:
        return None
    known = [valeur.value, *(c.value for c in references if c.value is not None)]
    known += [limit for limit in (valeur.lower, valeur.upper) if limit is not None]
    low, high = min(known), max(known)
    spread = (high - low) or abs(high) or 1.0
    start, length = low - MARGIN * spread, (high - low) + 2 * MARGIN * spread

    def place(value: float | None) -> float | None:
        return None if value is None else round((value - start) / length, 4)

    labels = [_label(c, indicateur, decimales(valeur, indicateur)) for c in references]
    spots = [place(c.value) or 0.0 for c in references]
    written = spread_labels(spots, [_width(label) for label in labels])
    return Trace(
        x=place(valeur.value) or 0.0,
        lower=place(valeur.lower),
        upper=place(valeur.upper),
        reperes=tuple(map(Repere, labels, spots, written)),
        alternative=_alternative(valeur, indicateur, labels),
    )


def plotted(comparaisons: Sequence[Comparaison]) -> list[Comparaison]:
    """Return the references drawn: two départements or more would hide région and France."""
    known = [c for c in comparaisons if c.value is not None]
    if sum(c.reference == "departement" for c in known) > 1:
        known = [c for c in known if c.reference != "departement"]
    return known[:MAX_REFERENCES]


def _label(comparaison: Comparaison, indicateur: Indicateur, places: int) -> str:
    names = {"region": "région", "france": "France"}
    name = names.get(comparaison.reference, comparaison.libelle)
    return f"{name} {chiffre_reference(comparaison, indicateur, places)}"


def _width(label: str) -> float:
    return (text_width(label, LABEL_SIZE) + LABEL_GAP) / TRACE_WIDTH


def spread_labels(spots: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Return where to centre the labels so that none covers its neighbour nor leaves the line."""
    order = sorted(range(len(spots)), key=lambda i: spots[i])
    centres = list(spots)
    edge = 0.0
    for i in order:
        centres[i] = max(centres[i], edge + widths[i] / 2)
        edge = centres[i] + widths[i] / 2
    edge = 1.0
    for i in reversed(order):
        centres[i] = min(centres[i], edge - widths[i] / 2)
        edge = centres[i] - widths[i] / 2
    return [round(centre, 4) for centre in centres]


def _alternative(valeur: Valeur, indicateur: Indicateur, labels: Sequence[str]) -> str:
    own = f"{indicateur.libelle_court} : {chiffre(valeur, indicateur)}"
    if valeur.lower is not None and valeur.upper is not None:
        limits = intervalle_affiche(valeur.lower, valeur.upper, decimales(valeur, indicateur))
        own += f", intervalle {limits}"
    return f"{own}. Repères : {', '.join(labels)}."


def build_serie(serie: Sequence[Valeur], indicateur: Indicateur) -> Serie | None:
    """Return the small series of an indicateur, from three periods on at one same level."""
    shown = [v for v in serie if v.shown and v.value is not None and v.periode]
    if not shown:
        return None
    level = shown[-1].geographie.code
    shown = [v for v in shown if v.geographie.code == level]
    if len(shown) < 3:
        return None
    times = [milieu(v.periode or "") for v in shown]
    known = [x for v in shown for x in (v.value, v.lower, v.upper) if x is not None]
    low, spread = min(known), (max(known) - min(known)) or 1.0

    def height(value: float | None) -> float | None:
        return None if value is None else round((value - low) / spread, 4)

    points = tuple(
        PointSerie(
            x=round((time - times[0]) / ((times[-1] - times[0]) or 1.0), 4),
            y=height(v.value) or 0.0,
            lower=height(v.lower),
            upper=height(v.upper),
            joint=rank > 0 and v.rupture is None,
        )
        for rank, (v, time) in enumerate(zip(shown, times, strict=True))
    )
    ends = [f"{periode(v.periode or '')} : {chiffre(v, indicateur)}" for v in (shown[0], shown[-1])]
    alternative = f"{indicateur.libelle_court}, {len(shown)} périodes. {ends[0]} ; {ends[1]}."
    return Serie(points, ends[0], ends[1], alternative)
