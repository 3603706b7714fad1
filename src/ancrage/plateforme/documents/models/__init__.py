"""The rows of the documents."""

from ancrage.plateforme.documents.models.communication import LigneCommunication, PublicVise
from ancrage.plateforme.documents.models.contrats import (
    NaturePiece,
    PieceVersion,
    RedactionContrat,
    VersionContrat,
)
from ancrage.plateforme.documents.models.editions import (
    DocumentEdition,
    DocumentTerritoire,
    FormatDocument,
)
from ancrage.plateforme.documents.models.retours import (
    ModeSignature,
    RapprochementSignature,
    RetourSignature,
)

__all__ = [
    "DocumentEdition",
    "DocumentTerritoire",
    "FormatDocument",
    "LigneCommunication",
    "ModeSignature",
    "NaturePiece",
    "PieceVersion",
    "PublicVise",
    "RapprochementSignature",
    "RedactionContrat",
    "RetourSignature",
    "VersionContrat",
]
