"""A préfiguration for the tests: co-leads, a plan, an agreed list, all invented."""

from datetime import date
from decimal import Decimal
from typing import Any

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.models import Copilote, IndicateurSuivi
from ancrage.plateforme.prefiguration.services.accords import agree
from ancrage.plateforme.prefiguration.services.copilotes import CopiloteEcrit, name_copilote
from ancrage.plateforme.prefiguration.services.suivi import (
    IndicateurEcrit,
    add_indicateur,
    propose_indicateurs,
)
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import Equipe, opened

JOUR = date(2026, 3, 2)


class Prefig:
    """A contract in preparation, and who prepares it on each side."""

    def __init__(self, contrat: Contrat | None = None, equipe: Equipe | None = None) -> None:
        self.equipe = equipe or Equipe()
        self.contrat = contrat or opened(self.equipe, JOUR)
        over = {"portee": Portee.CONTRAT, "code": self.contrat.slug}
        self.coordonnateur = member(Role.COORDONNATEUR, organisation=self.equipe.porteur, **over)
        self.elu = member(Role.ELU, organisation=self.equipe.porteur, **over)
        self.dd = self.equipe.people[Role.DD_ARS]


def a_copilote(prefig: Prefig, **changes: Any) -> Copilote:
    values: dict[str, Any] = {
        "demarche": "cpts", "fonction": "coordination", "debut": JOUR, "role": "interface (essai)",
    }  # fmt: skip
    values["organisation"] = changes.pop("organisation", None) or OrganisationFactory(type="cpts")
    return name_copilote(
        acteur=prefig.coordonnateur, contrat=prefig.contrat,
        contenu=CopiloteEcrit(**values | changes),
    )  # fmt: skip


def written(**changes: Any) -> IndicateurEcrit:
    values: dict[str, Any] = {
        "nom": "Habitants venus (essai)", "mesure": "Feuilles de présence.", "sens": "au_moins",
        "cible": Decimal(30), "unite": "personnes", "frequence": "copil", "qui": "l’équipe",
    }  # fmt: skip
    return IndicateurEcrit(**values | changes)


def an_indicateur(prefig: Prefig, **changes: Any) -> IndicateurSuivi:
    return add_indicateur(
        acteur=prefig.coordonnateur, contrat=prefig.contrat, contenu=written(**changes)
    )


def agreed(prefig: Prefig, *parties: str, on: date = JOUR) -> None:
    """Record the agreement of each side named, of both by default."""
    if not prefig.contrat.indicateurs_suivi.exists():
        propose_indicateurs(acteur=prefig.dd, contrat=prefig.contrat, on=on)
    sides = {
        "ars": (prefig.dd, prefig.equipe.ars, "déléguée"),
        "collectivite": (prefig.elu, prefig.equipe.porteur, "vice-présidente à la santé"),
    }
    for partie in parties or tuple(sides):
        acteur, organisation, fonction = sides[partie]
        agree(
            acteur=acteur, contrat=prefig.contrat, partie=partie, organisation=organisation,
            fonction=fonction, on=on,
        )  # fmt: skip
