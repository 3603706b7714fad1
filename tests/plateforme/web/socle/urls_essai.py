"""The addresses of the site, and a few that the tests of the shell need."""

from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.config.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)
from ancrage.plateforme.territoires.lecture import Erreur
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne
from ancrage.plateforme.web.socle.rendu import rendre

# What the invented service below did, and what it holds.
fiche = SimpleNamespace()


def reset() -> None:
    fiche.actes = []
    fiche.version = 3
    fiche.objectif = "Réduire le renoncement aux soins."
    fiche.niveau = "region"
    fiche.parties = ["offre"]


class Formulaire(FormulaireVersionne):
    objectif = forms.CharField(label="Objectif", max_length=200)
    niveau = forms.ChoiceField(
        label="Niveau", choices=[("region", "la région"), ("departement", "le département")]
    )
    parties = forms.MultipleChoiceField(
        label="Parties", required=False, choices=[("offre", "offre de soins"), ("etat", "état")]
    )


def enregistrer(request):
    def act(data):
        if data["version"] != fiche.version:
            actuel = {name: getattr(fiche, name) for name in ("objectif", "niveau", "parties")}
            raise EditionConcurrente("Changé.", "Choisissez.", actuel={**actuel, "version": 3})
        if data["objectif"] == "interdit":
            raise ActeRefuse("Ce mot n'est pas admis.", "Écrivez-en un autre.", "objectif")
        fiche.actes.append(data)
        fiche.version += 1
        return "/accessibilite/"

    initial = {"version": fiche.version}
    data = posted(request) if request.method == "POST" else None
    form = Formulaire(data, initial=initial)
    return traiter(request, form, act, "socle/formulaire.html", {"titre": "Objectif"})


def refuse(request):
    raise ActeRefuse("Ce contrat est signé.", "Ouvrez un avenant.")


def concurrent(request):
    raise EditionConcurrente("Quelqu'un a enregistré.", "Relisez.")


def moteur(request, sortie):
    raise Erreur(
        "secret", "Ce territoire libre ne répond pas.", remede="Prenez l'EPCI.", sortie=sortie
    )


def interdit(request):
    raise PermissionDenied("Cette page est réservée à l'observatoire.")


def panne(request):
    raise ZeroDivisionError


def trop(request):
    return HttpResponse(status=429, headers={"Retry-After": "60"})


def annonce(request):
    messages.warning(request, "Deux communes manquent.")
    return rendre(request, "socle/erreur.html", {"erreur": {"titre": "x"}})


urlpatterns = [
    *urlpatterns,
    path("essai/fiche/", enregistrer),
    path("essai/refuse/", refuse),
    path("essai/concurrent/", concurrent),
    path("essai/moteur/<int:sortie>/", moteur),
    path("essai/interdit/", interdit),
    path("essai/panne/", panne),
    path("essai/trop/", trop),
    path("essai/poste/", require_POST(lambda request: HttpResponse("fait"))),
    path("essai/annonce/", annonce),
]
