"""Addresses of the front page."""

from django.urls import path

from ancrage.plateforme.web.accueil import views

app_name = "accueil"
urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("accessibilite/", views.accessibilite, name="accessibilite"),
]
