"""Configuration of this package."""

from django.apps import AppConfig


class RencontresConfig(AppConfig):
    """The meetings of a contract: bodies, convocation, attendance, minutes, decisions."""

    name = "ancrage.plateforme.rencontres"
    label = "rencontres"
