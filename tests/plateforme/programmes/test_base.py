"""What the database holds, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ancrage.plateforme.programmes.models import (
    Axe,
    Classement,
    FicheAction,
    Objectif,
    Priorite,
    VersionFiche,
)
from ancrage.plateforme.programmes.services.fiches import freeze_fiche
from tests.plateforme.contrats.factories import opened
from tests.plateforme.programmes.factories import JOUR, Atelier, a_fiche, an_axe, an_objectif


def refused(act) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def other_plan(atelier: Atelier) -> Atelier:
    return Atelier(atelier.equipe, opened(atelier.equipe, JOUR, nom="Autre CLS d’essai"))


def rows(model, one):
    return model.objects.filter(pk=one.pk)


def test_a_frozen_code_never_changes_and_the_rank_does(atelier):
    fiche = a_fiche(atelier)
    freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=fiche.version)
    refused(lambda: rows(FicheAction, fiche).update(code="AUTRE"))
    refused(lambda: rows(FicheAction, fiche).update(fige_le=None))
    refused(lambda: rows(FicheAction, fiche).delete())
    rows(FicheAction, fiche).update(rang=12)


def test_a_version_never_changes(atelier):
    fiche = a_fiche(atelier)
    freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=fiche.version)
    refused(lambda: VersionFiche.objects.update(contenu={}))
    refused(lambda: VersionFiche.objects.all().delete())


def test_a_sheet_stays_in_its_contract_and_its_axis(atelier):
    fiche, other = a_fiche(atelier), other_plan(atelier)
    second = an_axe(atelier, "Santé mentale")
    refused(lambda: rows(FicheAction, fiche).update(axe=other.axe, objectif=None))
    refused(lambda: rows(FicheAction, fiche).update(axe=second))
    refused(lambda: rows(FicheAction, fiche).update(axe=None))
    refused(lambda: rows(FicheAction, fiche).update(contrat=other.contrat))
    refused(lambda: fiche.besoins.add(other.besoin))
    refused(lambda: fiche.fiches_liees.add(a_fiche(other)))


def test_a_priority_answers_to_needs_of_its_contract(atelier):
    other = other_plan(atelier)
    one = Priorite.objects.create(region="24", contrat=atelier.contrat, rang=1, libelle="Essai")
    refused(lambda: one.besoins.add(other.besoin))
    refused(lambda: other.axe.priorites.add(one))
    refused(lambda: rows(Axe, other.axe).update(contrat=atelier.contrat))
    refused(lambda: rows(Priorite, one).update(decision="2024-1"))


def test_an_objective_is_under_a_wider_one_of_its_axis(atelier):
    wide, second = atelier.objectif, an_axe(atelier, "Santé mentale")
    narrow = an_objectif(atelier, atelier.axe, "Ouvrir", "operationnel", parent=wide)
    refused(lambda: rows(Objectif, wide).update(parent=narrow))
    refused(lambda: rows(Objectif, narrow).update(axe=second))
    refused(lambda: rows(Objectif, narrow).update(niveau="specifique"))
    refused(lambda: rows(Objectif, narrow).update(niveau="general"))


@pytest.mark.parametrize(
    "changes",
    [
        {"statut": "abandonnee"},
        {"avancement": 101},
        {"fin": JOUR},
        {"nature": "autre"},
        {"titre": ""},
        {"etp": "-1"},
        {"lien_origine": "duplication"},
    ],
)
def test_a_sheet_that_does_not_hold_is_refused(atelier, changes):
    fiche = a_fiche(atelier)
    refused(lambda: rows(FicheAction, fiche).update(**changes))


def test_a_code_is_kept_by_a_person_once(atelier):
    fiche = a_fiche(atelier)
    known = {"region": "24", "fiche": fiche, "schema": 1, "statut": "valide"}
    who = {"codeur_label": "Camille Essai", "code_le": timezone.now()}
    refused(lambda: Classement.objects.create(facette="theme", code="tabac", **known))
    refused(lambda: Classement.objects.create(facette="domaine", code="ENV", **known, **who))
    Classement.objects.create(facette="theme", code="tabac", **known, **who)


def test_a_sheet_has_one_pilot(atelier):
    fiche = a_fiche(atelier)
    refused(lambda: fiche.intervenants.update(role="pilote"))
