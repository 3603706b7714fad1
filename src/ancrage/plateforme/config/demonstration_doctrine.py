"""An invented revision of the regional plan: what it leaves waiting shows on every page of it.

The contracts that are signed keep the first version. Of the others, one sheet is tied again, the
rest waits: proposed, given up, or without answer yet.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.config.demonstration_contrats import MARQUE, REGION
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.models import PlanRegional, TypePlan
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif, publish_plan
from ancrage.plateforme.doctrine.services.revisions import record_revision
from ancrage.plateforme.programmes.rattachements import rattachements_of
from ancrage.plateforme.programmes.services.rattachement import Choix, relink_fiches

SOURCE = "Révision inventée pour la démonstration."
DEPUIS = timedelta(days=45)
COMMENCE = "Bois Clairs"  # whose team began to tie its sheets again
OBJECTIFS = (
    NouvelObjectif("1", "Faciliter l’accès aux soins de premier recours"),
    NouvelObjectif("1.1", "Développer l’exercice coordonné", "1"),
    NouvelObjectif("2", "Promouvoir la santé mentale et prévenir le suicide"),
    NouvelObjectif("2.1", "Repérer et orienter tôt", "2"),
    NouvelObjectif("2.2", "Accompagner le rétablissement dans la cité", "2"),
    NouvelObjectif("3", "Prévenir et suivre les maladies chroniques"),
    NouvelObjectif("4", "Réduire les expositions environnementales"),
    NouvelObjectif("5", "Préparer la société au vieillissement"),
    NouvelObjectif("6", "Adapter les soins au changement climatique"),
)
# 5 waits for its answer; 6 (act early, with families and inhabitants) is given up.
REPONSES = {"1": ["1"], "2": ["2.1", "2.2"], "3": ["3"], "4": ["4"], "6": []}
PRAPS = (
    NouvelObjectif("A", "Aller vers les personnes éloignées des soins"),
    NouvelObjectif("A.1", "Soutenir les permanences d’accès aux soins de santé", "A"),
    NouvelObjectif("B", "Ouvrir les droits et accompagner les démarches"),
)


@transaction.atomic
def build_doctrine(say: Callable[[str], None]) -> None:
    """Revise the regional plan once; a second run changes nothing."""
    ancien = PlanRegional.objects.filter(region=REGION, type=TypePlan.PRS).first()
    if ancien is None or PlanRegional.objects.filter(region=REGION).count() > 1:
        return
    say("Révision inventée du plan régional")
    acteur = Utilisateur.objects.get(email=f"{Role.ARS_SIEGE}@demo.example")
    start = timezone.localdate() - DEPUIS
    nouveau = publish_plan(
        acteur=acteur, region=REGION, type_=TypePlan.PRS, date_debut=start, source=SOURCE,
        libelle=f"Projet régional de santé révisé{MARQUE}", objectifs=OBJECTIFS,
    )  # fmt: skip
    publish_plan(
        acteur=acteur, region=REGION, type_=TypePlan.PRAPS, date_debut=start, source=SOURCE,
        libelle=f"Accès à la prévention et aux soins{MARQUE}", objectifs=PRAPS,
    )  # fmt: skip
    record_revision(acteur=acteur, ancien=ancien, nouveau=nouveau, correspondances=REPONSES)
    _begin(acteur)


def _begin(acteur: Utilisateur) -> None:
    """Accept one proposal, so that the history of a sheet tells it."""
    contrat = Contrat.objects.filter(nom=f"CLS {COMMENCE}{MARQUE}").first()
    waiting = rattachements_of(contrat, timezone.localdate()) if contrat else []
    first = next((one for one in waiting if one.proposes), None)
    if contrat is not None and first is not None:
        choix = Choix(first.fiche, first.fiche.version, first.ancien, first.proposes)
        relink_fiches(acteur=acteur, contrat=contrat, choix=[choix], on=timezone.localdate())
