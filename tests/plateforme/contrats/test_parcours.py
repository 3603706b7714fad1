"""A whole life through the services: each guard blocks until its piece is there."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.etats import ACTES, Etat, StatutCarte
from ancrage.plateforme.contrats.faits import FAITS
from ancrage.plateforme.contrats.models import Contrat, Transition
from ancrage.plateforme.contrats.services.cycle import advance
from ancrage.plateforme.contrats.services.signature import sign_contrat
from ancrage.plateforme.doctrine.lectures import doctrine_in_force
from tests.plateforme.contrats.factories import CHAINE, Equipe, bring_fact, opened, until

pytestmark = pytest.mark.django_db

JOUR = date(2018, 1, 5)
# What a guard that blocks asks for at each step; alerts are apart.
ALERTES = {"prefecture_signataire", "signataires_restreints", "ecart_perimetre_explique",
           "duree_contenue", "indicateurs_de_suivi"}  # fmt: skip


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def attempt(equipe: Equipe, contrat: Contrat, acte: str) -> Transition:
    if acte == "signer":
        return sign_contrat(acteur=equipe.siege, contrat=contrat, expected=contrat.version, on=JOUR)
    return advance(
        acteur=equipe.who(ACTES[acte].roles), contrat=contrat, acte=acte,
        expected=contrat.version, on=JOUR,
    )  # fmt: skip


def test_each_guard_of_the_chain_blocks_until_its_piece_is_there(equipe):
    contrat = opened(equipe, JOUR)
    for acte in (*CHAINE, "signer"):
        for garde in ACTES[acte].gardes:
            if garde.fait not in ALERTES | {"priorites_en_nombre"}:
                with transaction.atomic(), pytest.raises(ActeRefuse) as refus:
                    attempt(equipe, contrat, acte)
                assert "il manque" in refus.value.message
                assert "Peut l’apporter" in refus.value.message
                contrat = Contrat.objects.get(pk=contrat.pk)
            bring_fact(equipe, contrat, garde.fait, JOUR)
        row = attempt(equipe, contrat, acte)
        assert row.vers == contrat.etat == ACTES[acte].vers[0]
    assert contrat.date_signature == JOUR
    assert contrat.doctrine == doctrine_in_force("24", on=JOUR)
    assert contrat.statut_carte == StatutCarte.GENERATION


def test_a_signed_contract_starts_on_its_first_day_and_not_before(equipe):
    contrat = until(equipe, Etat.SIGNE, JOUR)
    assert contrat.date_debut == JOUR
    attempt(equipe, contrat, "mettre_en_oeuvre")
    assert contrat.etat == Etat.EN_OEUVRE


def test_the_state_cannot_be_written_without_its_transition(equipe):
    contrat = opened(equipe, JOUR)
    for change in ({"etat": Etat.SIGNE}, {"rang": 7}, {"generation": 3}, {"slug": "autre"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contrat.objects.filter(pk=contrat.pk).update(**change)


def test_no_step_before_the_last_one(equipe):
    contrat = opened(equipe, JOUR)
    bring_fact(equipe, contrat, "territoire_eligible", JOUR)
    with pytest.raises(ActeRefuse, match="ne précède pas le dernier"):
        advance(
            acteur=equipe.siege, contrat=contrat, acte="ouvrir_faisabilite",
            expected=contrat.version, on=JOUR - timedelta(days=1),
        )  # fmt: skip


def test_a_fact_says_who_can_bring_it():
    assert all(fait.par and fait.manque for fait in FAITS.values())
