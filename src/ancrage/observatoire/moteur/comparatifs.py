"""A territory beside its peers (`pairs`), its départements or its region: a place, no ranking.

The counts of the peers, summed, make the reference of the verdict; the spread of their values gives
the place.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import polars as pl

from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.comparaisons import compare
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.multiplicite import count_tests, flag_paires
from ancrage.observatoire.moteur.pairs import (
    PAIRS,
    PairTerritoire,
    Semblables,
    find_semblables,
)
from ancrage.observatoire.moteur.repartitions import distribute, positions
from ancrage.observatoire.moteur.resultats import (
    Comparaison,
    Multiplicite,
    Position,
    Profil,
    Valeur,
)
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire

SCHEMA_COMPARATIF = "ancrage.comparatif/1"
SEMBLABLES, AVEC = "semblables", ("semblables", "departement", "region")
PARMI = ("region", "france")
_COUNTS = {Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS}
_KEY = ["indicateur", "serie", "periode", "sexe"]


@dataclass(frozen=True, slots=True)
class Dispersion:
    """The values of the peers, unnamed: median, middle three fifths, lowest and highest."""

    effectif: int
    mediane: float
    bas: float
    haut: float


@dataclass(frozen=True, slots=True)
class LigneComparatif:
    """An indicateur of the territory against one reference."""

    valeur: Valeur
    libelle: str
    unite: str
    decimales: int
    sens_favorable: str
    comparaison: Comparaison
    dispersion: Dispersion | None = None
    position: Position | None = None
    choisie: bool = False  # the peers were chosen on it: they are near by construction


@dataclass(frozen=True, slots=True)
class Comparatif:
    """The comparison asked for; `pairs` and `variables` are empty for an area that holds it."""

    territoire: str
    nom: str
    avec: str
    lignes: tuple[LigneComparatif, ...]
    pairs: tuple[PairTerritoire, ...] = ()
    candidats: int = 0
    parmi: str = ""  # region | france
    niveau_pairs: str = ""
    variables: tuple[tuple[str, str, str], ...] = ()  # code, label, period
    variables_absentes: tuple[str, ...] = ()  # not known for the territory (medians of a union)
    tests: Multiplicite = field(default_factory=Multiplicite)

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.comparatif/1`."""
        return {"schema": SCHEMA_COMPARATIF, **asdict(self)}


def compare_with_area(
    profil: Profil, indicateurs: Mapping[str, Indicateur], avec: str
) -> Comparatif:
    """Return the latest values of a profile against its département(s) or its region."""
    larger = {"departement": ("region", "france"), "region": ("france",)}
    held = profil.territoire.niveau in {avec, *larger.get(avec, ())}
    lines = [
        _line(valeur, indicateurs[valeur.code], comparaison)
        for valeur in ([] if held else latest_values(profil))
        for comparaison in valeur.comparaisons
        if comparaison.reference == avec and comparaison.value is not None
    ]
    area = profil.territoire
    if not lines:
        raise Erreur(
            "reference_absente",
            f"{area.libelle} n'a pas de valeur à comparer avec « {avec} ».",
            attendu="un territoire plus petit que sa référence",
            remede="essayez « --avec semblables »",
        )
    return _tested(Comparatif(area.code, area.libelle, avec, tuple(lines)))


def _tested(comparatif: Comparatif) -> Comparatif:
    """Return the comparison with its tests: the lines that a page shows are one family."""
    shown = [line for line in comparatif.lignes if not line.choisie]
    flagged = iter(flag_paires([(line.valeur, line.comparaison) for line in shown]))
    lines = tuple(
        line if line.choisie else replace(line, comparaison=next(flagged))
        for line in comparatif.lignes
    )
    told = count_tests(line.comparaison for line in lines if not line.choisie)
    return replace(comparatif, lignes=lines, tests=told)


def compare_with_peers(
    magasin: Magasin,
    territoire: Territoire,
    profil: Profil,
    rows: pl.DataFrame,
    indicateurs: Mapping[str, Indicateur],
    parmi: str | None = None,
    count: int = PAIRS,
) -> Comparatif:
    """Return the values of a territory against its peers; `rows` are its computed values."""
    found = find_semblables(magasin, territoire, profil, indicateurs, parmi, count)
    compared = Comparatif(
        territoire=territoire.code,
        nom=territoire.libelle,
        avec=SEMBLABLES,
        lignes=_peer_lines(magasin, profil, rows, found, indicateurs),
        pairs=found.pairs,
        candidats=found.candidats,
        parmi=found.parmi,
        niveau_pairs=found.niveau_pairs,
        variables=found.variables,
        variables_absentes=found.variables_absentes,
    )
    return _tested(compared)


