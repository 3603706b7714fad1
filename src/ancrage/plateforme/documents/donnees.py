"""What the texts and versions of contracts hold about a person, and what erasing her changes."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.documents.models import RedactionContrat, VersionContrat


def _texts(person: Any) -> list[Ligne]:
    texts = RedactionContrat.objects.filter(auteur=person).select_related("contrat")
    frozen = VersionContrat.objects.filter(auteur=person).select_related("contrat", "avenant")
    rows = [("texte", str(one), one.ecrit_le.date().isoformat()) for one in texts]
    rows += [("version figée", str(one), one.jour.isoformat()) for one in frozen]
    return [{"acte": acte, "objet": objet, "le": le} for acte, objet, le in rows]


def _rename(person: Any) -> None:
    """Take the name off; what was frozen bears no name but those of the signatories."""
    for model in (RedactionContrat, VersionContrat):
        model.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("textes-contrats", "Textes de contrats", _texts, effacer=_rename))
