"""Configuration of the search page."""

from django.apps import AppConfig


class RecherchePagesConfig(AppConfig):
    """The search page, which every page's head leads to."""

    name = "ancrage.plateforme.web.recherche"
    label = "web_recherche"
