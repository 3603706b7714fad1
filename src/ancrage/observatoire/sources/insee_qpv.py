"""INSEE quartiers de la politique de la ville (QPV): demography, incomes, work.

Blank cells are below the producer's threshold: status secret. A quartier may span several
communes: `read_communes` says which, and never splits its population between them.
"""

import polars as pl

from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

_SECRET = ("", "s")
_DEMOGRAPHIE = {
    "POP_MUN": "population",
    "TX_TOT_0A24": "part_0_24_ans",
    "TX_TOT_60ETPLUS": "part_60_ans_plus",
    "TX_TOT_MEN1": "part_menages_une_personne",
    "TX_TOT_ET": "part_etrangers",
    "A": "allocataires",
    "PERCOU": "personnes_couvertes",
    "AM": "allocataires_monoparents",
}
_REVENUS = {
    "DISP_Q2": "niveau_vie_median",
    "TP60": "taux_pauvrete",
    "A": "allocataires",
    "ARSAS": "allocataires_rsa",
    "AAAH": "allocataires_aah",
}
# From 2021 on the producer adds insured people and C2S; 2022 splits it by participation.
_C2S = {"2021": ("C", ["CC2S"]), "2022": ("C", ["C_C2SNP", "C_C2SP"])}
_INSERTION = {
    "TX_TOT_EMPL": "taux_emploi",
    "ABCDE": "demandeurs_emploi_abcde",
    "ABC": "demandeurs_emploi_abc",
    "ABC_RSA": "demandeurs_emploi_abc_rsa",
}


def _read(entree: Entree, columns: dict[str, str], extra: list[str] | None = None) -> pl.DataFrame:
    table = read_csv(entree, ["CODGEO", *columns, *(extra or [])])
    return to_prepare(
        table,
        entree,
        columns,
        code="CODGEO",
        niveau="qpv",
        periode=entree.role,
        decimal=",",
        secret=_SECRET,
    )


def read_demographie(entree: Entree) -> pl.DataFrame:
    """Read « DEMO_aaaa »; `role` is the year."""
    return _read(entree, _DEMOGRAPHIE)


def read_insertion(entree: Entree) -> pl.DataFrame:
    """Read « IPRO_aaaa »; `role` is the year."""
    return _read(entree, _INSERTION)


def read_revenus(entree: Entree) -> pl.DataFrame:
    """Read « REVN_aaaa »; `role` is the year. C2S (with and without participation) from 2021."""
    prepared = _read(entree, _REVENUS)
    if entree.role not in _C2S:
        return prepared
    insured, shares = _C2S[entree.role]
    table = read_csv(entree, ["CODGEO", insured, *shares])
    parts = [
        to_prepare(
            table,
            entree,
            {column: mesure},
            code="CODGEO",
            niveau="qpv",
            periode=entree.role,
            decimal=",",
            secret=_SECRET,
        )
        for column, mesure in (
            (insured, "assures"),
            *zip(shares, _C2S_MEASURES[len(shares)], strict=True),
        )
    ]
    return pl.concat([prepared, *parts])


_C2S_MEASURES = {
    1: ["beneficiaires_c2s"],
    2: ["beneficiaires_c2s_sans_participation", "beneficiaires_c2s_avec_participation"],
}


def read_communes(entree: Entree) -> pl.DataFrame:
    """Return the communes of each quartier: qpv, libelle, departement, commune (name), partiel.

    The file names communes and gives no code; the département is in the code of the quartier.
    `partiel` is true when the quartier spans several communes: nothing tells how much in each.
    """
    table = read_csv(entree, ["CODGEO", "LIBGEO", "LIB_COM"])
    return (
        table.select(
            qpv="CODGEO",
            libelle="LIBGEO",
            departement=pl.col("CODGEO").str.slice(2, 3).str.strip_prefix("0"),
            commune=pl.col("LIB_COM").str.split(", "),
        )
        .with_columns(partiel=pl.col("commune").list.len() > 1)
        .explode("commune")
    )
