"""Data of native PowerPoint charts, so that a slide stays editable. Maps go as pictures."""

from dataclasses import dataclass
from typing import Literal

from ancrage.publication.figures import modeles as m
from ancrage.publication.figures.tableaux import shared_decimals
from ancrage.publication.typographie import AFFICHES, milieu, mot_statut, periode, unite

Genre = Literal["barres", "points", "courbes", "pyramide"]


@dataclass(frozen=True, slots=True)
class SerieNative:
    """One series: None where the value is masked (a gap, never a zero)."""

    nom: str
    valeurs: tuple[float | None, ...]
    accent: bool = False


@dataclass(frozen=True, slots=True)
class GraphiqueNatif:
    """What python-pptx needs: categories in reading order, series, number format."""

    genre: Genre
    titre: str
    categories: tuple[str, ...]
    series: tuple[SerieNative, ...]
    unite: str
    format_nombre: str  # Excel format: French separators come from the reader's computer
    alternative: str
    notes: tuple[str, ...] = ()


def native_chart(figure: m.Figure) -> GraphiqueNatif | None:
    """Return the native chart of a figure, or None when only a picture can show it."""
    if isinstance(figure, m.Barres):
        return _rows(figure, "barres")
    if isinstance(figure, m.Points):
        return _rows(figure, "points")
    if isinstance(figure, m.SerieTemporelle):
        return _lines(figure)
    if isinstance(figure, m.Pyramide):
        return _pyramid(figure)
    return None


def _shown(item: m.Point | m.PointSerie) -> float | None:
    return item.value if item.status in AFFICHES else None


def _rows(figure: m.Points | m.Barres, genre: Genre) -> GraphiqueNatif:
    """Return one category per row; references are series of one repeated value."""
    rows = figure.lignes
    series = [SerieNative("Valeur", tuple(_shown(r) for r in rows), True)]
    if any(r.lower is not None for r in rows) and genre == "points":
        masked = [r if r.status in AFFICHES else None for r in rows]
        series.append(SerieNative("Borne basse", tuple(r.lower if r else None for r in masked)))
        series.append(SerieNative("Borne haute", tuple(r.upper if r else None for r in masked)))
    series += [SerieNative(r.label, (r.value,) * len(rows)) for r in figure.reperes]
    notes = tuple(f"{r.label} : {mot_statut(r.status)}" for r in rows if _shown(r) is None)
    return GraphiqueNatif(
        genre,
        figure.titre,
        tuple(r.label for r in rows),
        tuple(series),
        unite(figure.unite),
        _format(shared_decimals(rows, figure.decimales)),
        figure.texte_alternatif(),
        notes,
    )


def _lines(figure: m.SerieTemporelle) -> GraphiqueNatif:
    """Return one category per period; a break splits a line into one series on each side."""
    periods = sorted({p.periode for line in figure.lignes for p in line.points}, key=milieu)
    starts = sorted(r.annee for r in figure.ruptures)
    bounds = list(zip([None, *starts], [*starts, None], strict=True))
    series = []
    for line in figure.lignes:
        values = {p.periode: _shown(p) for p in line.points}
        for first, end in bounds:
            kept = tuple(
                values.get(p)
                if (first is None or milieu(p) >= first) and (end is None or milieu(p) < end)
                else None
                for p in periods
            )
            if any(v is not None for v in kept):
                name = line.label if first is None else f"{line.label} (depuis {first})"
                series.append(SerieNative(name, kept, line.accent))
    points = [p for line in figure.lignes for p in line.points]
    projected = sorted({periode(p.periode) for p in points if p.projection})
    notes = [f"Rupture en {r.annee} : {r.motif}" for r in figure.ruptures]
    notes += [f"Projection : {projected[0]} à {projected[-1]}"] if projected else []
    return GraphiqueNatif(
        "courbes",
        figure.titre,
        tuple(periode(p) for p in periods),
        tuple(series),
        unite(figure.unite),
        _format(shared_decimals(points, figure.decimales)),
        figure.texte_alternatif(),
        tuple(notes),
    )


def _pyramid(figure: m.Pyramide) -> GraphiqueNatif:
    """Return men as negative bars: the number format hides their sign."""
    bands = figure.tranches
    plain = _format(figure.decimales)
    return GraphiqueNatif(
        "pyramide",
        figure.titre,
        tuple(t.label for t in bands),
        (
            SerieNative("Hommes", tuple(-t.hommes for t in bands)),
            SerieNative("Femmes", tuple(t.femmes for t in bands), True),
        ),
        unite(figure.unite),
        f"{plain};{plain}",
        figure.texte_alternatif(),
    )


def _format(decimales: int) -> str:
    return "#,##0" + ("." + "0" * decimales if decimales else "")
