"""Configuration of this space."""

from django.apps import AppConfig


class EcritsConfig(AppConfig):
    """The documents of a contract, and its plan of communication."""

    name = "ancrage.plateforme.web.ecrits"
    label = "web_ecrits"

    def ready(self) -> None:
        """Add the tab, for who prepares the contract."""
        from ancrage.plateforme.contrats.permissions import can_prepare
        from ancrage.plateforme.web.socle.contrats import REPLIE, Onglet, register_onglet

        register_onglet(Onglet("Documents", "ecrits:documents", 90, can_prepare, groupe=REPLIE))
