"""Configuration of the shell."""

from django.apps import AppConfig


class SocleConfig(AppConfig):
    """The shell of all pages."""

    name = "ancrage.plateforme.web.socle"
    label = "web_socle"
