"""Configuration of the doctrine's pages."""

from django.apps import AppConfig


class DoctrineConfig(AppConfig):
    """The rules of the region, its plans, and the sheets that a revision leaves to tie again."""

    name = "ancrage.plateforme.web.doctrine"
    label = "web_doctrine"

    def ready(self) -> None:
        """Put the rules in the menus, and what a revision leaves waiting on the home page."""
        from ancrage.plateforme.doctrine.permissions import rules_some
        from ancrage.plateforme.web.doctrine.attente import rattachements_tile, revisions_tile
        from ancrage.plateforme.web.socle.navigation import Entree, register, register_tuile

        texte = "Les règles de la région, la procédure, les visas et les plans régionaux."
        register(Entree("Doctrine", "doctrine:regles", "espaces", 65, rules_some, texte))
        register(Entree("Règles de la région", "doctrine:regles", "pied", 30))
        register_tuile(rattachements_tile)
        register_tuile(revisions_tile)
