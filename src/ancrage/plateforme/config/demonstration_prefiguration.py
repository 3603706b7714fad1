"""Invented préfigurations: co-leads, support of élus, a follow-up agreed, or still awaited."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.models import Organisation, TypeOrganisation, Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.organisations import create_organisation
from ancrage.plateforme.config.demonstration_rencontres import Siege, hold_copil, make_copil
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.prefiguration.models import EtapeAccompagnement, Partie
from ancrage.plateforme.prefiguration.services.accompagnement import (
    EtapeEcrite,
    edit_etape,
    propose_plan,
)
from ancrage.plateforme.prefiguration.services.accords import agree
from ancrage.plateforme.prefiguration.services.copilotes import CopiloteEcrit, name_copilote
from ancrage.plateforme.prefiguration.services.engagement import record_letter
from ancrage.plateforme.prefiguration.services.suivi import measure, propose_indicateurs
from ancrage.plateforme.rencontres.models import College

MARQUE = " (démonstration)"
ETATS = AVANT_SIGNATURE[AVANT_SIGNATURE.index(Etat.PREFIGURATION) :]
# How many steps of the plan are done where the contract stands.
FAITES = {
    Etat.PREFIGURATION: 2, Etat.DLS_COMMANDE: 3, Etat.DLS_EN_COURS: 4, Etat.PRIORISATION: 5,
    Etat.ATELIERS: 6, Etat.VALIDATION: 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Equipe:
    """Who leads and who signs, around one invented contract."""

    acteur: Utilisateur
    ars: Organisation
    porteur: Organisation
    cpts: Organisation
    asv: Organisation
    depuis: date


@transaction.atomic
def build_prefigurations(say: Callable[[str], None]) -> None:
    """Write the préfiguration of each contract in preparation once; a second run adds nothing."""
    found = Contrat.objects.filter(etat__in=ETATS, copilotes__isnull=True).order_by("pk")
    if not found.exists():
        return
    say("Préfigurations inventées : copilotes, accompagnement des élus, suivi")
    for contrat in found:
        _build(contrat, _around(contrat))


def _around(contrat: Contrat) -> _Equipe:
    acteur = Utilisateur.objects.get(email=f"{Role.ARS_SIEGE}@demo.example")
    porteur = contrat.porteurs.select_related("organisation").get().organisation
    name = contrat.nom.removeprefix("CLS ")

    def make(kind: str, words: str) -> Organisation:
        return create_organisation(
            acteur=acteur, region=contrat.region, type=kind, nom=f"{words} {name}", territoire=""
        )

    return _Equipe(
        acteur,
        Organisation.objects.get(region=contrat.region, type=TypeOrganisation.ARS_SIEGE),
        porteur,
        make(TypeOrganisation.CPTS, "CPTS"),
        make(TypeOrganisation.ASSOCIATION, "Atelier santé ville"),
        contrat.transitions.order_by("rang").values_list("le", flat=True)[0],
    )


def _build(contrat: Contrat, equipe: _Equipe) -> None:
    _lead(contrat, equipe)
    _support(contrat, equipe)
    _follow(contrat, equipe)
    record_letter(
        acteur=equipe.acteur, contrat=contrat, signee_le=equipe.depuis,
        fichier=Fichier.objects.filter(region=contrat.region, type="txt").earliest("pk"),
        signataires=f"la présidente de la communauté{MARQUE}",
    )  # fmt: skip
    if contrat.etat != Etat.PREFIGURATION:
        _meet(contrat, equipe)


def _lead(contrat: Contrat, equipe: _Equipe) -> None:
    for organisation, demarche, fonction, role in (
        (equipe.cpts, "cpts", "coordination", "mobilisation des soins, interface avec l’ARS"),
        (equipe.asv, "asv", "animation", "accompagnement des élus, lien avec les quartiers"),
    ):
        contenu = CopiloteEcrit(organisation, demarche, fonction, equipe.depuis, role)
        name_copilote(acteur=equipe.acteur, contrat=contrat, contenu=contenu)


def _support(contrat: Contrat, equipe: _Equipe) -> None:
    plan = propose_plan(acteur=equipe.acteur, contrat=contrat, on=equipe.depuis)
    today = timezone.localdate()
    for one in plan[: FAITES[Etat(contrat.etat)]]:
        done = min(one.prevue_le or today, today - timedelta(days=7))
        _do(equipe, one, max(done, equipe.depuis))


def _do(equipe: _Equipe, one: EtapeAccompagnement, done: date) -> None:
    contenu = EtapeEcrite(one.quoi, one.pour, one.par, one.contenu, one.prevue_le, done)
    edit_etape(acteur=equipe.acteur, etape=one, expected=one.version, contenu=contenu)


def _follow(contrat: Contrat, equipe: _Equipe) -> None:
    """Agree to the list; where the préfiguration begins, the local authority is still awaited."""
    made = propose_indicateurs(acteur=equipe.acteur, contrat=contrat, on=equipe.depuis)
    agree(
        acteur=equipe.acteur, contrat=contrat, partie=Partie.ARS, organisation=equipe.ars,
        fonction="déléguée départementale", on=equipe.depuis,
    )  # fmt: skip
    if contrat.etat == Etat.PREFIGURATION:
        return
    agree(
        acteur=None, contrat=contrat, partie=Partie.COLLECTIVITE, organisation=equipe.porteur,
        fonction="vice-présidente à la santé", on=equipe.depuis + timedelta(days=10),
    )  # fmt: skip
    typed = next(one for one in made if not one.calcul)
    for weeks, value in ((3, 12), (6, 34)):
        day = equipe.depuis + timedelta(weeks=weeks)
        measure(acteur=equipe.acteur, indicateur=typed, le=day, valeur=Decimal(value))


def _meet(contrat: Contrat, equipe: _Equipe) -> None:
    """Install the COPIL that the order of the diagnosis supposes."""
    sieges = (
        Siege(equipe.porteur, College.ELUS, "présidente"),
        Siege(equipe.ars, College.INSTITUTIONS, "déléguée départementale"),
        Siege(equipe.cpts, College.PROFESSIONNELS, "coordination"),
        Siege(equipe.asv, College.ASSOCIATIONS, "animation"),
    )
    copil = make_copil(equipe.acteur, contrat, sieges, equipe.depuis)
    hold_copil(equipe.acteur, copil, equipe.depuis + timedelta(days=30), ())
