"""What the observatory's work holds about a person: what she may take away, what erasing changes.

No name is stored here: every row points to the person, whose own row is pseudonymised.
"""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.observations.models import DemandeOrs, DepotRestreint


def _asked(person: Any) -> list[Ligne]:
    return [
        {
            "question": one.question,
            "territoire": one.territoire_libelle,
            "état": one.get_etat_display(),
            "posée le": f"{one.cree_le:%Y-%m-%d}",
            "échéance": one.echeance.isoformat(),
        }
        for one in DemandeOrs.objects.filter(demandeur=person)
    ]


def _deposited(person: Any) -> list[Ligne]:
    rows = [("déposé", one) for one in DepotRestreint.objects.filter(deposant=person)]
    rows += [("approuvé", one) for one in DepotRestreint.objects.filter(approbateur=person)]
    return [
        {"acte": acte, "dépôt": str(one), "date": f"{one.cree_le:%Y-%m-%d}"} for acte, one in rows
    ]


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("demandes", "Questions à l’observatoire", _asked))
    declare(DonneesTenues("depots", "Dépôts restreints", _deposited))
