"""Write a file in one move, and refuse a format that is not offered."""

import os
from collections.abc import Sequence
from pathlib import Path

from ancrage.observatoire.api import CodeSortie, Erreur


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, then put in place: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.en-cours")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def check_suffix(path: Path, allowed: Sequence[str]) -> None:
    """Refuse a file name whose suffix is none of those offered."""
    if path.suffix.lower() not in allowed:
        raise Erreur(
            "format_inconnu",
            f"Le format « {path.suffix or path.name} » n'est pas proposé.",
            fichier=path,
            attendu=", ".join(allowed),
            remede="changez la fin du nom du fichier",
            sortie=CodeSortie.USAGE,
        )
