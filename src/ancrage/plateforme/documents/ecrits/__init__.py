"""The documents that the site composes of a contract, and that its team finishes in Word."""

from ancrage.plateforme.documents.ecrits.registre import ECRITS, Ecrit, ecrits_of, render_ecrit

__all__ = ["ECRITS", "Ecrit", "ecrits_of", "render_ecrit"]
