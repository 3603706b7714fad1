"""Configuration of this package."""

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """The door to the engine: profiles, deposits, requests, release calendar."""

    name = "ancrage.plateforme.observations"
    label = "observations"

    def ready(self) -> None:
        """Say what these tables hold about people."""
        from ancrage.plateforme.observations.donnees import declare_own

        declare_own()