def _peer_lines(
    magasin: Magasin,
    profil: Profil,
    rows: pl.DataFrame,
    semblables: Semblables,
    indicateurs: Mapping[str, Indicateur],
) -> tuple[LigneComparatif, ...]:
    """Return the latest values beside those of the peers taken together, as far as both exist."""
    area, pairs = profil.territoire.code, semblables.pairs
    standard = magasin.valeurs_of(sorted(p.code for p in pairs))
    silent = {i.code: i.sans_verdict for i in indicateurs.values() if i.sans_verdict}
    verdicts = _verdicts(rows, standard, area, len(pairs), silent)
    around = distribute(standard, SEMBLABLES, len(pairs))
    placed = {_key(r): r for r in positions(rows, around).iter_rows(named=True)}
    spread = {_key(r): r for r in _spread(standard).iter_rows(named=True)}
    by_code = {(v.code, v.periode, v.sexe): v for v in latest_values(profil)}
    chosen = {code for code, _, _ in semblables.variables}
    lines = []
    for row in verdicts.sort(_KEY).iter_rows(named=True):
        valeur = by_code.get((row["indicateur"], row["periode"], row["sexe"]))
        if valeur is None:
            continue
        comparaison = Comparaison(
            SEMBLABLES, SEMBLABLES, "territoires semblables", row["ref_value"], row["verdict"],
            row["motif_verdict"],
        )  # fmt: skip
        place, held = placed.get(_key(row)), spread.get(_key(row))
        lines.append(
            replace(
                _line(valeur, indicateurs[valeur.code], comparaison),
                dispersion=Dispersion(held["n"], held["mediane"], held["bas"], held["haut"])
                if held
                else None,
                position=Position("territoires semblables", place["effectif"], place["quintile"])
                if place
                else None,
                choisie=valeur.code in chosen,
            )
        )
    return tuple(lines)


def latest_values(profil: Profil) -> list[Valeur]:
    """Return the latest shown entry of each indicateur and sex."""
    newest: dict[tuple[str, str], Valeur] = {}
    for valeur in profil.indicateurs:
        if valeur.periode is not None and valeur.status in {"valeur", "zero"}:
            key = (valeur.code, valeur.sexe)
            if key not in newest or str(newest[key].periode) < valeur.periode:
                newest[key] = valeur
    return list(newest.values())


def _line(valeur: Valeur, item: Indicateur, comparaison: Comparaison) -> LigneComparatif:
    return LigneComparatif(
        valeur, item.libelle, item.unite, item.decimales, item.sense, comparaison
    )


def _verdicts(
    rows: pl.DataFrame, standard: pl.DataFrame, code: str, count: int, silent: Mapping[str, str]
) -> pl.DataFrame:
    """Compare with the peers taken together: their counts summed where every peer has them."""
    counted = standard.filter(
        is_shown() & pl.col("denominator").is_not_null() & pl.col("numerator").is_not_null()
    )
    pooled = (
        counted.group_by(*_KEY, "method", "multiplier")
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum(), pairs=pl.len())
        .filter((pl.col("pairs") == count) & (pl.col("denominator") > 0))
        .filter(pl.col("method") != Methode.EVOLUTION_ANNUELLE)
        .with_columns(
            aire=pl.lit(f"{SEMBLABLES}:{SEMBLABLES}"),
            value=pl.col("numerator") / pl.col("denominator") * pl.col("multiplier"),
            status=pl.lit("valeur"),
        )
    )
    parents = pl.DataFrame(
        {"aire": [code], "niveau": [SEMBLABLES], "code": [SEMBLABLES], "entier": [None]},
        schema_overrides={"entier": pl.Boolean},
    )
    return compare(rows, parents, pooled, silent)


def _spread(standard: pl.DataFrame) -> pl.DataFrame:
    value = pl.col("value")
    return (
        standard.filter(is_shown() & value.is_not_null())
        .group_by(_KEY)
        .agg(
            n=pl.len(),
            mediane=value.median(),
            bas=value.quantile(0.2, "linear"),
            haut=value.quantile(0.8, "linear"),
        )
        .filter(pl.col("n") >= 3)
    )


def _key(row: Mapping[str, Any]) -> tuple[str, int, str, str]:
    return row["indicateur"], row["serie"], row["periode"], row["sexe"]
