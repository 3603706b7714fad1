"""What every use of the site shares. Nothing secret here, nothing that depends on the machine."""

from importlib.util import find_spec

from csp.constants import NONE, SELF

from ancrage.plateforme.commun.etat import state_dir
from ancrage.plateforme.config.environnement import database, read_environnement

ENVIRONNEMENT = read_environnement()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "ancrage.plateforme.web.compte",  # before allauth, whose pages it words and lays out
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks_db",
    "ninja",
    "rules.apps.AutodiscoverRulesConfig",
    "template_partials.apps.SimpleAppConfig",
    "ancrage.plateforme.journal",
    "ancrage.plateforme.travaux",
    "ancrage.plateforme.fichiers",
    "ancrage.plateforme.territoires",
    "ancrage.plateforme.comptes",
    "ancrage.plateforme.notifications",
    "ancrage.plateforme.doctrine",
    "ancrage.plateforme.observations",
    "ancrage.plateforme.contrats",
    "ancrage.plateforme.rencontres",
    "ancrage.plateforme.prefiguration",
    "ancrage.plateforme.diagnostics",
    "ancrage.plateforme.faisabilite",
    "ancrage.plateforme.programmes",
    "ancrage.plateforme.documents",
    "ancrage.plateforme.recherche",
    "ancrage.plateforme.ui",
    "ancrage.plateforme.web.socle",
    "ancrage.plateforme.web.accueil",
    "ancrage.plateforme.web.portail",
    "ancrage.plateforme.web.region",
    "ancrage.plateforme.web.doctrine",
    "ancrage.plateforme.web.reprise",
    "ancrage.plateforme.web.passation",
    "ancrage.plateforme.web.synthese",
    "ancrage.plateforme.web.contrat",
    "ancrage.plateforme.web.programme",
    "ancrage.plateforme.web.bibliotheque",
    "ancrage.plateforme.web.rencontres",
    "ancrage.plateforme.web.faisabilite",
    "ancrage.plateforme.web.prefiguration",
    "ancrage.plateforme.web.signature",
    "ancrage.plateforme.web.ecrits",
    "ancrage.plateforme.web.observatoire",
    "ancrage.plateforme.web.recherche",
    "ancrage.plateforme.web.composants",
    "ancrage.plateforme.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a map of 1,754 communes: 130 kB, so
    "ancrage.plateforme.web.socle.typographie.Typographie",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "ancrage.plateforme.web.compte.middleware.SecondFacteurMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ancrage.plateforme.web.socle.middleware.PagesErreur",
]

ROOT_URLCONF = "ancrage.plateforme.config.urls"
WSGI_APPLICATION = "ancrage.plateforme.config.wsgi.application"

# Partials outside, cotton inside, both explicit: in automatic mode one of them silently stops.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ancrage.plateforme.web.socle.contexte.coquille",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "ancrage.plateforme.ui.templatetags.ui",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]
# A component sees its inputs and the context processors, never the variables of the page.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "ancrage.plateforme.ui.formulaires.Rendu"
CSRF_FAILURE_VIEW = "ancrage.plateforme.web.socle.erreurs.csrf_failure"
# A component given a value out of its closed lists: an error here, a line of log in production.
COMPOSANTS_STRICTS = True

DATABASES = {"default": database(ENVIRONNEMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits and lock-outs count here: they must hold across processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_partage",
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = state_dir() / "static"
# The package holds files only, no code: bootstrap/css, bootstrap/js.
_bootstrap = find_spec("bootstrap")
STATICFILES_DIRS = [
    ("bootstrap", folder) for folder in (_bootstrap and _bootstrap.submodule_search_locations) or ()
]

AUTH_USER_MODEL = "comptes.Utilisateur"
# The address is unique whatever its capitals: a constraint on Lower(email), unseen by this check.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "ancrage.plateforme.comptes.oidc.ConnexionOidc",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "ancrage.plateforme.comptes.adaptateur.AdaptateurCompte"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to its address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Five failures close the sign-in to an account for a quarter of an hour (adaptateur.py says so).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Ancrage] "
_FORMS = "ancrage.plateforme.web.compte.forms_connexion"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "request_login_code": f"{_FORMS}.RequestLoginCodeForm",
    "confirm_login_code": f"{_FORMS}.ConfirmLoginCodeForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "confirm_password_reset_code": f"{_FORMS}.ConfirmPasswordResetCodeForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
}
USERSESSIONS_TRACK_ACTIVITY = True
MFA_ADAPTER = "ancrage.plateforme.comptes.adaptateur.AdaptateurSecondFacteur"
MFA_FORMS = {
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ancrage"
MFA_TOTP_TOLERANCE = 1  # the code just before or after: clocks differ, and typing takes time

# ProConnect: the button appears when both are given.
OIDC_ISSUER = ENVIRONNEMENT.oidc_issuer
OIDC_RP_CLIENT_ID = ENVIRONNEMENT.oidc_client_id
OIDC_RP_CLIENT_SECRET = ENVIRONNEMENT.oidc_client_secret.get_secret_value()
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid given_name usual_name email"
OIDC_AUTH_REQUEST_EXTRA_PARAMS = {"acr_values": "eidas1"}
OIDC_STORE_ID_TOKEN = True  # the provider asks for it back when the session ends
OIDC_TIMEOUT = 10

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# Bootstrap's style sheet draws its arrows and ticks from data: images; nothing else may.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Signing out posts here, then goes on to the identity provider.
        "form-action": [SELF, *([OIDC_ISSUER] if OIDC_ISSUER else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MEDIA_ROOT = str(state_dir() / "fichiers")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

BASE_URL = ENVIRONNEMENT.base_url or "http://127.0.0.1:8000"
REGION = ENVIRONNEMENT.region
DEMO = ENVIRONNEMENT.demo
# Folder of the certificates that vouch for signatures (PEM); none: no signature is trusted.
PARAPHEUR_CONFIANCE = ENVIRONNEMENT.parapheur_confiance
DEFAULT_FROM_EMAIL = ENVIRONNEMENT.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"pikepdf": {"level": "WARNING"}},  # it announces itself when imported
}
