"""Configuration of this package."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The plans: needs, priorities, axes, objectives, action sheets."""

    name = "ancrage.plateforme.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Answer for the facts of a plan, fill minutes, declare what it holds of people."""
        from ancrage.plateforme.contrats.suivi import register_resolveur
        from ancrage.plateforme.programmes import rubriques
        from ancrage.plateforme.programmes.donnees import declare_own
        from ancrage.plateforme.programmes.faits import register_own
        from ancrage.plateforme.programmes.lectures import contrats_of_demarches, contrats_of_fiches

        register_own()
        declare_own()
        rubriques.register_own()
        register_resolveur("programmes.ficheaction", contrats_of_fiches)
        register_resolveur("programmes.demarcheliee", contrats_of_demarches)
