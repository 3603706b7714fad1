"""Configuration of this space."""

from django.apps import AppConfig


class RencontresConfig(AppConfig):
    """The meetings of a contract: convocation, attendance, minutes, decisions."""

    name = "ancrage.plateforme.web.rencontres"
    label = "web_rencontres"
