"""Read sheets of official workbooks (xls, xlsx, alone or in a zip) as text, with line numbers.

Cells come as text, as the CSV readers give them, so that one parser of numbers serves all.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import fastexcel
import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.lecture import check_single
from ancrage.observatoire.sources.octets import Entree, read_member, read_whole


def open_workbook(entree: Entree, member: str | None = None) -> fastexcel.ExcelReader:
    """Open the workbook, or the one named `member` in a zip; `Erreur` when it is none."""
    content = read_member(entree, member) if member else read_whole(entree)
    with _readable(entree):
        return fastexcel.read_excel(content)


@contextmanager
def _readable(entree: Entree) -> Iterator[None]:
    """Turn every failure of the reader into an `Erreur`; a damaged xls makes its code panic."""
    try:
        with _without_panic_notice():
            yield
    except BaseException as error:
        panic = _is_panic(error)
        if not panic and not isinstance(error, fastexcel.FastExcelError):
            raise
        raise Erreur(
            "classeur_illisible",
            "Le fichier n'est pas un classeur xls ou xlsx lisible.",
            fichier=entree.nom,
            attendu="le classeur d'origine du producteur",
            remede="téléchargez-le de nouveau : « ancrage sources recuperer »",
        ) from error


def _is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"  # no Exception, and not importable


@contextmanager
def _without_panic_notice() -> Iterator[None]:
    """Drop the English line that a panic writes past Python, straight on standard error.

    Whatever else was written meanwhile is given back.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    panicked = False
    with tempfile.TemporaryFile() as aside:
        os.dup2(aside.fileno(), 2)
        try:
            yield
        except BaseException as error:
            panicked = _is_panic(error)
            raise
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
            if not panicked:
                aside.seek(0)
                os.write(2, aside.read())


def read_cells(workbook: fastexcel.ExcelReader, entree: Entree, sheet: str) -> pl.DataFrame:
    """Return every cell of a sheet as text, columns `c0`, `c1`…, plus `ligne` as a screen shows it.

    Blank cells are "".
    """
    if sheet not in workbook.sheet_names:
        raise Erreur(
            "feuille_absente",
            f"Le classeur n'a pas de feuille « {sheet} ».",
            fichier=entree.nom,
            attendu=sheet + " parmi : " + ", ".join(workbook.sheet_names[:8]),
            remede="vérifiez l'édition du fichier",
        )
    with _readable(entree):
        cells = workbook.load_sheet(
            sheet, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1
        ).to_polars()
    names = [f"c{index}" for index in range(cells.width)]
    cells.columns = names
    return cells.select(pl.col(names).cast(pl.String).fill_null("")).with_row_index(
        "ligne", offset=1
    )


def read_sheet(
    entree: Entree,
    columns: Sequence[str],
    *,
    sheet: str,
    header_line: int,
    member: str | None = None,
    workbook: fastexcel.ExcelReader | None = None,
) -> pl.DataFrame:
    """Return the named columns of a sheet as text, plus `ligne`; `header_line` counts from 1.

    A loader of several sheets opens the `workbook` once and passes it.
    """
    cells = read_cells(workbook or open_workbook(entree, member), entree, sheet)
    names = [name for name in cells.columns if name != "ligne"]
    rows = cells.filter(pl.col("ligne") == header_line).select(names).rows()
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    missing = [name for name in columns if name not in header]
    if missing:
        raise Erreur(
            "entete_inattendue",
            f"La feuille « {sheet} » n'a pas l'en-tête du producteur : il manque {missing[0]}.",
            fichier=entree.nom,
            ligne=header_line,
            colonne=missing[0],
            attendu=", ".join(columns[:12]),
            remede="vérifiez l'édition ; une nouvelle édition se déclare dans le catalogue",
        )
    check_single(entree, columns, header, header_line)
    found = {names[header.index(name)]: name for name in columns}
    body = cells.filter(pl.col("ligne") > header_line)
    return body.select("ligne", *(pl.col(old).alias(new) for old, new in found.items()))
