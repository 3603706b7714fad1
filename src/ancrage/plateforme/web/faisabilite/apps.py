"""Configuration of this space."""

from django.apps import AppConfig


class FaisabiliteConfig(AppConfig):
    """The feasibility study of a territory and its note."""

    name = "ancrage.plateforme.web.faisabilite"
    label = "web_faisabilite"
