"""Addresses of sign-in: allauth's views under French paths, and ProConnect's.

Only the views that the site uses are here: no sign-up, no list of addresses, no passkey.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import path

from ancrage.plateforme.web.compte.views import proconnect

urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisie/", account.confirm_login_code, name="account_confirm_login_code"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("confirmation/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choix/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oubli/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oubli/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oubli/nouveau/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oubli/fait/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("second-facteur/", mfa.index, name="mfa_index"),
    path("second-facteur/saisie/", mfa.authenticate, name="mfa_authenticate"),
    path("second-facteur/confirmation/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/installation/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-facteur/retrait/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes-de-secours/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/nouveaux/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes-de-secours/fichier/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("proconnect/", proconnect.depart, name="oidc_authentication_init"),
    path("proconnect/retour/", proconnect.retour, name="oidc_authentication_callback"),
]
