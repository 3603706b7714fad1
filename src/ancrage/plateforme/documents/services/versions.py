"""Freeze a contract, or an amendment, to be signed: its files, and the manifest of their prints."""

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import TypeAdapter

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.contrats.services.avenants import check_text, parties_of
from ancrage.plateforme.documents.articles import incomplete, parts_of
from ancrage.plateforme.documents.champs import originals_of
from ancrage.plateforme.documents.contenu import canonical, digest
from ancrage.plateforme.documents.matiere_consolide import gather_consolide
from ancrage.plateforme.documents.matiere_contrat import (
    gather_avenant,
    gather_contrat,
    next_number,
)
from ancrage.plateforme.documents.models import NaturePiece, PieceVersion, VersionContrat
from ancrage.plateforme.documents.permissions import can_freeze
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.fichiers.services import keep_bytes
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.services import enqueue
from ancrage.publication.documents.contrat import (
    MatiereAvenant,
    MatiereContrat,
    build_avenant,
    build_contrat,
    make_public,
)
from ancrage.publication.production import render

FIGER = "documents.figer_contrat"
SCHEMA = "ancrage.contrat/1"
Matiere = MatiereContrat | MatiereAvenant
Dire = Callable[[int, int, str], None]
_CONTRAT, _AVENANT = TypeAdapter(MatiereContrat), TypeAdapter(MatiereAvenant)


def gather(contrat: Contrat, avenant: Avenant | None, on: date, *, fige: bool) -> Matiere:
    """Return what a contract or an amendment of it says on a day."""
    if avenant is not None:
        return gather_avenant(avenant, on, fige=fige)
    return gather_contrat(contrat, on, fige=fige)


def draw(matiere: Matiere, format: str) -> bytes:
    """Return the document in a format."""
    if isinstance(matiere, MatiereAvenant):
        return render(build_avenant(matiere), f".{format}")
    return render(build_contrat(matiere), f".{format}")


def draw_consolide(contrat: Contrat, on: date, format: str) -> bytes | None:
    """Return the document of the text in force; None of a contract that was not frozen here."""
    matiere = gather_consolide(contrat, on)
    return _draw_once(matiere, format) if matiere else None


@lru_cache(maxsize=8)
def _draw_once(matiere: MatiereContrat, format: str) -> bytes:
    """Draw a text in force: anybody may ask for it, and it says the same for months."""
    return draw(matiere, format)


def check_ready(acteur: Any, contrat: Contrat, avenant: Avenant | None) -> None:
    """Refuse to freeze without the right, without a signatory, or with an article to complete."""
    if not can_freeze(acteur, contrat, avenant):
        raise ActeRefuse(
            "Vous ne pouvez pas figer de version de ce document.",
            "L’équipe du contrat la fige, tant qu’il n’est pas signé.",
        )
    signed = VersionContrat.objects.filter(
        contrat=contrat, avenant=avenant, retours__rapprochements__isnull=False
    )
    if signed.exists():
        raise ActeRefuse(
            "Un signataire a déjà signé la version en cours.",
            "Pour en figer une autre, retirez ce signataire puis ajoutez-le : il signera celle-ci.",
        )
    if avenant is not None:
        check_text(avenant)
    if avenant is None:
        missing = [one.nom for one in incomplete(parts_of(contrat, timezone.localdate()))]
        if missing:
            raise ActeRefuse(
                f"Des articles ne sont pas complets : {' ; '.join(missing)}.",
                "Écrivez-les, ou apportez au contrat ce qui leur manque.",
            )
        if not originals_of(contrat):
            raise ActeRefuse("Le contrat n’a pas de signataire.", "Ajoutez les parties.")


@transaction.atomic
def ask_freeze(*, acteur: Any, contrat: Contrat, avenant: Avenant | None = None) -> Travail:
    """Queue the freezing of a version; asked twice, it runs once."""
    check_ready(acteur, contrat, avenant)
    running = freezing_of(contrat, avenant)
    if running is not None and not running.fini:
        return running
    return enqueue(
        FIGER,
        acteur=acteur,
        region=contrat.region,
        libelle=f"Figer : {avenant or contrat}"[:200],
        contrat=contrat.slug,
        avenant=avenant.numero if avenant else 0,
        numero=next_number(contrat, avenant),
    )


def freezing_of(contrat: Contrat, avenant: Avenant | None) -> Travail | None:
    """Return the last job that freezes a version of a contract or of an amendment."""
    return Travail.objects.filter(
        tache=FIGER, parametres__contrat=contrat.slug,
        parametres__avenant=avenant.numero if avenant else 0,
    ).first()  # fmt: skip


