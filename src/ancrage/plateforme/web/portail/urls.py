"""Addresses of what the public reads."""

from django.urls import path

from ancrage.plateforme.web.portail.views import diagnostics, epreuves, telechargements

_EDITION = "diagnostics/<slug:slug>/editions/<int:numero>/"

app_name = "portail"
urlpatterns = [
    path("diagnostics/", diagnostics.diagnostics, name="diagnostics"),
    path("diagnostics/<slug:slug>/epreuve/", epreuves.epreuve, name="epreuve"),
    path(
        "diagnostics/<slug:slug>/epreuve/chapitres/<int:chapitre>/",
        epreuves.chapitre,
        name="epreuve_chapitre",
    ),
    path("diagnostics/<slug:slug>/", diagnostics.diagnostic, name="diagnostic"),
    path(_EDITION, diagnostics.edition, name="edition"),
    path(f"{_EDITION}chapitres/<int:chapitre>/", diagnostics.chapitre, name="chapitre"),
    path(f"{_EDITION}donnees.<str:format>", telechargements.donnees, name="donnees"),
    path(f"{_EDITION}document.<str:format>", telechargements.document, name="document"),
]
