"""Read official files exactly as published, and say exactly where one is wrong.

A loader is one function `read_…(entree: Entree) -> pl.DataFrame` in the module of its producer.
It returns the prepared table `PREPARE`: one row per code × niveau × periode × sexe × age ×
mesure, `value` null unless `status` is valeur or zero. Loaders never aggregate rates, never
guess a missing value, never compare codes with a reference: `controle.py` does the latter.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.octets import Entree, decode, read_bytes
from ancrage.observatoire.sources.statuts import is_shown

PREPARE = pl.Schema(
    {
        "code": pl.String,
        "niveau": pl.String,
        "periode": pl.String,
        "sexe": pl.String,
        "age": pl.String,
        "mesure": pl.String,
        "value": pl.Float64,
        "status": pl.String,
        "ligne": pl.UInt32,
    }
)
SECRET = ("s", "N/A - secret statistique")
MISSING = ("", "nd", "N/A - résultat non disponible", "so")
_THIN_SPACES = "\u00a0\u202f\u2009 "


def read_csv(
    entree: Entree,
    columns: Sequence[str],
    *,
    separator: str = ";",
    encoding: str = "utf-8-sig",
    skip_lines: int = 0,
    drop_last_lines: int = 0,
    member: str | None = None,
    quote: str | None = '"',
) -> pl.DataFrame:
    """Return the named columns as text, plus `ligne` (line in the file, from 1).

    `columns` must all be in the header, whatever their order; other columns are not read. Raises
    `Erreur` for a wrong header, a wrong encoding, an over-long line or a cut line.
    """
    text = decode(read_bytes(entree, member), encoding, entree.nom)
    lines = _split_lines(text)
    if drop_last_lines:
        lines = lines[:-drop_last_lines]
    if len(lines) <= skip_lines:
        raise _header_error(entree, columns, [], skip_lines + 1)
    header = _split_header(lines[skip_lines], separator, quote)
    missing = [name for name in columns if name not in header]
    if missing:
        raise _header_error(entree, columns, header, skip_lines + 1)
    check_single(entree, columns, header, skip_lines + 1)
    body = lines[skip_lines + 1 :]
    first = skip_lines + 2
    _check_field_counts(entree, body, len(header), separator, quote, first=first)
    table = _parse(entree, body, _unique(header), separator, quote, first)
    return table.select(*columns, pl.col("ligne").cast(pl.UInt32))


def _split_lines(text: str) -> list[str]:
    """Split on line feeds only: `splitlines` would also cut at a form feed inside a cell."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _parse(
    entree: Entree, body: list[str], names: list[str], separator: str, quote: str | None, first: int
) -> pl.DataFrame:
    if not body:
        return pl.DataFrame(schema=dict.fromkeys(["ligne", *names], pl.String))
    try:
        return pl.read_csv(
            io.BytesIO("\n".join(body).encode()),
            has_header=False,
            new_columns=names,
            separator=separator,
            quote_char=quote,
            infer_schema=False,
            empty_string_is_null=False,
            row_index_name="ligne",
            row_index_offset=first,
        )
    except pl.exceptions.PolarsError as error:
        raise Erreur(
            "tableau_illisible",
            f"Le tableau ne se lit pas : {str(error).splitlines()[0]}",
            fichier=entree.nom,
            attendu=f"{len(names)} champs séparés par « {separator} »",
            remede="reprenez le fichier d'origine du producteur",
        ) from error


def _split_header(line: str, separator: str, quote: str | None) -> list[str]:
    if quote is None:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, quotechar=quote), [])
    except csv.Error:  # a lone carriage return, an endless quoted field: no header of a producer
        return []


