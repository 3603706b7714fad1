"""Configuration of this package."""

from django.apps import AppConfig


class TravauxConfig(AppConfig):
    """Background jobs: queued in the database, with progress, retry and a reaper."""

    name = "ancrage.plateforme.travaux"
    label = "travaux"
