"""INSEE: comparateur de territoires, populations légales, shares by commune.

Revenues are in `insee_revenus.py`, ages in `insee_ages.py`, quartiers in `insee_qpv.py`.
"""

import json

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.lecture import PREPARE, read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree, decode, read_bytes
from ancrage.observatoire.sources.statuts import computed_status

# Census column without its prefix P18_ or P13_ -> measure.
_RECENSEMENT = {
    "POP": "population",
    "MEN": "menages",
    "LOG": "logements",
    "RP": "residences_principales",
    "RSECOCC": "residences_secondaires",
    "LOGVAC": "logements_vacants",
    "RP_PROP": "residences_principales_proprietaires",
    "EMPLT": "emplois",
    "EMPLT_SAL": "emplois_salaries",
    "POP1564": "population_15_64",
    "CHOM1564": "chomeurs_15_64",
    "ACT1564": "actifs_15_64",
}
_ETABLISSEMENTS = {"ETTOT18": "etablissements", "ETOQ18": "etablissements_administration_sante"}
# Paris, Lyon and Marseille stand beside their arrondissements: the city alone is kept.
ARRONDISSEMENTS = r"^(751(0[1-9]|1\d|20)|6938[1-9]|132(0[1-9]|1[0-6]))$"
INTERCENSAL_YEARS = 5


def drop_arrondissements(table: pl.DataFrame, column: str = "CODGEO") -> pl.DataFrame:
    """Drop the arrondissements of Paris, Lyon and Marseille, whose city has a row of its own."""
    return table.filter(~pl.col(column).str.contains(ARRONDISSEMENTS))


def read_comparateur(entree: Entree) -> pl.DataFrame:
    """Read « Comparateur de territoires » (zip of the producer, or its CSV), one row a commune.

    `personnes_annees` is the mean of both censuses times the years between them. The income
    columns, under secrecy, are a source of their own: `insee_revenus.read_comparateur_revenus`.
    """
    member = "base_cc_comparateur.CSV" if entree.nom.endswith(".zip") else None
    census = {
        f"P{year}_{column}": (measure, f"20{year}")
        for year in ("18", "13")
        for column, measure in _RECENSEMENT.items()
        if year == "18" or column in {"POP", "EMPLT"}
    }
    others = {
        "SUPERF": ("superficie", "2018"),
        "NAISD20": ("naissances_domiciliees", "2020"),
        "DECESD20": ("deces_domicilies", "2020"),
        "NAIS1318": ("naissances", "2013-2018"),
        "DECE1318": ("deces", "2013-2018"),
        **{column: (measure, "2018") for column, measure in _ETABLISSEMENTS.items()},
    }
    columns = {**census, **others}
    table = drop_arrondissements(read_csv(entree, ["CODGEO", *columns], member=member))
    parts = [
        to_prepare(
            table,
            entree,
            {column: measure for column, (measure, of) in columns.items() if of == periode},
            code="CODGEO",
            periode=periode,
        )
        for periode in sorted({periode for _, periode in columns.values()})
    ]
    ends = to_prepare(
        table,
        entree,
        {"P13_POP": "population_debut", "P18_POP": "population_fin"},
        code="CODGEO",
        periode="2013-2018",
    )
    return pl.concat([*parts, ends, person_years(ends)])


def person_years(ends: pl.DataFrame) -> pl.DataFrame:
    """Return `personnes_annees` from population_debut and population_fin, null if one is."""
    keys = [name for name in PREPARE.names() if name not in {"mesure", "value", "status"}]
    return (
        ends.group_by(keys, maintain_order=True)
        .agg(
            total=pl.col("value").sum(),
            known=pl.col("value").is_not_null().all(),
        )
        .with_columns(
            mesure=pl.lit("personnes_annees"),
            value=pl.when("known").then(pl.col("total") / 2 * INTERCENSAL_YEARS),
        )
        .with_columns(status=computed_status(missing=pl.col("value").is_null()))
        .select(PREPARE.names())
        .cast(PREPARE)
    )


def read_populations_legales(entree: Entree) -> pl.DataFrame:
    """Read « Populations légales »: municipale, comptée à part, totale, one row a commune."""
    year = entree.millesime
    columns = {
        f"pop{year}": "population_municipale",
        f"pop{year}_a_part": "population_comptee_a_part",
        f"pop{year}_totale": "population_totale",
    }
    table = read_csv(entree, ["DEPCOM", *columns], separator=",")
    return to_prepare(drop_arrondissements(table, "DEPCOM"), entree, columns, code="DEPCOM")


def read_part_communes(entree: Entree) -> pl.DataFrame:
    """Read a JSON of one share by commune; `role` names its key, which is also the measure."""
    key = entree.role or ""
    return read_json_communes(entree, key, key)


def read_json_communes(entree: Entree, key: str, mesure: str) -> pl.DataFrame:
    """Read `{code: {"…": label, key: number}}` into PREPARE; `Erreur` when the key is absent."""
    text = decode(read_bytes(entree), "utf-8-sig", entree.nom)
    try:
        communes = json.loads(text)
    except json.JSONDecodeError as error:
        raise Erreur(
            "json_illisible",
            f"Le fichier n'est pas un JSON complet : {error.msg}.",
            fichier=entree.nom,
            ligne=error.lineno,
            attendu='{"code commune": {…}}',
            remede="téléchargez-le de nouveau",
        ) from error
    lines = _lines_of_codes(text)
    absent = next((code for code, item in communes.items() if key not in item), None)
    if absent is not None:
        raise Erreur(
            "entete_inattendue",
            f"La commune {absent} n'a pas la clé « {key} ».",
            fichier=entree.nom,
            ligne=lines.get(absent),
            colonne=key,
            attendu=f'{{"{absent}": {{"{key}": …}}}}',
            remede="vérifiez l'édition du fichier",
        )
    table = pl.DataFrame(
        {
            "CODGEO": list(communes),
            mesure: ["" if item[key] is None else str(item[key]) for item in communes.values()],
            "ligne": [lines.get(code, 1) for code in communes],
        },
        schema={"CODGEO": pl.String, mesure: pl.String, "ligne": pl.UInt32},
    )
    return to_prepare(drop_arrondissements(table), entree, {mesure: mesure}, code="CODGEO")


def _lines_of_codes(text: str) -> dict[str, int]:
    """Return the line of each top-level key of an indented JSON, so that errors can point at it."""
    return {
        line.strip().split('"')[1]: number
        for number, line in enumerate(text.split("\n"), start=1)
        if line.rstrip().endswith("{") and '"' in line
    }
