"""The facts of meetings that the guards of a contract ask for: what was held, what was decided."""

from datetime import date

from ancrage.plateforme.contrats.avis import latest_word, opinion_answer
from ancrage.plateforme.contrats.faits import Fournisseur, Reponse, register_fact
from ancrage.plateforme.contrats.models import Contrat, Organe
from ancrage.plateforme.rencontres.models import (
    Decision,
    EtatDecision,
    EtatReunion,
    ObjetDecision,
    Reunion,
    TypeInstance,
)


def copil_installe(contrat: Contrat, on: date) -> Reponse:
    """Answer: a COPIL was held by that day."""
    first = (
        Reunion.objects.of(contrat)
        .filter(instance__type=TypeInstance.COPIL, etat=EtatReunion.TENUE, le__lte=on)
        .order_by("le")
        .first()
    )
    if first is None:
        return Reponse(False, manque="une séance du comité de pilotage, tenue et émargée")
    return Reponse(True, f"comité de pilotage tenu le {first.le:%d/%m/%Y}")


def _decided(contrat: Contrat, on: date, objet: ObjetDecision, where: TypeInstance) -> Reponse:
    """Answer: a body decided it in a meeting held by that day, and did not give it up since."""
    return _told(_last_decision(contrat, on, objet, where), objet, where)


def _last_decision(
    contrat: Contrat, on: date, objet: ObjetDecision, where: TypeInstance
) -> Decision | None:
    found: Decision | None = (
        Decision.objects.of(contrat)
        .filter(
            objet=objet,
            reunion__instance__type=where,
            reunion__etat=EtatReunion.TENUE,
            reunion__le__lte=on,
        )
        .exclude(etat=EtatDecision.ABANDONNEE)
        .order_by("-numero")
        .first()
    )
    return found


def _told(found: Decision | None, objet: ObjetDecision, where: TypeInstance) -> Reponse:
    if found is None:
        return Reponse(False, manque=f"une décision « {objet.label} » du {where.label}")
    return Reponse(True, f"décision n° {found.numero} du {found.reunion.le:%d/%m/%Y}")


def avis_cotech(contrat: Contrat, on: date) -> Reponse:
    """Answer: the technical committee gave its opinion, written as such or decided in a meeting.

    The latest word counts: a decision of a later day holds over a former opinion.
    """
    avis = latest_word(contrat, Organe.COTECH, on)
    found = _last_decision(contrat, on, ObjetDecision.AVIS_COTECH, TypeInstance.COTECH)
    if avis is None or avis.rendu_le is None:
        return _told(found, ObjetDecision.AVIS_COTECH, TypeInstance.COTECH)
    if found is not None and found.reunion.le > avis.rendu_le:
        return _told(found, ObjetDecision.AVIS_COTECH, TypeInstance.COTECH)
    return opinion_answer(avis, on)


def decision_de_poursuite(contrat: Contrat, on: date) -> Reponse:
    """Answer: the COPIL decided to go on."""
    return _decided(contrat, on, ObjetDecision.POURSUITE, TypeInstance.COPIL)


def decision_de_renouvellement(contrat: Contrat, on: date) -> Reponse:
    """Answer: the COPIL decided to renew."""
    return _decided(contrat, on, ObjetDecision.RENOUVELLEMENT, TypeInstance.COPIL)


def decision_de_non_reconduction(contrat: Contrat, on: date) -> Reponse:
    """Answer: the COPIL decided not to renew."""
    return _decided(contrat, on, ObjetDecision.NON_RECONDUCTION, TypeInstance.COPIL)


FOURNIS: tuple[Fournisseur, ...] = (
    copil_installe, avis_cotech, decision_de_poursuite, decision_de_renouvellement,
    decision_de_non_reconduction,
)  # fmt: skip


def register_own() -> None:
    """Answer for the facts of meetings: each function bears the code of its fact."""
    for provider in FOURNIS:
        register_fact(provider.__name__, provider)
