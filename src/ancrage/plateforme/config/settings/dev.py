"""A developer's machine: errors in full, mail on the console, no secret to give."""

from ancrage.plateforme.config.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "developpement-seulement-aucun-secret-a-garder"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
