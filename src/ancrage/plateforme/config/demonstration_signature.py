"""What surrounds the text of two invented contracts: processes, engagements, opinions, avenant."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ancrage.plateforme.contrats.models import ActeAttendu, Avenant, Contrat, Organe
from ancrage.plateforme.contrats.services.avenants import (
    ArticleModifie,
    Projet,
    parties_of,
    prepare_avenant,
    sign_avenant,
)
from ancrage.plateforme.contrats.services.avis import (
    AvisRendu,
    ask_opinion,
    give_opinion,
    lift_reserves,
)
from ancrage.plateforme.contrats.services.engagements import (
    Promesse,
    add_engagement,
    state_engagement,
)
from ancrage.plateforme.contrats.services.parties import (
    Vote,
    record_deliberation,
    record_signature,
)
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.programmes.services.demarches import DemarcheEcrite, add_demarche

MARQUE = " (exemple)"
DEMARCHES = (
    DemarcheEcrite(
        "clsm", f"Conseil local de santé mentale des Trois Rives{MARQUE}",
        f"Communauté Trois Rives{MARQUE}",
        prise_en_compte="Les actions de santé mentale sont préparées par le conseil, puis portées "
        "au programme du contrat.",
    ),
    DemarcheEcrite(
        "contrat_ville", f"Contrat de ville des Trois Rives{MARQUE}",
        f"Communauté Trois Rives{MARQUE}",
        prise_en_compte="Le contrat local de santé en est le volet santé : les deux comités de "
        "pilotage se tiennent le même jour.",
    ),
    DemarcheEcrite("cpts", f"CPTS des Rives{MARQUE}", f"Association CPTS des Rives{MARQUE}"),
)  # fmt: skip
AVANT = "Ont accepté de prendre part au contrat la caisse d’allocations familiales et l’hôpital."
APRES = (
    f"{AVANT}\n\nDes associations d’habitants les rejoignent, avec l’accord du comité de pilotage."
)


def build_signature(acteur: Any, contrat: Contrat, fichier: Fichier) -> None:
    """Give the shared contract its processes, its engagements and a signed amendment."""
    for contenu in DEMARCHES:
        add_demarche(acteur=acteur, contrat=contrat, contenu=contenu)
    _engagements(acteur, contrat)
    jour = timezone.localdate() - timedelta(days=20)
    avenant = prepare_avenant(
        acteur=acteur, contrat=contrat,
        projet=Projet(
            f"Associations d’habitants{MARQUE}", "Faire place aux habitants (exemple inventé).",
            jour, [ArticleModifie(4, AVANT, APRES)],
        ),
    )  # fmt: skip
    for one in parties_of(avenant):
        _act(acteur, one, avenant, fichier)
    sign_avenant(acteur=acteur, avenant=avenant, expected=avenant.version, on=jour)


def _act(acteur: Any, signataire: Any, avenant: Avenant, fichier: Fichier) -> None:
    jour = avenant.date_effet
    if signataire.acte_attendu == ActeAttendu.DELIBERATION:
        vote = Vote(f"{jour.year}-12", jour, jour, jour, True, fichier)
        record_deliberation(acteur=acteur, signataire=signataire, vote=vote, avenant=avenant)
    record_signature(acteur=acteur, signataire=signataire, date_signature=jour, avenant=avenant)


def _engagements(acteur: Any, contrat: Contrat) -> None:
    """Write one engagement per signatory, each in another state."""
    today = timezone.localdate()
    promises = (
        Promesse("donnees", "Rendre chaque année les chiffres clés du territoire.", "", None),
        Promesse("humain", "Employer le coordonnateur du contrat.", "0,8 ETP", today),
    )
    signing = contrat.signataires.filter(avenant__isnull=True).order_by("rang")
    for signataire, promesse in zip(signing, promises, strict=False):
        made = add_engagement(acteur=acteur, signataire=signataire, promesse=promesse)
        if promesse.nature == "humain":
            state_engagement(
                acteur=acteur, engagement=made, etat="partiellement",
                commentaire="Le poste a été vacant trois mois (exemple).",
            )  # fmt: skip


def build_avis(acteur: Any, contrat: Contrat) -> None:
    """Give a contract in validation the opinion of its committee; that of the ARS is asked."""
    jour = timezone.localdate() - timedelta(days=15)
    given = give_opinion(
        acteur=acteur, contrat=contrat, organe=Organe.COTECH,
        rendu=AvisRendu(
            "reserve", jour, f"animatrice du comité technique{MARQUE}",
            reserves="Préciser le pilote de deux fiches actions.",
        ),
    )  # fmt: skip
    lift_reserves(
        acteur=acteur, avis=given, levee="Les deux pilotes sont nommés.",
        on=jour + timedelta(days=5),
    )  # fmt: skip
    ask_opinion(acteur=acteur, contrat=contrat)
