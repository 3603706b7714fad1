"""The tests: quick passwords, mail in memory, plain static files, strict templates."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs beside the live server
# On PostgreSQL: the base is dropped after the tests, nothing waits for the disk.
os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")

from ancrage.plateforme.config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests-seulement-aucun-secret-a-garder-ici"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
