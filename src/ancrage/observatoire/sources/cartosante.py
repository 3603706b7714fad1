"""CartoSanté (ARS, Atlasanté): exports with two title lines; no open licence is stated."""

import polars as pl

from ancrage.observatoire.sources.codes import city_of
from ancrage.observatoire.sources.format_long import map_labels
from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.zonages import zoning_to_prepare

_TITLE_LINES = 2
# heading → measure, period that the heading states
_INDICATEURS = {
    "APL Médecins généralistes 2023": ("apl_generalistes", "2023"),
    "Part des bénéf. ophtalmo. dans pop. 2024": ("part_ophtalmologie", "2024"),
    "Densité d'orthophonistes lib. 2024": ("densite_orthophonistes", "2024"),
    "Densité de généralistes lib. 2024": ("densite_generalistes", "2024"),
    "Densité d'infirmiers lib. 2024": ("densite_infirmiers", "2024"),
    "Densité de sages-femmes lib. 2024": ("densite_sages_femmes", "2024"),
    "Part des bénéf. en ALD dans la pop 2024": ("part_ald", "2024"),
    "Densité des pharmacies pour 10 000 hab. 2024": ("densite_pharmacies", "2024"),
}
_APL = {"APL Médecins généralistes 2023": ("apl_generalistes", "2023")}
# Real bassins have the code of a commune; « 0102 » is a canton-ville, « 976ZZ » a whole island.
_BASSIN = r"^\d[\dAB]\d{3}$"
_ZONES_INFIRMIERS = {
    "1_Tres_sous_dotee": "1",
    "2_Sous_dotee": "2",
    "3_intermediaire": "3",
    "4_Tres_dotee": "4",
    "5_Sur_dotee": "5",
    "N/A - résultat non disponible": "inconnue",
}


def read_bassins(entree: Entree) -> pl.DataFrame:
    """Return the indicators of the bassins de vie; the export mixing cantons keeps its bassins."""
    headings = _APL if entree.role == "apl" else _INDICATEURS
    table = read_csv(entree, ["Code", *headings], skip_lines=_TITLE_LINES)
    rows = table.filter(pl.col("Code").str.contains(_BASSIN))
    return pl.concat(
        to_prepare(
            rows, entree, {heading: mesure}, code="Code", niveau="bassin_de_vie", periode=periode
        )
        for heading, (mesure, periode) in headings.items()
    )


def read_zonage_infirmiers(entree: Entree) -> pl.DataFrame:
    """Return 0/1 for the communes in the two zones short of nurses; cities from their parts."""
    table = read_csv(entree, ["Code", "Zonage infirmiers"], skip_lines=_TITLE_LINES)
    table = map_labels(table, "Zonage infirmiers", _ZONES_INFIRMIERS, entree, into="zone")
    rows = table.with_columns(
        code=city_of("Code"), zone=pl.when(pl.col("zone") != "inconnue").then("zone")
    )
    measures = {"zone_tres_sous_dotee": ("1",), "zone_sous_dotee_ou_tres": ("1", "2")}
    return zoning_to_prepare(rows, entree, measures)
