"""The opinion of the territory: once the secrecy is signed, before the publication, by its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.diagnostics.lectures import epreuves_lisibles, find_epreuve
from ancrage.plateforme.diagnostics.models import AvisDiagnostic
from ancrage.plateforme.diagnostics.services.avis import ask_opinions, give_opinion
from ancrage.plateforme.diagnostics.services.relecture import refuse_control
from ancrage.plateforme.notifications.models import Notification
from tests.plateforme.comptes.factories import member
from tests.plateforme.diagnostics.factories import (
    COMMUNES,
    Equipe,
    approved,
    fresh,
    make_contrat,
    signed,
)
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


@pytest.fixture
def coordonnateur():
    """Return the coordinator of a territory that the perimeter touches."""
    return member(Role.COORDONNATEUR, code="epci:244500468")


def demain():
    return timezone.localdate() + timedelta(days=1)


def asked(equipe: Equipe):
    diagnostic = signed(equipe)
    ask_opinions(acteur=equipe.redactrice, diagnostic=diagnostic, limite=demain())
    return diagnostic


def give(acteur, diagnostic, sens="favorable", texte="", expected=0):
    return give_opinion(
        acteur=acteur, diagnostic=diagnostic, sens=sens, texte=texte, expected=expected
    )


def test_nothing_is_shown_before_the_secrecy_is_signed(equipe, coordonnateur):
    diagnostic = approved(equipe)
    with pytest.raises(ActeRefuse, match="secret n’est pas signé"):
        ask_opinions(acteur=equipe.redactrice, diagnostic=diagnostic, limite=demain())
    assert find_epreuve(coordonnateur, diagnostic.slug) is None
    assert find_epreuve(equipe.redactrice, diagnostic.slug) == diagnostic


def test_those_of_the_territory_are_told_then_answer(equipe, coordonnateur):
    delegation = member(Role.DD_ARS, code="45")
    diagnostic = asked(equipe)
    told = Notification.objects.filter(cle__startswith="diagnostic-avis:")
    assert {one.destinataire for one in told} == {coordonnateur, delegation}
    for person in (coordonnateur, delegation):
        assert epreuves_lisibles(person) == [diagnostic]
        assert find_epreuve(person, diagnostic.slug) == diagnostic
        give(person, diagnostic)
    assert AvisDiagnostic.objects.count() == 2
    back = Notification.objects.filter(cle__startswith="avis:")
    assert equipe.redactrice in {one.destinataire for one in back}


def test_a_role_over_a_contract_of_the_territory_counts(equipe):
    contrat = make_contrat(make_perimetre(communes=COMMUNES))
    scope = {"portee": Portee.CONTRAT, "code": contrat.slug}
    coordonnateur = member(Role.COORDONNATEUR, **scope)
    evaluateur = member(Role.EVALUATEUR, **scope)
    stranger = member(Role.EVALUATEUR, portee=Portee.CONTRAT, code="un-autre-contrat")
    diagnostic = asked(equipe)
    told = Notification.objects.filter(cle__startswith="diagnostic-avis:")
    assert [one.destinataire for one in told] == [coordonnateur]
    give(coordonnateur, diagnostic)
    # domaine.md: the evaluator of a contract reads its diagnosis; no opinion is asked of her.
    assert epreuves_lisibles(evaluateur) == [diagnostic]
    with pytest.raises(ActeRefuse, match="n’est pas demandé"):
        give(evaluateur, diagnostic)
    assert epreuves_lisibles(stranger) == []


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.COORDONNATEUR, "epci:241800507"), (Role.DD_ARS, "18"), (Role.ELU, "epci:244500468"),
     (Role.PARTENAIRE, "epci:244500468")],
)  # fmt: skip
def test_others_neither_read_nor_answer(equipe, role, code):
    person, diagnostic = member(role, code=code), asked(equipe)
    assert epreuves_lisibles(person) == [] and find_epreuve(person, diagnostic.slug) is None
    with pytest.raises(ActeRefuse, match="n’est pas demandé"):
        give(person, diagnostic)


def test_the_ars_that_ordered_reads_without_answering(equipe):
    diagnostic = asked(equipe)
    assert find_epreuve(equipe.ars, diagnostic.slug) == diagnostic
    with pytest.raises(ActeRefuse, match="n’est pas demandé"):
        give(equipe.ars, diagnostic)


def test_a_reserve_says_why_and_is_written_again_on_the_version_read(equipe, coordonnateur):
    diagnostic = asked(equipe)
    with pytest.raises(ActeRefuse, match="dit pourquoi"):
        give(coordonnateur, diagnostic, "reserve")
    first = give(coordonnateur, diagnostic, "reserve", "Le quartier manque.")
    with pytest.raises(EditionConcurrente):
        give(coordonnateur, diagnostic, "favorable", "", expected=0)
    give(coordonnateur, diagnostic, "favorable", "Vu.", expected=first.version)
    assert AvisDiagnostic.objects.get().sens == "favorable"


def test_sent_back_to_writing_the_proof_is_closed(equipe, coordonnateur):
    diagnostic = asked(equipe)
    refuse_control(
        acteur=equipe.validatrice, diagnostic=diagnostic, expected=diagnostic.version, motif="Non."
    )
    assert find_epreuve(coordonnateur, diagnostic.slug) is None
    with pytest.raises(ActeRefuse, match="n’est pas demandé"):
        give(coordonnateur, fresh(diagnostic))


def test_it_is_asked_once_for_a_day_to_come(equipe):
    diagnostic = signed(equipe)
    with pytest.raises(ActeRefuse, match="passé"):
        ask_opinions(
            acteur=equipe.redactrice,
            diagnostic=diagnostic,
            limite=timezone.localdate() - timedelta(days=1),
        )
    ask_opinions(acteur=equipe.redactrice, diagnostic=diagnostic, limite=demain())
    with pytest.raises(ActeRefuse, match="déjà demandé"):
        ask_opinions(acteur=equipe.redactrice, diagnostic=diagnostic, limite=demain())
