"""The chiffres clés (documents.md § 6): eight pages exactly, for any territory, PDF and XLSX."""

from ancrage.publication.documents.chiffres_cles.ecriture import write_chiffres_cles
from ancrage.publication.documents.chiffres_cles.lot import BilanLot, write_batch

__all__ = ["BilanLot", "write_batch", "write_chiffres_cles"]
