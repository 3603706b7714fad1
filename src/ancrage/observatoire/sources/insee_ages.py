"""INSEE populations by age and sex: estimations by département, RP ages, POP1B, IRIS."""

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.classeur import open_workbook, read_cells, read_sheet
from ancrage.observatoire.sources.insee import drop_arrondissements
from ancrage.observatoire.sources.lecture import PREPARE, read_csv, restore_zeros, to_prepare
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status

_BANDS = {
    "0 à 19 ans": "0-19",
    "20 à 39 ans": "20-39",
    "40 à 59 ans": "40-59",
    "60 à 74 ans": "60-74",
    "75 ans et plus": "75+",
    "Total": "tous",
}
_SEXES = {"Ensemble": "ensemble", "Hommes": "hommes", "Femmes": "femmes"}
_HEADER_LINE = 5
_DEPARTEMENT = r"^(\d[0-9A-Z]|97\d)$"


def read_estimations(entree: Entree) -> pl.DataFrame:
    """Read « estim-pop-dep-sexe-gca »: one sheet a year, blocks by sex, five age bands.

    « France » is métropole + DOM where the sheet has it (from 1990 on), never métropole alone.
    """
    workbook = open_workbook(entree)
    years = sorted(name for name in workbook.sheet_names if name.isdigit())
    return pl.concat(
        [_read_year(read_cells(workbook, entree, year), entree, year) for year in years]
    )


def _read_year(cells: pl.DataFrame, entree: Entree, year: str) -> pl.DataFrame:
    names = [name for name in cells.columns if name != "ligne"]
    top, bands = (
        cells.filter(pl.col("ligne") == line).select(names).rows() for line in (4, _HEADER_LINE)
    )
    if not bands or "0 à 19 ans" not in bands[0]:
        raise Erreur(
            "entete_inattendue",
            f"La feuille « {year} » n'a pas ses classes d'âge à la ligne {_HEADER_LINE}.",
            fichier=entree.nom,
            ligne=_HEADER_LINE,
            attendu=", ".join(_BANDS),
            remede="vérifiez l'édition du fichier",
        )
    label = pl.col("c0").str.strip_chars()
    table = cells.filter(pl.col("ligne") > _HEADER_LINE).with_columns(
        code=label, niveau=_area_level(label)
    )
    table = table.filter(pl.col("niveau") != "")
    parts: list[pl.DataFrame] = []
    sexe = ""
    for name, head, band in zip(names, top[0], bands[0], strict=True):
        sexe = _SEXES.get(head.strip(), sexe)
        if band.strip() in _BANDS:
            parts.append(
                to_prepare(
                    table.select("code", "niveau", "ligne", population=name),
                    entree,
                    {"population": "population"},
                    code="code",
                    periode=year,
                    sexe=sexe,
                    age=_BANDS[band.strip()],
                )
            )
    return pl.concat(parts).with_columns(
        code=pl.when(pl.col("niveau") == "france").then(pl.lit("france")).otherwise("code")
    )


def _area_level(label: pl.Expr) -> pl.Expr:
    """Tell départements and « France métropolitaine et DOM » from totals and footnotes."""
    return (
        pl.when(label.str.contains(_DEPARTEMENT))
        .then(pl.lit("departement"))
        .when(label.str.starts_with("France métropolitaine et DOM"))
        .then(pl.lit("france"))
        .otherwise(pl.lit(""))
    )


# Column of the derived file -> (sexe, age). p60 and p75 count those strictly older: 61+, 76+.
_RP_AGES = {
    "pop": ("ensemble", "tous"),
    "poph": ("hommes", "tous"),
    "popf": ("femmes", "tous"),
    "p20": ("ensemble", "0-19"),
    "p1529": ("ensemble", "15-29"),
    "p1625": ("ensemble", "16-25"),
    "p60": ("ensemble", "61+"),
    "p65": ("ensemble", "65+"),
    "p75": ("ensemble", "76+"),
    "p1529f": ("femmes", "15-29"),
    "p1625f": ("femmes", "16-25"),
    "p65f": ("femmes", "65+"),
}
_RP_LEVELS = {"EPCI": "epci", "BV2022": "bassin_de_vie", "DEP": "departement", "REG": "region"}


