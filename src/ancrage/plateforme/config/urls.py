"""Root addresses of the site: one line per space."""

from django.urls import include, path

_ESPACES = "ancrage.plateforme.web"

handler400 = f"{_ESPACES}.socle.erreurs.handler400"
handler403 = f"{_ESPACES}.socle.erreurs.handler403"
handler404 = f"{_ESPACES}.socle.erreurs.handler404"
handler500 = f"{_ESPACES}.socle.erreurs.handler500"

urlpatterns = [
    path("compte/", include(f"{_ESPACES}.compte.urls")),
    path("compte/", include(f"{_ESPACES}.compte.urls_connexion")),
    path("composants/", include(f"{_ESPACES}.composants.urls")),
    path("api/", include(f"{_ESPACES}.api.urls")),
    path("", include(f"{_ESPACES}.accueil.urls")),
    path("", include(f"{_ESPACES}.portail.urls")),
    path("", include(f"{_ESPACES}.region.urls")),
    path("", include(f"{_ESPACES}.doctrine.urls")),
    path("", include(f"{_ESPACES}.reprise.urls")),
    path("", include(f"{_ESPACES}.passation.urls")),
    path("", include(f"{_ESPACES}.synthese.urls")),
    path("", include(f"{_ESPACES}.contrat.urls")),
    path("", include(f"{_ESPACES}.programme.urls")),
    path("", include(f"{_ESPACES}.bibliotheque.urls")),
    path("", include(f"{_ESPACES}.rencontres.urls")),
    path("", include(f"{_ESPACES}.faisabilite.urls")),
    path("", include(f"{_ESPACES}.prefiguration.urls")),
    path("", include(f"{_ESPACES}.signature.urls")),
    path("", include(f"{_ESPACES}.ecrits.urls")),
    path("", include(f"{_ESPACES}.observatoire.urls")),
    path("", include(f"{_ESPACES}.recherche.urls")),
]
