"""Take a file in."""

import hashlib
import os
import tempfile
from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.controle import MEGA, TAILLE_MAX, check_contenu
from ancrage.plateforme.fichiers.models import Fichier, path_of
from ancrage.plateforme.journal.services import record


@transaction.atomic
def deposit_fichier(
    *, acteur: Any, region: str, upload: UploadedFile, admis: Collection[str]
) -> Fichier:
    """Check an uploaded file, keep its bytes under their print, record who gave it.

    `admis` are values of `TypeFichier`. Raises `ActeRefuse` and keeps nothing otherwise.
    """
    nom = PurePath(upload.name or "sans nom").name[:200]
    if (upload.size or 0) > TAILLE_MAX:
        raise ActeRefuse(
            f"Le fichier « {nom} » pèse plus de {TAILLE_MAX // MEGA} Mo.",
            "Réduisez-le, puis déposez-le à nouveau. Rien n'a été gardé.",
            champ="fichier",
        )
    contenu = upload.read()
    type_ = check_contenu(nom, contenu, frozenset(admis))
    fichier = Fichier(
        region=region,
        nom=nom,
        type=type_,
        taille=len(contenu),
        sha256=keep_bytes(contenu),
        deposant_id=str(getattr(acteur, "identifiant", "") or ""),
        deposant_label=str(acteur) if acteur else "Ancrage",
    )
    fichier.save()
    record(acteur=acteur, action="déposer un fichier", objet=fichier)
    return fichier


def keep_bytes(contenu: bytes) -> str:
    """Keep bytes under their SHA-256, and return it; equal bytes are kept once."""
    sha256 = hashlib.sha256(contenu).hexdigest()
    _write(path_of(sha256), contenu)
    return sha256


def _write(path: Path, contenu: bytes) -> None:
    """Write the bytes once, whole: a reader never sees half a file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(contenu)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).replace(path)


@transaction.atomic
def erase_fichier(*, acteur: Any, fichier: Fichier, motif: str) -> None:
    """Erase a deposit: its row, and its bytes once no other deposit is the same file."""
    record(acteur=acteur, action="effacer un fichier", objet=fichier, motif=motif)
    chemin, sha256 = fichier.chemin, fichier.sha256
    fichier.delete()
    if not Fichier.objects.filter(sha256=sha256).exists():
        # After the commit: what is rolled back must still have its bytes.
        transaction.on_commit(lambda: chemin.unlink(missing_ok=True))
