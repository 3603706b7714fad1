"""INSEE, Base permanente des équipements, table « services santé » by commune.

The table covers establishments and services (hospitals, pharmacies, laboratories), not the
professionals, who are in another table. Services that no indicateur uses (ambulances, thermal
baths…) are not read.
"""

import polars as pl

from ancrage.observatoire.sources.classeur import read_sheet
from ancrage.observatoire.sources.insee import drop_arrondissements
from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

_COMMON = {
    "NB_D101": "etablissements_court_sejour",
    "NB_D102": "etablissements_moyen_sejour",
    "NB_D103": "etablissements_long_sejour",
    "NB_D104": "etablissements_psychiatriques",
    "NB_D106": "services_urgences",
    "NB_D107": "maternites",
    "NB_D108": "centres_sante",
    "NB_D109": "psychiatrie_ambulatoire",
    "NB_D111": "dialyse",
    "NB_D112": "hospitalisation_domicile",
    "NB_D113": "maisons_sante",
    "NB_D302": "laboratoires",
}
# The code of the pharmacies changed, and with it the way they are counted.
_PHARMACIES_2017 = {"NB_D301": "pharmacies"}
_PHARMACIES_2020 = {"NB_D307": "pharmacies"}


def read_sante_csv(entree: Entree) -> pl.DataFrame:
    """Return the counts of the 2017 table (CSV, one header line)."""
    columns = {**_COMMON, **_PHARMACIES_2017}
    table = drop_arrondissements(read_csv(entree, ["CODGEO", *columns]))
    return to_prepare(table, entree, columns, code="CODGEO")


def read_sante_xlsx(entree: Entree) -> pl.DataFrame:
    """Return the counts of the 2020 workbook: sheet COM, codes on line 6; cities once."""
    columns = {**_COMMON, **_PHARMACIES_2020}
    table = read_sheet(entree, ["CODGEO", *columns], sheet="COM", header_line=6)
    rows = drop_arrondissements(table.filter(pl.col("CODGEO") != ""))
    return to_prepare(rows, entree, columns, code="CODGEO")


def read_sante(entree: Entree) -> pl.DataFrame:
    """Read an edition in the format it was published in."""
    return (read_sante_xlsx if entree.nom.endswith(".xlsx") else read_sante_csv)(entree)
