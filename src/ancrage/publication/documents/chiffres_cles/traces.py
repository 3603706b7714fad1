"""Where things stand on the small drawings: a value against its references, a series over time.

Positions run from 0 to 1; the template turns them into millimetres.
"""

from collections.abc import Sequence

from ancrage.observatoire.api import Comparaison, Indicateur, Valeur
from ancrage.publication.documents.chiffres_cles.modeles import PointSerie, Repere, Serie, Trace
from ancrage.publication.documents.phrases import chiffre, chiffre_reference, decimales, is_alone
from ancrage.publication.figures.chasses import text_width
from ancrage.publication.typographie import intervalle_affiche, milieu, periode

TRACE_WIDTH = 250.0  # points: the width of the drawing in the narrowest layout
LABEL_SIZE = 7.8
LABEL_GAP = 9.0
MARGIN = 0.10  # of the spread, on both sides
MAX_REFERENCES = 3


def build_traces(
    valeurs: Sequence[Valeur], indicateur: Indicateur, beside: Sequence[Sequence[Comparaison]]
) -> list[Trace | None]:
    """Return the drawings of an indicateur, women and men on one same scale.

    None where nothing stands beside the value.
    """
    kept = [list(comparaisons[:MAX_REFERENCES]) for comparaisons in beside]
    scale = _scale(valeurs, kept)
    return [
        build_trace(valeur, indicateur, references, scale) if scale else None
        for valeur, references in zip(valeurs, kept, strict=True)
    ]


def _scale(
    valeurs: Sequence[Valeur], references: Sequence[Sequence[Comparaison]]
) -> tuple[float, float] | None:
    known = [c.value for row in references for c in row if c.value is not None]
    for valeur in valeurs:
        known += [m.value for m in valeur.membres if m.value is not None]
        if valeur.shown:
            limits = (valeur.value, valeur.lower, valeur.upper)
            known += [limit for limit in limits if limit is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    margin = MARGIN * ((high - low) or abs(high) or 1.0)
    return low - margin, high - low + 2 * margin


def build_trace(
    valeur: Valeur,
    indicateur: Indicateur,
    references: Sequence[Comparaison],
    scale: tuple[float, float],
) -> Trace | None:
    """Return one drawing: the value among its references, or the members of a union."""
    start, length = scale
    members = [m.value for m in valeur.membres if m.value is not None]
    own = valeur.value if valeur.shown else None
    if (own is None or not references) and len(members) < 2:
        return None

    def place(value: float | None) -> float | None:
        return None if value is None else round((value - start) / length, 4)

    digits = decimales(valeur, indicateur)
    labels = [_label(c, references, indicateur, digits) for c in references]
    spots = [place(c.value) or 0.0 for c in references]
    widths = [_width(label) for label in labels]
    written = spread_labels(spots, widths)
    moved = [
        abs(spot - there) > width / 2
        for spot, there, width in zip(spots, written, widths, strict=True)
    ]
    return Trace(
        x=place(own),
        lower=place(valeur.lower) if own is not None else None,
        upper=place(valeur.upper) if own is not None else None,
        reperes=tuple(map(Repere, labels, spots, written, moved)),
        alternative=_alternative(valeur, indicateur, labels),
        autres=tuple(sorted(place(value) or 0.0 for value in members)),
    )


def _label(
    comparaison: Comparaison, others: Sequence[Comparaison], indicateur: Indicateur, places: int
) -> str:
    names = {"region": "région", "france": "France"}
    name = names.get(comparaison.reference, comparaison.libelle)
    if not is_alone(comparaison, others):
        name = comparaison.libelle
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
    if valeur.shown and valeur.lower is not None and valeur.upper is not None:
        limits = intervalle_affiche(valeur.lower, valeur.upper, decimales(valeur, indicateur))
        own += f", intervalle {limits}"
    if valeur.membres:
        own += f", {len(valeur.membres)} membres"
    return f"{own}. Repères : {', '.join(labels)}." if labels else f"{own}."


def build_serie(
    serie: Sequence[Valeur], indicateur: Indicateur, last: Valeur, nom: str = ""
) -> Serie | None:
    """Return the small series that ends with `last`: one area, one method, two periods or more.

    `nom`: « Femmes », when the series is that of one sex.
    """
    same = (last.geographie.code, last.method)
    shown = [
        v
        for v in serie
        if v.shown
        and v.value is not None
        and v.periode
        and (v.geographie.code, v.method) == same
        and v.periode <= (last.periode or "")
    ]
    if len(shown) < 2 or _overlapping(shown[-1], shown[0]):
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
    start = f"{nom}, {ends[0]}" if nom else ends[0]
    alternative = f"{indicateur.libelle_court}, {len(shown)} périodes. {start} ; {ends[1]}."
    broken = next((v for v in shown[1:] if v.rupture), None)
    note = f"Rupture en {periode(broken.periode or '')} : {broken.rupture}" if broken else ""
    return Serie(points, start, ends[1], alternative, note)


def _overlapping(last: Valeur, first: Valeur) -> bool:
    return (first.periode or "")[-4:] >= (last.periode or "")[:4]
