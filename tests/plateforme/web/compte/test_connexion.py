"""Sign-in: password or code, second factor where the role asks for it, locks, sessions."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import SECOND_FACTEUR, Role
from ancrage.plateforme.comptes.services.departs import reset_second_factor
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import (
    MOT_DE_PASSE,
    AffectationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db
LOGIN, CODE = "account_login", "account_request_login_code"


def sign_in(client, person, password=MOT_DE_PASSE, **more):
    return client.post(reverse(LOGIN), {"login": person.email, "password": password, **more})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def current_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def staff() -> Utilisateur:
    """Return an ARS agent who has not set up her second factor."""
    return AffectationFactory(role=Role.ARS_SIEGE).utilisateur


# --- password and code


def test_a_person_signs_in_by_password_and_goes_where_she_wanted(client):
    person = UtilisateurFactory()
    response = sign_in(client, person, next="/compte/acces/")
    assert response["Location"] == "/compte/acces/"
    assert signed_in(client)


def test_no_sign_in_leads_to_another_site(client):
    response = sign_in(client, UtilisateurFactory(), next="https://ailleurs.example/")
    assert response["Location"] == "/"


def test_capitals_of_the_address_do_not_matter(client):
    person = UtilisateurFactory(email="anne@demo.example")
    person.email = "aNNe@DEMO.example"
    sign_in(client, person)
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_say_the_same(client):
    known = sign_in(client, UtilisateurFactory(), "faux").content.decode()
    unknown = sign_in(client, UtilisateurFactory.build(email="x@demo.example")).content.decode()
    said = "L’adresse ou le mot de passe ne convient pas."
    assert said in known
    assert said in unknown


def test_a_code_by_mail_signs_in_once(client):
    person = UtilisateurFactory()
    client.post(reverse(CODE), {"email": person.email})
    message = mail.outbox[-1]
    assert message.subject == "[Ancrage] Votre code de connexion"
    code = re.search(r"connexion : (\S+)", message.body).group(1)
    wrong = client.post(reverse("account_confirm_login_code"), {"code": "ZZZZZZ"})
    assert "Ce code ne convient pas" in wrong.content.decode()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in(client)
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in other.session


def test_an_unknown_address_gets_the_same_page_and_no_mail(client):
    response = client.post(reverse(CODE), {"email": "x@demo.example"}, follow=True)
    assert "Saisir le code" in response.content.decode()
    assert mail.outbox == []


def test_a_forgotten_password_is_replaced_by_a_code(client):
    person = UtilisateurFactory()
    client.post(reverse("account_reset_password"), {"email": person.email})
    code = re.search(r"code : (\S+)", mail.outbox[-1].body).group(1)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    new = "nouvelle suite de mots"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    assert Utilisateur.objects.get(pk=person.pk).check_password(new)


def test_a_changed_password_is_told_by_mail_in_french(client):
    person = UtilisateurFactory()
    sign_in(client, person)
    new = "nouvelle suite de mots"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": MOT_DE_PASSE, "password1": new, "password2": new},
    )
    assert mail.outbox[-1].to == [person.email]
    assert "vient d’être changé" in mail.outbox[-1].body
    assert "Hello" not in mail.outbox[-1].body


def test_a_closed_account_says_so_and_stays_closed(client):
    response = client.post(
        reverse(LOGIN),
        {"login": UtilisateurFactory(is_active=False).email, "password": MOT_DE_PASSE},
        follow=True,
    )
    assert not signed_in(client)
    assert "fermé" in response.content.decode() or "ne convient pas" in response.content.decode()


def test_nobody_signs_up_alone(client):
    page = client.post(
        reverse("account_signup"),
        {"email": "x@demo.example", "password1": MOT_DE_PASSE, "password2": MOT_DE_PASSE},
    )
    assert "commence par une invitation" in page.content.decode()
    assert not Utilisateur.objects.exists()


# --- lock


def test_five_failures_close_the_account_for_a_while_and_leave_one_audit_row(client):
    person = UtilisateurFactory()
    for _ in range(5):
        sign_in(client, person, "faux")
    for _ in range(2):
        response = sign_in(client, person)
        assert "fermée pendant 15 minutes" in response.content.decode()
        assert not signed_in(client)
    acte = Acte.objects.get()
    assert (acte.action, acte.objet_id) == ("verrouiller la connexion", str(person.pk))


def test_a_lock_on_one_account_leaves_the_others_open(client):
    person, other = UtilisateurFactory(), UtilisateurFactory()
    for _ in range(6):
        sign_in(client, person, "faux")
    sign_in(client, other)
    assert signed_in(client)


def test_the_audit_does_not_list_strangers(client):
    for _ in range(7):
        client.post(reverse(LOGIN), {"login": "x@demo.example", "password": "faux"})
    assert not Acte.objects.exists()


# --- second factor


@pytest.mark.parametrize("role", Role)
def test_roles_that_need_a_second_factor_open_nothing_before_it(client, role):
    person = AffectationFactory(role=role).utilisateur
    client.force_login(person)
    response = client.get(reverse("compte:acces"))
    if role in SECOND_FACTEUR:
        assert response["Location"] == reverse("mfa_activate_totp")
    else:
        assert response.status_code == 200


def test_setting_up_shows_the_square_and_the_key_then_the_recovery_codes(client):
    person = staff()
    sign_in(client, person)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    done = client.post(
        reverse("mfa_activate_totp"), {"code": current_code(secret)}, follow=True
    ).content.decode()
    assert len(re.findall(r"<li><code>", done)) == 10
    assert client.get(reverse("compte:acces")).status_code == 200


def test_the_key_is_sealed_in_the_database(client):
    person = staff()
    sign_in(client, person)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def set_up(client, person) -> str:
    sign_in(client, person)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})
    client.post(reverse("account_logout"))
    return secret


def test_the_second_factor_is_asked_at_each_sign_in(client):
    person = staff()
    set_up(client, person)
    response = sign_in(client, person)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(client)
    assert "ne convient pas" in refused.content.decode()


def test_a_recovery_code_opens_once(client):
    person = staff()
    set_up(client, person)
    code = RecoveryCodes(
        Authenticator.objects.get(user=person, type="recovery_codes")
    ).get_unused_codes()[0]
    for expected in (True, False):
        sign_in(client, person)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in(client) is expected
        client.post(reverse("account_logout"))


def test_a_required_second_factor_is_not_removed(client):
    person = staff()
    secret = set_up(client, person)
    codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes"))
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]})
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "il ne peut pas être retiré" in page
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert secret


def test_a_reset_second_factor_is_set_up_anew(client):
    person = member(Role.ORS)
    reset_second_factor(acteur=None, person=person, motif="Téléphone perdu")
    sign_in(client, person)
    assert client.get(reverse("compte:acces"))["Location"] == reverse("mfa_activate_totp")


# --- sessions


def test_other_sessions_are_listed_and_closed(client):
    person = UtilisateurFactory()
    other = Client(headers={"user-agent": "Téléphone"})
    sign_in(other, person)
    other.get(reverse("compte:acces"))
    sign_in(client, person)
    assert "Téléphone" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("compte:acces"))["Location"].startswith(reverse(LOGIN))
    assert client.get(reverse("compte:acces")).status_code == 200
