"""Co-leads, support plan, signed letter: who may, what is refused, what stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.prefiguration.lectures import copilotes_of, letter_of, plan_of
from ancrage.plateforme.prefiguration.models import EtapeAccompagnement
from ancrage.plateforme.prefiguration.propositions import proposal_for, read_propositions
from ancrage.plateforme.prefiguration.services.accompagnement import (
    EtapeEcrite,
    add_etape,
    edit_etape,
    move_etape,
    propose_plan,
    remove_etape,
)
from ancrage.plateforme.prefiguration.services.copilotes import CopiloteEcrit, end_copilote
from ancrage.plateforme.prefiguration.services.copilotes import edit_copilote as edit
from ancrage.plateforme.prefiguration.services.engagement import record_letter, withdraw_letter
from tests.plateforme.comptes.factories import OrganisationFactory
from tests.plateforme.contrats.factories import make_fichier, taken_over
from tests.plateforme.prefiguration.factories import JOUR, Prefig, a_copilote

pytestmark = pytest.mark.django_db
DEMAIN = JOUR + timedelta(days=1)


@pytest.fixture
def prefig():
    with at(JOUR):
        yield Prefig()


def test_a_cpts_and_an_asv_lead_together_until_one_leaves(prefig):
    cpts = a_copilote(prefig)
    asv = a_copilote(prefig, demarche="asv", organisation=OrganisationFactory(type="association"))
    assert set(copilotes_of(prefig.contrat, JOUR)) == {cpts, asv}
    end_copilote(acteur=prefig.dd, copilote=cpts, expected=cpts.version, fin=JOUR)
    assert set(copilotes_of(prefig.contrat, DEMAIN)) == {asv}


@pytest.mark.parametrize(
    ("changes", "champ"),
    [({"fonction": " "}, "fonction"), ({"demarche": "autre chose"}, "demarche")],
)
def test_a_co_lead_is_named_by_its_process_and_function(prefig, changes, champ):
    with pytest.raises(ActeRefuse) as refus:
        a_copilote(prefig, **changes)
    assert refus.value.champ == champ


def test_a_co_lead_leads_once_and_keeps_its_organisation(prefig):
    one = a_copilote(prefig)
    with pytest.raises(ActeRefuse, match="copilote déjà"):
        a_copilote(prefig, organisation=one.organisation)
    other = CopiloteEcrit(OrganisationFactory(), one.demarche, one.fonction, one.debut)
    with pytest.raises(ActeRefuse, match="garde son organisation"):
        edit(acteur=prefig.dd, copilote=one, expected=one.version, contenu=other)
    with pytest.raises(ActeRefuse, match="autre région"):
        a_copilote(prefig, organisation=OrganisationFactory(region="53"))


def test_only_the_team_prepares_and_only_before_the_signature(prefig):
    prefig.coordonnateur = prefig.elu
    with pytest.raises(ActeRefuse, match="coordonnateur et l’ARS"):
        a_copilote(prefig)
    signed = taken_over(prefig.equipe, Etat.EN_OEUVRE, JOUR)
    with pytest.raises(ActeRefuse, match="finie"):
        propose_plan(acteur=prefig.dd, contrat=signed)


# --- the support plan


def test_the_catalogue_proposes_a_plan_that_is_completed_not_doubled(prefig):
    made = propose_plan(acteur=prefig.coordonnateur, contrat=prefig.contrat)
    proposal = proposal_for("accompagnement", "24", JOUR)
    assert [one.quoi for one in plan_of(prefig.contrat)] == [one.quoi for one in proposal.etapes]
    assert made[0].prevue_le == JOUR + timedelta(weeks=proposal.etapes[0].semaines)
    remove_etape(acteur=prefig.dd, etape=made[1], expected=1)
    assert [one.modele for one in propose_plan(acteur=prefig.dd, contrat=prefig.contrat)] == [
        proposal.etapes[1].code
    ]
    assert propose_plan(acteur=prefig.dd, contrat=prefig.contrat) == []


def test_every_proposal_of_the_catalogue_is_read():
    assert all(one.etapes for one in read_propositions("accompagnement"))
    assert all(one.indicateurs and one.secteurs for one in read_propositions("suivi"))


def test_a_step_is_written_moved_and_done(prefig):
    first, second, *_ = propose_plan(acteur=prefig.dd, contrat=prefig.contrat)
    move_etape(acteur=prefig.coordonnateur, etape=second, up=True)
    assert plan_of(prefig.contrat)[:2] == [second, first]
    done = EtapeEcrite("Lire (essai)", "les maires", "la CPTS", faite_le=JOUR,
                       fichier=make_fichier())  # fmt: skip
    edit_etape(acteur=prefig.dd, etape=first, expected=first.version, contenu=done)
    again = EtapeEcrite("Relire (essai)", "les maires", "la CPTS", faite_le=JOUR)
    edit_etape(acteur=prefig.dd, etape=first, expected=first.version, contenu=again)
    kept = EtapeAccompagnement.objects.get(pk=first.pk)
    assert kept.fichier is not None and kept.quoi == "Relire (essai)"
    with pytest.raises(ActeRefuse, match="reste dans le plan"):
        remove_etape(acteur=prefig.dd, etape=kept, expected=kept.version)


def test_the_last_step_stays_last(prefig):
    *_, last = propose_plan(acteur=prefig.dd, contrat=prefig.contrat)
    before = Acte.objects.count()
    move_etape(acteur=prefig.dd, etape=last, up=False)
    assert plan_of(prefig.contrat)[-1] == last and Acte.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "champ"),
    [({"quoi": ""}, "quoi"), ({"pour": " "}, "pour"), ({"par": ""}, "par"),
     ({"faite_le": DEMAIN}, "faite_le")],
)  # fmt: skip
def test_a_step_says_what_for_whom_by_whom_and_is_not_done_tomorrow(prefig, changes, champ):
    values = {"quoi": "Lire", "pour": "les maires", "par": "la CPTS"} | changes
    with pytest.raises(ActeRefuse) as refus:
        add_etape(acteur=prefig.dd, contrat=prefig.contrat, contenu=EtapeEcrite(**values))
    assert refus.value.champ == champ


# --- the signed letter


def sign(prefig, acteur=None, **changes):
    values = {"fichier": make_fichier(), "signee_le": JOUR, "signataires": "la présidente (essai)"}
    return record_letter(
        acteur=acteur or prefig.elu, contrat=prefig.contrat, **values | changes
    )  # fmt: skip


def test_a_signed_letter_establishes_the_political_support(prefig):
    assert not read_fact(prefig.contrat, "portage_politique", JOUR)[0].tenu
    letter = sign(prefig)
    answer, attested = read_fact(prefig.contrat, "portage_politique", JOUR)
    assert answer.tenu and not attested and "la présidente (essai)" in answer.detail
    assert not read_fact(prefig.contrat, "portage_politique", date(2026, 3, 1))[0].tenu
    withdraw_letter(acteur=prefig.elu, lettre=letter, motif="Mauvais fichier (essai).")
    assert letter_of(prefig.contrat, JOUR) is None
    assert not read_fact(prefig.contrat, "portage_politique", JOUR)[0].tenu


def test_a_letter_is_refused_unsigned_late_or_from_elsewhere(prefig):
    for changes in ({"signataires": " "}, {"signee_le": DEMAIN}, {"fichier": make_fichier("53")}):
        with pytest.raises(ActeRefuse):
            sign(prefig, **changes)
    with pytest.raises(ActeRefuse, match="Peut l’enregistrer"):
        sign(prefig, acteur=prefig.equipe.people["ors"])
    letter = sign(prefig)
    with pytest.raises(ActeRefuse, match="pourquoi"):
        withdraw_letter(acteur=prefig.elu, lettre=letter, motif=" ")


def test_the_database_keeps_a_letter_as_it_was_signed(prefig):
    letter = sign(prefig)
    letter.signataires = "quelqu’un d’autre"
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()
