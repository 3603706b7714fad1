"""The fields of every form: what they refuse, in French."""

import pytest
from django.test import RequestFactory

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.jetons import _key
from tests.plateforme.comptes.factories import member


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_year_out_of_reach_is_refused(year):
    with pytest.raises(Exception, match="de 1900 à 2199"):
        Jour().clean(f"{year}-12-31")
    assert Jour().clean("2026-12-31").year == 2026


@pytest.mark.django_db
def test_a_forged_token_makes_a_plain_key():
    request = RequestFactory().post("/")
    request.user = member(Role.ELU)
    key = _key(request, "a\x00b " + "é" * 5_000)
    assert key.isascii() and key.isprintable() and " " not in key and len(key) < 200
