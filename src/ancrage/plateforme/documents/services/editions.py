"""Publish an edition in a job, keep its files, mark them when a figure is withdrawn."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.diagnostics.models import Diagnostic, Edition, Erratum
from ancrage.plateforme.diagnostics.services import errata, publication
from ancrage.plateforme.documents.contenu import build_content, document_of, thaw
from ancrage.plateforme.documents.models import DocumentEdition, FormatDocument
from ancrage.plateforme.fichiers.services import keep_bytes
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.travaux.models import EtatTravail, Travail
from ancrage.plateforme.travaux.services import enqueue
from ancrage.publication.documents.blocs import Document
from ancrage.publication.production import build_from, render

PUBLIER, MARQUER = "documents.publier", "documents.marquer"
Dire = Callable[[int, int, str], None]
Fichiers = dict[str, tuple[str, int]]  # format: print, size


@transaction.atomic
def ask_publication(*, acteur: Any, diagnostic: Diagnostic, expected: int) -> Travail:
    """Queue the publication of the signed diagnosis; asked twice, it runs once."""
    publication.check_ready(acteur=acteur, diagnostic=diagnostic, expected=expected)
    running = publication_of(diagnostic)
    if running is not None and not running.fini:
        return running
    return enqueue(
        PUBLIER,
        acteur=acteur,
        region=diagnostic.region,
        libelle=f"Publier : {diagnostic.libelle}"[:200],
        diagnostic=str(diagnostic.identifiant),
        version=expected,
        jour=timezone.localdate().isoformat(),
    )


def publication_of(diagnostic: Diagnostic) -> Travail | None:
    """Return the last job that publishes a diagnosis."""
    return Travail.objects.filter(
        tache=PUBLIER, parametres__diagnostic=str(diagnostic.identifiant)
    ).first()


def publish(*, travail: Travail, diagnostic: str, version: int, jour: str, dire: Dire) -> Edition:
    """Publish what a job was asked for, in the name of who asked.

    A job that runs again after a kill draws the same bytes; if the edition was already stored,
    it is returned as it is.
    """
    found = Diagnostic.objects.for_list().get(identifiant=diagnostic)
    done = found.editions.filter(version_diagnostic=version).first()
    if done is not None:
        return done
    acteur = Utilisateur.objects.filter(identifiant=travail.demandeur_id).first()
    if acteur is None:
        raise ActeRefuse("La personne qui a demandé la publication n’a plus de compte.")
    return publish_now(
        acteur=acteur,
        diagnostic=found,
        expected=version,
        jour=date.fromisoformat(jour),
        dire=dire,
    )


def publish_now(
    *,
    acteur: Any,
    diagnostic: Diagnostic,
    expected: int,
    jour: date | None = None,
    dire: Dire = lambda _done, _total, _said: None,
) -> Edition:
    """Freeze, draw the files, then store everything in one transaction."""
    publication.check_ready(acteur=acteur, diagnostic=diagnostic, expected=expected)
    day, total = jour or timezone.localdate(), len(FormatDocument) + 2
    dire(0, total, "figer les chiffres et les textes")
    content = build_content(diagnostic, day)
    document = build_from(thaw_text(content.texte, content.empreinte))
    files = draw_files(document, lambda done, name: dire(done, total, name))
    dire(total - 1, total, "enregistrer l’édition")
    return _store(acteur, diagnostic, expected, day, content, files)


@transaction.atomic
def _store(
    acteur: Any,
    diagnostic: Diagnostic,
    version: int,
    jour: date,
    content: publication.Contenu,
    files: Fichiers,
) -> Edition:
    edition = publication.record_publication(
        acteur=acteur, diagnostic=diagnostic, expected=version, jour=jour, contenu=content
    )
    keep_documents(edition, files, retraits=0)
    return edition


def thaw_text(texte: str, empreinte: str) -> Any:
    """Return the material of a canonical text: what is drawn is what is stored, never its twin."""
    return thaw(json.loads(texte), empreinte)


def draw_files(document: Document, dire: Callable[[int, str], None]) -> Fichiers:
    """Draw every format and keep its bytes under their print."""
    files: Fichiers = {}
    for rank, format in enumerate(FormatDocument.values, start=1):
        dire(rank, f"écrire le document {FormatDocument(format).label}")
        octets = render(document, f".{format}")
        files[format] = keep_bytes(octets), len(octets)
    return files


def keep_documents(edition: Edition, files: Fichiers, *, retraits: int) -> None:
    """Store which files an edition has; once for each number of withdrawals."""
    DocumentEdition.objects.bulk_create(
        (
            DocumentEdition(
                edition=edition, format=format, retraits=retraits, sha256=sha256, taille=size
            )
            for format, (sha256, size) in files.items()
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw(
    *, acteur: Any, edition: Edition, indicateur: str = "", cle: str = "", explication: str
) -> Erratum:
    """Publish an erratum: the pages follow at once, the files in a job."""
    erratum = errata.declare_erratum(
        acteur=acteur, edition=edition, indicateur=indicateur, cle=cle, explication=explication
    )
    enqueue(
        MARQUER,
        acteur=acteur,
        region=edition.region,
        libelle=f"Marquer les fichiers : {edition}"[:200],
        edition=str(edition.identifiant),
    )
    return erratum


def mark(*, edition: str, dire: Dire) -> int:
    """Draw the files of an edition anew, without what errata withdrew; return how many it marks."""
    found = Edition.objects.for_page().get(identifiant=edition)
    count = found.errata.count()
    if not found.documents.filter(retraits=count).exists():
        total = len(FormatDocument)
        files = draw_files(document_of(found), lambda done, name: dire(done - 1, total, name))
        keep_documents(found, files, retraits=count)
        record(
            acteur=None,
            action="marquer les fichiers d’une édition",
            objet=found,
            details={"retraits marqués": ["", str(count)]},
        )
    return count


def documents_of(edition: Edition) -> list[DocumentEdition]:
    """Return the files that readers may take: those that mark every withdrawal, or none yet."""
    count = len(edition.errata.all())
    return list(edition.documents.filter(retraits=count))


def is_marking(edition: Edition) -> bool:
    """Say whether the marked files are still being drawn."""
    waiting = (EtatTravail.ATTENTE, EtatTravail.EN_COURS)
    jobs = Travail.objects.filter(tache=MARQUER, parametres__edition=str(edition.identifiant))
    return jobs.filter(etat__in=waiting).exists()
