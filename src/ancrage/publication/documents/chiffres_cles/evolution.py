"""Page 8: what changed since an earlier edition, or since the first period of the same sources.

The gate, the tests and the grid are the engine's (`api.compare_editions`); this module only picks
the pairs and words the answers. Nothing is said from overlapping windows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ancrage.observatoire.api import (
    EditionChiffre,
    Evolution,
    Indicateur,
    Profil,
    Valeur,
    compare_editions,
    flags,
)
from ancrage.publication.analyses.tableaux_evolution import told_marks
from ancrage.publication.documents.chiffres_cles import textes
from ancrage.publication.documents.chiffres_cles.fiches import marked
from ancrage.publication.documents.chiffres_cles.messages import lower_first
from ancrage.publication.documents.chiffres_cles.modeles import Changement, Lecture, Retenu
from ancrage.publication.documents.mots_evolution import MOTIFS, VERDICTS_EVOLUTION
from ancrage.publication.documents.phrases import chiffre
from ancrage.publication.typographie import FINE, enumeration, nombre_signe, periode

LIGNES_MAX = 25
SMALL = 1000  # under this, a count changes by units rather than by a percentage
_FAVOURABLE = {"amelioration_propre", "suit_la_region", "tient_mieux"}
_UNFAVOURABLE = {"decroche", "degradation_partagee", "degradation_moindre"}
_MARKS = {"stable": "non_different", "non_concluant": "non_concluant"}


@dataclass(frozen=True, slots=True)
class Bilan:
    """The table of page 8 and what surrounds it."""

    chapeau: str
    changements: tuple[Changement, ...]
    ecartes: str
    tests: int = 0  # of the changes shown, and of their gaps to the region's


def build_bilan(
    retenus: Sequence[Retenu], profil: Profil, precedent: Profil | None, region: Profil | None
) -> Bilan:
    """Return the changes of the indicateurs of pages 2 to 7."""
    judged = [
        (item, before, after, _judge(item, before, after, profil, precedent, region))
        for item, before, after in _pairs(retenus, profil, precedent)
    ]
    judged.sort(key=lambda row: (bool(row[3].motifs), row[3].sens is None, row[3].exhaustive))
    compared = [row for row in judged if not row[3].motifs][:LIGNES_MAX]
    apart = [row for row in judged if row[3].motifs]
    marks = _marks([row[3] for row in compared])
    rows = tuple(_row(*row, marks.get(rank, "")) for rank, row in enumerate((*compared, *apart)))
    tests = sum(len(_p_values(row[3])) for row in compared)
    return Bilan(_chapeau(precedent, bool(compared)), rows, _left_out(apart), tests)


def _marks(changes: Sequence[Evolution]) -> dict[int, str]:
    """Return, by rank, what stays of each change once the tests of the page are counted."""
    found = iter(flags([p for change in changes for p in _p_values(change)]))
    marks = {}
    for rank, change in enumerate(changes):
        own = next(found) if change.p_value is not None else None
        region = next(found) if change.relative_p_value is not None else None
        marks[rank] = told_marks(change, own, region)
    return marks


def _p_values(change: Evolution) -> list[float]:
    return [p for p in (change.p_value, change.relative_p_value) if p is not None]


def _pairs(
    retenus: Sequence[Retenu], profil: Profil, precedent: Profil | None
) -> list[tuple[Indicateur, Valeur, Valeur]]:
    return [
        (item.indicateur, before, after)
        for item in retenus
        for after in item.valeurs
        if (before := _before(after, profil, precedent)) is not None
        and not (before.value == after.value == 0)
    ]


def _before(after: Valeur, profil: Profil, precedent: Profil | None) -> Valeur | None:
    """Return the value to compare with: of the earlier edition, else the first of its kind."""
    if precedent is not None:
        return precedent.latest(after.code, after.sexe)
    kind = (after.method, after.source and after.source.code)
    known = [
        v
        for v in profil.series(after.code, after.sexe)
        if v.shown
        and v.status == after.status != "emprunte"
        and (v.method, v.source and v.source.code) == kind
        and (v.periode or "") < (after.periode or "")
    ]
    return known[0] if known and after.shown else None


def _judge(
    item: Indicateur,
    before: Valeur,
    after: Valeur,
    profil: Profil,
    precedent: Profil | None,
    region: Profil | None,
) -> Evolution:
    communes = (precedent or profil).territoire.communes
    return compare_editions(
        EditionChiffre(before, communes, _at(region, before)),
        EditionChiffre(after, profil.territoire.communes, _at(region, after)),
        item,
    )


def _at(region: Profil | None, valeur: Valeur) -> Valeur | None:
    """Return the region's figure of the same period."""
    if region is None:
        return None
    entries = region.series(valeur.code, valeur.sexe)
    return next((v for v in entries if v.periode == valeur.periode and v.shown), None)


