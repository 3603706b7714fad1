"""Configuration of people and organisations."""

from django.apps import AppConfig


class ComptesConfig(AppConfig):
    """People, organisations and roles."""

    name = "ancrage.plateforme.comptes"
    label = "comptes"
    verbose_name = "comptes"

    def ready(self) -> None:
        """Declare the work and the personal data that this app holds."""
        from ancrage.plateforme.comptes import donnees
        from ancrage.plateforme.comptes.services import departs

        departs.declare_own()
        donnees.declare_own()
