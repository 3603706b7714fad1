"""What the préfiguration holds about a person: what she may take away, and what is renamed."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.prefiguration.models import AccordSuivi, LettreEngagement, MesureSuivi


def _writings(person: Any) -> list[Ligne]:
    letters = LettreEngagement.objects.filter(auteur=person).select_related("contrat")
    agreed = AccordSuivi.objects.filter(auteur=person).select_related("contrat")
    typed = MesureSuivi.objects.filter(auteur=person).select_related("indicateur__contrat")
    rows = [("lettre d’engagement", one.contrat, one.enregistree_le) for one in letters]
    rows += [("accord sur le suivi", one.contrat, one.le) for one in agreed]
    rows += [(f"mesure : {one.indicateur}", one.indicateur.contrat, one.le) for one in typed]
    return [
        {"acte": acte, "contrat": str(contrat), "le": le.isoformat()} for acte, contrat, le in rows
    ]


def _rename(person: Any) -> None:
    """Take the name off what she recorded; the letter, the agreement, the value stay."""
    for model in (LettreEngagement, AccordSuivi, MesureSuivi):
        model.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("prefiguration", "Préfiguration et suivi", _writings, effacer=_rename))
