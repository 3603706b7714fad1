"""Configuration of this package."""

from django.apps import AppConfig


class DoctrineConfig(AppConfig):
    """Regional rules, legal texts, regional plans."""

    name = "ancrage.plateforme.doctrine"
    label = "doctrine"
