"""Addresses of this space."""

from django.urls import URLPattern

app_name = "bibliotheque"
urlpatterns: list[URLPattern] = []