def _unique(header: Iterable[str]) -> list[str]:
    """Give empty or repeated headings (trailing separators) a name of their own."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if name and seen[name] == 1 else f"{name}__{len(names)}")
    return names


def _check_field_counts(
    entree: Entree, body: list[str], width: int, separator: str, quote: str | None, *, first: int
) -> None:
    """Refuse a cut or overlong line; quoted files are counted by the csv module."""
    if quote and any(quote in line for line in body):
        wrong = _first_wrong_quoted(body, width, separator, quote)
    else:
        wrong = next(
            (
                (row, line.count(separator) + 1)
                for row, line in enumerate(body)
                if line.count(separator) != width - 1
            ),
            None,
        )
    if wrong:
        row, count = wrong
        raise Erreur(
            "ligne_incomplete",
            f"La ligne a {count} champ{'s' if count > 1 else ''} au lieu de {width}.",
            fichier=entree.nom,
            ligne=first + row,
            attendu=f"{width} champs séparés par « {separator} »",
            remede="le fichier est coupé ou modifié : reprenez l'original du producteur",
        )


def _first_wrong_quoted(
    body: list[str], width: int, separator: str, quote: str
) -> tuple[int, int] | None:
    reader = csv.reader((line + "\n" for line in body), delimiter=separator, quotechar=quote)
    start = 0
    try:
        for cells in reader:
            if len(cells) != width:
                return start, len(cells)
            start = reader.line_num
    except csv.Error:  # a quote that is never closed swallows the rest of the file
        return start, 1
    return None


def check_single(entree: Entree, columns: Sequence[str], header: Sequence[str], ligne: int) -> None:
    """Refuse a column that stands twice: nothing says which one is right."""
    double = next((name for name in columns if header.count(name) > 1), None)
    if double is not None:
        raise Erreur(
            "colonne_en_double",
            f"La colonne « {double} » est présente deux fois.",
            fichier=entree.nom,
            ligne=ligne,
            colonne=double,
            attendu="chaque colonne une seule fois",
            remede="reprenez le fichier d'origine du producteur",
        )


def _header_error(entree: Entree, columns: Sequence[str], header: list[str], ligne: int) -> Erreur:
    missing = [name for name in columns if name not in header]
    return Erreur(
        "entete_inattendue",
        "L'en-tête n'est pas celui du producteur : il manque "
        + ", ".join(missing[:6])
        + (" …" if len(missing) > 6 else "")
        + ".",
        fichier=entree.nom,
        ligne=ligne,
        colonne=missing[0] if missing else None,
        attendu=", ".join(columns[:12]),
        remede="vérifiez l'édition du fichier ; une nouvelle édition se déclare dans le catalogue",
    )


def parse_number(
    table: pl.DataFrame,
    column: str,
    entree: Entree,
    *,
    decimal: str = ".",
    secret: Sequence[str] = SECRET,
    missing: Sequence[str] = MISSING,
) -> pl.DataFrame:
    """Turn one text column into `value` and `status`; raise `Erreur` on any other text.

    Thousands separators (ordinary, no-break and thin spaces) are dropped. A secret or missing
    mark gives a null value and its own status; 0 gives the status zero. A decimal point where the
    producer writes a comma is refused: 1.234 would be read a thousand times too small.
    """
    raw = pl.col(column).str.strip_chars(_THIN_SPACES)
    clean = raw.str.replace_all(f"[{_THIN_SPACES}]", "").str.replace(decimal, ".", literal=True)
    number = clean.cast(pl.Float64, strict=False)
    status = (
        pl.when(raw.is_in(list(secret)))
        .then(pl.lit("secret"))
        .when(raw.is_in(list(missing)) | raw.is_null())
        .then(pl.lit("manquant"))
        .when(number == 0)
        .then(pl.lit("zero"))
        .when(number.is_finite() & pl.lit(decimal != ",").or_(~raw.str.contains(".", literal=True)))
        .then(pl.lit("valeur"))
        .otherwise(pl.lit("illisible"))
    )
    result = table.with_columns(value=number, status=status).with_columns(
        value=pl.when(is_shown()).then("value")
    )
    wrong = result.filter(pl.col("status") == "illisible")
    if wrong.height:
        row = wrong.row(0, named=True)
        raise Erreur(
            "nombre_illisible",
            f"« {row[column]} » n'est pas un nombre ({wrong.height} cas).",
            fichier=entree.nom,
            ligne=row.get("ligne"),
            colonne=column,
            attendu=f"un nombre, séparateur décimal « {decimal} », ou une marque de secret",
            remede="corrigez la cellule dans une copie signalée, ou reprenez l'original",
        )
    return result


def to_prepare(
    table: pl.DataFrame,
    entree: Entree,
    measures: dict[str, str],
    *,
    code: str,
    niveau: str | None = None,
    periode: str | None = None,
    sexe: str = "ensemble",
    age: str = "tous",
    decimal: str = ".",
    secret: Sequence[str] = SECRET,
    missing: Sequence[str] = MISSING,
) -> pl.DataFrame:
    """Stack the wide columns `measures` (column → mesure) of a text table into PREPARE.

    `secret` may hold "" where the producer blanks what its secrecy rule hides; it wins over
    `missing`. A column named niveau, periode, sexe or age in `table` wins over the constant.
    """
    constants = {
        "niveau": niveau or "commune",
        "periode": periode or entree.millesime,
        "sexe": sexe,
        "age": age,
    }
    base = table.rename({code: "code"}).with_columns(
        pl.lit(value).alias(name) for name, value in constants.items() if name not in table.columns
    )
    parts = [
        parse_number(base, column, entree, decimal=decimal, secret=secret, missing=missing)
        .with_columns(mesure=pl.lit(mesure))
        .select(PREPARE.names())
        for column, mesure in measures.items()
    ]
    return pl.concat(parts).cast(PREPARE)


def restore_zeros(column: str, width: int = 5) -> pl.Expr:
    """Give back the leading zeros that a spreadsheet dropped (« 1004 » → « 01004 »)."""
    return pl.col(column).str.strip_chars().str.zfill(width)
