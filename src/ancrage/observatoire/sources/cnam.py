"""CNAM: liberal professionals by département (AMOS), and patients by pathology (data.ameli)."""

import polars as pl

from ancrage.observatoire.sources.classeur import read_sheet
from ancrage.observatoire.sources.format_long import finish_long, map_labels
from ancrage.observatoire.sources.lecture import PREPARE, read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

_GENERALISTES = "Généralistes et compétence MEP"
_DENTISTES = "Chirurgiens-dentistes et ODF"
# (sheet, heading of its first column) → row label → measure
_SHEETS = {
    ("Généralistes et MEP", _GENERALISTES): {
        "01- Médecine générale": "medecins_generalistes",
        "01- M.E.P.": "medecins_exercice_particulier",
        "01- OMNIPRATICIENS": "omnipraticiens",
    },
    ("Spécialistes", "Spécialistes"): {
        "TOTAL SPECIALISTES": "specialistes",
        "TOTAL GYNECOLOGIE  (70, 77, 79, 07)": "gynecologues",
        "TOTAL PEDIATRIE  (78, 12)": "pediatres",
        "TOTAL PSYCHIATRIE  (75, 33,17)": "psychiatres",
        "05- Dermato-vénéréologie": "dermatologues",
        "15- Ophtalmologie": "ophtalmologues",
        "03- Pathologie cardio-vasculaire": "cardiologues",
    },
    ("Auxiliaires médicaux", "Auxiliaires médicaux"): {
        "24- Infirmiers": "infirmiers",
        "26- Masseurs-kinésithérapeutes-rééducateurs": "kinesitherapeutes",
        "27- Pédicures": "pedicures",
        "28- Orthophonistes": "orthophonistes",
        "29- Orthoptistes": "orthoptistes",
    },
    ("Sages-femmes", "Sages-femmes"): {"21- Sages-femmes": "sages_femmes"},
    ("Dentistes et ODF", _DENTISTES): {"TOTAL CHIRURGIE DENTAIRE": "dentistes"},
}
_DEPARTEMENT = r"^(\d[\dAB]|97\d) ?-"


def read_effectifs(entree: Entree) -> pl.DataFrame:
    """Return the professionals by département, and the population of the producer's densities."""
    counts = _read_sheets(entree, "EFFECTIF")
    (sheet, first), labels = next(iter(_SHEETS.items()))
    table = read_sheet(
        entree, [first, "DEPARTEMENT", "POPULATION FRANCAISE"], sheet=sheet, header_line=1
    )
    rows = _departements(table, first, [next(iter(labels))])
    population = to_prepare(
        rows, entree, {"POPULATION FRANCAISE": "population"}, code="code", niveau="departement"
    )
    return pl.concat([counts, population])


def read_secteurs(entree: Entree) -> pl.DataFrame:
    """Return the professionals by département, every convention sector together."""
    return _read_sheets(entree, "TOTAL")


def _read_sheets(entree: Entree, column: str) -> pl.DataFrame:
    parts = []
    for (sheet, first), labels in _SHEETS.items():
        table = read_sheet(entree, [first, "DEPARTEMENT", column], sheet=sheet, header_line=1)
        rows = _departements(table, first, list(labels))
        rows = map_labels(rows, first, labels, entree, into="mesure")
        parts.append(finish_long(rows.with_columns(niveau=pl.lit("departement")), entree, column))
    return pl.concat(parts).cast(PREPARE)


def _departements(table: pl.DataFrame, first: str, labels: list[str]) -> pl.DataFrame:
    """Keep the rows of the wanted professions and of a département; totals are left out."""
    return table.filter(
        pl.col(first).str.strip_chars().is_in(labels)
        & pl.col("DEPARTEMENT").str.contains(_DEPARTEMENT)
    ).with_columns(code=pl.col("DEPARTEMENT").str.extract(r"^(\w+)"))


_SEXES = {"1": "hommes", "2": "femmes", "9": "ensemble"}
# Groups of diseases that answer an indicateur; the others are not read.
_PATHOLOGIES = {
    "Cancers": "cancers",
    "Diabète": "diabete",
    "Maladies cardioneurovasculaires": "cardioneurovasculaires",
    "Maladies psychiatriques": "psychiatriques",
    "Traitements psychotropes (hors pathologies)": "psychotropes",
}


def read_pathologies(entree: Entree) -> pl.DataFrame:
    """Return patients and population of the groups of diseases (data.ameli, `effectifs.csv`).

    First level of the nomenclature, all ages, by département. A patient followed for two diseases
    is in both groups: groups are never summed.
    """
    columns = ["annee", "patho_niv1", "patho_niv2", "cla_age_5", "sexe", "dept", "Ntop", "Npop"]
    table = read_csv(entree, columns).filter(
        pl.col("patho_niv1").is_in(list(_PATHOLOGIES))
        & (pl.col("patho_niv2") == "")
        & (pl.col("cla_age_5") == "tsage")
        & (pl.col("dept") != "999")
    )
    table = map_labels(table.rename({"sexe": "sexe_lu"}), "sexe_lu", _SEXES, entree, into="sexe")
    rows = table.with_columns(
        periode=pl.col("annee"), code=pl.col("dept").str.zfill(2), niveau=pl.lit("departement")
    )
    group = pl.col("patho_niv1").replace_strict(_PATHOLOGIES, default=None)
    patients = rows.with_columns(mesure=pl.lit("patients_") + group)
    population = rows.with_columns(mesure=pl.lit("population_") + group)
    return pl.concat(
        [finish_long(patients, entree, "Ntop"), finish_long(population, entree, "Npop")]
    )
