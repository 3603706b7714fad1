"""The addresses of a préfiguration: a contract, its co-lead, a step with its file, the list."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.models import Copilote, EtapeAccompagnement, IndicateurSuivi
from ancrage.plateforme.prefiguration.services.accompagnement import EtapeEcrite, add_etape
from ancrage.plateforme.prefiguration.services.copilotes import CopiloteEcrit, name_copilote
from ancrage.plateforme.prefiguration.services.engagement import record_letter
from ancrage.plateforme.prefiguration.services.suivi import IndicateurEcrit, add_indicateur
from tests.architecture.cas_droits import Monde, cas
from tests.architecture.cas_rencontres import a_contrat
from tests.plateforme.contrats.factories import make_fichier


def a_copilote(monde: Monde) -> Copilote:
    contrat = a_contrat(monde)
    contenu = CopiloteEcrit(monde.organisation, "cpts", "coordination", timezone.localdate())
    return contrat.copilotes.first() or name_copilote(acteur=None, contrat=contrat, contenu=contenu)


def a_step(monde: Monde) -> EtapeAccompagnement:
    contrat: Contrat = a_contrat(monde)
    contenu = EtapeEcrite("Lire (exemple)", "les maires", "la CPTS",
                          fichier=make_fichier(monde.region))  # fmt: skip
    return contrat.etapes_accompagnement.first() or add_etape(
        acteur=None, contrat=contrat, contenu=contenu
    )


def an_indicator(monde: Monde) -> IndicateurSuivi:
    contrat = a_contrat(monde)
    contenu = IndicateurEcrit("Habitants", "Feuilles.", "au_moins", Decimal(9), "personnes",
                              "copil", "l’équipe")  # fmt: skip
    return contrat.indicateurs_suivi.first() or add_indicateur(
        acteur=None, contrat=contrat, contenu=contenu
    )


@cas(
    "prefiguration:prefiguration", "prefiguration:designer", "prefiguration:proposer_plan",
    "prefiguration:nouvelle_etape", "prefiguration:enregistrer_lettre", "prefiguration:suivi",
    "prefiguration:proposer_suivi", "prefiguration:nouvel_indicateur", "prefiguration:rouvrir",
)  # fmt: skip
def contrat_prefigure(monde: Monde) -> dict[str, Any]:
    return {"slug": a_contrat(monde).slug}


@cas("prefiguration:convenir")
def accord(monde: Monde) -> dict[str, Any]:
    return contrat_prefigure(monde) | {"partie": "collectivite"}


@cas("prefiguration:modifier_copilote", "prefiguration:finir_copilote")
def copilote(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.contrat, "identifiant": a_copilote(monde).identifiant}


@cas("prefiguration:modifier_etape", "prefiguration:deplacer_etape", "prefiguration:retirer_etape")
def etape_accompagnement(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.contrat, "identifiant": a_step(monde).identifiant}


@cas("prefiguration:piece")
def piece_de_prefiguration(monde: Monde) -> dict[str, Any]:
    fichier = a_step(monde).fichier
    assert fichier is not None
    fichier.chemin.parent.mkdir(parents=True, exist_ok=True)
    fichier.chemin.write_bytes(b"x")
    return {"slug": monde.contrat, "identifiant": fichier.identifiant}


@cas("prefiguration:retirer_lettre")
def lettre_signee(monde: Monde) -> dict[str, Any]:
    contrat = a_contrat(monde)
    lettre = contrat.lettres_engagement.first() or record_letter(
        acteur=None, contrat=contrat, fichier=make_fichier(monde.region),
        signee_le=timezone.localdate(), signataires="la présidente (exemple)",
    )  # fmt: skip
    return {"slug": monde.contrat, "identifiant": lettre.identifiant}


@cas(
    "prefiguration:modifier_indicateur", 
    "prefiguration:retirer_indicateur", "prefiguration:mesurer",
)  # fmt: skip
def indicateur_de_suivi(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.contrat, "identifiant": an_indicator(monde).identifiant}
