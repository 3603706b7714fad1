"""What the follow-up of the elaboration writes in the minutes, until the signature."""

from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.lectures import agreed_on, follow_up
from ancrage.plateforme.rencontres.rubriques import register_rubrique


def avancement(contrat: Contrat, on: date) -> str:
    """Return the last value of each agreed indicator, one per line; nothing once signed."""
    if contrat.is_signed or agreed_on(contrat, on) is None:
        return ""
    lines = ["Suivi de l’élaboration, indicateurs convenus :"]
    for one in follow_up(contrat, on):
        value = one.dite or "pas encore mesuré"
        when = f", au {one.le:%d/%m/%Y}" if one.le else ""
        lines.append(f"- {one.indicateur} : {value}{when} (cible : {one.cible})")
    return "\n".join(lines)


def register_own() -> None:
    """Fill what this app knows."""
    register_rubrique("avancement", avancement)
