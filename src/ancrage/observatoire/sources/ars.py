"""ARS: zoning of the general practitioners, in a copy that has postal codes and names only.

A row is tied to a commune by its name within the département of the postal code; the name of a
commune merged since leads to the commune of today. What stays without a commune is counted in the
log, and a commune whose rows disagree has no value.
"""

import logging
import unicodedata

import polars as pl

from ancrage.observatoire.sources.format_long import map_labels
from ancrage.observatoire.sources.lecture import read_csv
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.zonages import zoning_to_prepare
from ancrage.observatoire.territoires import referentiel

_log = logging.getLogger(__name__)
_ZONES = {"1_ZIP": "1", "2_ZAC": "2", "3_HZ": "3"}
_MEASURES = {"zone_zip": ("1",), "zone_zac": ("2",), "zone_zip_ou_zac": ("1", "2")}


def name_key(name: str) -> str:
    """Return a name without accent, case, hyphen or apostrophe, « St » written « saint »."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe"))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = {"st": "saint", "ste": "sainte"}
    return " ".join(words.get(word, word) for word in letters.lower().split())


def _names(cog: int) -> pl.DataFrame:
    """Return departement, cle, code: today's names first, then older names and merged communes."""
    today = referentiel.communes(cog).select("code", "libelle", "departement")
    current = today.with_columns(rang=pl.lit(0))
    merged = (
        referentiel.mouvements()
        .join(today.drop("libelle"), left_on="vers", right_on="code")
        .select(code="vers", libelle="libelle_de", departement="departement", rang=pl.lit(1))
    )
    names = pl.concat([current, merged]).with_columns(
        cle=pl.col("libelle").map_elements(name_key, return_dtype=pl.String)
    )
    best = names.filter(pl.col("rang") == pl.col("rang").min().over("departement", "cle"))
    single = pl.col("code").n_unique().over("departement", "cle") == 1
    return best.filter(single).unique(["departement", "cle"]).select("departement", "cle", "code")


def read_zonage_medecins(entree: Entree) -> pl.DataFrame:
    """Return 0/1 per commune for ZIP, ZAC and their union."""
    table = read_csv(entree, ["Code_postal", "Nom_commune", "Zonage"], separator=",")
    table = map_labels(table, "Zonage", _ZONES, entree, into="zone").with_columns(
        departement=pl.col("Code_postal").str.slice(0, 2),
        cle=pl.col("Nom_commune").map_elements(name_key, return_dtype=pl.String),
    )
    found = table.join(_names(entree.cog), on=["departement", "cle"], how="left")
    lost = found.filter(pl.col("code").is_null())
    if lost.height:
        _log.warning(
            "%s : %d ligne(s) sur %d sans commune reconnue (%s…)",
            entree.nom,
            lost.height,
            table.height,
            ", ".join(lost["Nom_commune"].unique().sort().head(5)),
        )
    return zoning_to_prepare(found.drop_nulls("code"), entree, _MEASURES)
