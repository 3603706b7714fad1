"""Configuration of the observatory's pages."""

from django.apps import AppConfig

ENTREES = (
    ("Observatoire", "observatoire", 10, "Le portrait de chaque territoire, thème par thème."),
    ("Indicateurs", "indicateurs", 20, "Ce que chacun mesure, sa carte, sa source."),
    ("Comparer", "comparer", 30, "Deux territoires côte à côte, avec leurs intervalles."),
    ("Périmètres", "perimetres", 40, "Les communes des diagnostics et des contrats."),
)


class ObservatoireConfig(AppConfig):
    """Areas, indicators, comparisons; the workshop of the ORS."""

    name = "ancrage.plateforme.web.observatoire"
    label = "web_observatoire"

    def ready(self) -> None:
        """Put the space in the menu."""
        from ancrage.plateforme.diagnostics.permissions import follows
        from ancrage.plateforme.web.observatoire import menus_ors
        from ancrage.plateforme.web.socle.navigation import Entree, register

        for libelle, route, ordre, texte in ENTREES:
            register(Entree(libelle, f"observatoire:{route}", ordre=ordre, texte=texte))
        atelier = "Les diagnostics en préparation, de la commande à la publication."
        register(Entree("Atelier", "observatoire:diagnostics", "espaces", 45, follows, atelier))
        menus_ors.declare()
