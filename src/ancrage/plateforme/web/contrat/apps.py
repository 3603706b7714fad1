"""Configuration of this space."""

from django.apps import AppConfig


class ContratConfig(AppConfig):
    """The pages of a contract: its life, its parties, its acts."""

    name = "ancrage.plateforme.web.contrat"
    label = "web_contrat"

    def ready(self) -> None:
        """Register the tabs of a contract, and the list in the menu."""
        from ancrage.plateforme.contrats.permissions import follows_some
        from ancrage.plateforme.web.contrat.commun import works_on
        from ancrage.plateforme.web.socle.contrats import REPLIE, Onglet, register_onglet
        from ancrage.plateforme.web.socle.navigation import Entree, register

        register_onglet(Onglet("Contrat", "contrat:contrat", 0))
        register_onglet(Onglet("Frise", "contrat:frise", 5))
        register_onglet(Onglet("Territoire", "contrat:perimetres", 10))
        register_onglet(
            Onglet(
                "Parties",
                "contrat:parties",
                15,
                works_on,
                aussi=("porteurs/", "signataires/", "partenaires/"),
            )
        )
        register_onglet(
            Onglet(
                "Engagements", "contrat:engagements", 62,
                lambda user, contrat: works_on(user, contrat) or contrat.is_signed,
                groupe=REPLIE,
            )
        )  # fmt: skip
        register_onglet(Onglet("Avenants", "contrat:avenants", 80, groupe=REPLIE))
        register_onglet(Onglet("Équipe", "contrat:equipe", 85, works_on))
        register(Entree("Mes contrats", "contrat:liste", ordre=4, permission=follows_some))
