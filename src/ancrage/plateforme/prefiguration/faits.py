"""The fact of R13: the indicators of the elaboration are agreed between the ARS and the élus."""

from datetime import date

from ancrage.plateforme.contrats.faits import Reponse, register_fact
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.lectures import agreements_of
from ancrage.plateforme.prefiguration.models import Partie


def indicateurs_de_suivi(contrat: Contrat, on: date) -> Reponse:
    """Answer: there is a list, and each side has agreed to it by that day."""
    count = contrat.indicateurs_suivi.count()
    if not count:
        return Reponse(False, manque="la liste des indicateurs de suivi de l’élaboration")
    held = agreements_of(contrat, on)
    lacking = [f"l’accord de {one.label}" for one in Partie if one not in held]
    if lacking:
        return Reponse(False, manque=f"{' et '.join(lacking)} sur les indicateurs de suivi")
    day = max(one.le for one in held.values())
    words = f"{count} indicateur{'s' if count > 1 else ''} de suivi"
    return Reponse(True, f"{words}, convenu{'s' if count > 1 else ''} le {day:%d/%m/%Y}")


def register_own() -> None:
    """Answer for the fact."""
    register_fact("indicateurs_de_suivi", indicateurs_de_suivi)
