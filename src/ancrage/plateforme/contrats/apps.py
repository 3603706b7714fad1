"""Configuration of this package."""

from django.apps import AppConfig


class ContratsConfig(AppConfig):
    """The contracts, their life cycle and their parties."""

    name = "ancrage.plateforme.contrats"
    label = "contrats"

    def ready(self) -> None:
        """Answer for the facts that a contract itself knows, declare what it holds of people."""
        from ancrage.plateforme.contrats.donnees import declare_own
        from ancrage.plateforme.contrats.lectures import name_of_address
        from ancrage.plateforme.contrats.propres import register_own
        from ancrage.plateforme.notifications.groupes import register_nommeur

        register_own()
        declare_own()
        register_nommeur(name_of_address)
