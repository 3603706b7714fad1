"""Configuration of the takeovers."""

from typing import Any

from django.apps import AppConfig


def takes_over(user: Any) -> bool:
    """Say whether a person takes contracts over somewhere."""
    from ancrage.plateforme.contrats.permissions import regions_taken_over

    return bool(user.is_authenticated and regions_taken_over(user))


class RepriseConfig(AppConfig):
    """The entry of running contracts."""

    name = "ancrage.plateforme.web.reprise"
    label = "web_reprise"

    def ready(self) -> None:
        """Put the entry in the menu of whom it is for."""
        from ancrage.plateforme.web.socle.navigation import Entree, register

        texte = "Entrer dans Ancrage les contrats déjà en cours, à leur état réel."
        register(Entree("Reprises", "reprise:reprises", "espaces", 60, takes_over, texte))
