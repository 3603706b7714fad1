"""Configuration of this space."""

from django.apps import AppConfig


class BibliothequeConfig(AppConfig):
    """The library: published contracts and their action sheets."""

    name = "ancrage.plateforme.web.bibliotheque"
    label = "web_bibliotheque"

    def ready(self) -> None:
        """Put the space in the menu."""
        from ancrage.plateforme.web.socle.navigation import Entree, register

        texte = "Les contrats publiés et leurs fiches actions, par thème, public et preuve."
        register(Entree("Bibliothèque", "bibliotheque:bibliotheque", ordre=7, texte=texte))
