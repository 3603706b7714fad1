"""Configuration of this space."""

from django.apps import AppConfig


class FaisabiliteConfig(AppConfig):
    """The feasibility study of a territory and its note."""

    name = "ancrage.plateforme.web.faisabilite"
    label = "web_faisabilite"

    def ready(self) -> None:
        """Put the space in the menu, and its tab on the pages of a contract."""
        from ancrage.plateforme.faisabilite.permissions import can_read, reads_of
        from ancrage.plateforme.web.socle.contrats import REPLIE, Onglet, register_onglet
        from ancrage.plateforme.web.socle.navigation import Entree, register

        texte = "Les notes de contexte : un territoire est-il prêt pour un contrat ?"
        register(Entree("Faisabilité", "faisabilite:notes", "espaces", 47, can_read, texte))
        register_onglet(Onglet("Faisabilité", "faisabilite:contrat", 15, reads_of, groupe=REPLIE))
