"""The data table behind each figure, in printed French: what a reader without the image reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ancrage.publication.typographie import (
    AFFICHES,
    decimales_utiles,
    intervalle,
    mot_retenu,
    mot_statut,
    mot_verdict,
    nombre,
    periode,
    unite,
    valeur_affichee,
)

if TYPE_CHECKING:
    from ancrage.publication.figures import modeles as m

Tableau = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def header(name: str, unit: str) -> str:
    """Return « Valeur (%) »."""
    return f"{name} ({unite(unit)})" if unit else name


def printed(item: m.Point | m.PointSerie | m.Zone, decimales: int) -> str:
    """Return the number or the word of its status, without its unit."""
    niveau = getattr(item, "niveau", None)
    return valeur_affichee(item.value, item.status, "", decimales, niveau=niveau)


def shared_decimals(items: Iterable[m.Point | m.PointSerie | m.LigneEpine], maximum: int) -> int:
    """Return one number of decimals for a whole figure: what its widest interval allows."""
    shown = [item for item in items if item.status in AFFICHES]
    return min((decimales_utiles(i.lower, i.upper, maximum) for i in shown), default=maximum)


def table_points(figure: m.Points | m.Barres | m.Gradient) -> Tableau:
    """Return the rows, then the references; columns that nobody fills are left out."""
    lignes = figure.lignes
    reperes: tuple[m.Repere, ...] = getattr(figure, "reperes", ())
    intervals = any(row.lower is not None for row in lignes)
    verdicts = any(row.verdict for row in lignes)
    d = shared_decimals(lignes, figure.decimales)
    headers = ["Libellé", header("Valeur", figure.unite)]
    headers += ["Intervalle de confiance à 95 %"] * intervals
    headers += [f"Par rapport à : {reperes[0].label}" if reperes else "Lecture"] * verdicts
    rows = []
    for row in lignes:
        cells = [row.label, printed(row, d)]
        cells += [interval_cell(row, d)] * intervals
        cells += [mot_verdict(row.verdict) if row.verdict else "–"] * verdicts
        rows.append(tuple(cells))
    empty = ("–",) * (intervals + verdicts)
    rows += [(r.label, nombre(r.value, d), *empty) for r in reperes]
    return tuple(headers), tuple(rows)


def table_serie(figure: m.SerieTemporelle) -> Tableau:
    """Return one row per period, one column per line; a projection says so."""
    d = shared_decimals((p for line in figure.lignes for p in line.points), figure.decimales)
    periods = sorted({p.periode for line in figure.lignes for p in line.points})
    cells = {
        (i, p.periode): printed(p, d) + (" (projection)" if p.projection else "")
        for i, line in enumerate(figure.lignes)
        for p in line.points
    }
    columns = range(len(figure.lignes))
    headers = ("Période", *(header(line.label, figure.unite) for line in figure.lignes))
    rows = tuple((periode(p), *(cells.get((i, p), "–") for i in columns)) for p in periods)
    return headers, rows


def table_pyramide(figure: m.Pyramide) -> Tableau:
    """Return one row per age band; reference columns when there is a reference."""
    compared = any(t.reference_hommes is not None for t in figure.tranches)
    headers = ["Âge", header("Hommes", figure.unite), header("Femmes", figure.unite)]
    if compared:
        headers += [f"Hommes, {figure.reference}", f"Femmes, {figure.reference}"]
    rows = []
    for tranche in figure.tranches:
        values: list[float | None] = [tranche.hommes, tranche.femmes]
        if compared:
            values += [tranche.reference_hommes, tranche.reference_femmes]
        rows.append((tranche.label, *(_cell(v, figure.decimales) for v in values)))
    return tuple(headers), tuple(rows)


def table_carte(figure: m.Carte) -> Tableau:
    """Return every area by label: a list to look up, never a ranking."""
    headers = ("Code", "Libellé", header("Valeur", figure.unite))
    zones = sorted(figure.zones, key=lambda z: (z.label, z.code))
    return headers, tuple((z.code, z.label, printed(z, figure.decimales)) for z in zones)


LETTRES = "ABCDEFGH"  # letters of the classes of a typology, in their order


def table_typologie(figure: m.CarteTypologie) -> Tableau:
    """Return every area by label with the letter and name of its class: a list, no order."""
    rows = []
    for zone in sorted(figure.zones, key=lambda z: (z.label, z.code)):
        left_out = mot_statut(zone.status if zone.status not in AFFICHES else "manquant")
        letter = LETTRES[zone.classe] if zone.classe is not None else "–"
        name = figure.classes[zone.classe] if zone.classe is not None else left_out
        rows.append((zone.code, zone.label, letter, name))
    return ("Code", "Libellé", "Classe", "Description"), tuple(rows)


def table_distribution(figure: m.Distribution) -> Tableau:
    """Return own value, the quintile limits and the references."""
    d = figure.decimales
    rows = [(figure.label, valeur_affichee(figure.value, figure.status, "", d))]
    if figure.valeurs:
        limits = quantiles(figure.valeurs, (0.2, 0.4, 0.6, 0.8))
        shares = ("un cinquième", "deux cinquièmes", "trois cinquièmes", "quatre cinquièmes")
        rows += [
            (f"Valeur sous laquelle se trouvent {share} des territoires", nombre(limit, d))
            for share, limit in zip(shares, limits, strict=True)
        ]
    rows += [(repere.label, nombre(repere.value, d)) for repere in figure.reperes]
    if figure.masquees:
        rows.append(("Territoires sans valeur diffusable", nombre(figure.masquees)))
    return ("Libellé", header("Valeur", figure.unite)), tuple(rows)


def table_epine(figure: m.RepereEpine) -> Tableau:
    """Return one row per indicateur."""
    headers = (
        "Indicateur",
        "Période",
        figure.territoire or "Valeur",
        "Intervalle de confiance à 95 %",
        f"Repère : {figure.reference}",
        "Lecture",
    )
    rows = tuple(
        (
            row.label,
            periode(row.periode) or "–",
            valeur_affichee(
                row.value, row.status, row.unite, epine_decimals(row), niveau=row.niveau
            ),
            interval_cell(row, epine_decimals(row)),
            _cell(row.reference, epine_decimals(row)),
            _reading(row),
        )
        for row in figure.lignes
    )
    return headers, rows


def _reading(row: m.LigneEpine) -> str:
    if not row.verdict:
        return "–"
    mark = mot_retenu(row.verdict, False) if row.fragile else ""
    return ", ".join(filter(None, (mot_verdict(row.verdict), mark)))


def epine_decimals(row: m.LigneEpine) -> int:
    """Return the decimals of a spine row: value and reference share them."""
    return shared_decimals([row], row.decimales)


def table_entonnoir(figure: m.Entonnoir) -> Tableau:
    """Return the named points and the reference; unnamed areas are counted."""
    headers = ("Libellé", figure.effectif, header("Valeur", figure.unite))
    d = figure.decimales
    rows = [(p.label, nombre(p.effectif), nombre(p.value, d)) for p in figure.points if p.label]
    rows.append((figure.repere.label, "–", nombre(figure.repere.value, d)))
    others = sum(not p.label for p in figure.points)
    rows.append(("Autres territoires (nombre)", nombre(others), "–"))
    return headers, tuple(rows)


def quantiles(values: tuple[float, ...], shares: tuple[float, ...]) -> list[float]:
    """Return the quantiles by linear interpolation between ordered values."""
    ordered = sorted(values)
    found = []
    for share in shares:
        rank = share * (len(ordered) - 1)
        low = int(rank)
        high = min(low + 1, len(ordered) - 1)
        found.append(ordered[low] + (ordered[high] - ordered[low]) * (rank - low))
    return found


def interval_cell(row: m.Point | m.LigneEpine, decimales: int) -> str:
    """Return the printed limits, or « – »: the limits of a masked value would give it away."""
    if row.status not in AFFICHES or row.lower is None or row.upper is None:
        return "–"
    return intervalle(row.lower, row.upper, decimales)


def _cell(value: float | None, decimales: int) -> str:
    return "–" if value is None else nombre(value, decimales)
