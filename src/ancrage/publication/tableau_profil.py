"""The profile as rows: on screen, CSV, Parquet, XLSX. One computation, every door the same."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from ancrage.observatoire.api import Indicateur, Profil, Valeur
from ancrage.publication.documents.phrases import COMPTES, chiffre, chiffre_reference
from ancrage.publication.fichiers import write_whole
from ancrage.publication.typographie import (
    intervalle_affiche,
    mot_retenu,
    mot_verdict,
    periode,
    unite,
)

COLONNES = (
    "code",
    "libelle",
    "periode",
    "sexe",
    "value",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "unit",
    "method",
    "status",
    "niveau",
    "geographie",
    "reference",
    "reference_value",
    "verdict",
    "p_value",
    "retenu_fdr",
    "reliability",
    "motif",
    "source",
    "licence",
    "millesime",
    "fichier",
    "checksum",
)


def readable_rows(
    profil: Profil, indicateurs: Mapping[str, Indicateur]
) -> tuple[list[str], list[list[str]]]:
    """Return headers and French cells of the latest entry of each known indicateur."""
    headers = ["Code", "Indicateur", "Période", "Valeur et intervalle", "Région"]
    latest: dict[tuple[str, str], Valeur] = {}
    for valeur in profil.indicateurs:
        if valeur.periode and valeur.code in indicateurs:
            latest[valeur.code, valeur.sexe] = valeur
    return headers, [_readable(valeur, indicateurs[valeur.code]) for valeur in latest.values()]


def _readable(valeur: Valeur, item: Indicateur) -> list[str]:
    region = next((c for c in valeur.comparaisons if c.reference == "region"), None)
    beside = ""
    if region and region.value is not None and valeur.method not in COMPTES:
        beside = chiffre_reference(region, item)
        if region.verdict:
            mark = mot_retenu(region.verdict, region.retenu_fdr)
            said = ", ".join(filter(None, (mot_verdict(region.verdict), mark)))
            beside += f" ({said})"
    name = item.libelle_court
    if valeur.sexe != "ensemble":
        name += f" ({valeur.sexe})"
    shown = chiffre(valeur, item)
    if valeur.lower is not None and valeur.upper is not None:
        shown += f" {intervalle_affiche(valeur.lower, valeur.upper, item.decimales)}"
    if valeur.shown and item.unite.strip() != "%":
        shown += f" {unite(item.unite)}"
    if valeur.status == "emprunte":
        shown += f" ({valeur.geographie.libelle})"
    return [valeur.code, name, periode(valeur.periode or ""), shown, beside]


def flat_rows(profil: Profil) -> list[dict[str, object]]:
    """Return one row per value and reference (one row without reference when there is none)."""
    rows = []
    for valeur in profil.indicateurs:
        base = _base(valeur)
        references: list[dict[str, object]] = [
            {
                "reference": c.code,
                "reference_value": c.value,
                "verdict": c.verdict,
                "p_value": c.p_value,
                "retenu_fdr": c.retenu_fdr,
            }
            for c in valeur.comparaisons
        ]
        rows += [base | reference for reference in references or [_SANS_REFERENCE]]
    return [{name: row[name] for name in COLONNES} for row in rows]


_SANS_REFERENCE: dict[str, object] = dict.fromkeys(
    ("reference", "reference_value", "verdict", "p_value", "retenu_fdr")
)


def _base(valeur: Valeur) -> dict[str, object]:
    source = valeur.source
    return {
        "code": valeur.code,
        "libelle": valeur.libelle,
        "periode": valeur.periode,
        "sexe": valeur.sexe,
        "value": valeur.value,
        "lower": valeur.lower,
        "upper": valeur.upper,
        "numerator": valeur.numerator,
        "denominator": valeur.denominator,
        "unit": valeur.unit,
        "method": valeur.method,
        "status": valeur.status,
        "niveau": valeur.niveau,
        "geographie": valeur.geographie.code,
        "reliability": valeur.reliability,
        "motif": valeur.motif,
        "source": f"{source.producteur} – {source.titre}" if source else None,
        "licence": source.licence if source else None,
        "millesime": source.millesime if source else None,
        "fichier": source.fichiers[0].nom if source and source.fichiers else None,
        "checksum": valeur.checksum,
    }


def _frame(profil: Profil) -> pl.DataFrame:
    numbers = {"value", "lower", "upper", "numerator", "denominator", "reference_value", "p_value"}
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(numbers, pl.Float64)
    kinds["retenu_fdr"] = pl.Boolean
    schema = {name: kinds.get(name, pl.String) for name in COLONNES}
    return pl.DataFrame(flat_rows(profil), schema=schema)


def write_csv(profil: Profil) -> str:
    """Return the profile for a spreadsheet."""
    return write_rows(COLONNES, flat_rows(profil))


def write_rows(colonnes: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows for a spreadsheet: « ; », decimal comma, codes as text, BOM, no formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(colonnes)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in colonnes])
    return "\ufeff" + buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    text = str(value)
    # A spreadsheet would run a text that starts like a formula.
    return f"'{text}" if text[:1] in "=+-@\t" else text


def write_parquet(profil: Profil, sortie: Path) -> None:
    """Write the rows as Parquet, numbers unrounded."""
    buffer = io.BytesIO()
    _frame(profil).write_parquet(buffer)
    write_whole(sortie, buffer.getvalue())


def write_xlsx(profil: Profil, sortie: Path) -> None:
    """Write the rows as one sheet, numbers as numbers, masked cells empty beside their status."""
    buffer = io.BytesIO()
    _frame(profil).write_excel(buffer, worksheet="Profil", freeze_panes=(1, 0))
    write_whole(sortie, buffer.getvalue())
