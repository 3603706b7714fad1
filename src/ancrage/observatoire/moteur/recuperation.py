"""Fetch official files from their producer: resumed, verified, with their origin kept beside.

`<nom>.partiel` holds what has come so far; it becomes `<nom>` only once its checksum is the known
one. `<nom>.origine.json` keeps address, date, licence and checksum. An archive that holds several
files comes once, into `archives/`, and each file is taken out of it.
"""

import json
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import httpx

from ancrage.observatoire.catalogue.modeles import Fichier, Source
from ancrage.observatoire.moteur.fichiers import checksum
from ancrage.observatoire.sources.octets import MAX_BYTES

Progress = Callable[[str, int, int], None]
_TIMEOUT = httpx.Timeout(30.0, read=120.0)
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Recuperation:
    """What became of one file."""

    nom: str
    fait: bool
    resultat: str


@dataclass(frozen=True, slots=True)
class _Envoi:
    """What a fetch works with: the open connection, the folder, the user's choice."""

    session: httpx.Client
    dossier: Path
    keep_changed: bool


class _Empeche(Exception):
    """Why a file could not be had."""


def fetch_all(
    sources: Mapping[str, Source],
    dossier: Path,
    progress: Progress,
    client: httpx.Client | None,
    *,
    keep_changed: bool = False,
) -> list[Recuperation]:
    """Fetch every file of the sources into `dossier`; one failure does not stop the others.

    `keep_changed`: keep a file whose bytes are no longer the known ones; the load tells it.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    wanted = [
        (source, fichier)
        for source in sources.values()
        for edition in source.editions
        for fichier in edition.fichiers
    ]
    results = []
    with client or httpx.Client(follow_redirects=True, timeout=_TIMEOUT) as session:
        envoi = _Envoi(session, dossier, keep_changed)
        for index, (source, fichier) in enumerate(wanted):
            progress(fichier.nom_publie, index, len(wanted))
            results.append(_fetch(envoi, source, fichier))
    progress("terminé", len(wanted), len(wanted))
    return results


def how_to_get(source: Source, fichier: Fichier) -> str:
    """Say how a file is had: downloaded, or laid by hand, from which page."""
    if fichier.url:
        inside = f" (dans l'archive : {fichier.membre})" if fichier.membre else ""
        return f"téléchargeable : {fichier.url}{inside}"
    page = fichier.page or source.page
    return f"à déposer à la main{f' : {page}' if page else ''}"


def _fetch(envoi: _Envoi, source: Source, fichier: Fichier) -> Recuperation:
    final = envoi.dossier / fichier.nom_publie
    try:
        return Recuperation(final.name, True, _bring(envoi, source, fichier, final))
    except _Empeche as why:
        return Recuperation(final.name, False, str(why))
    except httpx.HTTPStatusError as error:
        said = f"le producteur répond {error.response.status_code}"
        return Recuperation(final.name, False, f"{said} ; {_by_hand(source, fichier)}")
    except httpx.HTTPError as error:
        return Recuperation(final.name, False, f"interrompu, à relancer ({type(error).__name__})")


def _bring(envoi: _Envoi, source: Source, fichier: Fichier, final: Path) -> str:
    """Put the file in place and say how; raise `_Empeche` when it cannot be had."""
    if told := _already(envoi, fichier, final):
        return told
    if not fichier.url:
        raise _Empeche(f"adresse inconnue : {_by_hand(source, fichier)}")
    partial = final.with_name(final.name + ".partiel")
    if fichier.membre:
        _take_out(_bring_archive(envoi, fichier.url), fichier.membre, partial)
    else:
        _download(envoi.session, fichier.url, partial)
    found = checksum(partial)
    told = _verify(fichier, found, envoi.keep_changed)
    if told is None:
        partial.unlink()
        raise _Empeche(
            f"empreinte inattendue ({found[:12]} au lieu de {str(fichier.sha256)[:12]}) : "
            "le producteur a changé son fichier, rien n'est gardé ; « --meme-changes » le garde"
        )
    partial.replace(final)
    _write_origin(final, source, fichier.url, found)
    return told


def _already(envoi: _Envoi, fichier: Fichier, final: Path) -> str | None:
    """Say what is already there, or nothing when the file is to be fetched."""
    if final.exists() and (known := _verify(fichier, checksum(final), envoi.keep_changed)):
        return "déjà là, vérifié" if known == _VERIFIED else "déjà là, non vérifiable"
    extract = envoi.dossier / fichier.nom
    if not fichier.url and extract.exists() and fichier.sha256 in {None, checksum(extract)}:
        return "déjà là (extrait), vérifié"
    return None


_VERIFIED = "téléchargé, empreinte vérifiée"


def _verify(fichier: Fichier, found: str, keep_changed: bool) -> str | None:
    """Say what is known of the bytes, or nothing when they are not to be kept."""
    if fichier.sha256 in {None, found}:
        return _VERIFIED
    if fichier.nom_entier:
        return "téléchargé en entier ; le catalogue ne connaît l'empreinte que d'un extrait"
    if fichier.reenregistre:
        return "téléchargé ; le catalogue ne connaît l'empreinte que d'une copie réenregistrée"
    return "téléchargé, changé par le producteur : à relire" if keep_changed else None


def _by_hand(source: Source, fichier: Fichier) -> str:
    page = fichier.page or source.page
    where = f" Page du producteur : {page}" if page else ""
    return f"déposez « {fichier.nom_publie} » à la main.{where}"


def _bring_archive(envoi: _Envoi, url: str) -> Path:
    """Return the archive, fetched once for all the files that it holds."""
    folder = envoi.dossier / "archives"
    folder.mkdir(exist_ok=True)
    archive = folder / (PurePosixPath(urlsplit(url).path.rstrip("/")).name or "archive")
    if not archive.exists():
        partial = archive.with_name(archive.name + ".partiel")
        _download(envoi.session, url, partial)
        partial.replace(archive)
    return archive


def _take_out(archive: Path, membre: str, partial: Path) -> None:
    """Copy the member of that name, in whatever folder of the archive it stands."""
    with archive.open("rb") as stream:
        if stream.read(len(_SEVEN_ZIP)) == _SEVEN_ZIP:
            raise _Empeche(
                f"« archives/{archive.name} » est une archive 7z : ouvrez-la avec 7-Zip et "
                f"déposez-en « {membre} » à la main"
            )
    try:
        with zipfile.ZipFile(archive) as content:
            member = _find_member(content, membre)
            with content.open(member) as stream, partial.open("wb") as copy:
                shutil.copyfileobj(stream, copy)
    except _BROKEN as error:
        archive.unlink()
        raise _Empeche(f"archive « {archive.name} » abîmée, effacée : à relancer") from error


def _find_member(content: zipfile.ZipFile, membre: str) -> zipfile.ZipInfo:
    wanted = membre.lower()
    for info in content.infolist():
        if PurePosixPath(info.filename).name.lower() == wanted:
            if info.file_size > MAX_BYTES:
                raise _Empeche(f"« {membre} » ferait plus de 1 Gio : rien n'est gardé")
            return info
    held = ", ".join(sorted(PurePosixPath(name).name for name in content.namelist())[:8])
    raise _Empeche(f"l'archive ne contient pas « {membre} », mais : {held}")


def _download(session: httpx.Client, url: str, partial: Path) -> None:
    """Continue the partial file when the server accepts ranges, else start again."""
    have = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with session.stream("GET", url, headers=headers) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return
        answer.raise_for_status()
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            raise _Empeche("le producteur répond par une page web, non par le fichier")
        resumed = answer.status_code == httpx.codes.PARTIAL_CONTENT
        with partial.open("ab" if resumed else "wb") as stream:
            for block in answer.iter_bytes():
                stream.write(block)


def _write_origin(final: Path, source: Source, url: str, found: str) -> None:
    origin = {
        "adresse": url,
        "date": datetime.now(UTC).date().isoformat(),
        "producteur": source.producteur,
        "titre": source.titre,
        "licence": source.licence,
        "sha256": found,
    }
    final.with_name(final.name + ".origine.json").write_text(
        json.dumps(origin, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
