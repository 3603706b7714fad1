"""Find a territory by name or code, forgiving accents, hyphens, « St », typing errors."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from ancrage.observatoire.territoires import referentiel
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur"}
_SCORE_MIN = 70.0
_ORDRE = {"region": 0, "departement": 1, "commune": 2, "epci": 3}


@dataclass(frozen=True, slots=True)
class Resultat:
    """One hit: canonical `code` (`commune:45234`), name, level and what tells namesakes apart."""

    code: str
    libelle: str
    niveau: str
    precision: str
    score: float


@dataclass(frozen=True, slots=True)
class _Colonnes:
    """The index as plain lists: a search reads them all, several times."""

    plie: list[str]
    mots: list[str]  # the same after a space: « a word begins » is one test
    ordre: list[int]
    population: list[float]
    chiffre: dict[str, list[int]]  # rows by code in lower case


def fold(texte: str) -> str:
    """Return lower-case words without accents, hyphens nor abbreviations of « saint »."""
    texte = texte.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def chercher(texte: str, limite: int = 20) -> list[Resultat]:
    """Return the territories that look most like `texte`, the best first."""
    wanted = fold(texte)
    if not wanted:
        return []
    root = referentiel.geographie_root()
    index, columns = _index(root), _columns(root)
    scored = dict(_exact(columns, wanted))
    if len(scored) < limite:
        for row, score in _fuzzy(columns.plie, wanted, 10 * limite):
            scored.setdefault(row, score)
    best = sorted(
        scored, key=lambda row: (-scored[row], columns.ordre[row], -columns.population[row], row)
    )
    hits: dict[str, Resultat] = {}
    for row in best:
        code, libelle, niveau, precision = index.row(row)[:4]
        hits.setdefault(code, Resultat(code, libelle, niveau, precision, scored[row]))
    return list(hits.values())[:limite]


def _exact(columns: _Colonnes, wanted: str) -> list[tuple[int, float]]:
    """Score equal names, codes, beginnings, then every word found at the start of a word.

    The longest word is looked for first: few names are left for the others.
    """
    words = sorted({f" {word}" for word in wanted.split()}, key=len, reverse=True)
    held: Iterable[int] = range(len(columns.mots))
    for word in words:
        held = [row for row in held if word in columns.mots[row]]
    scores = {row: _score(columns.plie[row], wanted) for row in held}
    scores |= dict.fromkeys(columns.chiffre.get(wanted.replace(" ", ""), ()), 200.0)
    best = sorted(scores, key=lambda row: (scores[row], columns.population[row]), reverse=True)
    return [(row, scores[row]) for row in best[:200]]


def _score(name: str, wanted: str) -> float:
    if name == wanted:
        return 200.0
    if name.startswith(wanted):
        return 150.0 if name[len(wanted)] == " " else 140.0
    return 120.0


def _fuzzy(names: list[str], wanted: str, limite: int) -> list[tuple[int, float]]:
    """Score near spellings: mean of the share of equal letters and of the weight of beginnings."""
    near = process.extract(wanted, names, scorer=JaroWinkler.similarity, limit=limite)
    means = [(row, (100 * score + fuzz.ratio(wanted, name)) / 2) for name, score, row in near]
    return [(row, mean) for row, mean in means if mean >= _SCORE_MIN]


@cache
def _columns(root: Path) -> _Colonnes:
    index = _index(root)
    rows: dict[str, list[int]] = {}
    for row, code in enumerate(index["chiffre"]):
        rows.setdefault(code.lower(), []).append(row)
    names = index["plie"].to_list()
    return _Colonnes(
        names,
        [f" {name}" for name in names],
        index["ordre"].to_list(),
        index["population"].to_list(),
        rows,
    )


@cache
def _index(root: Path) -> pl.DataFrame:
    """Return code, libelle, niveau, precision, chiffre, plie, population, ordre."""
    communes = referentiel.communes(MILLESIME_COURANT)
    departements = referentiel.departements(MILLESIME_COURANT)
    regions = referentiel.regions(MILLESIME_COURANT)
    department_name = departements.select(departement="code", precision="libelle")
    named = communes.join(department_name, on="departement", how="left")
    epci_precision = (
        named.drop_nulls("epci")
        .group_by(code="epci")
        .agg(
            precision=pl.col("precision").unique().sort().str.join(", "),
            population=pl.col("population_affichee").sum(),
        )
    )
    parts = [
        named.select(
            "code",
            "libelle",
            "precision",
            niveau=pl.lit("commune"),
            population="population_affichee",
        ),
        _former_names(named),
        referentiel.epci(MILLESIME_COURANT)
        .join(epci_precision, on="code", how="left")
        .select("code", "libelle", "precision", "population", niveau=pl.lit("epci")),
        departements.join(
            regions.select(region="code", precision="libelle"), on="region", how="left"
        ).select("code", "libelle", "precision", niveau=pl.lit("departement")),
        regions.select("code", "libelle", niveau=pl.lit("region")),
        pl.DataFrame({"code": [""], "libelle": ["France"], "niveau": ["france"]}),
    ]
    table = pl.concat(parts, how="diagonal_relaxed")
    folded = [fold(name) for name in table["libelle"]]
    return table.select(
        code=pl.when(pl.col("niveau") == "france")
        .then(pl.lit("france"))
        .otherwise(pl.col("niveau") + ":" + pl.col("code")),
        libelle=pl.coalesce("nouveau", "libelle"),
        niveau="niveau",
        precision=pl.col("precision").fill_null(""),
        chiffre="code",
        plie=pl.Series(folded),
        population=pl.col("population").fill_null(0),
        ordre=pl.col("niveau").replace_strict(_ORDRE, default=0, return_dtype=pl.Int8),
    )


def _former_names(named: pl.DataFrame) -> pl.DataFrame:
    """Return former names under the commune that holds them now.

    A commune that grew under its code, and took another name, had a former name too.
    """
    moves = referentiel.mouvements()
    left = moves.filter(pl.col("de") != pl.col("vers"))
    following = dict(zip(left["de"], left["vers"], strict=True))
    today = set(named["code"])
    current = named.select(
        code="code", nouveau="libelle", lieu="precision", population="population_affichee"
    )
    return (
        moves.select(
            "libelle_de", code=pl.Series([_follow(c, following, today) for c in moves["vers"]])
        )
        .unique(maintain_order=True)
        .join(current, on="code", maintain_order="left")
        .filter(pl.col("libelle_de") != pl.col("nouveau"))
        .select(
            "code",
            "nouveau",
            "population",
            libelle="libelle_de",
            precision=pl.col("lieu") + ", ancienne commune " + pl.col("libelle_de"),
            niveau=pl.lit("commune"),
        )
    )


def _follow(code: str, following: dict[str, str], today: set[str]) -> str:
    """Return the commune of today that a code led to, through several mergers if need be."""
    seen: set[str] = set()
    while code not in today and code not in seen:
        seen.add(code)
        code = following.get(code, code)
    return code
