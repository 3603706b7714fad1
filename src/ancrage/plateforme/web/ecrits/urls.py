"""Addresses of this space."""

from django.urls import path

from ancrage.plateforme.web.ecrits.views import communication, documents

app_name = "ecrits"
_C = "contrats/<slug:slug>/documents/communication/"
_L = f"{_C}<uuid:identifiant>/"
urlpatterns = [
    path("contrats/<slug:slug>/documents/", documents.documents, name="documents"),
    path("contrats/<slug:slug>/documents/<slug:code>.<slug:format>", documents.ecrit, name="ecrit"),
    path(_C, communication.plan, name="communication"),
    path(f"{_C}proposer/", communication.proposer, name="proposer"),
    path(f"{_C}nouvelle/", communication.nouvelle, name="nouvelle_ligne"),
    path(f"{_L}modifier/", communication.modifier, name="modifier_ligne"),
    path(f"{_L}retirer/", communication.retirer, name="retirer_ligne"),
]
