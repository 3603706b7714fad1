"""Renew: the contract waits for the one that follows it, made on its perimeter."""

from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.cycle import Motif, step
from ancrage.plateforme.contrats.services.equipe import carry_posts
from ancrage.plateforme.contrats.services.ouverture import enter, make_contrat
from ancrage.plateforme.journal.services import record


@transaction.atomic
def renew_contrat(
    *,
    acteur: Any,
    contrat: Contrat,
    nom: str,
    expected: int,
    on: date | None = None,
    motif: Motif | None = None,
) -> Contrat:
    """Open the following contract at the order of its diagnosis, in light mode; return it.

    It takes the signed perimeter as its study perimeter, the carriers with their competence, and
    the people in post. The contract renewed stays in force until the other is signed.
    """
    jour = day_of_act(on)
    step(
        acteur=acteur, contrat=contrat, acte="renouveler", expected=expected, jour=jour,
        motif=motif or Motif(),
    )  # fmt: skip
    porteurs = list(contrat.porteurs.select_related("organisation"))
    suivant = make_contrat(
        acteur=acteur,
        nom=nom,
        perimetre_etude=contrat.dernier_perimetre,
        porteurs=[one.organisation for one in porteurs],
        contrat_precedent=contrat,
    )
    _carry_competences(acteur, contrat, suivant)
    enter(acteur=acteur, contrat=suivant, acte="succeder", vers=Etat.DLS_COMMANDE, jour=jour)
    carry_posts(acteur=acteur, ancien=contrat, nouveau=suivant, jour=jour)
    return suivant


def _carry_competences(acteur: Any, ancien: Contrat, nouveau: Contrat) -> None:
    known = {one.organisation_id: one for one in ancien.porteurs.all()}
    for one in nouveau.porteurs.all():
        former = known[one.organisation_id]
        one.competence_statutaire, one.statuts_du = former.competence_statutaire, former.statuts_du
        one.statuts, one.verifiee_le = former.statuts, former.verifiee_le
        one.save()
        record(acteur=acteur, action="reprendre une compétence vérifiée", objet=one)
