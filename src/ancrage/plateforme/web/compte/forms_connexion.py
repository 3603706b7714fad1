"""allauth's forms in our words: a label says what is wanted, no example stands in the field."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

LIBELLES = {
    "login": "Adresse électronique",
    "email": "Adresse électronique",
    "password": "Mot de passe",
    "oldpassword": "Mot de passe actuel",
    "password1": "Nouveau mot de passe",
    "password2": "Nouveau mot de passe, une seconde fois",
    "code": "Code",
}


class Mots:
    """Our labels; neither placeholder, nor a help that repeats the page."""

    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LIBELLES.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class LoginForm(Mots, account.LoginForm):
    """Sign in by password."""


class ReauthenticateForm(Mots, account.ReauthenticateForm):
    """Confirm by password."""


class RequestLoginCodeForm(Mots, account.RequestLoginCodeForm):
    """Ask for a code."""


class ConfirmLoginCodeForm(Mots, account.ConfirmLoginCodeForm):
    """Type the code."""


class ResetPasswordForm(Mots, account.ResetPasswordForm):
    """Ask for a code after forgetting a password."""


class ConfirmPasswordResetCodeForm(Mots, account.ConfirmPasswordResetCodeForm):
    """Type the code after forgetting a password."""


class ResetPasswordKeyForm(Mots, account.ResetPasswordKeyForm):
    """Choose a password after forgetting one."""


class ChangePasswordForm(Mots, account.ChangePasswordForm):
    """Change one's password."""


class SetPasswordForm(Mots, account.SetPasswordForm):
    """Choose a first password."""


class ActivateTOTPForm(Mots, totp.ActivateTOTPForm):
    """Set up an application of codes."""


class AuthenticateForm(Mots, mfa.AuthenticateForm):
    """Type a code of the application at sign-in."""


class ReauthenticateTOTPForm(Mots, mfa.ReauthenticateForm):
    """Confirm by a code of the application."""
