"""Addresses of the takeovers; they come before those of the contracts, whose slug they share."""

from django.urls import path

from ancrage.plateforme.web.reprise.views import brouillons, classeurs, reprises

app_name = "reprise"
_UN = "contrats/reprendre/<uuid:identifiant>/"
_CLASSEUR = "contrats/reprendre/classeur/<uuid:identifiant>/"
urlpatterns = [
    path("contrats/reprendre/", reprises.reprises, name="reprises"),
    path("contrats/reprendre/modele.xlsx", classeurs.modele, name="modele"),
    path("contrats/reprendre/classeur/", classeurs.nouveau, name="nouveau_classeur"),
    path(_CLASSEUR, classeurs.classeur, name="classeur"),
    path(f"{_CLASSEUR}pieces/", classeurs.pieces, name="pieces"),
    path(f"{_CLASSEUR}import/", classeurs.importer, name="importer"),
    path("contrats/reprendre/nouveau/", brouillons.commencer, name="commencer"),
    path(f"{_UN}verification/", brouillons.verification, name="verification"),
    path(f"{_UN}reprise/", brouillons.reprendre, name="reprendre"),
    path(f"{_UN}<slug:etape>/", brouillons.etape, name="etape"),
]
