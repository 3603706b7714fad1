"""Addresses of the handover."""

from django.urls import path

from ancrage.plateforme.web.passation import views

app_name = "passation"
urlpatterns = [
    path("contrats/<slug:slug>/passation/", views.livret, name="livret"),
    path("contrats/<slug:slug>/passation/fiches/", views.confier, name="confier"),
    path("contrats/<slug:slug>/passation/livret.<slug:format>", views.telecharger,
         name="telecharger"),
]  # fmt: skip
