"""The real site, and the demonstration: what is missing stops the start with its remedy."""

import environ

from ancrage.plateforme.config.settings.base import *  # noqa: F403
from ancrage.plateforme.config.settings.base import ENVIRONNEMENT

DEBUG = False
COMPOSANTS_STRICTS = False
SECRET_KEY = ENVIRONNEMENT.required("secret_key")
ALLOWED_HOSTS = [host.strip() for host in ENVIRONNEMENT.required("allowed_hosts").split(",")]
BASE_URL = ENVIRONNEMENT.required("base_url")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

_email = environ.Env.email_url_config(ENVIRONNEMENT.email_url)
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH")  # filemail://: one file per message
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ancrage.plateforme.config.statiques.FichiersStatiques"},
}

# Behind TLS everywhere but on the loopback address of a demonstration.
_tls = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _tls
CSRF_COOKIE_SECURE = _tls
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_SSL_REDIRECT = _tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
