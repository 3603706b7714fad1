"""Read a restricted extract by its column mapping, and find its control totals again exactly.

The result is the prepared layout: the measures are the counts of each indicateur's causes, plus
`population` (person-years); ages are the first years of the bands. Nothing is guessed: an
unknown sex, age, cause or period is refused with its line.
"""

from collections.abc import Collection
from pathlib import Path

import polars as pl

from ancrage.observatoire.catalogue.depots import TOUTES, DepotRestreint, IndicateurDepose
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.lecture import PREPARE, parse_number, read_csv
from ancrage.observatoire.sources.octets import Entree

POPULATION = "population"
MAX_POPULATION = 1e10  # person-years of one cell: more than the Earth holds is a damaged file
_CELL = ["code", "periode", "sexe", "age"]
_REMEDE = "corrigez la description, ou demandez un nouvel extrait au producteur"


def read_extrait(chemin: Path, depot: DepotRestreint) -> pl.DataFrame:
    """Return code, periode, sexe, age, cause, effectif, status, population, ligne of an extract."""
    entree = Entree(chemin, chemin.name, depot.periode, depot.cog)
    columns = depot.colonnes.named()
    raw = read_csv(
        entree,
        list(dict.fromkeys(columns.values())),
        separator=depot.lecture.separateur,
        encoding=depot.lecture.encodage,
    )
    counted = _numbers(raw, columns["effectif"], entree, depot)
    table = counted.select(
        "ligne",
        code=pl.col(columns["commune"]).str.strip_chars(),
        periode=_column(columns, "periode", depot.periode),
        sexe=_column(columns, "sexe", "ensemble"),
        age=_column(columns, "age", "0"),
        cause=_column(columns, "cause", TOUTES),
        effectif="value",
        status="status",
        population=_numbers(raw, columns["population"], entree, depot)["value"]
        if "population" in columns
        else pl.lit(None, pl.Float64),
    )
    _check_rows(table, entree, depot)
    return table.with_columns(
        sexe=pl.col("sexe").replace(dict(depot.sexes)),
        age=pl.col("age").replace({label: str(age) for label, age in depot.ages.items()}),
    )


def _column(columns: dict[str, str], role: str, constant: str) -> pl.Expr:
    return pl.col(columns[role]).str.strip_chars() if role in columns else pl.lit(constant)


def _numbers(raw: pl.DataFrame, column: str, entree: Entree, depot: DepotRestreint) -> pl.DataFrame:
    reading = depot.lecture
    return parse_number(raw, column, entree, decimal=reading.decimale, secret=reading.masques)


def _check_rows(table: pl.DataFrame, entree: Entree, depot: DepotRestreint) -> None:
    """Refuse labels outside the mapping, negative or fractional counts, and repeated rows."""
    columns = depot.colonnes.named()
    if "periode" in columns:
        _check_labels(table, "periode", depot.periodes, columns["periode"], entree)
        absent = [year for year in depot.periodes if year not in set(table["periode"])]
        if absent:
            raise Erreur(
                "periode_absente",
                f"L'extrait n'a aucune ligne pour {', '.join(absent)}.",
                fichier=entree.nom,
                colonne=columns["periode"],
                attendu=", ".join(depot.periodes),
                remede=_REMEDE,
            )
    if "sexe" in columns:
        _check_labels(table, "sexe", depot.sexes, columns["sexe"], entree)
    if "age" in columns:
        _check_labels(table, "age", depot.ages, columns["age"], entree)
    _refuse(
        table.filter(pl.col("status") == "manquant"),
        entree,
        columns["effectif"],
        "effectif_absent",
        "L'effectif est vide.",
        "un nombre, 0, ou une marque de secret déclarée (« masques »)",
    )
    _refuse(
        table.filter((pl.col("effectif") < 0) | (pl.col("effectif") % 1 != 0)),
        entree,
        columns["effectif"],
        "effectif_invalide",
        "L'effectif n'est pas un nombre entier positif ou nul.",
        "un nombre entier, 0 compris",
    )
    _refuse(
        table.filter(pl.struct(*_CELL, "cause").is_duplicated()).sort("ligne")[1:],
        entree,
        columns["commune"],
        "ligne_en_double",
        "La même case (commune, période, sexe, âge, cause) est présente deux fois.",
        "une ligne par case",
    )
    if "population" in columns:
        _check_population(table, entree, columns["population"])


def _check_labels(
    table: pl.DataFrame, role: str, known: Collection[str], column: str, entree: Entree
) -> None:
    wrong = table.filter(~pl.col(role).is_in(list(known)))
    if wrong.height:
        raise Erreur(
            f"{role}_inconnu",
            f"« {wrong[role][0]} » n'est pas dans la description ({wrong.height} lignes).",
            fichier=entree.nom,
            ligne=wrong["ligne"][0],
            colonne=column,
            attendu=", ".join(sorted(known)),
            remede=_REMEDE,
        )


