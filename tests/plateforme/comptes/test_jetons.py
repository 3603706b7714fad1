"""Tokens of the open API: shown once, stored hashed, closed with the account, recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.donnees import collect
from ancrage.plateforme.comptes.jetons import JetonApi, find_token
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.departs import close_account
from ancrage.plateforme.comptes.services.jetons import NOMBRE_MAXIMAL, create_token, revoke_token
from ancrage.plateforme.comptes.services.personnes import erase_person
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import member

pytestmark = pytest.mark.django_db


def draw(person, **changes):
    values = {
        "libelle": "tableur",
        "portees": ["perimetres"],
        "fin": timezone.localdate() + timedelta(days=30),
    }
    return create_token(acteur=person, **values | changes)


def test_a_token_is_found_by_its_secret_which_is_stored_nowhere():
    jeton, secret = draw(member(Role.ORS))
    assert find_token(secret) == jeton
    stored = [str(value) for row in JetonApi.objects.values() for value in row.values()]
    stored += [str(row) for row in Acte.objects.values()]
    assert not any(secret in value for value in stored)


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s + "x", lambda s: s.upper()])
def test_a_forged_secret_finds_nothing(change):
    _, secret = draw(member(Role.ORS))
    assert find_token(change(secret)) is None


def test_a_token_stops_when_it_expires_is_revoked_or_its_owner_leaves():
    person = member(Role.ORS)
    _, secret = draw(person)
    JetonApi.objects.update(cree_le=timezone.now() - timedelta(days=2))
    JetonApi.objects.update(expire_le=timezone.now() - timedelta(seconds=1))
    assert find_token(secret) is None
    other, other_secret = draw(person, libelle="autre")
    revoke_token(acteur=person, jeton=other)
    assert find_token(other_secret) is None
    _, last = draw(person, libelle="dernier")
    close_account(acteur=None, person=person, repreneur=None, motif="Départ")
    assert find_token(last) is None


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"fin": timezone.localdate() - timedelta(days=1)}, "fin"),
        ({"fin": timezone.localdate() + timedelta(days=400)}, "fin"),
        ({"portees": ["tout"]}, "portees"),
    ],
)
def test_a_token_is_bounded(change, champ):
    with pytest.raises(ActeRefuse) as refus:
        draw(member(Role.ORS), **change)
    assert refus.value.champ == champ


def test_a_name_serves_once_and_tokens_are_counted():
    person = member(Role.ORS)
    draw(person, libelle="tableur")
    with pytest.raises(ActeRefuse, match="déjà un jeton de ce nom"):
        draw(person, libelle=" tableur ")
    for rank in range(NOMBRE_MAXIMAL - 1):
        draw(person, libelle=f"usage {rank}")
    with pytest.raises(ActeRefuse, match=f"déjà {NOMBRE_MAXIMAL} jetons"):
        draw(person, libelle="de trop")


def test_drawing_and_revoking_are_recorded():
    person = member(Role.ORS)
    jeton, _ = draw(person)
    revoke_token(acteur=person, jeton=jeton, motif="Perdu")
    revoke_token(acteur=person, jeton=jeton)
    acts = list(Acte.objects.of(jeton).order_by("rang").values_list("action", "motif"))
    assert acts == [("créer un jeton d’API", ""), ("révoquer un jeton d’API", "Perdu")]


def test_a_person_takes_her_tokens_away_and_erasure_forgets_them():
    person = member(Role.ORS)
    draw(person)
    assert collect(person)["jetons"][1][0]["usage"] == "tableur"
    erase_person(acteur=None, person=person, motif="À sa demande")
    assert not JetonApi.objects.exists()
