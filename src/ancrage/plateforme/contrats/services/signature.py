"""Sign: the doctrine of the day is kept, the former contract ends."""

from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat, Transition
from ancrage.plateforme.contrats.services.cycle import Motif, step
from ancrage.plateforme.doctrine.lectures import doctrine_in_force


@transaction.atomic
def sign_contrat(
    *, acteur: Any, contrat: Contrat, expected: int, on: date | None = None
) -> Transition:
    """Sign once every guard is kept; the contract keeps the doctrine of that day for ever.

    The contract that it renews ends with it (« terminé »).
    """
    jour = day_of_act(on)
    contrat.doctrine = doctrine_in_force(contrat.region, on=jour)
    contrat.save_version(expected=expected, fields=["doctrine"])
    row = step(
        acteur=acteur, contrat=contrat, acte="signer", expected=contrat.version, jour=jour,
        motif=Motif(),
    )  # fmt: skip
    precedent = contrat.contrat_precedent
    if precedent is not None and precedent.etat == Etat.RENOUVELLEMENT:
        step(
            acteur=None, contrat=precedent, acte="terminer", expected=precedent.version,
            jour=jour, motif=Motif(f"signature de « {contrat} »"),
        )  # fmt: skip
    return row