def read_rp_ages(entree: Entree) -> pl.DataFrame:
    """Read the sums of POP1B by EPCI, bassin de vie, département and région: RP 2019 and 2013.

    `population_qpv`, the population living in a quartier prioritaire, is of the census of 2018: it
    equals the sums of the communes in Insee's own file (`insee_qpv_communes`).
    """
    columns = [*_RP_AGES, *(f"{name}_ante" for name in _RP_AGES), "popMuniQPV"]
    table = read_csv(entree, ["NIVGEO", "CODGEO", *columns], separator=",")
    table = table.filter(
        pl.col("NIVGEO").is_in(list(_RP_LEVELS)) & (pl.col("CODGEO") != "ZZZZZZZZZ")
    ).with_columns(niveau=pl.col("NIVGEO").replace(_RP_LEVELS))
    parts = [
        to_prepare(
            table,
            entree,
            {f"{column}{suffix}": "population"},
            code="CODGEO",
            periode=periode,
            sexe=sexe,
            age=age,
        )
        for suffix, periode in (("", "2019"), ("_ante", "2013"))
        for column, (sexe, age) in _RP_AGES.items()
    ]
    qpv = to_prepare(table, entree, {"popMuniQPV": "population_qpv"}, code="CODGEO", periode="2018")
    return pl.concat([*parts, qpv])


def read_pop1b(entree: Entree) -> pl.DataFrame:
    """Read « BTX_TD_POP1B » (wide: SEXEn_AGED100aaa), counts by sex and single year of age."""
    options = entree.options
    separator = str(options.get("separateur", ";"))
    names = {
        f"SEXE{sex}_AGED100{age:03d}": (sexe, str(age) if age < 100 else "100+")
        for sex, sexe in ((1, "hommes"), (2, "femmes"))
        for age in range(101)
    }
    encoding = str(options.get("encodage", "utf-8-sig"))
    table = read_csv(entree, ["CODGEO", *names], separator=separator, encoding=encoding)
    table = drop_arrondissements(table)
    by_sex = pl.concat(
        [
            to_prepare(
                table.select("CODGEO", "ligne", population=column),
                entree,
                {"population": "population"},
                code="CODGEO",
                sexe=sexe,
                age=age,
            )
            for column, (sexe, age) in names.items()
        ]
    )
    return pl.concat([by_sex, _total(by_sex)])


def _total(by_sex: pl.DataFrame) -> pl.DataFrame:
    """Add the two sexes, age by age; a missing cell leaves the sum missing."""
    keys = ["code", "niveau", "periode", "age", "mesure", "ligne"]
    return (
        by_sex.group_by(keys, maintain_order=True)
        .agg(pl.col("value").sum(), known=pl.col("value").is_not_null().all())
        .with_columns(
            sexe=pl.lit("ensemble"),
            value=pl.when("known").then("value"),
            status=computed_status(missing=~pl.col("known")),
        )
        .select(PREPARE.names())
        .cast(PREPARE)
    )


_IRIS_BANDS = {
    "POP": "tous",
    "POP0014": "0-14",
    "POP1529": "15-29",
    "POP3044": "30-44",
    "POP4559": "45-59",
    "POP6074": "60-74",
    "POP75P": "75+",
    "POP0019": "0-19",
    "POP2064": "20-64",
    "POP65P": "65+",
}


def read_base_ic_population(entree: Entree) -> pl.DataFrame:
    """Read « base-ic-evol-struct-pop », population of the IRIS by age, header on line 6.

    `options`: feuille, ligne_entete. Codes get back the zeros that a spreadsheet drops.
    """
    prefix = f"P{entree.millesime[-2:]}_"
    names = {f"{prefix}{column}": age for column, age in _IRIS_BANDS.items()}
    table = read_sheet(
        entree,
        ["IRIS", *names],
        sheet=str(entree.options.get("feuille", "IRIS")),
        header_line=int(str(entree.options.get("ligne_entete", 6))),
    ).with_columns(IRIS=restore_zeros("IRIS", 9))
    return pl.concat(
        [
            to_prepare(
                table.select("IRIS", "ligne", population=column),
                entree,
                {"population": "population"},
                code="IRIS",
                niveau="iris",
                age=age,
            )
            for column, age in names.items()
        ]
    )