def _row(
    item: Indicateur, before: Valeur, after: Valeur, change: Evolution, mark: str
) -> Changement:
    name, lecture = marked(item.libelle_court, after), read_change(change, before, after, item)
    return Changement(
        code=item.code,
        libelle=name if after.sexe == "ensemble" else f"{name}, {after.sexe}",
        avant=chiffre(before, item),
        periode_avant=periode(before.periode or "–"),
        apres=chiffre(after, item),
        periode_apres=periode(after.periode or "–"),
        lecture=replace(lecture, texte=", ".join(filter(None, (lecture.texte, mark)))),
        comparable=not change.motifs,
    )


def read_change(change: Evolution, before: Valeur, after: Valeur, item: Indicateur) -> Lecture:
    """Return the words of a change: its verdict, its direction, or why there is none."""
    if change.motifs:
        reasons = enumeration([MOTIFS[motif] for motif in change.motifs[:2]])
        return Lecture(f"non comparable : {reasons}")
    gap = _gap(change, before, after, item)
    if change.exhaustive:
        return Lecture(f"comptage exhaustif, {gap}")
    mark = {"hausse": "superieur", "baisse": "inferieur"}.get(change.sens or "")
    if change.verdict is not None:
        tone = "favorable" if change.verdict in _FAVOURABLE else None
        tone = "defavorable" if change.verdict in _UNFAVOURABLE else tone
        shape = _MARKS.get(change.verdict, mark or "non_different")
        return Lecture(f"{VERDICTS_EVOLUTION[change.verdict]}, {gap}", shape, tone)
    if mark is not None:
        return Lecture(f"en {change.sens}, {gap}", mark)
    if change.conclusive:
        return Lecture("pas d’évolution établie", "non_different")
    return Lecture("non concluant : effectif trop faible", "non_concluant")


def _gap(change: Evolution, before: Valeur, after: Valeur, item: Indicateur) -> str:
    """Return the difference: in points for a share, in units for small counts, else in percent."""
    if before.value is None or after.value is None:
        return "–"
    step = after.value - before.value
    if not step:
        return "inchangé"
    if item.unite.strip().startswith("%"):
        return f"{nombre_signe(step, item.decimales)} point" + ("s" if abs(step) >= 2 else "")
    if change.ratio is None or (item.decimales == 0 and abs(before.value) < SMALL):
        return nombre_signe(step, item.decimales)
    return f"{nombre_signe((change.ratio - 1) * 100, 1)}{FINE}%"


def _chapeau(precedent: Profil | None, rows: bool) -> str:
    if precedent is None:
        text = textes.EVOLUTION_SANS_PRECEDENT
    else:
        text = textes.EVOLUTION_AVEC_PRECEDENT.format(avant=precedent.millesime)
    return text if rows else f"{text} {textes.EVOLUTION_VIDE}"


def _left_out(rows: Sequence[tuple[Indicateur, Valeur, Valeur, Evolution]]) -> str:
    """Return, by motive, the indicateurs that cannot be compared."""
    by_motive: dict[str, list[str]] = {}
    for item, before, after, change in rows:
        motive = MOTIFS[change.motifs[0]]
        if before.periode == after.periode:
            motive = textes.RIEN_DE_NEUF
        by_motive.setdefault(motive, []).append(lower_first(item.libelle_court))
    parts = [f"{motive} : {', '.join(dict.fromkeys(names))}" for motive, names in by_motive.items()]
    return f"Non comparables. {'. '.join(map(_capital, parts))}." if parts else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
