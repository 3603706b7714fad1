"""Addresses of this space."""

from django.urls import URLPattern

app_name = "rencontres"
urlpatterns: list[URLPattern] = []
