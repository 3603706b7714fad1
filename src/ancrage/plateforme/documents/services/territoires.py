"""The automatic diagnosis of a territory as a file: drawn in a job, kept while the figures hold.

A page never draws: it takes seconds of a processor. What is asked again is served from disk.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.documents.models import (
    DocumentEdition,
    DocumentTerritoire,
    FormatDocument,
)
from ancrage.plateforme.fichiers.models import Fichier, path_of
from ancrage.plateforme.fichiers.services import keep_bytes
from ancrage.plateforme.observations import profils
from ancrage.plateforme.travaux.models import EtatTravail, Travail
from ancrage.plateforme.travaux.services import enqueue
from ancrage.publication.production import build_document, render

DESSINER = "documents.territoire"
FILE_MAX = 20  # anyone may ask: a crawler must not delay the publications for hours
GARDE = timedelta(days=30)
VIVANTS = (EtatTravail.ATTENTE, EtatTravail.EN_COURS)
Dire = Callable[[int, int, str], None]


def key_of(code: str, format: str) -> str:
    """Return the print of all that the bytes of a document depend on, today."""
    parts = (profils.edition("ouvert"), version("ancrage"), code, format)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_document(code: str, format: str) -> DocumentTerritoire | None:
    """Return the document of a territory if it is drawn on today's figures."""
    found = DocumentTerritoire.objects.filter(cle=key_of(code, format)).first()
    return found if found and found.chemin.is_file() else None


def job_of(code: str, format: str) -> Travail | None:
    """Return the last job that draws this document."""
    jobs = Travail.objects.filter(tache=DESSINER, parametres__cle=key_of(code, format))
    return jobs.first()


@transaction.atomic
def ask_document(code: str, format: str) -> Travail:
    """Queue the drawing of a document; asked by many, it runs once."""
    running = job_of(code, format)
    if running is not None and not running.fini:
        return running
    if Travail.objects.filter(tache=DESSINER, etat__in=VIVANTS).count() >= FILE_MAX:
        raise ActeRefuse(
            "Trop de documents se préparent en ce moment.",
            "Redemandez celui-ci dans quelques minutes ; les données (CSV, XLSX…) sont prêtes.",
        )
    area = profils.find_territoire(code)
    return enqueue(
        DESSINER,
        libelle=f"{FormatDocument(format).label} : {area.libelle}"[:200],
        cle=key_of(code, format),
        territoire=code,
        format=format,
    )


def draw(*, territoire: str, format: str, dire: Dire) -> DocumentTerritoire:
    """Draw a document on the figures of now, and keep it; drawn twice, it is kept once."""
    done = find_document(territoire, format)
    if done is not None:
        return done
    cle, edition = key_of(territoire, format), profils.edition("ouvert")
    area = profils.find_territoire(territoire)
    dire(0, 2, "rassembler les chiffres")
    document = build_document(area, profils.profil_of(area), usage="ouvert")
    dire(1, 2, f"écrire le document {FormatDocument(format).label}")
    octets = render(document, f".{format}")
    values = {"edition": edition, "format": format, "taille": len(octets)}
    made, _ = DocumentTerritoire.objects.update_or_create(
        cle=cle, defaults=values | {"sha256": keep_bytes(octets)}
    )
    return made


def purge() -> int:
    """Forget the documents of former figures and the old ones; return how many."""
    kept = DocumentTerritoire.objects.filter(
        edition=profils.edition("ouvert"), cree_le__gte=timezone.now() - GARDE
    )
    gone = DocumentTerritoire.objects.exclude(pk__in=kept.values("pk"))
    prints = set(gone.values_list("sha256", flat=True))
    count, _ = gone.delete()
    for sha256 in prints:
        if not _is_held(sha256):
            path_of(sha256).unlink(missing_ok=True)
    return count


def _is_held(sha256: str) -> bool:
    holders = (DocumentTerritoire, DocumentEdition, Fichier)
    return any(one.objects.filter(sha256=sha256).exists() for one in holders)
