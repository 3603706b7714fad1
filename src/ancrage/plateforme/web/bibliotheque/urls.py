"""Addresses of this space."""

from django.urls import path

from ancrage.plateforme.web.bibliotheque import views

app_name = "bibliotheque"
urlpatterns = [
    path("bibliotheque/", views.bibliotheque, name="bibliotheque"),
    path("bibliotheque/fiches.csv", views.fiches_csv, name="fiches_csv"),
    path("bibliotheque/fiches.json", views.fiches_json, name="fiches_json"),
    path("bibliotheque/contrats.json", views.contrats_json, name="contrats_json"),
    path("bibliotheque/contrats/<slug:code>/", views.contrat, name="contrat"),
]
