"""Count individual rows, then sum the counts by area: the same expressions on every engine.

Only Narwhals lazy expressions here, nothing that one engine alone would understand, and whole
numbers until the end: the counts are equal to the bit on Polars, DuckDB and Spark. The engine
does the distribution. A row that cannot be placed (sex, age, year, commune) is never dropped in
silence: `count_losses` tells how many there are.
"""

from typing import Any

import narwhals as nw
import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.moteurs_calcul import MoteurCalcul, Rangs
from ancrage.observatoire.moteur.plan_comptage import ENSEMBLE, INCONNU, PlanComptage

_OLDEST = 130  # an older age is a wrong date
_DAY = r"^[0-9]{8}$"

Expression = Any  # nw.Expr: Narwhals types its chains loosely


def count_individuals(moteur: MoteurCalcul, rows: Rangs, plan: PlanComptage) -> Rangs:
    """Return commune, cell, effectif: the rows counted by commune × periode × sexe × age × cause.

    `plan.labels` tells the classes of a cell; commune and sexe may be « inconnu », age unknown.
    The rows are grouped once; periods, causes and sexes, which may overlap, are then joined to
    the groups. All keys but the commune are small whole numbers: a group of labels would take
    three times the memory.
    """
    groups = (
        _read(rows, plan)
        .join(moteur.take_in(plan.prefixe_table()), on="prefixe", how="inner")
        .with_columns(
            annee=_year(plan),
            lu=_rank_in(nw.col("lu"), plan.read),
            age=nw.col("age").fill_null(len(plan.ages)).cast(nw.Int16),
        )
        .group_by("commune", "annee", "lu", "age", "groupe")
        .agg(effectif=nw.len().cast(nw.Int64))
    )
    return (
        groups.join(moteur.take_in(plan.periode_table()), on="annee", how="inner")
        .join(moteur.take_in(plan.cause_table()), on="groupe", how="inner")
        .join(moteur.take_in(plan.sexe_table()), on="lu", how="inner")
        .select("commune", "effectif", cell=_cell(plan))
        .group_by("commune", "cell")
        .agg(effectif=nw.col("effectif").sum().cast(nw.Int64))
    )


def _year(plan: PlanComptage) -> Expression:
    years = sorted({str(year) for span in plan.periodes.values() for year in span})
    return nw.when(nw.col("annee").is_in(years)).then(nw.col("annee")).cast(nw.Int16)


def _rank_in(column: Expression, labels: list[str]) -> Expression:
    rank: Expression = nw.lit(0)
    for place, label in enumerate(labels[1:], start=1):
        rank = nw.when(column == label).then(nw.lit(place)).otherwise(rank)
    return rank.cast(nw.Int16)


def _cell(plan: PlanComptage) -> Expression:
    """Return the rank of periode, sexe, age and cause taken together."""
    cell: Expression = nw.lit(0).cast(nw.Int32)
    for name, classes in plan.classes.items():
        cell = cell * len(classes) + nw.col(name).cast(nw.Int32)
    return cell.cast(nw.Int32)


def aggregate_counts(moteur: MoteurCalcul, counts: Rangs, appartenance: pl.DataFrame) -> Rangs:
    """Return the counts by aire, from the territory table: commune, aire, [poids].

    Without `poids` sums stay whole. With it, a share of each commune is counted; shares that are
    multiples of 2⁻²⁰ (as `territory_table` gives) keep the sums equal to the bit everywhere.
    """
    _check_appartenance(appartenance)
    placed = counts.join(moteur.take_in(appartenance), on="commune", how="inner")
    if "poids" not in appartenance.columns:
        total = nw.col("effectif").sum().cast(nw.Int64)
        return placed.group_by("aire", "cell").agg(effectif=total)
    shared = placed.with_columns(part=nw.col("effectif").cast(nw.Float64) * nw.col("poids"))
    return shared.group_by("aire", "cell").agg(effectif=nw.col("part").sum())


def complete_grid(
    moteur: MoteurCalcul, counts: Rangs, aires: pl.DataFrame, plan: PlanComptage
) -> Rangs:
    """Return one row per aire and cell of the plan: nobody counted is a zero, not a gap.

    Unknown sexes and ages, which have no population, are left out.
    """
    cells = aires.select("aire").unique().join(plan.grid(), how="cross")
    keys = ["aire", "cell"]
    return (
        moteur.take_in(cells)
        .join(counts, on=keys, how="left")
        .with_columns(nw.col("effectif").fill_null(0))
        .select(*keys, "effectif")
    )


def count_losses(moteur: MoteurCalcul, rows: Rangs, plan: PlanComptage) -> dict[str, int]:
    """Return how many rows were read, and how many have no commune, sex, age, period or cause."""
    years = sorted({str(year) for span in plan.periodes.values() for year in span})
    lost = {
        "commune": nw.col("commune") == INCONNU,
        "sexe": nw.col("lu") == INCONNU,
        "age": nw.col("age").is_null(),
        "periode": ~nw.col("annee").is_in(years),
        "cause": nw.col("prefixe") == INCONNU,
    }
    found = moteur.collect(
        _read(rows, plan).select(
            lignes=nw.len().cast(nw.Int64),
            **{name: test.cast(nw.Int64).sum().cast(nw.Int64) for name, test in lost.items()},
        )
    )
    return {name: int(value or 0) for name, value in found.row(0, named=True).items()}


