"""Configuration of this space."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The pages of a plan: needs, priorities, tree, table, action sheets, workbooks."""

    name = "ancrage.plateforme.web.programme"
    label = "web_programme"

    def ready(self) -> None:
        """Put the plan among the tabs of a contract."""
        from ancrage.plateforme.web.socle.contrats import Onglet, register_onglet

        register_onglet(
            Onglet("Programme", "programme:arbre", ordre=30, aussi=("fiches-actions/",))
        )
