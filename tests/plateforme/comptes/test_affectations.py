"""Roles: the scope fits, the giver may, and a region keeps someone who can give them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import PORTEES, Portee, Role
from ancrage.plateforme.comptes.services.affectations import end_role, give_role
from tests.plateforme.comptes.factories import (
    CODES,
    AffectationFactory,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db
LOIRET, CHER = "epci:244500468", "epci:241800507"


def give(acteur, role, portee, code, **more):
    return give_role(
        acteur=acteur,
        utilisateur=UtilisateurFactory(),
        organisation=OrganisationFactory(),
        role=role,
        portee=portee,
        code=code,
        **more,
    )


@pytest.mark.parametrize("portee", Portee)
@pytest.mark.parametrize("role", Role)
def test_a_role_takes_only_its_scopes(role, portee):
    fin = timezone.localdate() + timedelta(days=30)
    if portee in PORTEES[role]:
        assert give(None, role, portee, CODES[portee], fin=fin).portee == portee
        return
    with pytest.raises(ActeRefuse) as refus:
        give(None, role, portee, CODES[portee], fin=fin)
    assert refus.value.champ == "portee"


@pytest.mark.parametrize(
    ("portee", "role", "code"),
    [
        (Portee.REGION, Role.ORS, "53"),
        (Portee.DEPARTEMENT, Role.DD_ARS, "29"),
        (Portee.TERRITOIRE, Role.ELU, "epci:242900314"),
        (Portee.TERRITOIRE, Role.ELU, "nulle-part"),
        (Portee.CONTRAT, Role.EVALUATEUR, " "),
    ],
)
def test_a_code_outside_the_region_is_refused(portee, role, code):
    with pytest.raises(ActeRefuse) as refus:
        give(None, role, portee, code)
    assert refus.value.champ == "code"


GIVEN = [
    (Role.ADMINISTRATEUR, Role.ADMINISTRATEUR, Portee.REGION, "24", True),
    (Role.ARS_SIEGE, Role.ADMINISTRATEUR, Portee.REGION, "24", False),
    (Role.ARS_SIEGE, Role.ORS, Portee.REGION, "24", True),
    (Role.ARS_SIEGE, Role.ELU, Portee.TERRITOIRE, CHER, True),
    (Role.DD_ARS, Role.COORDONNATEUR, Portee.TERRITOIRE, LOIRET, True),
    (Role.DD_ARS, Role.COORDONNATEUR, Portee.TERRITOIRE, CHER, False),
    (Role.DD_ARS, Role.DD_ARS, Portee.DEPARTEMENT, "45", True),
    (Role.DD_ARS, Role.DD_ARS, Portee.DEPARTEMENT, "18", False),
    (Role.DD_ARS, Role.ORS, Portee.REGION, "24", False),
    (Role.COORDONNATEUR, Role.ELU, Portee.TERRITOIRE, LOIRET, True),
    (Role.COORDONNATEUR, Role.ELU, Portee.TERRITOIRE, CHER, False),
    (Role.COORDONNATEUR, Role.COORDONNATEUR, Portee.TERRITOIRE, LOIRET, False),
    (Role.ELU, Role.ELU, Portee.TERRITOIRE, LOIRET, False),
    (Role.ORS, Role.ORS, Portee.REGION, "24", False),
]


@pytest.mark.parametrize(("giver", "role", "portee", "code", "allowed"), GIVEN)
def test_each_role_gives_its_own_inside_its_reach(giver, role, portee, code, allowed):
    acteur = member(giver)
    if allowed:
        assert give(acteur, role, portee, code).code == code
        return
    with pytest.raises(ActeRefuse) as refus:
        give(acteur, role, portee, code)
    assert refus.value.champ == "role"


def test_an_evaluator_comes_with_an_end():
    with pytest.raises(ActeRefuse) as refus:
        give(None, Role.EVALUATEUR, Portee.CONTRAT, "cls-essai")
    assert refus.value.champ == "fin"


def test_the_same_role_is_not_given_twice():
    held = AffectationFactory(role=Role.ELU)
    with pytest.raises(ActeRefuse, match="déjà ce rôle"):
        give_role(
            acteur=None,
            utilisateur=held.utilisateur,
            organisation=held.organisation,
            role=held.role,
            portee=held.portee,
            code=held.code,
        )


def test_an_ended_role_opens_nothing_from_that_moment():
    held = AffectationFactory(role=Role.ELU)
    end_role(acteur=None, affectation=held, motif="Fin de mandat")
    assert Utilisateur.objects.get(pk=held.utilisateur_id).roles == frozenset()


def test_a_role_given_today_can_be_taken_back_today():
    held = AffectationFactory(role=Role.ELU, debut=timezone.localdate())
    end_role(acteur=None, affectation=held)
    assert Utilisateur.objects.get(pk=held.utilisateur_id).roles == frozenset()


def test_a_role_with_a_later_end_runs_until_its_last_day_included():
    held = AffectationFactory(role=Role.ELU)
    end_role(acteur=None, affectation=held, fin=timezone.localdate())
    assert Utilisateur.objects.get(pk=held.utilisateur_id).roles == {Role.ELU}


@pytest.mark.parametrize("role", [Role.ARS_SIEGE, Role.ADMINISTRATEUR])
def test_the_last_keeper_of_a_region_stays(role):
    last = AffectationFactory(role=role)
    AffectationFactory(role=role, organisation=OrganisationFactory(region="53"), code="53")
    AffectationFactory(role=role, utilisateur__is_active=False)
    AffectationFactory(role=role, fin=date(2030, 1, 1))
    with pytest.raises(ActeRefuse, match="dernier compte"):
        end_role(acteur=None, affectation=last)
    AffectationFactory(role=role)
    end_role(acteur=None, affectation=last)
