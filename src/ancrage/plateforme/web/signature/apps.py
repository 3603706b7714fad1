"""Configuration of this space."""

from django.apps import AppConfig


class SignatureConfig(AppConfig):
    """The signature: text of the contract, parapheur, verification of a signed file."""

    name = "ancrage.plateforme.web.signature"
    label = "web_signature"
