"""Entry point of the site for a WSGI server (granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ancrage.plateforme.config.settings.production")

application = get_wsgi_application()
