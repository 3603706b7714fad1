"""Addresses of the doctrine; that of the sheets to tie again is under their plan."""

from django.urls import path

from ancrage.plateforme.web.doctrine.views import (
    plans,
    procedure,
    rattachements,
    regles,
    revisions,
    visas,
)

app_name = "doctrine"
_PLAN = "doctrine/plans/<uuid:identifiant>/"

urlpatterns = [
    path("doctrine/", regles.regles, name="regles"),
    path("doctrine/regles/<slug:code>/", regles.regle, name="regle"),
    path("doctrine/regles/<slug:code>/version/", regles.publier, name="publier_regle"),
    path("doctrine/procedure/", procedure.procedure, name="procedure"),
    path("doctrine/procedure/version/", procedure.publier, name="publier_delais"),
    path("doctrine/visas/", visas.visas, name="visas"),
    path("doctrine/visas/nouveau/", visas.nouveau, name="nouveau_visa"),
    path("doctrine/visas/<uuid:identifiant>/version/", visas.publier, name="publier_visa"),
    path("doctrine/plans/", plans.plans, name="plans"),
    path("doctrine/plans/nouveau/", plans.publier, name="publier_plan"),
    path(_PLAN, plans.plan, name="plan"),
    path(f"{_PLAN}revision/", revisions.revision, name="revision"),
    path(f"{_PLAN}revision/identiques/", revisions.identiques, name="revision_identiques"),
    path(f"{_PLAN}revision/<uuid:objectif>/", revisions.objectif, name="revision_objectif"),
    path(
        "contrats/<slug:slug>/programme/rattachements/",
        rattachements.rattachements,
        name="rattachements",
    ),
]
