"""Addresses of the front page."""

from django.urls import path

from ancrage.plateforme.web.accueil import views

app_name = "accueil"
urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("file-ars/", views.file_ars, name="file_ars"),
    path("accessibilite/", views.accessibilite, name="accessibilite"),
]