def freeze_asked(
    *, travail: Travail, contrat: str, avenant: int, numero: int, dire: Dire
) -> VersionContrat:
    """Freeze what a job was asked for; run again after a kill, it makes no second version."""
    found = Contrat.objects.for_list().get(slug=contrat)
    amended = found.avenants.get(numero=avenant) if avenant else None
    done = VersionContrat.objects.filter(contrat=found, avenant=amended, numero=numero).first()
    if done is not None:
        return done
    acteur = Utilisateur.objects.filter(identifiant=travail.demandeur_id).first()
    if acteur is None:
        raise ActeRefuse("La personne qui a demandé cette version n’a plus de compte.")
    return freeze_version(acteur=acteur, contrat=found, avenant=amended, dire=dire)


def freeze_version(
    *,
    acteur: Any,
    contrat: Contrat,
    avenant: Avenant | None = None,
    on: date | None = None,
    dire: Dire = lambda _done, _total, _said: None,
) -> VersionContrat:
    """Gather, draw every piece, then store the version and its manifest in one transaction."""
    check_ready(acteur, contrat, avenant)
    jour = on or timezone.localdate()
    dire(0, len(NaturePiece) + 1, "réunir le texte et le programme")
    matiere = gather(contrat, avenant, jour, fige=True)
    content = canonical(plain(matiere))
    pieces = _draw_pieces(matiere, dire)
    return _store(acteur, contrat, avenant, matiere, content, pieces)


def plain(matiere: Matiere) -> dict[str, Any]:
    """Return what a version freezes, ready to be written in its one way."""
    adapter: Any = _AVENANT if isinstance(matiere, MatiereAvenant) else _CONTRAT
    return {"schema": SCHEMA, **adapter.dump_python(matiere, mode="json")}


def _draw_pieces(matiere: Matiere, dire: Dire) -> list[tuple[str, str, int]]:
    """Draw the four files: for the signatories and for the public, PDF and Word."""
    versions: dict[str, Matiere] = {"contrat": matiere, "public": make_public(matiere)}
    kept = []
    for rank, nature in enumerate(NaturePiece.values, start=1):
        dire(rank, len(NaturePiece) + 1, f"écrire : {NaturePiece(nature).label}")
        which, _, format = nature.partition(".")
        octets = draw(versions[which], format)
        kept.append((nature, keep_bytes(octets), len(octets)))
    return kept


@transaction.atomic
def _store(
    acteur: Any,
    contrat: Contrat,
    avenant: Avenant | None,
    matiere: Matiere,
    content: str,
    pieces: list[tuple[str, str, int]],
) -> VersionContrat:
    manifest = json.dumps(
        _manifest(contrat, avenant, matiere, content, pieces),
        ensure_ascii=False, sort_keys=True, indent=2,
    )  # fmt: skip
    figee = VersionContrat.objects.create(
        region=contrat.region,
        contrat=contrat,
        avenant=avenant,
        numero=matiere.version,
        jour=matiere.jour,
        contenu=content,
        manifeste=manifest,
        empreinte=digest(manifest),
        auteur=acteur,
        auteur_label=str(acteur),
    )
    PieceVersion.objects.bulk_create(
        PieceVersion(figee=figee, nature=nature, sha256=sha256, taille=size)
        for nature, sha256, size in pieces
    )
    record(
        acteur=acteur, action="figer une version à signer", objet=figee,
        details={"empreinte": ["", figee.empreinte]},
    )  # fmt: skip
    return figee


def _manifest(
    contrat: Contrat,
    avenant: Avenant | None,
    matiere: Matiere,
    content: str,
    pieces: list[tuple[str, str, int]],
) -> dict[str, Any]:
    """Return every piece with its print: what was drawn, what it cites, who signs in which order.

    It names nobody but the signatories: a manifest goes with the public version.
    """
    signing = parties_of(avenant) if avenant else originals_of(contrat)
    return {
        "schema": f"{SCHEMA}#manifeste",
        "programme": f"ancrage {version('ancrage')}",
        "contrat": contrat.slug,
        "nom": contrat.nom,
        "avenant": avenant.numero if avenant else None,
        "version": matiere.version,
        "jour": matiere.jour.isoformat(),
        "contenu": {"sha256": digest(content), "octets": len(content.encode())},
        "pieces": [
            {"nom": nature, "sha256": sha256, "octets": size} for nature, sha256, size in pieces
        ],
        "actes": [
            {"signataire": str(one), "nom": fichier.nom, "sha256": fichier.sha256,
             "octets": fichier.taille}
            for one in signing
            for fichier in _files_of(one, avenant)
        ],
        "signataires": [
            {"rang": rank, "organisation": str(one), "representant": one.representant,
             "fonction": one.fonction}
            for rank, one in enumerate(signing, start=1)
        ],
    }  # fmt: skip


def _files_of(one: Any, avenant: Avenant | None) -> list[Fichier]:
    """Return the files of the vote and of the agreement of a signatory, for this act."""
    wanted = avenant.pk if avenant else None
    acts = [*one.deliberations.all(), *one.accordecrits.all()]
    return [act.fichier for act in acts if act.avenant_id == wanted and act.fichier is not None]
