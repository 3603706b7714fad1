"""Configuration of this package."""

from django.apps import AppConfig


class CompteConfig(AppConfig):
    """A person's account, and the administration of people and organisations."""

    name = "ancrage.plateforme.web.compte"
    label = "web_compte"

    def ready(self) -> None:
        """Add the account's links to the menus."""
        from ancrage.plateforme.web.compte.menus import declare

        declare()
