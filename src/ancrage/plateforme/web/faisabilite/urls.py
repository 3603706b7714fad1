"""Addresses of this space."""

from django.urls import path

from ancrage.plateforme.web.faisabilite.views import actes, contrat, notes

app_name = "faisabilite"
NOTE = "faisabilite/<uuid:identifiant>"
urlpatterns = [
    path("faisabilite/", notes.notes, name="notes"),
    path("faisabilite/nouvelle/", notes.nouvelle, name="nouvelle"),
    path("faisabilite/cadrage/<str:region>/", actes.cadrage, name="cadrage"),
    path(f"{NOTE}/", notes.note, name="note"),
    path(f"{NOTE}/rubriques/<slug:code>/", notes.rubrique, name="rubrique"),
    path(f"{NOTE}/avis/", actes.avis, name="avis"),
    path(f"{NOTE}/decision/", actes.decision, name="decision"),
    path(f"{NOTE}/reprendre/", actes.reprendre, name="reprendre"),
    path(f"{NOTE}/rattacher/", actes.rattacher, name="rattacher"),
    path(f"{NOTE}/note.<slug:format>", notes.document, name="document"),
    path("contrats/<slug:slug>/faisabilite/", contrat.contrat, name="contrat"),
]
