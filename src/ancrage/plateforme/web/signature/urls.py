"""Addresses of the text of a contract, of its signature, of the verification."""

from django.urls import path

from ancrage.plateforme.web.signature.views import (
    avis,
    circuit,
    consolide,
    retours,
    textes,
    verification,
)

app_name = "signature"
_CONTRAT = "contrats/<slug:slug>/"
_SIGNATURE = f"{_CONTRAT}signature/"
_VERSION = f"{_SIGNATURE}versions/<uuid:identifiant>/"
urlpatterns = [
    path(f"{_CONTRAT}texte/", textes.texte, name="texte"),
    path(f"{_CONTRAT}texte/<slug:cle>/", textes.partie, name="partie"),
    path(f"{_CONTRAT}texte/<slug:cle>/automatique/", textes.reprendre, name="reprendre"),
    path(f"{_CONTRAT}texte-en-vigueur/", consolide.consolide, name="consolide"),
    path(
        f"{_CONTRAT}texte-en-vigueur.<slug:format>", consolide.document, name="consolide_document"
    ),
    path(_SIGNATURE, circuit.circuit, name="circuit"),
    path(f"{_SIGNATURE}avis/demander/", avis.demander, name="demander_avis"),
    path(f"{_SIGNATURE}avis/<uuid:identifiant>/lever/", avis.lever, name="lever_reserves"),
    path(f"{_SIGNATURE}avis/<slug:organe>/", avis.avis, name="avis"),
    path(f"{_SIGNATURE}avenants/<int:numero>/", circuit.avenant, name="avenant"),
    path(f"{_SIGNATURE}projet.<slug:format>", circuit.projet, name="projet"),
    path(f"{_SIGNATURE}figer/", circuit.figer, name="figer"),
    path(f"{_VERSION}<str:nature>", circuit.piece, name="piece"),
    path(f"{_VERSION}retour/", retours.rendre_signe, name="rendre"),
    path(f"{_SIGNATURE}retours/<uuid:identifiant>/", retours.retour, name="retour"),
    path(f"{_SIGNATURE}retours/<uuid:identifiant>/fichier.pdf", retours.fichier, name="fichier"),
    path(f"{_CONTRAT}verifier/", verification.contrat, name="verification"),
    path("verifier/", verification.verifier, name="verifier"),
]