def _check_population(table: pl.DataFrame, entree: Entree, column: str) -> None:
    _refuse(
        table.filter(~pl.col("population").is_between(0, MAX_POPULATION).fill_null(value=False)),
        entree,
        column,
        "population_invalide",
        "La population n'est pas un nombre positif ou nul.",
        "la même population sur toutes les lignes de la case",
    )
    different = pl.col("population") != pl.col("population").first().over(_CELL)
    _refuse(
        table.filter(different),
        entree,
        column,
        "population_incoherente",
        "La population change d'une cause à l'autre pour la même commune, période, sexe et âge.",
        "la même population sur toutes les lignes de la case",
    )


def _refuse(
    wrong: pl.DataFrame, entree: Entree, column: str, code: str, message: str, attendu: str
) -> None:
    if wrong.height:
        raise Erreur(
            code,
            f"{message} ({wrong.height} cas)",
            fichier=entree.nom,
            ligne=wrong["ligne"][0],
            colonne=column,
            attendu=attendu,
            remede=_REMEDE,
        )


def find_totals(table: pl.DataFrame) -> dict[str, object]:
    """Return the totals of an extract: all, by sex, by period (masked cells count for none)."""

    def by(role: str) -> dict[str, int]:
        sums = table.group_by(role).agg(pl.col("effectif").sum()).sort(role)
        return {str(key): round(value) for key, value in sums.iter_rows()}

    return {
        "effectif": round(table["effectif"].sum()),
        "par_sexe": by("sexe"),
        "par_periode": by("periode"),
    }


def check_totals(table: pl.DataFrame, depot: DepotRestreint, nom: str) -> None:
    """Refuse an extract whose totals are not exactly the declared ones."""
    found = find_totals(table)
    if depot.totaux is None:
        raise Erreur(
            "totaux_absents",
            "La description n'a pas de totaux de contrôle.",
            fichier=nom,
            colonne="totaux",
            attendu="une table [totaux] : effectif, et par_sexe ou par_periode",
            remede="recopiez les totaux que le producteur joint à l'extrait",
        )
    pairs = [("effectif total", depot.totaux.effectif, found["effectif"])]
    for role, declared in (
        ("par_sexe", depot.totaux.par_sexe),
        ("par_periode", depot.totaux.par_periode),
    ):
        sums: dict[str, int] = found[role]  # type: ignore[assignment]
        pairs += [(f"{role} {key}", value, sums.get(key, 0)) for key, value in declared.items()]
    for name, declared_total, total in pairs:
        if declared_total != total:
            raise Erreur(
                "total_different",
                f"Le total « {name} » de l'extrait est {total}, la description annonce "
                f"{declared_total}.",
                fichier=nom,
                colonne=depot.colonnes.effectif,
                attendu=f"exactement {declared_total}",
                remede="l'extrait est incomplet ou la description n'est pas la sienne : "
                "demandez l'extrait de nouveau, ne corrigez pas le total",
            )


def prepare(table: pl.DataFrame, depot: DepotRestreint, nom: str) -> pl.DataFrame:
    """Return the extract in the prepared layout `PREPARE`."""
    parts = [_mesure(table, item, depot, nom) for item in unique_mesures(depot)]
    if depot.colonnes.population:
        parts.append(
            table.group_by(_CELL)
            .agg(value=pl.col("population").first(), ligne=pl.col("ligne").first())
            .with_columns(mesure=pl.lit(POPULATION), status=pl.lit("valeur"))
        )
    return pl.concat(
        part.with_columns(niveau=pl.lit("commune")).select(PREPARE.names()).cast(PREPARE)
        for part in parts
    )


def unique_mesures(depot: DepotRestreint) -> list[IndicateurDepose]:
    """Return one indicateur for each distinct count."""
    return list({item.mesure: item for item in depot.indicateurs}.values())


def _mesure(
    table: pl.DataFrame, item: IndicateurDepose, depot: DepotRestreint, nom: str
) -> pl.DataFrame:
    chosen = table.filter(of_causes(item.causes))
    if chosen.is_empty():
        raise Erreur(
            "cause_absente",
            f"Aucune ligne de l'extrait n'a les causes de {item.code} : {', '.join(item.causes)}.",
            fichier=nom,
            colonne=depot.colonnes.cause,
            attendu=", ".join(table["cause"].unique().sort().head(20)),
            remede="corrigez « causes » dans la description",
        )
    return (
        chosen.group_by(_CELL)
        .agg(
            value=pl.col("effectif").sum(),
            secret=(pl.col("status") == "secret").any(),
            ligne=pl.col("ligne").first(),
        )
        .with_columns(
            mesure=pl.lit(item.mesure),
            status=pl.when("secret").then(pl.lit("secret")).otherwise(pl.lit("valeur")),
        )
        .with_columns(value=pl.when(~pl.col("secret")).then("value"))
    )


def of_causes(causes: tuple[str, ...]) -> pl.Expr:
    """Keep the rows of these causes; « C00-C97 » takes the ICD-10 codes from C00 to C97."""
    if TOUTES in causes:
        return pl.lit(value=True)
    keep = pl.col("cause").is_in(list(causes))
    for cause in causes:
        first, _, last = cause.partition("-")
        if last:
            stem = pl.col("cause").str.slice(0, 3)
            keep |= (pl.col("cause").str.contains(r"^[A-Z][0-9]{2}")) & stem.is_between(
                pl.lit(first), pl.lit(last)
            )
    return keep
