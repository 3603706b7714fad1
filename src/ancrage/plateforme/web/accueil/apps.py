"""Configuration of the front page."""

from django.apps import AppConfig


class AccueilConfig(AppConfig):
    """The front page."""

    name = "ancrage.plateforme.web.accueil"
    label = "web_accueil"

    def ready(self) -> None:
        """List the duties of contracts; put the statement of accessibility at every foot."""
        from ancrage.plateforme.web.accueil.instruction import instructs
        from ancrage.plateforme.web.accueil.suivi import duties_tile
        from ancrage.plateforme.web.socle.navigation import Entree, register, register_tuile

        register_tuile(duties_tile)
        texte = "Ce qui attend un avis ou une décision de l’ARS, du plus ancien au plus récent."
        register(Entree("À instruire", "accueil:file_ars", "espaces", 6, instructs, texte))
        register(Entree("Accessibilité", "accueil:accessibilite", "pied", 10))
