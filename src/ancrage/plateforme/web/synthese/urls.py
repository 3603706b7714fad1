"""Addresses of the synthesis for the élus."""

from django.urls import path

from ancrage.plateforme.web.synthese import views

app_name = "synthese"
urlpatterns = [
    path("contrats/<slug:slug>/elu/", views.elu, name="elu"),
    path("contrats/<slug:slug>/elu/synthese.<slug:format>", views.telecharger, name="telecharger"),
]
