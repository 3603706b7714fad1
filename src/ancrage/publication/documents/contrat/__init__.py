"""The contract and its amendments as documents, from plain records alone."""

from ancrage.publication.documents.contrat.avenant import build_avenant
from ancrage.publication.documents.contrat.construction import build_contrat
from ancrage.publication.documents.contrat.modeles import (
    ArticleModifie,
    AvenantDit,
    CommuneDite,
    FicheDite,
    FinancementDit,
    IndicateurDit,
    MatiereAvenant,
    MatiereContrat,
    PartieEcrite,
    SignataireDit,
    ThemeProgramme,
)
from ancrage.publication.documents.contrat.publique import hide, make_public

__all__ = [
    "ArticleModifie",
    "AvenantDit",
    "CommuneDite",
    "FicheDite",
    "FinancementDit",
    "IndicateurDit",
    "MatiereAvenant",
    "MatiereContrat",
    "PartieEcrite",
    "SignataireDit",
    "ThemeProgramme",
    "build_avenant",
    "build_contrat",
    "hide",
    "make_public",
]
