"""Create, describe and rename organisations; a former name is never lost."""

from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import AncienNom, Organisation
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.territoires.rattachement import rattachement


@transaction.atomic
def create_organisation(
    *, acteur: Any, region: str, type: str, nom: str, territoire: str = ""
) -> Organisation:
    """Add an organisation to a region; its name is unique there, whatever the capitals."""
    nom = " ".join(nom.split())
    _check_nom(region, nom)
    organisation = Organisation.objects.create(
        region=region, type=type, nom=nom, territoire=_check_territoire(territoire)
    )
    record(acteur=acteur, action="créer une organisation", objet=organisation)
    return organisation


@transaction.atomic
def edit_organisation(
    *, acteur: Any, organisation: Organisation, type: str, territoire: str, expected: int
) -> Organisation:
    """Change the kind of an organisation and the area it answers for."""
    before = snapshot(organisation)
    organisation.type = type
    organisation.territoire = _check_territoire(territoire)
    organisation.save_version(expected=expected, fields=["type", "territoire"])
    record(acteur=acteur, action="modifier une organisation", objet=organisation, before=before)
    return organisation


@transaction.atomic
def rename_organisation(
    *, acteur: Any, organisation: Organisation, nom: str, jusqu_au: date, expected: int
) -> Organisation:
    """Give an organisation its new name and keep the former one with its last day."""
    nom = " ".join(nom.split())
    if nom == organisation.nom:
        raise ActeRefuse("L’organisation porte déjà ce nom.", champ="nom")
    _check_nom(organisation.region, nom, but=organisation)
    before = snapshot(organisation)
    AncienNom.objects.create(organisation=organisation, nom=organisation.nom, jusqu_au=jusqu_au)
    organisation.nom = nom
    organisation.save_version(expected=expected, fields=["nom"])
    record(acteur=acteur, action="renommer une organisation", objet=organisation, before=before)
    return organisation


def _check_nom(region: str, nom: str, but: Organisation | None = None) -> None:
    same = Organisation.objects.filter(region=region, nom__iexact=nom)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise ActeRefuse(
            f"Une organisation de cette région s’appelle déjà « {nom} ».",
            "Choisissez-la dans la liste, ou précisez le nom.",
            champ="nom",
        )


def _check_territoire(code: str) -> str:
    if not code:
        return ""
    found = rattachement(code)
    if found is None:
        raise ActeRefuse(
            f"Le territoire « {code} » est inconnu.",
            "Écrivez par exemple epci:244500468 ou departement:45.",
            champ="territoire",
        )
    return found.code
