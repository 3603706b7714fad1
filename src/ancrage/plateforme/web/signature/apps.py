"""Configuration of this space."""

from django.apps import AppConfig


class SignatureConfig(AppConfig):
    """The signature: text of the contract, parapheur, verification of a signed file."""

    name = "ancrage.plateforme.web.signature"
    label = "web_signature"

    def ready(self) -> None:
        """Put the tabs on the pages of a contract, and the verification at the foot."""
        from ancrage.plateforme.documents.lectures import has_text, signed_versions
        from ancrage.plateforme.web.socle.contrats import (
            REPLIE,
            Onglet,
            followers,
            register_onglet,
        )
        from ancrage.plateforme.web.socle.navigation import Entree, register

        register_onglet(
            Onglet(
                "Texte", "signature:texte", 60,
                lambda user, contrat: not has_text(contrat) and followers(user, contrat),
            )
        )  # fmt: skip
        register_onglet(
            Onglet(
                "Texte en vigueur", "signature:consolide", 65,
                lambda user, contrat: has_text(contrat),
            )
        )  # fmt: skip
        register_onglet(Onglet("Signature", "signature:circuit", 70, followers))
        register_onglet(
            Onglet(
                "Document signé", "signature:verification", 80,
                lambda user, contrat: bool(signed_versions(contrat)), groupe=REPLIE,
            )
        )  # fmt: skip
        register(Entree("Vérifier une signature", "signature:verifier", place="pied", ordre=60))
