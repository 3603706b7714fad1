"""Default text alternatives: short sentences that say what there is to see in a figure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ancrage.publication.figures.tableaux import (
    LETTRES,
    interval_cell,
    printed,
    shared_decimals,
)
from ancrage.publication.typographie import (
    AFFICHES,
    enumeration,
    mesure,
    mot_statut,
    mot_verdict,
    nombre,
    periode,
    texte,
    valeur_affichee,
)

if TYPE_CHECKING:
    from ancrage.publication.figures import modeles as m

MAX_NAMED = 4  # beyond, an alternative becomes a table read aloud


def join_sentences(sentences: list[str]) -> str:
    """Return the sentences as one paragraph, each with its full stop."""
    starts = [s[:1].upper() + s[1:] for s in sentences if s]
    ended = [s if s.endswith((".", "!", "?", "…")) else s + "." for s in starts]
    return texte(" ".join(ended))


def read_points(figure: m.Points | m.Barres) -> list[str]:
    """Return emphasised rows (else the first ones, else extremes), references, masked rows."""
    rows = figure.lignes
    if not rows:
        return ["Aucune valeur à montrer"]
    named = [r for r in rows if r.accent] or (list(rows) if len(rows) <= MAX_NAMED else [])
    sentences = [_point(row, figure) for row in named[:MAX_NAMED]]
    shown = [r.value for r in rows if r.value is not None and r.status in AFFICHES]
    if len(rows) > MAX_NAMED and shown:
        spread = f"de {_value(min(shown), figure)} à {_value(max(shown), figure)}"
        sentences.append(f"{nombre(len(rows))} lignes, {spread}")
    sentences += [f"Repère, {r.label} : {_value(r.value, figure)}" for r in figure.reperes]
    return sentences + _masked([r.status for r in rows if not r.accent and r not in named])


def read_serie(figure: m.SerieTemporelle) -> list[str]:
    """Return first and last shown values of each line, breaks and projections."""
    sentences = []
    for line in figure.lignes[:MAX_NAMED]:
        shown = [p for p in line.points if p.value is not None and p.status in AFFICHES]
        if not shown:
            sentences.append(f"{line.label} : aucune valeur diffusable")
            continue
        ends = (shown[0], shown[-1]) if len(shown) > 1 else (shown[0],)
        parts = [f"{_value(p.value or 0, figure)} en {periode(p.periode)}" for p in ends]
        sentences.append(f"{line.label} : {', puis '.join(parts)}")
    if len(figure.lignes) > MAX_NAMED:
        sentences.append(f"{nombre(len(figure.lignes))} courbes en tout")
    sentences += [f"Rupture de série en {r.annee} : {r.motif}" for r in figure.ruptures]
    if any(p.projection for line in figure.lignes for p in line.points):
        sentences.append("La partie en tirets est une projection")
    if not sentences:
        return ["Aucune valeur à montrer"]
    return sentences + _masked([p.status for line in figure.lignes for p in line.points])


def read_pyramide(figure: m.Pyramide) -> list[str]:
    """Return the largest band of each sex and what is compared."""
    if not figure.tranches:
        return ["Aucune valeur à montrer"]
    men = max(figure.tranches, key=lambda t: t.hommes)
    women = max(figure.tranches, key=lambda t: t.femmes)
    sentences = [
        f"Tranche la plus nombreuse chez les hommes : {men.label} ({_value(men.hommes, figure)})",
        f"chez les femmes : {women.label} ({_value(women.femmes, figure)})",
    ]
    joined = [" ; ".join(sentences)]
    if figure.reference:
        joined.append(f"Le trait montre {figure.reference}")
    return joined


def read_carte(figure: m.Carte) -> list[str]:
    """Return the spread, the number of areas shown and the masked ones by status."""
    shown = [z.value for z in figure.zones if z.value is not None and z.status in AFFICHES]
    count = f"{nombre(len(shown))} {figure.nom_zones} avec une valeur"
    sentences = [f"Carte de {nombre(len(figure.zones))} {figure.nom_zones}"]
    if shown:
        spread = f"de {_value(min(shown), figure)} à {_value(max(shown), figure)}"
        sentences.append(f"{count}, {spread} ; plus la teinte est foncée, plus la valeur est haute")
    emphasised = [c.label for c in figure.contours if c.accent]
    if emphasised:
        sentences.append(f"Contour épais : {enumeration(emphasised)}")
    return sentences + _masked([z.status for z in figure.zones])


def read_typologie(figure: m.CarteTypologie) -> list[str]:
    """Return each class with its letter and number of areas, then those left out."""
    counts = Counter(zone.classe for zone in figure.zones)
    classes = [
        f"{LETTRES[rank]}, {name[:1].lower()}{name[1:]} : {nombre(counts[rank])}"
        for rank, name in enumerate(figure.classes)
    ]
    head = f"Carte de {nombre(len(figure.zones))} {figure.nom_zones} en {len(classes)} classes"
    return [head, " ; ".join(classes), *_masked([z.status for z in figure.zones])]


def read_distribution(figure: m.Distribution) -> list[str]:
    """Return own value, its fifth, and the references."""
    fifths = ("le plus bas", "deuxième", "du milieu", "quatrième", "le plus haut")
    own = valeur_affichee(figure.value, figure.status, figure.unite, figure.decimales)
    sentences = [f"{figure.label} : {own}"]
    if figure.quintile:
        place = fifths[figure.quintile - 1]
        cinquieme = f"{place} cinquième" if place in fifths[1::2] else f"cinquième {place}"
        sentences.append(f"Position parmi {figure.ensemble} : {cinquieme}")
    else:
        sentences.append(f"Comparaison avec {figure.ensemble}")
    sentences += [f"Repère, {r.label} : {_value(r.value, figure)}" for r in figure.reperes]
    return sentences


def read_epine(figure: m.RepereEpine) -> list[str]:
    """Return which indicateurs differ from the reference, and how many do not."""
    sentences = []
    for verdict in ("superieur", "inferieur"):
        names = [row.label for row in figure.lignes if row.verdict == verdict]
        if names:
            listed = "; ".join(names[:8]) + (" …" if len(names) > 8 else "")
            word = mot_verdict(verdict, figure.reference)
            sentences.append(f"{word[0].upper()}{word[1:]} ({len(names)}) : {listed}")
    fragile = [row.label for row in figure.lignes if row.fragile]
    if fragile:
        sentences.append(f"Non retenu compte tenu du nombre de tests : {'; '.join(fragile)}")
    counts = Counter(row.verdict for row in figure.lignes)
    rest = [
        f"{mot_verdict(verdict)} : {counts[verdict]}"
        for verdict in ("non_different", "non_concluant")
        if counts[verdict]
    ]
    if counts[None]:
        rest.append(f"sans comparaison : {counts[None]}")
    return [*sentences, " ; ".join(rest)]


def read_entonnoir(figure: m.Entonnoir) -> list[str]:
    """Return one's own points; where they stand against the limits is for the caption."""
    d, unit = figure.decimales, figure.unite
    own = [f"{p.label} : {mesure(p.value, unit, d)}" for p in figure.points if p.label]
    limits = enumeration([limite.label for limite in figure.limites])
    between = f"À l’intérieur des limites ({limits}), le hasard seul peut suffire à l’écart"
    reference = f"Repère, {figure.repere.label} : {mesure(figure.repere.value, unit, d)}"
    return [*own, reference, between if limits else ""]


