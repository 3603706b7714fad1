"""Configuration of this space."""

from django.apps import AppConfig


class RencontresConfig(AppConfig):
    """The meetings of a contract: convocation, attendance, minutes, decisions."""

    name = "ancrage.plateforme.web.rencontres"
    label = "web_rencontres"

    def ready(self) -> None:
        """Put the space among the tabs of a contract, the shared year in the menu, what waits."""
        from ancrage.plateforme.rencontres.permissions import may_open
        from ancrage.plateforme.web.rencontres.menus import decisions_tile
        from ancrage.plateforme.web.socle.contrats import Onglet, register_onglet
        from ancrage.plateforme.web.socle.navigation import (
            Entree,
            register,
            register_tuile,
            signed_in,
        )

        register_onglet(Onglet("Réunions", "rencontres:reunions", 50, may_open))
        register(Entree("Réunions de l’année", "rencontres:annee", "compte", 30, signed_in))
        register_tuile(decisions_tile)
