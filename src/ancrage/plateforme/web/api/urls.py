"""Addresses of the API: its page, its description, its operations, and nothing else."""

from django.urls import include, path, re_path

from ancrage.plateforme.web.api import views
from ancrage.plateforme.web.api.application import api
from ancrage.plateforme.web.api.porte import guarded_urls

app_name = "api"
urlpatterns = [
    path("v1/", views.documentation, name="documentation"),
    path("v1/", include(guarded_urls(api.urls[0]))),
    re_path(r"^(?P<rest>.*)$", views.unknown, name="inconnu"),
]
