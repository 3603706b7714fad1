"""The life of a diagnosis: every act × every state × every role, and the pairs kept apart."""

import itertools

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.etats import ACTES, Etat
from ancrage.plateforme.diagnostics.models import Opinion
from ancrage.plateforme.diagnostics.permissions import can, refusal
from ancrage.plateforme.diagnostics.services.commande import start
from ancrage.plateforme.diagnostics.services.relecture import (
    POINTS,
    NouvelleRemarque,
    review,
    sign,
    submit,
    take_back,
)
from ancrage.plateforme.diagnostics.services.selection import choose, write_text
from tests.plateforme.comptes.factories import member
from tests.plateforme.diagnostics.factories import (
    Equipe,
    approved,
    fresh,
    in_state,
    make_diagnostic,
    organisation,
    started,
    submitted,
)

pytestmark = pytest.mark.django_db

SIEGE, ORS, VALIDE = Role.ARS_SIEGE, Role.ORS, Role.ORS_VALIDATEUR
# Written from domaine.md § 5, row DLS, not from the code: (state, act) → the roles it opens to.
OUVERTS: dict[tuple[str, str], set[str]] = {
    ("commande", "modifier_commande"): {SIEGE},
    ("commande", "annuler"): {SIEGE},
    ("commande", "demarrer"): {ORS, VALIDE},
    ("en_cours", "choisir"): {ORS, VALIDE},
    ("en_cours", "rediger"): {ORS, VALIDE},
    ("en_cours", "repondre"): {ORS, VALIDE},
    ("en_cours", "soumettre"): {ORS, VALIDE},
    ("en_cours", "corriger"): {VALIDE},
    ("relecture", "approuver"): {ORS, VALIDE},
    ("relecture", "demander_corrections"): {ORS, VALIDE},
    ("relecture", "corriger"): {VALIDE},
    ("controle", "demander_avis"): {ORS, VALIDE},
    ("controle", "signer"): {VALIDE},
    ("controle", "refuser"): {VALIDE},
    ("controle", "publier"): {VALIDE},
    ("controle", "corriger"): {VALIDE},
    ("publie", "reviser"): {ORS, VALIDE},
    ("publie", "corriger"): {VALIDE},
    ("publie", "retirer"): {VALIDE},
}


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


@pytest.mark.parametrize("etat", Etat.values)
def test_each_act_opens_to_these_roles_in_these_states_and_nowhere_else(equipe, etat):
    diagnostic = in_state(equipe, etat)
    people = {role: member(role) for role in Role}
    for nom, role in itertools.product(ACTES, Role):
        expected = role in OUVERTS.get((etat, nom), set())
        assert can(people[role], nom, diagnostic) is expected, (etat, nom, role)


def test_the_same_roles_elsewhere_open_nothing(equipe):
    diagnostic = started(equipe)
    for role in (SIEGE, ORS, VALIDE):
        stranger = member(role, code="53", organisation=organisation("53"))
        assert not any(can(stranger, nom, diagnostic) for nom in ACTES)


def test_only_the_sender_takes_a_submission_back(equipe):
    diagnostic = submitted(equipe)
    assert can(equipe.redactrice, "reprendre", diagnostic)
    assert not can(equipe.relectrice, "reprendre", diagnostic)
    take_back(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    assert fresh(diagnostic).etat == Etat.EN_COURS


def test_who_wrote_anything_does_not_review(equipe):
    diagnostic = started(equipe)
    choose(
        acteur=equipe.relectrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        codes=["D01", "S01"],
    )
    submit(acteur=equipe.redactrice, diagnostic=diagnostic, expected=diagnostic.version)
    diagnostic = fresh(diagnostic)
    for writer in (equipe.redactrice, equipe.relectrice):
        with pytest.raises(ActeRefuse, match="doit le relire"):
            review(
                acteur=writer,
                diagnostic=diagnostic,
                expected=diagnostic.version,
                opinion=Opinion.FAVORABLE,
            )
    assert fresh(diagnostic).etat == Etat.RELECTURE


def test_who_reviewed_does_not_sign(equipe):
    diagnostic = submitted(equipe)
    review(
        acteur=equipe.validatrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        opinion=Opinion.FAVORABLE,
    )
    diagnostic = fresh(diagnostic)
    assert "autre personne doit signer" in refusal(equipe.validatrice, "signer", diagnostic)
    with pytest.raises(ActeRefuse, match="autre personne doit signer"):
        sign(
            acteur=equipe.validatrice,
            diagnostic=diagnostic,
            expected=diagnostic.version,
            points=list(POINTS),
        )
    assert not diagnostic.controles.exists()


def test_a_signature_wants_every_point(equipe):
    diagnostic = approved(equipe)
    with pytest.raises(ActeRefuse, match="1 point"):
        sign(
            acteur=equipe.validatrice,
            diagnostic=diagnostic,
            expected=diagnostic.version,
            points=list(POINTS)[1:],
        )


def test_corrections_say_which_and_go_back_to_writing(equipe):
    diagnostic = submitted(equipe)
    ask = {
        "acteur": equipe.relectrice,
        "diagnostic": diagnostic,
        "expected": diagnostic.version,
        "opinion": Opinion.CORRECTIONS,
    }
    with pytest.raises(ActeRefuse, match="dit lesquelles"):
        review(**ask)
    relecture = review(**ask, remarques=[NouvelleRemarque(3, "Dire l’année.")])
    assert relecture.remarques.get().chapitre == 3
    assert fresh(diagnostic).etat == Etat.EN_COURS
    assert equipe.redactrice.notifications.filter(titre__startswith="Corrections").exists()


@pytest.mark.parametrize("serve", ["start", "submit", "approve"])
def test_a_page_opened_before_someone_else_acted_changes_nothing(equipe, serve):
    makers = {"start": make_diagnostic, "submit": started, "approve": submitted}
    diagnostic = fresh(makers[serve](equipe))
    acts = {
        "start": lambda d: start(acteur=equipe.redactrice, diagnostic=d, expected=d.version - 1),
        "submit": lambda d: submit(acteur=equipe.redactrice, diagnostic=d, expected=d.version - 1),
        "approve": lambda d: review(
            acteur=equipe.relectrice,
            diagnostic=d,
            expected=d.version - 1,
            opinion=Opinion.FAVORABLE,
        ),
    }
    before = diagnostic.etat
    with pytest.raises(EditionConcurrente):
        acts[serve](diagnostic)
    assert fresh(diagnostic).etat == before
    assert not diagnostic.relectures.exists()


def test_nothing_is_written_once_the_review_began(equipe):
    diagnostic = submitted(equipe)
    stale = fresh(diagnostic)
    stale.etat = Etat.EN_COURS  # the page of someone who has not seen the submission
    with pytest.raises(ActeRefuse, match="en relecture"):
        write_text(
            acteur=equipe.redactrice,
            diagnostic=stale,
            cle="chapitre:3",
            texte="Trop tard.",
            expected=0,
        )


def test_each_step_leaves_its_act_in_the_audit(equipe):
    from ancrage.plateforme.journal.models import Acte

    diagnostic = approved(equipe)
    acts = Acte.objects.of(diagnostic).values_list("action", flat=True)
    assert list(acts)[::-1] == [
        "commander un diagnostic",
        "démarrer (diagnostic)",
        "choisir les indicateurs (diagnostic)",
        "envoyer en relecture (diagnostic)",
        "donner un avis favorable (diagnostic)",
    ]
