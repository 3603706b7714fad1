"""Configuration of this space."""

from django.apps import AppConfig


class ContratConfig(AppConfig):
    """The pages of a contract: its life, its parties, its acts."""

    name = "ancrage.plateforme.web.contrat"
    label = "web_contrat"
