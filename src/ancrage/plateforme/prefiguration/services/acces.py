"""The doors of the writes: who, and on a contract whose life goes on."""

from datetime import date
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.permissions import can_prepare


def check_open(contrat: Contrat) -> None:
    """Refuse what comes after the elaboration: its traces stay as they are."""
    if contrat.is_signed or not contrat.is_open:
        raise ActeRefuse("L’élaboration de ce contrat est finie.", "Elle se lit et ne change plus.")


def check_preparer(acteur: Any, contrat: Contrat) -> None:
    """Refuse whoever does not prepare the contract; `None` is the site itself."""
    if acteur is not None and not can_prepare(acteur, contrat):
        raise ActeRefuse("Le coordonnateur et l’ARS tiennent la préfiguration de ce contrat.")
    check_open(contrat)


def check_past(day: date | None, champ: str) -> None:
    """Refuse a day still to come, for what is said to have happened."""
    if day is not None and day > today():
        raise ActeRefuse(f"Le {day:%d/%m/%Y} n’est pas encore passé.", champ=champ)


def author_of(acteur: Any) -> dict[str, Any]:
    """Return who writes, as a row keeps it."""
    return {"auteur": acteur, "auteur_label": str(acteur) if acteur else "Ancrage"}
