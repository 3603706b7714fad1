"""Configuration of the audit."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The audit."""

    name = "ancrage.plateforme.journal"
    label = "journal"
    verbose_name = "journal"
