"""Count individual records into the aggregate extract of a deposit, inside the secure environment.

The counting step is `comptage`, on this machine or on the cluster of ANCRAGE_ENGINE: no record is
kept. Only the declared columns come out, and only values of closed lists (communes, years, sexes,
age bands, ICD-10 codes of three characters): a name or an identifier mapped by mistake is refused
before anything is written.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ancrage.observatoire.catalogue.chargement import read_toml
from ancrage.observatoire.catalogue.depots import ComptageIndividuel, DepotRestreint
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.admission import check_right
from ancrage.observatoire.moteur.comptage import (
    collect_counts,
    count_individuals,
    count_losses,
)
from ancrage.observatoire.moteur.moteurs_calcul import open_moteur
from ancrage.observatoire.moteur.plan_comptage import TOUTES, PlanComptage, every_code
from ancrage.observatoire.territoires.referentiel import known_codes, parent_of_arrondissement

_ROLES = ("commune", "periode", "sexe", "age", "cause")


@dataclass(frozen=True)
class BilanComptage:
    """What a count wrote: the extract, its description with control totals, how much it holds."""

    extrait: Path
    description: Path
    enregistrements: int
    lignes: int
    masquees: int


def count_records(individus: str | Path, description: Path, dossier: Path) -> BilanComptage:
    """Write `extrait.csv` and `depot.toml` into `dossier`; raise `Erreur` and write nothing."""
    depot = read_toml(description, DepotRestreint)
    check_right(depot, description)
    rules = depot.comptage
    if rules is None:
        raise Erreur(
            "comptage_non_decrit",
            "La description ne dit pas comment compter le fichier individuel.",
            fichier=description,
            colonne="comptage",
            attendu="une table [comptage] : commune, date, sexe, age, cause",
        )
    cells = _group(individus, depot, rules)
    _check_closed(cells, depot, individus)
    records = int(cells["effectif"].sum())
    if depot.colonnes.population:
        cells = _with_population(cells, depot, rules, description)
    small = (pl.col("effectif") > 0) & (pl.col("effectif") < depot.seuil_primaire)
    masked = cells.filter(small).height if depot.famille != "cepidc" else 0
    shown = pl.col("effectif").cast(pl.String)
    if masked:
        mark = depot.lecture.masques[0] if depot.lecture.masques else "s"
        totals = cells.filter(~small)
        shown = pl.when(small).then(pl.lit(mark)).otherwise(shown)
    else:
        totals = cells
    dossier.mkdir(parents=True, exist_ok=True)
    return BilanComptage(
        extrait=_write(cells.with_columns(effectif=shown), depot, dossier / "extrait.csv"),
        description=_describe(totals, depot, description, dossier / "depot.toml"),
        enregistrements=records,
        lignes=cells.height,
        masquees=masked,
    )


def _group(individus: str | Path, depot: DepotRestreint, rules: ComptageIndividuel) -> pl.DataFrame:
    """Count the records by commune, year, sex, age band and cause, on the engine in use."""
    plan = _plan(depot, rules)
    try:
        with open_moteur() as moteur:
            rows = moteur.scan(individus, separateur=rules.separateur)
            _check_header(rows.collect_schema().names(), individus, rules)
            _check_read(count_losses(moteur, rows, plan), individus)
            counts = collect_counts(moteur, count_individuals(moteur, rows, plan), plan)
    except Erreur:
        raise
    except Exception as error:
        raise _unreadable(individus, error) from error
    labels = {sexe: label for label, sexe in depot.sexes.items()}
    bands = {start: label for label, start in depot.ages.items()} or {0: "0"}
    return counts.select(
        pl.col("commune", "periode").cast(pl.String),
        pl.col("sexe").cast(pl.String).replace(labels),
        pl.col("age").replace_strict(bands, return_dtype=pl.String),
        pl.col("cause").cast(pl.String),
        "effectif",
    ).sort(_ROLES)


def _plan(depot: DepotRestreint, rules: ComptageIndividuel) -> PlanComptage:
    """Return the plan of the declared columns: one cause for each three-character code."""
    by_sex, by_cause = rules.sexe and depot.sexes, rules.cause and depot.colonnes.cause
    by_age = rules.age and depot.ages
    return PlanComptage(
        commune=rules.commune,
        evenement=rules.date,
        periodes={year: (int(year),) for year in depot.periodes},
        sexe=rules.sexe if by_sex else None,
        sexes=dict(depot.sexes) if by_sex else {},
        age=rules.age if by_age else None,
        ages=tuple(sorted(set(depot.ages.values()))) if by_age else (0,),
        cause=rules.cause if by_cause else None,
        causes=every_code() if by_cause else {TOUTES: (TOUTES,)},
    )


def _check_header(
    header: Collection[str], individus: str | Path, rules: ComptageIndividuel
) -> None:
    columns = {role: name for role, name in rules.columns().items() if name}
    for role, name in columns.items():
        if name not in header:
            raise Erreur(
                "entete_inattendue",
                f"Le fichier individuel n'a pas la colonne « {name} » ({role}).",
                fichier=individus,
                ligne=1,
                colonne=name,
                attendu=", ".join(columns.values()),
                remede="corrigez la table [comptage]",
            )


def _unreadable(individus: str | Path, error: Exception) -> Erreur:
    # The message of the reader may quote a record: only its kind is told.
    return Erreur(
        "tableau_illisible",
        f"Le fichier individuel ne se lit pas ({type(error).__name__}).",
        fichier=individus,
        attendu="un tableau en UTF-8, une ligne par enregistrement, un en-tête",
        remede="vérifiez le séparateur de la table [comptage] et l'encodage",
    )


def _check_read(lost: dict[str, int], individus: str | Path) -> None:
    """Refuse records whose year, sex, age or cause is in no closed list."""
    for role in ("periode", "age", "sexe", "cause", "commune"):
        if lost[role]:
            raise _outside(role, lost[role], individus)


def _check_closed(cells: pl.DataFrame, depot: DepotRestreint, individus: str | Path) -> None:
    """Refuse communes that do not exist, and a sex that the extract needs and nobody read."""
    communes = known_codes(depot.cog) | set(parent_of_arrondissement())
    closed = {"commune": pl.col("commune").is_in(list(communes))}
    if depot.sexes:
        closed["sexe"] = pl.col("sexe").is_in(list(depot.sexes))
    if depot.ages:
        closed["age"] = pl.col("age").is_in(list(depot.ages))
    for role, inside in closed.items():
        wrong = cells.filter(~inside)
        if wrong.height:
            raise _outside(role, int(wrong["effectif"].sum()), individus)


def _outside(role: str, records: int, individus: str | Path) -> Erreur:
    """Tell how many records, never their values: one may be a person."""
    return Erreur(
        "valeur_hors_liste",
        f"Des enregistrements ({records}) ont une valeur de « {role} » "
        "hors de la liste fermée : rien n'est écrit.",
        fichier=individus,
        colonne=role,
        attendu="une commune du COG déclaré, une année, un sexe, un âge en années, un code CIM-10",
        remede="corrigez la table [comptage] : une colonne qui identifie une personne "
        "ne sort jamais",
        sortie=CodeSortie.REFUS,
    )


def _with_population(
    cells: pl.DataFrame, depot: DepotRestreint, rules: ComptageIndividuel, description: Path
) -> pl.DataFrame:
    """Join the population of each cell; a cell without any event is kept, with a count of 0."""
    columns = depot.colonnes.named()
    keys = [role for role in ("commune", "periode", "sexe", "age") if role in columns]
    path = description.parent / (rules.population or "")
    if not rules.population or not path.is_file():
        raise Erreur(
            "population_absente",
            "L'extrait annonce une population : son fichier est introuvable.",
            fichier=path if rules.population else description,
            colonne="comptage.population",
            attendu="un fichier agrégé (commune, période, sexe, âge, population)",
        )
    wanted = [columns[role] for role in keys] + [columns["population"]]
    table = pl.read_csv(path, separator=rules.separateur, infer_schema=False)
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise Erreur(
            "entete_inattendue",
            f"Le fichier de population n'a pas la colonne « {missing[0]} ».",
            fichier=path,
            ligne=1,
            colonne=missing[0],
            attendu=", ".join(wanted),
        )
    people = table.select(
        *(pl.col(columns[role]).alias(role) for role in keys), population=columns["population"]
    )
    joined = cells.join(people, on=keys, how="full", coalesce=True)
    orphans = joined.filter(pl.col("population").is_null())
    if orphans.height:
        raise Erreur(
            "population_incomplete",
            f"{orphans.height} cases comptées n'ont pas de population.",
            fichier=path,
            attendu="une ligne par commune, période, sexe et classe d'âge",
        )
    return joined.with_columns(
        pl.col("effectif").fill_null(0), pl.col("cause").fill_null(rules.aucune_cause)
    ).sort(_ROLES, nulls_last=True)


def _write(cells: pl.DataFrame, depot: DepotRestreint, path: Path) -> Path:
    """Write the declared aggregate columns, and nothing else."""
    columns = depot.colonnes.named()
    named = [pl.col(role).alias(name) for role, name in columns.items()]
    cells.select(named).write_csv(path, separator=depot.lecture.separateur)
    return path


def _describe(totals: pl.DataFrame, depot: DepotRestreint, description: Path, path: Path) -> Path:
    """Write the description again with the control totals of the extract."""
    kept, inside = [], False
    for line in description.read_text("utf-8").splitlines():
        if line.startswith("["):
            inside = line.strip("[] ").split(".")[0] == "totaux"
        if not inside:
            kept.append(line)
    lines = ["[totaux]", f"effectif = {int(totals['effectif'].sum())}"]
    for table, role, labels in (
        ("par_sexe", "sexe", dict(depot.sexes)),
        ("par_periode", "periode", {}),
    ):
        sums = totals.group_by(role).agg(pl.col("effectif").sum()).sort(role)
        lines += ["", f"[totaux.{table}]"]
        lines += [
            f"{json.dumps(labels.get(key, key))} = {int(value)}" for key, value in sums.iter_rows()
        ]
    path.write_text("\n".join([*kept, "", *lines]) + "\n", "utf-8")
    return path
