"""Configuration of this package."""

from django.apps import AppConfig


class RencontresConfig(AppConfig):
    """The bodies of a contract, their meetings, minutes and decisions."""

    name = "ancrage.plateforme.rencontres"
    label = "rencontres"

    def ready(self) -> None:
        """Answer for the facts of meetings, fill minutes, declare what it holds of people."""
        from ancrage.plateforme.rencontres import faits, rubriques
        from ancrage.plateforme.rencontres.donnees import declare_own

        faits.register_own()
        rubriques.register_own()
        declare_own()
