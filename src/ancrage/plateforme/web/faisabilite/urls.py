"""Addresses of this space."""

from django.urls import URLPattern

app_name = "faisabilite"
urlpatterns: list[URLPattern] = []
