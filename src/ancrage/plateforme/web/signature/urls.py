"""Addresses of this space."""

from django.urls import URLPattern

app_name = "signature"
urlpatterns: list[URLPattern] = []
