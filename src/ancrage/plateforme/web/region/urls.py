"""Addresses of the region at a glance."""

from django.urls import path

from ancrage.plateforme.web.region import views

app_name = "region"
urlpatterns = [
    path("region/", views.contrats, name="contrats"),
    path("region/<str:region>/", views.region, name="region"),
    path("region/<str:region>/contrats.csv", views.telecharger, name="telecharger"),
]
