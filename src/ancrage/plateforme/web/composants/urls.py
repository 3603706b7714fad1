"""Addresses of this space."""

from django.urls import path

from ancrage.plateforme.web.composants import views

app_name = "composants"
urlpatterns = [path("", views.planche, name="planche")]
