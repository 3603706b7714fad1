"""Addresses of this space."""

from django.urls import URLPattern

app_name = "contrat"
urlpatterns: list[URLPattern] = []
