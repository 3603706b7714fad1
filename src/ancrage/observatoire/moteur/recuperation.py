"""Fetch official files from their producer: resumed, verified, with their origin kept beside.

`<nom>.partiel` holds what has come so far; it becomes `<nom>` only once its checksum is the known
one. `<nom>.origine.json` keeps address, date, licence and checksum.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from ancrage.observatoire.catalogue.modeles import Fichier, Source
from ancrage.observatoire.moteur.fichiers import checksum

Progress = Callable[[str, int, int], None]
_TIMEOUT = httpx.Timeout(30.0, read=120.0)


@dataclass(frozen=True, slots=True)
class Recuperation:
    """What became of one file."""

    nom: str
    fait: bool
    resultat: str


def fetch_all(
    sources: Mapping[str, Source], dossier: Path, progress: Progress, client: httpx.Client | None
) -> list[Recuperation]:
    """Fetch every file of the sources into `dossier`; one failure does not stop the others."""
    dossier.mkdir(parents=True, exist_ok=True)
    wanted = [
        (source, fichier)
        for source in sources.values()
        for edition in source.editions
        for fichier in edition.fichiers
    ]
    results = []
    with client or httpx.Client(follow_redirects=True, timeout=_TIMEOUT) as session:
        for index, (source, fichier) in enumerate(wanted):
            progress(fichier.nom, index, len(wanted))
            results.append(_fetch(session, source, fichier, dossier))
    progress("terminé", len(wanted), len(wanted))
    return results


def _fetch(session: httpx.Client, source: Source, fichier: Fichier, dossier: Path) -> Recuperation:
    final = dossier / fichier.nom
    if final.exists() and fichier.sha256 in {None, checksum(final)}:
        return Recuperation(fichier.nom, True, "déjà là, vérifié")
    if not fichier.url:
        where = f" Page du producteur : {source.page}." if source.page else ""
        return Recuperation(
            fichier.nom, False, f"adresse inconnue : déposez le fichier à la main.{where}"
        )
    partial = final.with_name(final.name + ".partiel")
    try:
        _download(session, fichier.url, partial)
    except httpx.HTTPError as error:
        return Recuperation(fichier.nom, False, f"interrompu, à relancer ({type(error).__name__})")
    found = checksum(partial)
    if fichier.sha256 not in {None, found}:
        partial.unlink()
        return Recuperation(
            fichier.nom,
            False,
            f"empreinte inattendue ({found[:12]} au lieu de {str(fichier.sha256)[:12]}) : "
            "le producteur a changé son fichier, rien n'est gardé",
        )
    partial.replace(final)
    _write_origin(final, source, fichier.url, found)
    return Recuperation(fichier.nom, True, "téléchargé, empreinte vérifiée")


def _download(session: httpx.Client, url: str, partial: Path) -> None:
    """Continue the partial file when the server accepts ranges, else start again."""
    have = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with session.stream("GET", url, headers=headers) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return
        answer.raise_for_status()
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
