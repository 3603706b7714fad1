"""Configuration of the synthesis for the élus."""

from django.apps import AppConfig


class SyntheseConfig(AppConfig):
    """The two-page view of a contract."""

    name = "ancrage.plateforme.web.synthese"
    label = "web_synthese"

    def ready(self) -> None:
        """Add the tab, for who follows the work of the contract."""
        from ancrage.plateforme.programmes.acces import reads_team
        from ancrage.plateforme.web.socle.contrats import Onglet, register_onglet

        register_onglet(Onglet("Synthèse élus", "synthese:elu", 15, reads_team))
