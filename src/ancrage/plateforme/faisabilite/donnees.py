"""What notes hold about a person: what she may take away, and what erasing her changes."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.faisabilite.models import DecisionNote


def _decisions(person: Any) -> list[Ligne]:
    rows = DecisionNote.objects.filter(auteur=person).select_related("note")
    return [{"décision": str(one), "le": one.le.isoformat()} for one in rows]


def _rename(person: Any) -> None:
    """Take the name off the decisions; the decision itself stays."""
    DecisionNote.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("decisions-faisabilite", "Décisions de faisabilité", _decisions, _rename))
