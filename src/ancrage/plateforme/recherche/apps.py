"""Configuration of the search."""

from django.apps import AppConfig


class RechercheConfig(AppConfig):
    """The site's own search index."""

    name = "ancrage.plateforme.recherche"
    label = "recherche"

    def ready(self) -> None:
        """Declare what is searched, and follow what changes."""
        from ancrage.plateforme.recherche import fournisseurs, fournisseurs_contrats, suivi

        fournisseurs.declare_own()
        fournisseurs_contrats.declare_own()
        suivi.connect()
