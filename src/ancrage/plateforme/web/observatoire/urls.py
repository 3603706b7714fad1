"""Addresses of the observatory."""

from django.urls import path, register_converter

from ancrage.plateforme.web.observatoire import urls_diagnostics
from ancrage.plateforme.web.observatoire.chemins import CodeTerritoire
from ancrage.plateforme.web.observatoire.views import (
    accueil,
    calendrier,
    comparaison,
    demandes,
    depots,
    documents,
    indicateurs,
    perimetres,
    telechargements,
    territoires,
)

register_converter(CodeTerritoire, "territoire")

app_name = "observatoire"
urlpatterns = [
    *urls_diagnostics.urlpatterns,
    path("observatoire/", accueil.observatoire, name="observatoire"),
    path("territoires/", accueil.chercher, name="chercher"),
    path("territoires/composer/", accueil.composer, name="composer"),
    path("perimetres/", perimetres.perimetres, name="perimetres"),
    path("perimetres/nouveau/", perimetres.nouveau, name="nouveau_perimetre"),
    path("perimetres/<uuid:identifiant>/", perimetres.perimetre, name="perimetre"),
    path("perimetres/<uuid:identifiant>/modifier/", perimetres.modifier, name="modifier_perimetre"),
    path("perimetres/<uuid:identifiant>/figer/", perimetres.figer, name="figer_perimetre"),
    path("observatoire/depots/", depots.depots, name="depots"),
    path("observatoire/depots/nouveau/", depots.nouveau, name="nouveau_depot"),
    path("observatoire/depots/<uuid:identifiant>/", depots.depot, name="depot"),
    path("observatoire/depots/<uuid:identifiant>/decrire/", depots.decrire, name="decrire_depot"),
    path(
        "observatoire/depots/<uuid:identifiant>/controler/",
        depots.controler,
        name="controler_depot",
    ),
    path(
        "observatoire/depots/<uuid:identifiant>/approuver/",
        depots.approuver,
        name="approuver_depot",
    ),
    path("observatoire/depots/<uuid:identifiant>/activer/", depots.activer, name="activer_depot"),
    path("observatoire/depots/<uuid:identifiant>/refuser/", depots.refuser, name="refuser_depot"),
    path("observatoire/depots/<uuid:identifiant>/retirer/", depots.retirer, name="retirer_depot"),
    path(
        "observatoire/depots/<uuid:identifiant>/chiffres/", depots.chiffres, name="chiffres_depot"
    ),
    path("observatoire/demandes/", demandes.demandes, name="demandes"),
    path("observatoire/demandes/nouvelle/", demandes.nouvelle, name="nouvelle_demande"),
    path("observatoire/demandes/<uuid:identifiant>/", demandes.demande, name="demande"),
    path(
        "observatoire/demandes/<uuid:identifiant>/preciser/",
        demandes.preciser,
        name="preciser_demande",
    ),
    path(
        "observatoire/demandes/<uuid:identifiant>/estimer/",
        demandes.estimer,
        name="estimer_demande",
    ),
    path(
        "observatoire/demandes/<uuid:identifiant>/repondre/",
        demandes.repondre,
        name="repondre_demande",
    ),
    path(
        "observatoire/demandes/<uuid:identifiant>/refuser/",
        demandes.refuser,
        name="refuser_demande",
    ),
    path(
        "observatoire/demandes/<uuid:identifiant>/annuler/",
        demandes.annuler,
        name="annuler_demande",
    ),
    path(
        "observatoire/demandes/<uuid:identifiant>/fichier/",
        demandes.fichier,
        name="fichier_demande",
    ),
    path(
        "observatoire/demandes/<uuid:identifiant>/lettre.<str:format>",
        demandes.lettre,
        name="lettre_demande",
    ),
    path("observatoire/calendrier/", calendrier.calendrier, name="calendrier"),
    path("observatoire/calendrier/nouvelle/", calendrier.nouvelle, name="nouvelle_parution"),
    path("observatoire/calendrier/comparer/", calendrier.comparer, name="comparer_editions"),
    path(
        "observatoire/calendrier/<uuid:identifiant>/dater/",
        calendrier.dater,
        name="dater_parution",
    ),
    path(
        "observatoire/calendrier/<uuid:identifiant>/recevoir/",
        calendrier.recevoir,
        name="recevoir_parution",
    ),
    path("observatoire/calendrier/consequences/", calendrier.consequences, name="consequences"),
    path(
        "observatoire/calendrier/consequences/<uuid:identifiant>/revoir/",
        calendrier.revoir,
        name="revoir_consequence",
    ),
    path("comparer/", comparaison.comparer, name="comparer"),
    path("indicateurs/", indicateurs.indicateurs, name="indicateurs"),
    path("indicateurs/<str:code>/", indicateurs.indicateur, name="indicateur"),
    path(
        "indicateurs/<str:code>/valeurs.<str:format>",
        telechargements.valeurs,
        name="telecharger_indicateur",
    ),
    path(
        "indicateurs/<str:code>/<str:figure>.<str:format>",
        telechargements.figure_indicateur,
        name="figure_indicateur",
    ),
    path("territoires/<territoire:code>/", territoires.territoire, name="territoire"),
    path(
        "territoires/<territoire:code>/profil.<str:format>",
        telechargements.profil,
        name="telecharger",
    ),
    path(
        "territoires/<territoire:code>/diagnostic.<str:format>",
        documents.document,
        name="document",
    ),
    path(
        "territoires/<territoire:code>/documents/<str:format>/",
        documents.preparation,
        name="document_preparation",
    ),
    path(
        "territoires/<territoire:code>/indicateurs/<str:indicateur>/",
        territoires.valeur,
        name="valeur",
    ),
    path(
        "territoires/<territoire:code>/indicateurs/<str:indicateur>/<str:figure>.<str:format>",
        telechargements.figure,
        name="figure",
    ),
    path(
        "territoires/<territoire:code>/<slug:dimension>/", territoires.dimension, name="dimension"
    ),
]
