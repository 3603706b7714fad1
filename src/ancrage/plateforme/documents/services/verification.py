"""Answer anybody: who signed a file, when, whether one byte changed, whether it is ours."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.services.avenants import parties_of
from ancrage.plateforme.documents.champs import originals_of
from ancrage.plateforme.documents.circuit import Partie, party_of
from ancrage.plateforme.documents.models import PieceVersion, RetourSignature, VersionContrat
from ancrage.plateforme.documents.pades import Verification, from_row, verify
from ancrage.plateforme.documents.services.retours import confiance, find_frozen
from ancrage.plateforme.fichiers.controle import MEGA, TAILLE_MAX, check_contenu
from ancrage.plateforme.fichiers.models import TypeFichier


@dataclass(frozen=True, slots=True)
class Lecture:
    """What was read of a file that somebody gave. `piece`: what it is here, when it is ours."""

    nom: str
    sha256: str
    verification: Verification
    piece: PieceVersion | None

    @property
    def figee(self) -> VersionContrat | None:
        """Return the version kept here that the file is, or bears."""
        return self.piece.figee if self.piece and self.verification.meme_document else None

    @property
    def brute(self) -> bool:
        """Say whether it is a file kept here and nothing more, to the last byte."""
        return self.piece is not None and self.piece.sha256 == self.sha256

    @property
    def modifiee(self) -> bool:
        """Say whether something changed: a signed byte, or the frozen document under it."""
        signed = self.verification.signatures
        changed = any(not one.intacte or not one.sans_ajout for one in signed)
        return changed or self.verification.meme_document is False


def read_file(upload: UploadedFile) -> Lecture:
    """Read a file that anybody gives: bounded, checked, and kept nowhere."""
    nom = PurePath(upload.name or "sans nom").name[:200]
    if (upload.size or 0) > TAILLE_MAX:
        raise ActeRefuse(
            f"Le fichier « {nom} » pèse plus de {TAILLE_MAX // MEGA} Mo.", champ="fichier"
        )
    octets = upload.read()
    check_contenu(nom, octets, frozenset({TypeFichier.PDF}))
    piece = find_frozen(octets)
    fige = octets[: piece.taille] if piece else None
    sha256 = hashlib.sha256(octets).hexdigest()
    return Lecture(nom, sha256, verify(octets, confiance(), fige), piece)


@dataclass(frozen=True, slots=True)
class DocumentSigne:
    """A signed contract or amendment as anybody reads it: who signed, and what proves it."""

    figee: VersionContrat
    parties: tuple[Partie, ...]
    retours: tuple[tuple[RetourSignature, Verification], ...]

    @property
    def titre(self) -> str:
        """Return how it is called."""
        avenant = self.figee.avenant
        return f"Avenant n° {avenant.numero}, {avenant.objet}" if avenant else "Le contrat"


def read_signed(figee: VersionContrat) -> DocumentSigne:
    """Return who signed a version, with what the verification of each file read that day."""
    avenant = figee.avenant
    signing = parties_of(avenant) if avenant else originals_of(figee.contrat)
    verified = [
        (one, from_row(one.constats)) for one in figee.retours.all() if one.constats and one.valide
    ]
    return DocumentSigne(
        figee, tuple(party_of(one, avenant, today()) for one in signing), tuple(verified)
    )
