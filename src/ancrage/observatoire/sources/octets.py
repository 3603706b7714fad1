"""The bytes of an official file: zip members, line lengths, encoding, each refused with its place.

Nothing here knows what the file means; `lecture.py` and `classeur.py` turn bytes into tables.
"""

import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ancrage.observatoire.catalogue.modeles import Table
from ancrage.observatoire.erreurs import Erreur

MAX_LINE_BYTES = 1 << 20
MAX_BYTES = 1 << 30  # five times the largest file of the catalogue, once uncompressed
_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Entree:
    """One file handed to a loader, with what its edition declares."""

    chemin: Path
    nom: str
    millesime: str
    cog: int
    role: str | None = None
    options: dict[str, str | int | bool | list[str]] = field(default_factory=dict)
    table: Table | None = None  # what its source says of the table of this role


def read_bytes(entree: Entree, member: str | None = None) -> bytes:
    """Return the bytes of the file, or of the `member` of a zip whose name ends so.

    Line lengths are checked first, in constant memory: a file that is one endless line is refused
    before it is loaded.
    """
    if member is None:
        check_line_lengths(entree.chemin, entree.nom)
        check_size(entree.chemin.stat().st_size, entree.nom)
        return entree.chemin.read_bytes()
    return read_member(entree, member, text=True)


def read_whole(entree: Entree) -> bytes:
    """Return the bytes of a workbook, whose parts are sized before the reader opens them."""
    check_size(entree.chemin.stat().st_size, entree.nom)
    if zipfile.is_zipfile(entree.chemin):
        try:
            with zipfile.ZipFile(entree.chemin) as archive:
                check_size(sum(item.file_size for item in archive.infolist()), entree.nom)
        except (zipfile.BadZipFile, NotImplementedError):
            pass  # the reader of workbooks says it better
    return entree.chemin.read_bytes()


def check_size(size: int, nom: str) -> None:
    """Refuse what would fill the memory: a zip bomb, a file that is not the producer's."""
    if size > MAX_BYTES:
        raise Erreur(
            "fichier_trop_gros",
            f"Le fichier ferait {size / 2**30:.1f} Gio en mémoire.".replace(".", ",", 1),
            fichier=nom,
            attendu="un fichier de moins de 1 Gio, décompressé",
            remede="vérifiez que c'est le fichier d'origine du producteur",
        )


def read_member(entree: Entree, member: str, *, text: bool = False) -> bytes:
    """Return the bytes of the shortest-named `member` of a zip; check its lines when `text`."""
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
            name = min(names, key=len)
            check_size(archive.getinfo(name).file_size, f"{entree.nom} ({name})")
            if text:
                with archive.open(name) as stream:
                    _check_stream(stream, f"{entree.nom} ({name})")
            return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Erreur(
            "archive_illisible",
            "L'archive zip est incomplète ou abîmée.",
            fichier=entree.nom,
            attendu="une archive zip complète",
            remede="téléchargez-la de nouveau : « ancrage sources recuperer »",
        ) from error


def check_line_lengths(chemin: Path, nom: str) -> None:
    """Refuse a line over `MAX_LINE_BYTES` without loading the file (streamed, constant memory)."""
    with chemin.open("rb") as stream:
        _check_stream(stream, nom)


def _check_stream(stream: IO[bytes], nom: str) -> None:
    run, line = 0, 1
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
    except LookupError as error:
        raise Erreur(
            "encodage_inconnu",
            f"L'encodage « {encoding} » n'existe pas.",
            fichier=nom,
            attendu="utf-8, utf-8-sig, cp1252 ou latin-1",
            remede="corrigez la description du fichier",
        ) from error
    except UnicodeDecodeError as error:
        raise Erreur(
            "encodage_inattendu",
            f"Le fichier n'est pas encodé en {encoding}.",
            fichier=nom,
            ligne=content.count(b"\n", 0, error.start) + 1,
            attendu=f"l'encodage {encoding}, celui du producteur",
            remede="reprenez le fichier d'origine, sans le réenregistrer dans un tableur",
        ) from error
