"""Entry point of the worker: « python -m ancrage.plateforme.config.ouvrier »."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ancrage.plateforme.config.settings.production")
    django.setup()
    from ancrage.plateforme.travaux.ouvrier import run

    run()
