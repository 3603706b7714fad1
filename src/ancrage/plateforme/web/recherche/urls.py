"""The address of the search."""

from django.urls import path

from ancrage.plateforme.web.recherche import views

app_name = "recherche"
urlpatterns = [path("recherche/", views.recherche, name="recherche")]
