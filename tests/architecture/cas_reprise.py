"""The addresses of the takeovers: a draft and a workbook of each territory."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.contrats.classeur_reprise import write_modele
from ancrage.plateforme.contrats.models import BrouillonReprise, ClasseurReprise
from ancrage.plateforme.contrats.saisie_reprise import SaisieReprise
from ancrage.plateforme.fichiers.services import deposit_fichier
from tests.architecture.cas_droits import Monde, cas
from tests.plateforme.comptes.factories import UtilisateurFactory


def _brouillon(monde: Monde) -> BrouillonReprise:
    return BrouillonReprise.objects.create(
        region=monde.region, auteur=UtilisateurFactory(),
        saisie=SaisieReprise(nom="CLS d’essai").model_dump(mode="json"),
    )  # fmt: skip


@cas("reprise:verification", "reprise:reprendre")
def brouillon(monde: Monde) -> dict[str, Any]:
    return {"identifiant": _brouillon(monde).identifiant}


@cas("reprise:etape")
def etape(monde: Monde) -> dict[str, Any]:
    return {"identifiant": _brouillon(monde).identifiant, "etape": "parties"}


@cas("reprise:classeur", "reprise:pieces", "reprise:importer")
def classeur(monde: Monde) -> dict[str, Any]:
    fichier = deposit_fichier(
        acteur=None, region=monde.region, admis={"xlsx"},
        upload=SimpleUploadedFile("reprise.xlsx", write_modele()),
    )  # fmt: skip
    made = ClasseurReprise.objects.create(
        region=monde.region, fichier=fichier, auteur=UtilisateurFactory()
    )
    return {"identifiant": made.identifiant}
