"""What Ancrage changes in allauth: no open sign-up, our words, sealed keys, audit rows."""

import base64
import hashlib
from io import BytesIO
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from ancrage.plateforme.comptes import oidc
from ancrage.plateforme.comptes.securite import needs_second_factor
from ancrage.plateforme.comptes.services.securite import VERROU_SECONDES, record_lockout

_MINUTES = VERROU_SECONDES // 60


class AdaptateurCompte(DefaultAccountAdapter):
    """Accounts begin with an invitation: nobody signs up alone."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est fermé.",
        "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas.",
        "enter_current_password": "Écrivez votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Vérifiez-le, ou attendez le suivant.",
        "incorrect_password": "Ce mot de passe ne convient pas.",
        "too_many_login_attempts": (
            f"Trop d’essais : la connexion à ce compte est fermée pendant {_MINUTES} minutes. "
            "Réessayez ensuite, ou demandez un code par courriel."
        ),
        "rate_limited": "Trop de demandes en peu de temps. Réessayez dans quelques minutes.",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Return False: an account begins with an invitation."""
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Leave an audit row when the limit of attempts closes the door."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            record_lockout(acteur=None, email=credentials.get("email", ""))
            raise

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check a password by the address of the account: we keep no second list of addresses."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask nothing again of whoever signed in a few minutes ago."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        recent = timezone.now().timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Send security notices to the address of the account."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_logout_redirect_url(self, request: Any) -> str:
        """Sign out at the identity provider too, when the session came from it."""
        return oidc.logout_url(request) or super().get_logout_redirect_url(request)


def _sealer() -> MultiFernet:
    secrets: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"second facteur{key}".encode()).digest() for key in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class AdaptateurSecondFacteur(DefaultMFAAdapter):
    """Keys sealed in the database; a required second factor cannot be removed."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": (
            "Votre rôle exige un second facteur : il ne peut pas être retiré."
        ),
        "incorrect_code": "Ce code ne convient pas. Attendez le suivant et recopiez-le.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a key with the site's secret: a stolen copy of the database opens no account."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed key."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Refuse to whoever holds a role that needs it."""
        return not needs_second_factor(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white: it must be scanned on a dark page too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        out = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(out)
        return out.getvalue().decode()
