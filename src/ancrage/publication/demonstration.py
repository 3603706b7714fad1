"""The demonstration: the documents of two real territories, from the embedded figures alone."""

from pathlib import Path

from ancrage.observatoire.api import Territoire, parse_territoire
from ancrage.publication.documents.chiffres_cles import ecriture as chiffres_cles
from ancrage.publication.production import FORMATS, Progress, write_diagnostic

TERRITOIRES = (
    ("orleans-metropole", "epci:244500468", None),
    (
        "pays-foret-loges-sully",
        "epci:200070100+epci:244500427+epci:244500484",
        "Pays de la Forêt, des Loges et du Val de Sully",
    ),
)


def write_demo(dossier: Path, progress: Progress) -> list[tuple[str, Path]]:
    """Write DLS and chiffres clés of both territories; return titles and paths."""
    written: list[tuple[str, Path]] = []
    total = len(TERRITOIRES) * 2
    for index, (slug, code, nom) in enumerate(TERRITOIRES):
        area = parse_territoire(code, libelle=nom)
        progress(f"diagnostic, {area.libelle}", index * 2, total)
        written += _diagnostic(area, dossier, slug)
        progress(f"chiffres clés, {area.libelle}", index * 2 + 1, total)
        written += _chiffres_cles(area, dossier, slug)
    progress("terminé", total, total)
    return written


def _diagnostic(area: Territoire, dossier: Path, slug: str) -> list[tuple[str, Path]]:
    paths = [dossier / f"diagnostic-{slug}{suffix}" for suffix in FORMATS]
    return [
        (f"Diagnostic local de santé, {area.libelle}", path)
        for path in write_diagnostic(area, paths)
    ]


def _chiffres_cles(area: Territoire, dossier: Path, slug: str) -> list[tuple[str, Path]]:
    paths = [dossier / f"chiffres-cles-{slug}{suffix}" for suffix in chiffres_cles.FORMATS]
    for path in paths:
        chiffres_cles.write_chiffres_cles(area, path)
    return [(f"Chiffres clés, {area.libelle}", path) for path in paths]
