"""The job that writes the files of a decided note."""

from functools import partial
from typing import Any

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.faisabilite.models import DecisionNote
from ancrage.plateforme.faisabilite.services import decisions
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import tache
from ancrage.plateforme.travaux.services import report


@tache(decisions.DESSINER, "Écrire les documents d’une note de faisabilité")
def dessiner(travail: Travail, *, decision: str) -> dict[str, Any]:
    """Write the DOCX and the PDF of a decision, in the name of who decided."""
    found = DecisionNote.objects.select_related("note").get(identifiant=decision)
    acteur = Utilisateur.objects.filter(identifiant=travail.demandeur_id).first()
    made = decisions.draw(acteur=acteur, decision=found, dire=partial(report, travail))
    return {"documents": made}
