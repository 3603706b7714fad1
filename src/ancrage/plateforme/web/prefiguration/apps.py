"""Configuration of this space."""

from django.apps import AppConfig


class PrefigurationConfig(AppConfig):
    """Who leads, how élus are supported, what the elaboration is followed by."""

    name = "ancrage.plateforme.web.prefiguration"
    label = "web_prefiguration"

    def ready(self) -> None:
        """Put the space among the tabs of a contract."""
        from ancrage.plateforme.prefiguration.permissions import is_shown
        from ancrage.plateforme.web.socle.contrats import Onglet, register_onglet

        register_onglet(Onglet("Préfiguration", "prefiguration:prefiguration", 17, is_shown))
