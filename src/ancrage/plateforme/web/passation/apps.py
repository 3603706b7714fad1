"""Configuration of the handover."""

from django.apps import AppConfig


class PassationConfig(AppConfig):
    """The handover book."""

    name = "ancrage.plateforme.web.passation"
    label = "web_passation"

    def ready(self) -> None:
        """Add the tab, for who prepares the contract."""
        from ancrage.plateforme.contrats.permissions import can_prepare
        from ancrage.plateforme.web.socle.contrats import REPLIE, Onglet, register_onglet

        register_onglet(Onglet("Passation", "passation:livret", 95, can_prepare, groupe=REPLIE))
