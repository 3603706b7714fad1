"""The rows of the préfiguration and of the follow-up of the elaboration."""

from ancrage.plateforme.prefiguration.models.conduite import (
    SIGLES,
    Copilote,
    Demarche,
    EtapeAccompagnement,
    LettreEngagement,
)
from ancrage.plateforme.prefiguration.models.suivi import (
    AccordSuivi,
    Calcul,
    Frequence,
    IndicateurSuivi,
    MesureSuivi,
    Partie,
    Sens,
)

__all__ = [
    "SIGLES",
    "AccordSuivi",
    "Calcul",
    "Copilote",
    "Demarche",
    "EtapeAccompagnement",
    "Frequence",
    "IndicateurSuivi",
    "LettreEngagement",
    "MesureSuivi",
    "Partie",
    "Sens",
]
