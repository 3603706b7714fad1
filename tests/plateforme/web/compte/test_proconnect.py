"""ProConnect, against a real provider: `sub`, then the invited address, and nothing else."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.urls import reverse
from django.utils import timezone
from joserfc.jwk import RSAKey

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.invitations import invite
from tests.plateforme.comptes.factories import (
    TERRITOIRE,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),
]
DEPART, RETOUR = "oidc_authentication_init", "oidc_authentication_callback"


def leave(client, **query):
    response = client.get(reverse(DEPART), query)
    assert response.status_code == 302
    return response["Location"]


def sign_in(client, fournisseur, sub, **query):
    back = urlsplit(fournisseur.agree(leave(client, **query), sub))
    assert back.path == reverse(RETOUR)
    return client.get(f"{back.path}?{back.query}")


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def offer(email="agent@demo.example", role=Role.ELU):
    return invite(
        acteur=None,
        email=email,
        organisation=OrganisationFactory(),
        role=role,
        portee=Portee.TERRITOIRE,
        code=TERRITOIRE,
    )


def test_the_request_carries_state_nonce_and_the_scopes(client, fournisseur):
    query = parse_qs(urlsplit(leave(client)).query)
    assert query["response_type"] == ["code"]
    assert query["client_id"] == ["ancrage"]
    assert len(query["state"][0]) >= 32
    assert len(query["nonce"][0]) >= 32
    assert query["scope"] == ["openid given_name usual_name email"]


def test_an_account_is_found_by_address_once_then_by_sub_alone(client, fournisseur):
    person = UtilisateurFactory(email="agent@demo.example")
    fournisseur.know("sub-1", email="Agent@demo.example")
    sign_in(client, fournisseur, "sub-1")
    assert signed_in(client)
    assert Utilisateur.objects.get(pk=person.pk).sujet_oidc == "sub-1"
    client.logout()
    fournisseur.know("sub-1", email="autre@demo.example")
    sign_in(client, fournisseur, "sub-1")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_invited_agent_gets_her_account_and_her_role(client, fournisseur):
    offer()
    fournisseur.bend = {"given_name": "Anne"}
    fournisseur.know("sub-1", email="agent@demo.example", usual_name="Exemple")
    sign_in(client, fournisseur, "sub-1")
    person = Utilisateur.objects.get()
    assert (str(person), person.roles) == ("Anne Exemple", {Role.ELU})
    assert not person.has_usable_password()
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_unknown_agent_is_told_to_ask_for_an_invitation(client, fournisseur):
    fournisseur.know("sub-1", email="inconnu@demo.example")
    response = sign_in(client, fournisseur, "sub-1")
    assert response.status_code == 403
    assert "Demandez une invitation" in response.content.decode()
    assert "inconnu@demo.example" in response.content.decode()
    assert not signed_in(client)
    assert not Utilisateur.objects.exists()


def test_an_expired_invitation_opens_no_account(client, fournisseur):
    expired = offer()
    expired.expire_le = timezone.now() - timedelta(seconds=1)
    expired.save()
    fournisseur.know("sub-1", email="agent@demo.example")
    assert sign_in(client, fournisseur, "sub-1").status_code == 403
    assert not Utilisateur.objects.exists()


def test_the_address_of_an_account_tied_to_another_identity_is_not_enough(client, fournisseur):
    UtilisateurFactory(email="agent@demo.example", sujet_oidc="sub-1")
    fournisseur.know("sub-2", email="agent@demo.example")
    assert sign_in(client, fournisseur, "sub-2").status_code == 403
    assert not signed_in(client)


def test_an_unverified_address_matches_nobody(client, fournisseur):
    UtilisateurFactory(email="agent@demo.example")
    fournisseur.know("sub-1", email="agent@demo.example", email_verified=False)
    assert sign_in(client, fournisseur, "sub-1").status_code == 403


def test_a_closed_account_stays_closed(client, fournisseur):
    UtilisateurFactory(email="agent@demo.example", sujet_oidc="sub-1", is_active=False)
    fournisseur.know("sub-1", email="agent@demo.example")
    sign_in(client, fournisseur, "sub-1")
    assert not signed_in(client)


@pytest.mark.parametrize(
    "bend",
    [
        {"iss": "https://autre.example"},
        {"aud": "autre-site"},
        {"sub": "quelqu-un-d-autre"},
        {"exp": 1},
    ],
    ids=["issuer", "audience", "subject", "term"],
)
def test_claims_that_were_not_made_for_this_sign_in_are_refused(client, fournisseur, bend):
    UtilisateurFactory(email="agent@demo.example")
    fournisseur.know("sub-1", email="agent@demo.example")
    fournisseur.bend = bend
    response = sign_in(client, fournisseur, "sub-1")
    assert response.status_code == 502
    assert not signed_in(client)


def test_claims_signed_by_another_key_are_refused(client, fournisseur):
    UtilisateurFactory(email="agent@demo.example")
    fournisseur.know("sub-1", email="agent@demo.example")
    fournisseur.key = RSAKey.generate_key(2048)
    assert sign_in(client, fournisseur, "sub-1").status_code == 502
    assert not signed_in(client)


def test_a_forged_state_and_a_nonce_of_another_session_are_refused(client, fournisseur):
    UtilisateurFactory(email="agent@demo.example")
    fournisseur.know("sub-1", email="agent@demo.example")
    back = urlsplit(fournisseur.agree(leave(client), "sub-1"))
    assert client.get(f"{back.path}?code=x&state=forge").status_code == 502
    states = client.session
    for state in states["oidc_states"].values():
        state["nonce"] = "un-autre"
    states.save()
    assert client.get(f"{back.path}?{back.query}").status_code == 502
    assert not signed_in(client)


def test_a_refusal_at_the_provider_comes_back_to_a_clear_page(client, fournisseur):
    leave(client)
    response = client.get(reverse(RETOUR), {"error": "access_denied"})
    assert "n’a pas abouti" in response.content.decode()


def test_a_dead_provider_gives_a_clear_page(client, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    settings.OIDC_RP_CLIENT_ID = "ancrage"
    response = client.get(reverse(DEPART))
    assert response.status_code == 502
    assert "mot de passe" in response.content.decode()


def test_the_second_factor_is_asked_after_proconnect_too(client, fournisseur):
    person = member(Role.ORS)
    fournisseur.know("sub-1", email=person.email)
    response = sign_in(client, fournisseur, "sub-1")
    assert response["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)


def test_signing_out_signs_out_at_the_provider(client, fournisseur):
    UtilisateurFactory(email="agent@demo.example")
    fournisseur.know("sub-1", email="agent@demo.example")
    sign_in(client, fournisseur, "sub-1")
    response = client.post(reverse("account_logout"))
    assert not signed_in(client)
    address = urlsplit(response["Location"])
    query = parse_qs(address.query)
    assert response["Location"].startswith(fournisseur.issuer)
    assert query["post_logout_redirect_uri"] == ["http://testserver/"]
    assert query["id_token_hint"][0].count(".") == 2
    assert requests.get(response["Location"], timeout=5).status_code == 200


def test_the_button_appears_only_when_a_provider_is_set(client, fournisseur, settings):
    assert "ProConnect" in client.get(reverse("account_login")).content.decode()
    settings.OIDC_ISSUER = None
    assert "ProConnect" not in client.get(reverse("account_login")).content.decode()
    assert client.get(reverse(DEPART)).status_code == 404
    assert client.get(reverse(RETOUR)).status_code == 404
