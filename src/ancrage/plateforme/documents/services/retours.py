"""Take a signed file back: verify it, keep what was read, say whose signature each one is."""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Signataire, Signature
from ancrage.plateforme.contrats.services.avenants import parties_of
from ancrage.plateforme.contrats.services.parties import record_signature
from ancrage.plateforme.documents.champs import originals_of
from ancrage.plateforme.documents.models import (
    ModeSignature,
    NaturePiece,
    PieceVersion,
    RapprochementSignature,
    RetourSignature,
    VersionContrat,
)
from ancrage.plateforme.documents.pades import ConstatSignature, from_row, verify
from ancrage.plateforme.documents.permissions import can_return
from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.journal.services import record
from ancrage.publication.documents.octets import freeze_zip

CONSIGNE = """Dossier à signer

1. contrat.pdf : le document à signer. Ne le modifiez pas, ne l’imprimez pas en PDF, ne le
   convertissez pas : la plateforme vérifie que chaque octet est resté le même.
2. signataires.json : qui signe, dans quel ordre.
3. manifeste.json : les pièces de la version figée et leur empreinte SHA-256.

Signez au format PAdES, chaque signature ajoutée à la suite de la précédente, puis rendez le PDF
signé à la plateforme, sur la page « Signature ».
"""


def parapheur_of(figee: VersionContrat) -> bytes:
    """Return the package to bring to a parapheur: what to sign, by whom, in which order."""
    manifest = json.loads(figee.manifeste)
    signers = json.dumps(manifest["signataires"], ensure_ascii=False, indent=2)
    parts = {
        "LISEZ-MOI.txt": CONSIGNE.encode(),
        "contrat.pdf": frozen_pdf(figee),
        "manifeste.json": figee.manifeste.encode(),
        "signataires.json": signers.encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in parts.items():
            archive.writestr(name, octets)
    return freeze_zip(buffer.getvalue(), figee.jour)


def frozen_pdf(figee: VersionContrat) -> bytes:
    """Return the bytes that the signatories sign."""
    return figee.pieces.get(nature=NaturePiece.CONTRAT_PDF).chemin.read_bytes()


def confiance() -> Path | None:
    """Return the folder of the authorities that this site trusts."""
    return settings.PARAPHEUR_CONFIANCE


@transaction.atomic
def take_back(
    *, acteur: Any, figee: VersionContrat, mode: str, upload: UploadedFile
) -> RetourSignature:
    """Keep a signed file and what its verification reads; a scan is kept as it is."""
    check_return(acteur, figee)
    if mode not in ModeSignature.values:
        raise ActeRefuse("Dites comment le document a été signé.", champ="mode")
    fichier = deposit_fichier(
        acteur=acteur, region=figee.region, upload=upload, admis={TypeFichier.PDF}
    )
    row: dict[str, Any] = {}
    if mode == ModeSignature.PARAPHEUR:
        found = verify(fichier.chemin.read_bytes(), confiance(), frozen_pdf(figee))
        if not found.signatures:
            raise ActeRefuse(
                "Ce PDF ne porte aucune signature électronique.",
                "Déposez celui que rend le parapheur, ou choisissez la signature sur papier.",
                champ="fichier",
            )
        row = found.as_row()
    retour = RetourSignature.objects.create(
        region=figee.region,
        figee=figee,
        mode=mode,
        fichier=fichier,
        valide=row.get("valide", False),
        constats=row,
    )
    record(acteur=acteur, action="rendre un document signé", objet=retour)
    return retour


def check_return(acteur: Any, figee: VersionContrat) -> None:
    """Refuse without the role, on what is signed, or on a version that a later one replaced."""
    if not can_return(acteur, figee.contrat, figee.avenant):
        raise ActeRefuse("Vous ne pouvez pas rendre de document signé pour ce contrat.")
    latest = VersionContrat.objects.filter(contrat=figee.contrat_id, avenant=figee.avenant_id)
    if latest.order_by("-numero").values_list("pk", flat=True).first() != figee.pk:
        raise ActeRefuse(
            "Une version plus récente a été figée depuis.", "Faites signer la dernière."
        )


def signatures_of(retour: RetourSignature) -> tuple[ConstatSignature, ...]:
    """Return what was read of each signature of a returned file; none of a scan."""
    return from_row(retour.constats).signatures if retour.constats else ()


def waiting_of(figee: VersionContrat) -> list[Signataire]:
    """Return the signatories whose signature is not recorded yet, in order."""
    avenant = figee.avenant
    signing = parties_of(avenant) if avenant else originals_of(figee.contrat)
    wanted = avenant.pk if avenant else None
    return [one for one in signing if not any(s.avenant_id == wanted for s in one.signatures.all())]


@transaction.atomic
def match_signature(
    *, acteur: Any, retour: RetourSignature, champ: str, signataire: Signataire
) -> Signature:
    """Record that a verified signature is that of a signatory: a person says so, by the names."""
    check_return(acteur, retour.figee)
    found = next((one for one in signatures_of(retour) if one.champ == champ), None)
    if found is None:
        raise ActeRefuse("Cette signature n’est pas dans le fichier rendu.", champ="signataire")
    if not retour.valide and not _holds(retour, found):
        raise ActeRefuse(
            "Cette signature n’est pas vérifiée : elle ne peut pas être enregistrée.",
            "Lisez ses réserves ; la signature sur papier reste possible.",
            champ="signataire",
        )
    if found.moment is None:
        raise ActeRefuse("Cette signature ne dit pas sa date.", champ="signataire")
    if retour.rapprochements.filter(champ=champ).exists():
        raise ActeRefuse("Cette signature est déjà rapprochée.", champ="signataire")
    day = timezone.localtime(found.moment).date()
    return _record(acteur, retour, champ, signataire, day)


def _holds(retour: RetourSignature, found: ConstatSignature) -> bool:
    """Say whether one signature holds though another of the file does not."""
    return bool(found.valide and retour.constats["meme_document"])


@transaction.atomic
def match_paper(
    *, acteur: Any, retour: RetourSignature, signataire: Signataire, date_signature: date
) -> Signature:
    """Record a signature on paper: the scan bears it, a person answers for its date."""
    check_return(acteur, retour.figee)
    if retour.mode != ModeSignature.PAPIER:
        raise ActeRefuse("Ce fichier porte des signatures électroniques : rapprochez chacune.")
    return _record(acteur, retour, "", signataire, date_signature)


def _record(
    acteur: Any, retour: RetourSignature, champ: str, signataire: Signataire, day: date
) -> Signature:
    if signataire.contrat_id != retour.figee.contrat_id:
        raise ActeRefuse("Ce signataire est d’un autre contrat.", champ="signataire")
    signature = record_signature(
        acteur=acteur, signataire=signataire, date_signature=day, avenant=retour.figee.avenant,
        fichier=retour.fichier,
    )  # fmt: skip
    row = RapprochementSignature.objects.create(
        region=retour.region, retour=retour, champ=champ, signature=signature
    )
    record(acteur=acteur, action="rapprocher une signature", objet=row)
    return signature


def find_frozen(octets: bytes) -> PieceVersion | None:
    """Return the frozen document that a file is, or begins with: whole, to the last byte.

    Sizes are read in order and the file is read once, whatever the number of versions.
    """
    rows = PieceVersion.objects.filter(taille__lte=len(octets)).order_by("taille")
    sizes = list(rows.values_list("taille", flat=True).distinct())
    running, done, prints = hashlib.sha256(), 0, set()
    for size in sizes:
        running.update(octets[done:size])
        done = size
        prints.add(running.hexdigest())
    found = rows.filter(sha256__in=prints).select_related("figee__contrat", "figee__avenant")
    return found.order_by("-taille", "-pk").first()
