"""What contracts hold about a person: what she may take away, and what erasing her changes."""

from typing import Any

from ancrage.plateforme.comptes.donnees import DonneesTenues, Ligne, declare
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.contrats.models import (
    Attestation,
    AvisContrat,
    BrouillonReprise,
    ClasseurReprise,
    ConstatEngagement,
    Coordonnateur,
    Derogation,
    Reprise,
    Transition,
)


def _posts(person: Any) -> list[Ligne]:
    rows = Coordonnateur.objects.filter(utilisateur=person).select_related("contrat")
    return [
        {
            "contrat": str(one.contrat),
            "début": one.debut.isoformat(),
            "fin": one.fin.isoformat() if one.fin else "",
            "ETP": str(one.etp),
        }
        for one in rows
    ]


def _steps(person: Any) -> list[Ligne]:
    rows = Transition.objects.filter(acteur=person).select_related("contrat")
    return [
        {"contrat": str(one.contrat), "acte": one.get_acte_display(), "le": one.le.isoformat()}
        for one in rows
    ]


def _writings(person: Any) -> list[Ligne]:
    papers = Attestation.objects.filter(auteur=person).select_related("contrat")
    lifted = Derogation.objects.filter(auteur=person).select_related("contrat")
    entered = Reprise.objects.filter(auteur=person).select_related("contrat")
    rows = [("attestation", one.contrat, one.attestee_le) for one in papers]
    rows += [("dérogation", one.contrat, one.le) for one in lifted]
    rows += [("reprise", one.contrat, one.le) for one in entered]
    given = AvisContrat.objects.filter(auteur=person).select_related("contrat")
    rows += [("avis", one.contrat, one.rendu_le) for one in given if one.rendu_le]
    stated = ConstatEngagement.objects.filter(auteur=person).select_related(
        "engagement__signataire__contrat"
    )
    rows += [("constat", one.engagement.signataire.contrat, one.le) for one in stated]
    return [
        {"acte": acte, "contrat": str(contrat), "le": le.isoformat()} for acte, contrat, le in rows
    ]


def _drafts(person: Any) -> list[Ligne]:
    drafts = BrouillonReprise.objects.filter(auteur=person)
    books = ClasseurReprise.objects.filter(auteur=person).select_related("fichier")
    return [
        *({"reprise": "brouillon", "le": one.cree_le.isoformat()} for one in drafts),
        *({"reprise": str(one.fichier), "le": one.cree_le.isoformat()} for one in books),
    ]


def _rename(person: Any) -> None:
    """Take the name off the steps; the step itself, and its roles, stay."""
    Transition.objects.filter(acteur=person).update(acteur_label=PSEUDONYME)
    for model in (Attestation, Derogation, Reprise, AvisContrat, ConstatEngagement):
        model.objects.filter(auteur=person).update(auteur_label=PSEUDONYME)


def declare_own() -> None:
    """Declare the tables of this app."""
    declare(DonneesTenues("postes", "Postes de coordonnateur", _posts))
    declare(DonneesTenues("transitions", "Étapes de contrats", _steps, effacer=_rename))
    declare(DonneesTenues("reprises", "Reprises préparées", _drafts))
    declare(
        DonneesTenues("pieces-contrats", "Attestations, dérogations, avis, constats", _writings)
    )
