"""Two territories side by side: who they are, what both have, their intervals in one drawing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Resultat, Territoire, Valeur
from ancrage.plateforme.web.observatoire.chemins import CodeTerritoire
from ancrage.plateforme.web.observatoire.presentation import SLUGS, TITRES, row_of
from ancrage.publication.analyses.tableaux_evolution import NIVEAU
from ancrage.publication.documents.dls.contexte import Contexte
from ancrage.publication.documents.dls.figures import label_with_sex
from ancrage.publication.documents.dls.tableaux import cited
from ancrage.publication.documents.phrases import COMPTES
from ancrage.publication.figures import modeles as m
from ancrage.publication.typographie import details, nombre

PROPOSITIONS = 8
LIGNES_MAX = 6  # indicators in one drawing: two lines each
FIGURES_MAX = 3
Paire = tuple[Valeur, Valeur]
_CODE = re.compile(CodeTerritoire.regex)


@dataclass(frozen=True, slots=True)
class Cote:
    """One of the two territories: what was typed, what it names, or what it may name."""

    texte: str
    aire: Territoire | None = None
    erreur: str = ""
    propositions: tuple[Resultat, ...] = ()

    @property
    def code(self) -> str:
        """Return what the address keeps of this side."""
        return self.aire.code if self.aire else self.texte


def read_cote(query: Mapping[str, str], nom: str) -> Cote:
    """Return one side of an address: its code, a name that one territory bears, or a question.

    The page keeps the name in the field and the code beside it, for names that several bear.
    """
    texte, code = query.get(nom, "").strip()[:8_000], query.get(f"code_{nom}", "")[:8_000]
    if not texte:
        return Cote("")
    if _CODE.fullmatch(code):
        known = _find(code)
        if known.aire and known.texte == texte:
            return known
    if _CODE.fullmatch(texte):
        return _find(texte)
    hits = profils.search_territoires(texte, PROPOSITIONS)
    exact = [hit for hit in hits if _is_exact(hit, texte)]
    sole = exact if exact else hits
    if len(sole) == 1:
        return _find(sole[0].code)
    if sole:
        return Cote(texte, propositions=tuple(sole))
    return Cote(texte, erreur=f"Aucun territoire ne ressemble à « {texte[:60]} ».")


def _is_exact(hit: Resultat, texte: str) -> bool:
    named = profils.fold(hit.libelle) == profils.fold(texte)
    return named or hit.code.partition(":")[2].casefold() == texte.casefold()


def _find(code: str) -> Cote:
    try:
        aire = profils.find_territoire(code)
    except ActeRefuse as refus:
        return Cote(code, erreur=str(refus))
    return Cote(aire.libelle, aire)


def pairs_by_dimension(one: Contexte, other: Contexte) -> dict[str, list[Paire]]:
    """Return, by slug, the values that both have for the same period, in the diagnosis's order."""
    held = {(v.code, v.sexe, v.periode): v for v in other.latest()}
    found = {
        SLUGS[numero]: [
            (value, held[key])
            for value in one.chapitre(numero)
            if (key := (value.code, value.sexe, value.periode)) in held
        ]
        for numero in TITRES
    }
    return {slug: pairs for slug, pairs in found.items() if pairs}


def rows_beside(one: Contexte, other: Contexte, pairs: Sequence[Paire]) -> list[dict[str, Any]]:
    """Return the lines of the table: both sides, and what their intervals allow to say."""
    return [
        {
            "un": row_of(one, left),
            "autre": row_of(other, right),
            "lecture": read_intervals(one.nom, other.nom, left, right),
        }
        for left, right in pairs
    ]


def read_intervals(nom: str, autre: str, left: Valeur, right: Valeur) -> str:
    """Say whether two intervals overlap; nothing where one of them is missing."""
    if left.lower is None or left.upper is None or right.lower is None or right.upper is None:
        return ""
    if "emprunte" in (left.status, right.status) or not (left.shown and right.shown):
        return ""
    if left.lower > right.upper:
        return f"Plus élevé : {nom}. Les intervalles ne se recoupent pas."
    if right.lower > left.upper:
        return f"Plus élevé : {autre}. Les intervalles ne se recoupent pas."
    return "Les intervalles se recoupent : pas de différence établie."


def tell_overlaps(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return how many pairs of intervals a page reads, and what chance alone would set apart.

    Two disjoint intervals at 95 % are a stricter rule than a test at 5 %: hence « at most ».
    """
    count = sum(bool(row["lecture"]) for row in rows)
    if not count:
        return ""
    expected = (1 - NIVEAU) * count
    verb = "ressortirait" if expected < 2 else "ressortiraient"
    return (
        f"Sur {nombre(count)} comparaison{'s' if count > 1 else ''} de cette page, au plus "
        f"{nombre(expected, 0 if expected >= 10 else 1)} {verb} par le seul hasard, même si rien "
        "ne différait. Demander que deux intervalles ne se recoupent pas est plus sévère qu’un "
        "test à 5 % : ces lectures n’ont pas de marque « retenu » (Benjamini et Hochberg)."
    )


def draw_beside(one: Contexte, other: Contexte, pairs: Sequence[Paire]) -> list[m.Figure]:
    """Return the dots of both territories with their intervals, one drawing per unit."""
    units: dict[str, list[Paire]] = {}
    for left, right in pairs:
        if _drawable(left) and _drawable(right):
            units.setdefault(one.of(left).unite, []).append((left, right))
    largest = sorted(units.values(), key=len, reverse=True)[:FIGURES_MAX]
    return [_points(one, other, group[:LIGNES_MAX]) for group in largest]


def _drawable(valeur: Valeur) -> bool:
    """Say whether a value is the territory's own and has limits to draw."""
    return (
        valeur.status in ("valeur", "zero")
        and valeur.method not in COMPTES
        and valeur.lower is not None
    )


def _points(one: Contexte, other: Contexte, pairs: Sequence[Paire]) -> m.Points:
    items = [one.of(left) for left, _ in pairs]
    values = [value for pair in pairs for value in pair]
    return m.Points(
        titre=f"{one.nom} et {other.nom}",
        sous_titre=details(items[0].unite, "", "intervalles à 95 %"),
        source=cited(values),
        lignes=tuple(
            m.Point(
                label=f"{label_with_sex(value, item)} : {nom}",
                value=value.value,
                lower=value.lower,
                upper=value.upper,
                status=value.status,
                accent=nom == one.nom,
            )
            for (left, right), item in zip(pairs, items, strict=True)
            for nom, value in ((one.nom, left), (other.nom, right))
        ),
        unite=items[0].unite,
        decimales=max(item.decimales for item in items),
    )
