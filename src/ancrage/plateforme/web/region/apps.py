"""Configuration of the region's pages."""

from django.apps import AppConfig


class RegionConfig(AppConfig):
    """The map and the table of all the contracts of a region."""

    name = "ancrage.plateforme.web.region"
    label = "web_region"

    def ready(self) -> None:
        """Put the space in the menu."""
        from ancrage.plateforme.web.socle.navigation import Entree, register

        texte = "Tous les contrats de la région, sur une carte, à la date voulue."
        register(Entree("Contrats", "region:contrats", ordre=5, texte=texte))