def read_gradient(figure: m.Gradient) -> list[str]:
    """Return both ends of the gradient."""
    rows = figure.lignes
    if not rows:
        return ["Aucune valeur à montrer"]
    d = shared_decimals(rows, figure.decimales)
    ends = [f"{r.label} : {printed(r, d)}" for r in (rows[0], rows[-1])]
    return [f"Valeurs {figure.axe}", " ; ".join(ends), *_masked([r.status for r in rows])]


def _point(row: m.Point, figure: m.Points | m.Barres) -> str:
    d = shared_decimals(figure.lignes, figure.decimales)
    shown = valeur_affichee(row.value, row.status, figure.unite, d, niveau=row.niveau)
    sentence = f"{row.label} : {shown}"
    if row.lower is not None and row.status in AFFICHES:
        sentence += f", intervalle {interval_cell(row, d)}"
    if row.verdict:
        reference = figure.reperes[0].label if figure.reperes else ""
        sentence += f", {mot_verdict(row.verdict)}" + (f" ({reference})" if reference else "")
    return sentence


def _value(
    value: float,
    figure: m.Points | m.Barres | m.SerieTemporelle | m.Pyramide | m.Carte | m.Distribution,
) -> str:
    d = figure.decimales
    if isinstance(lignes := getattr(figure, "lignes", None), tuple):
        points = [p for row in lignes for p in getattr(row, "points", (row,))]
        d = shared_decimals(points, d)
    return mesure(value, figure.unite, d)


def _masked(statuses: list[str]) -> list[str]:
    words = Counter(mot_statut(s) for s in statuses if s not in AFFICHES)
    if not words:
        return []
    return ["Sans valeur : " + enumeration([f"{nombre(n)} « {w} »" for w, n in words.items()])]
