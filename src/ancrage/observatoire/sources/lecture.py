"""Read official files exactly as published, and say exactly where one is wrong.

A loader is one function `read_…(entree: Entree) -> pl.DataFrame` in the module of its producer.
It returns the prepared table `PREPARE`: one row per code × niveau × periode × sexe × age ×
mesure, `value` null unless `status` is valeur or zero. Loaders never aggregate rates, never
guess a missing value, never compare codes with a reference: `controle.py` does the latter.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from ancrage.observatoire.erreurs import Erreur

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
MAX_LINE_BYTES = 1 << 20
_CHUNK = 1 << 22
_THIN_SPACES = "\u00a0\u202f\u2009 "


@dataclass(frozen=True, slots=True)
class Entree:
    """One file handed to a loader, with what its edition declares."""

    chemin: Path
    nom: str
    millesime: str
    cog: int
    role: str | None = None
    options: dict[str, str | int | bool | list[str]] = field(default_factory=dict)


def read_bytes(entree: Entree, member: str | None = None) -> bytes:
    """Return the bytes of the file, or of the `member` of a zip whose name ends so."""
    if member is None:
        return entree.chemin.read_bytes()
    try:
        with zipfile.ZipFile(entree.chemin) as archive:
            names = [name for name in archive.namelist() if name.endswith(member)]
            if not names:
                raise Erreur(
                    "membre_absent",
                    f"L'archive ne contient pas « {member} ».",
                    fichier=entree.nom,
                    attendu=member,
                    remede="téléchargez de nouveau l'archive d'origine du producteur",
                )
            return archive.read(min(names, key=len))
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise Erreur(
            "archive_illisible",
            "L'archive zip est incomplète ou abîmée.",
            fichier=entree.nom,
            attendu="une archive zip complète",
            remede="téléchargez-la de nouveau : « ancrage sources recuperer »",
        ) from error


def check_line_lengths(chemin: Path, nom: str) -> None:
    """Refuse a line over `MAX_LINE_BYTES` without loading the file (streamed, constant memory)."""
    run, line = 0, 1
    with chemin.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            for index, part in enumerate(chunk.split(b"\n")):
                if index:
                    line, run = line + 1, 0
                run += len(part)
                if run > MAX_LINE_BYTES:
                    raise Erreur(
                        "ligne_trop_longue",
                        "Une ligne dépasse 1 Mio : ce n'est pas le fichier du producteur.",
                        fichier=nom,
                        ligne=line,
                        attendu="des lignes de moins de 1 Mio",
                        remede="vérifiez le fichier, ou téléchargez-le de nouveau",
                    )


def decode(content: bytes, encoding: str, nom: str) -> str:
    """Decode strictly; raise `Erreur` naming the line of the first wrong byte."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Erreur(
            "encodage_inattendu",
            f"Le fichier n'est pas encodé en {encoding}.",
            fichier=nom,
            ligne=content.count(b"\n", 0, error.start) + 1,
            attendu=f"l'encodage {encoding}, celui du producteur",
            remede="reprenez le fichier d'origine, sans le réenregistrer dans un tableur",
        ) from error


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
    if member is None:
        check_line_lengths(entree.chemin, entree.nom)
    text = decode(read_bytes(entree, member), encoding, entree.nom)
    lines = text.splitlines()
    if drop_last_lines:
        lines = lines[:-drop_last_lines]
    if len(lines) <= skip_lines:
        raise _header_error(entree, columns, [], skip_lines + 1)
    header = _split(lines[skip_lines], separator, quote)
    missing = [name for name in columns if name not in header]
    if missing:
        raise _header_error(entree, columns, header, skip_lines + 1)
    body = lines[skip_lines + 1 :]
    _check_field_counts(entree, body, len(header), separator, quote, first=skip_lines + 2)
    names = _unique(header)
    table = (
        pl.read_csv(
            io.BytesIO("\n".join(body).encode()),
            has_header=False,
            new_columns=names,
            separator=separator,
            quote_char=quote,
            infer_schema=False,
            empty_string_is_null=False,
            row_index_name="ligne",
            row_index_offset=skip_lines + 2,
        )
        if body
        else pl.DataFrame(schema=dict.fromkeys(["ligne", *names], pl.String))
    )
    return table.select(*columns, pl.col("ligne").cast(pl.UInt32))


def _split(line: str, separator: str, quote: str | None) -> list[str]:
    cells = line.rstrip("\r").split(separator)
    return [cell.strip(quote or "") for cell in cells]


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
    """Refuse a cut or overlong line; lines with quotes are left to the parser."""
    if not body:
        return
    counts = (
        pl.Series("texte", body)
        .to_frame()
        .select(
            n=pl.col("texte").str.count_matches(separator, literal=True),
            q=pl.col("texte").str.contains(quote, literal=True) if quote else pl.lit(False),
        )
    )
    wrong = (counts["n"] != width - 1) & ~counts["q"]
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise Erreur(
            "ligne_incomplete",
            f"La ligne a {counts['n'][row] + 1} champs au lieu de {width}.",
            fichier=entree.nom,
            ligne=first + row,
            attendu=f"{width} champs séparés par « {separator} »",
            remede="le fichier est coupé ou modifié : reprenez l'original du producteur",
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
    secret: Sequence[str] = ("s", "N/A - secret statistique"),
    missing: Sequence[str] = ("", "nd", "N/A - résultat non disponible", "so"),
) -> pl.DataFrame:
    """Turn one text column into `value` and `status`; raise `Erreur` on any other text.

    Thousands separators (ordinary, no-break and thin spaces) are dropped. A secret or missing
    mark gives a null value and its own status; 0 gives the status zero.
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
        .when(number.is_finite())
        .then(pl.lit("valeur"))
        .otherwise(pl.lit("illisible"))
    )
    result = table.with_columns(value=number, status=status).with_columns(
        value=pl.when(pl.col("status").is_in(["valeur", "zero"])).then("value")
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
) -> pl.DataFrame:
    """Stack the wide columns `measures` (column → mesure) of a text table into PREPARE.

    A column named niveau, periode, sexe or age in `table` wins over the constant of that name.
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
        parse_number(base, column, entree, decimal=decimal)
        .with_columns(mesure=pl.lit(mesure))
        .select(PREPARE.names())
        for column, mesure in measures.items()
    ]
    return pl.concat(parts).cast(PREPARE)


def restore_zeros(column: str, width: int = 5) -> pl.Expr:
    """Give back the leading zeros that a spreadsheet dropped (« 1004 » → « 01004 »)."""
    return pl.col(column).str.strip_chars().str.zfill(width)