def collect_counts(moteur: MoteurCalcul, counts: Rangs, plan: PlanComptage) -> pl.DataFrame:
    """Run the plan; return place, periode, sexe, age, cause, effectif, sorted, unknown age last.

    Labels are coded columns (Enum), the same whatever the engine: 25 bytes a count.
    """
    found = moteur.collect(counts)
    place = "commune" if "commune" in found.columns else "aire"
    codes = pl.Enum(found[place].unique().sort())
    effectif = pl.Float64 if found.schema["effectif"].is_float() else pl.Int64
    found = found.select(pl.col(place).cast(codes), "cell", pl.col("effectif").cast(effectif))
    found = found.sort(place, "cell")
    return found.select(place, *plan.labels(found["cell"]), "effectif")


def _read(rows: Rangs, plan: PlanComptage) -> Rangs:
    """Return commune, annee, lu, age, prefixe of each row, in words common to all files."""
    _check_columns(rows, plan)
    day = _digits(plan.evenement)
    years = rows.select(
        commune=_known(_text(plan.commune)),
        annee=_known(nw.when(day.str.contains(r"^[0-9]{4}")).then(day.str.slice(0, 4))),
        lu=_sex(plan),
        years=_years(plan, day),
        prefixe=_longest_prefix(plan),
    )
    return years.select("commune", "annee", "lu", "prefixe", age=_band(nw.col("years"), plan.ages))


def _text(column: str) -> Expression:
    return nw.col(column).cast(nw.String).str.strip_chars()


def _digits(column: str) -> Expression:
    """Return a date as « 20180331 », from « 2018-03-31 », a real date, or digits already."""
    return _text(column).str.replace_all("-", "", literal=True)


def _known(text: Expression) -> Expression:
    return nw.when(text != "").then(text).otherwise(nw.lit(INCONNU))


def _sex(plan: PlanComptage) -> Expression:
    found: Expression = nw.lit(INCONNU if plan.sexe else ENSEMBLE)
    for label, sexe in plan.sexes.items():
        found = nw.when(_text(str(plan.sexe)) == label).then(nw.lit(sexe)).otherwise(found)
    return found


def _years(plan: PlanComptage, day: Expression) -> Expression:
    if plan.naissance:
        return _age_between(_digits(plan.naissance), day)
    return _age_in_years(plan.age) if plan.age else nw.lit(0).cast(nw.Int64)


def _age_in_years(column: str) -> Expression:
    text = _text(column)
    return nw.when(text.str.contains(r"^[0-9]{1,3}$")).then(text).cast(nw.Int64)


def _age_between(birth: Expression, event: Expression) -> Expression:
    """Return the age at last birthday: dates written as numbers subtract to years and days."""
    readable = birth.str.contains(_DAY) & event.str.contains(_DAY)
    born = nw.when(readable).then(birth).cast(nw.Int64)
    died = nw.when(readable).then(event).cast(nw.Int64)
    return (died - born) // 10_000


def _band(years: Expression, ages: tuple[int, ...]) -> Expression:
    """Return the rank of the band: how many others are already left behind; null if unknown."""
    rank: Expression = nw.lit(0)
    for bound in ages[1:]:
        rank = rank + nw.when(years >= bound).then(nw.lit(1)).otherwise(nw.lit(0))
    return nw.when((years >= ages[0]) & (years <= _OLDEST)).then(rank).cast(nw.Int16)


def _longest_prefix(plan: PlanComptage) -> Expression:
    """Return the longest listed prefix of the code: it tells all the causes of the row."""
    listed = plan.prefixes
    found: Expression = nw.lit("" if "" in listed else INCONNU)
    if plan.cause is None:
        return found
    code = _text(plan.cause).str.replace_all(".", "", literal=True)
    for length in sorted({len(prefix) for prefix in listed} - {0}):
        head = code.str.slice(0, length)
        wanted = [prefix for prefix in listed if len(prefix) == length]
        found = nw.when(head.is_in(wanted)).then(head).otherwise(found)
    return found


def _check_columns(rows: Rangs, plan: PlanComptage) -> None:
    schema = rows.collect_schema()
    for role, name in plan.columns.items():
        if name not in schema:
            raise Erreur(
                "colonne_absente",
                f"Le fichier à compter n'a pas la colonne « {name} » ({role}).",
                colonne=name,
                attendu=", ".join(schema.names()),
                remede="corrigez la description du fichier à compter",
            )
    if schema[plan.commune] != nw.String:
        raise Erreur(
            "code_numerique",
            "Les codes de commune sont lus comme des nombres : 01004 y devient 1004.",
            colonne=plan.commune,
            attendu="du texte",
            remede="enregistrez de nouveau le fichier avec la colonne en texte",
        )


def _check_appartenance(appartenance: pl.DataFrame) -> None:
    absent = [name for name in ("commune", "aire") if name not in appartenance.columns]
    if absent:
        raise Erreur(
            "colonne_absente",
            f"La table des territoires n'a pas la colonne « {absent[0]} ».",
            colonne=absent[0],
            attendu="commune, aire et, s'il y a des parts, poids",
        )
    if appartenance.select("commune", "aire").is_duplicated().any():
        raise Erreur(
            "ligne_en_double",
            "La table des territoires rattache deux fois une commune à la même aire : "
            "ses décès seraient comptés deux fois.",
            colonne="commune",
            attendu="une ligne par commune et par aire",
        )
