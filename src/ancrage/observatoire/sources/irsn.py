"""IRSN (now ASNR): radon potential of the communes, classes 1 to 3."""

import polars as pl

from ancrage.observatoire.sources.codes import city_of
from ancrage.observatoire.sources.format_long import map_labels
from ancrage.observatoire.sources.lecture import read_csv, restore_zeros
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.zonages import zoning_to_prepare

# #VALEUR! is a spreadsheet error published as such, on rows whose code is a coordinate.
_CLASSES = {"1": "1", "2": "2", "3": "3", "#VALEUR!": "inconnue"}
_MEASURES = {"classe_1": ("1",), "classe_2": ("2",), "classe_3": ("3",)}


def read_radon(entree: Entree) -> pl.DataFrame:
    """Return 0/1 per class and commune; places without a commune code are left out.

    The file has lost the leading zeros of its codes, and holds collectivities of the Pacific. It
    gives Lyon and Marseille by arrondissement: the edition declares the inhabitants of each.
    """
    table = read_csv(entree, ["insee_com", "classe_potentiel", "reg"])
    table = map_labels(table, "classe_potentiel", _CLASSES, entree, into="zone")
    rows = (
        table.filter(pl.col("insee_com").str.contains(r"^(\d{1,5}|\d[AB]\d{3})$"))
        .with_columns(code=restore_zeros("insee_com"))
        .filter(~pl.col("code").str.starts_with("975"))
        .with_columns(
            code=city_of("code"),
            habitants=pl.col("code").replace_strict(_inhabitants(entree), default=None),
            zone=pl.when(pl.col("zone") != "inconnue").then("zone"),
        )
    )
    return zoning_to_prepare(rows, entree, _MEASURES)


def _inhabitants(entree: Entree) -> dict[str, float]:
    pairs = entree.options.get("population_arrondissements")
    known = pairs if isinstance(pairs, list) else []
    return {code: float(count) for code, count in (pair.split() for pair in known)}
