"""The addresses of a plan: a contract being written in each territory, with a little of all."""

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.ouverture import (
    enter,
    make_contrat,
    write_areas,
)
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.programmes.models import (
    Axe,
    Besoin,
    Commentaire,
    DemarcheLiee,
    FicheAction,
    GrillePriorisation,
    ImportPlan,
    Objectif,
    Priorite,
)
from tests.architecture.cas_droits import Monde, cas
from tests.plateforme.comptes.factories import UtilisateurFactory

JOUR = date(2024, 3, 4)
ECRITE = "24"


def plan(monde: Monde) -> Contrat:
    """Return the contract of a territory, being written; the same one each time."""
    held = Contrat.objects.filter(slug=monde.contrat).first() or make_contrat(
        acteur=None, nom=monde.contrat, perimetre_etude=monde.perimetre,
        porteurs=[monde.organisation], contrat_precedent=None,
    )  # fmt: skip
    if not held.aires.exists():  # made by another case, as far as its rights went
        write_areas(held)
    if monde.region == ECRITE and not held.rang:  # its doctrine is written
        load_doctrine(ECRITE)
        enter(acteur=None, contrat=held, acte="reprendre", vers=Etat.REDACTION, jour=JOUR)
    return held


@cas(
    "programme:arbre", "programme:tableau", "programme:saisir", "programme:ensemble",
    "programme:coller", "programme:calendrier", "programme:ics", "programme:carte",
    "programme:importer", "programme:modele", "programme:exporter", "programme:strategie",
    "programme:besoin_nouveau", "programme:grille", "programme:priorite_nouvelle",
    "programme:axe_nouveau", "programme:fil", "programme:ranger", "programme:fiche_nouvelle",
    "programme:demarches", "programme:demarche_nouvelle", "programme:demarches_reprendre",
)  # fmt: skip
def contrat(monde: Monde) -> dict[str, Any]:
    return {"slug": plan(monde).slug}


def one(model: Any, **values: Any) -> Any:
    """Return the row of a territory: an address is asked for by each role in turn."""
    region = values["contrat"].region if "contrat" in values else values["region"]
    return model.objects.get_or_create(**values | {"region": region})[0]


def _fiche(monde: Monde) -> FicheAction:
    held = plan(monde)
    return one(FicheAction, contrat=held, code="FA-01", rang=1, titre="Essai")


@cas(
    "programme:fiche", "programme:fiche_modifier", "programme:fiche_classer",
    "programme:fiche_dupliquer", "programme:fiche_supprimer", "programme:fiche_valider",
    "programme:commenter",
)  # fmt: skip
def fiche(monde: Monde) -> dict[str, Any]:
    return {"slug": plan(monde).slug, "code": _fiche(monde).code}


@cas("programme:commentaire_regler")
def commentaire(monde: Monde) -> dict[str, Any]:
    found = _fiche(monde)
    row = Commentaire.objects.create(
        region=monde.region, fiche=found, auteur=UtilisateurFactory(), auteur_label="Essai",
        texte="Essai",
    )  # fmt: skip
    return {"slug": plan(monde).slug, "code": found.code, "commentaire": row.identifiant}


@cas("programme:demarche", "programme:demarche_retirer")
def demarche(monde: Monde) -> dict[str, Any]:
    held = plan(monde)
    made = one(DemarcheLiee, contrat=held, type="asv", nom="Essai")
    return {"slug": held.slug, "identifiant": made.identifiant}


@cas("programme:besoin")
def besoin(monde: Monde) -> dict[str, Any]:
    held = plan(monde)
    made = one(Besoin, contrat=held, code="B1", rang=1, libelle="Essai")
    return {"slug": held.slug, "identifiant": made.identifiant}


@cas("programme:priorite_noter", "programme:priorite_retenir", "programme:priorite_retirer")
def priorite(monde: Monde) -> dict[str, Any]:
    held = plan(monde)
    criteres = [{"code": "gravite", "libelle": "Gravité", "poids": 1}]
    one(GrillePriorisation, contrat=held, criteres=criteres)
    made = one(Priorite, contrat=held, rang=1, libelle="Essai")
    return {"slug": held.slug, "identifiant": made.identifiant}


def _axe(monde: Monde) -> Axe:
    return one(Axe, contrat=plan(monde), rang=1, libelle="Essai")


@cas("programme:axe", "programme:objectif_nouveau")
def axe(monde: Monde) -> dict[str, Any]:
    made = _axe(monde)
    return {"slug": made.contrat.slug, "identifiant": made.identifiant}


@cas("programme:supprimer")
def supprimer(monde: Monde) -> dict[str, Any]:
    return axe(monde) | {"quoi": "axes"}


@cas("programme:objectif")
def objectif(monde: Monde) -> dict[str, Any]:
    above = _axe(monde)
    made = one(
        Objectif, region=monde.region, axe=above, niveau="specifique", rang=1, libelle="Essai"
    )
    return {"slug": above.contrat.slug, "identifiant": made.identifiant}


def _classeur(monde: Monde) -> Any:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Plan")
    sheet.write_row(0, 0, ["Axe", "Titre de l’action"])
    sheet.write_row(1, 0, ["Essai", "Essai"])
    book.close()
    return deposit_fichier(
        acteur=monde.personne, region=monde.region, admis={"xlsx"},
        upload=SimpleUploadedFile("plan.xlsx", buffer.getvalue()),
    )  # fmt: skip


@cas("programme:correspondre")
def classeur(monde: Monde) -> dict[str, Any]:
    return {"slug": plan(monde).slug, "identifiant": _classeur(monde).identifiant}


@cas("programme:annuler_import")
def importe(monde: Monde) -> dict[str, Any]:
    held = plan(monde)
    trame: dict[str, list[Any]] = {
        name: [] for name in ("besoins", "grille", "priorites", "axes", "objectifs")
    }
    made = ImportPlan.objects.create(
        region=monde.region, contrat=held, fichier=_classeur(monde), auteur=monde.personne,
        auteur_label="Essai", crees={"versions": {}, "fiches": [], "trame": trame},
        le=timezone.now(),
    )  # fmt: skip
    return {"slug": held.slug, "identifiant": made.identifiant}


@cas("bibliotheque:contrat", partout=True)
def contrat_cite(monde: Monde) -> dict[str, Any]:
    return {"code": "draguignan"}
