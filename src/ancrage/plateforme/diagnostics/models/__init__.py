"""The diagnosis: its order, the work on it, and the editions that no one changes any more."""

from ancrage.plateforme.diagnostics.models.avis import AvisDiagnostic, DemandeAvis, SensAvis
from ancrage.plateforme.diagnostics.models.editions import (
    Consultation,
    ContenuEdition,
    Edition,
    EditionQuerySet,
    Erratum,
    StatutEdition,
)
from ancrage.plateforme.diagnostics.models.travail import (
    Brouillon,
    CahierDesCharges,
    ControleSecret,
    Diagnostic,
    DiagnosticQuerySet,
    Opinion,
    Redaction,
    Relecture,
    Remarque,
    SelectionIndicateur,
)

__all__ = [
    "AvisDiagnostic",
    "Brouillon",
    "CahierDesCharges",
    "Consultation",
    "ContenuEdition",
    "ControleSecret",
    "DemandeAvis",
    "Diagnostic",
    "DiagnosticQuerySet",
    "Edition",
    "EditionQuerySet",
    "Erratum",
    "Opinion",
    "Redaction",
    "Relecture",
    "Remarque",
    "SelectionIndicateur",
    "SensAvis",
    "StatutEdition",
]
