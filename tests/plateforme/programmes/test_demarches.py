"""The local processes beside a contract: written, taken from the note, told by article 3."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.documents.articles import part_of
from ancrage.plateforme.faisabilite.services.notes import write_rubrique
from ancrage.plateforme.programmes.models import DemarcheLiee
from ancrage.plateforme.programmes.services.demarches import (
    DemarcheEcrite,
    add_demarche,
    edit_demarche,
    proposed_demarches,
    remove_demarche,
    take_from_note,
)
from tests.plateforme.contrats.factories import opened
from tests.plateforme.faisabilite.factories import Service, note_of
from tests.plateforme.programmes.factories import JOUR, Atelier, a_fiche, role_on

pytestmark = pytest.mark.django_db
CLSM = DemarcheEcrite("clsm", "CLSM d’essai", "Ville d’essai", date(2021, 1, 1))
ACTEURS = [
    {"type": "cpts", "nom": "CPTS d’essai", "realise": "3 temps d’échanges.",
     "debut": date(2021, 9, 1), "fin": None, "communes": 28, "source": "rencontre (essai)"},
    {"type": "clsm", "nom": "clsm d’essai", "realise": "", "debut": None, "fin": None,
     "communes": None, "source": ""},
]  # fmt: skip


@pytest.fixture
def atelier() -> Atelier:
    return Atelier()


def add(atelier: Atelier, contenu: DemarcheEcrite = CLSM) -> DemarcheLiee:
    return add_demarche(acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=contenu)


def article_3(atelier: Atelier) -> str:
    part = part_of(atelier.contrat, "article-3", JOUR)
    return part.automatique.replace("\u00a0", " ")


def test_article_3_tells_how_the_contract_takes_it_in(atelier: Atelier) -> None:
    assert "démarches suivantes" not in article_3(atelier)
    one = add(atelier)
    contenu = DemarcheEcrite(
        "clsm", "CLSM d’essai", "Ville d’essai", date(2021, 1, 1),
        prise_en_compte="Le volet santé mentale y est préparé.", fiches=[a_fiche(atelier)],
    )  # fmt: skip
    edit_demarche(acteur=atelier.coordonnateur, demarche=one, expected=1, contenu=contenu)
    assert (
        "- CLSM d’essai, conseil local de santé mentale (CLSM), porté par Ville d’essai, depuis "
        "le 1er janvier 2021 : Le volet santé mentale y est préparé." in article_3(atelier)
    )
    assert one.fiches.count() == 1
    with pytest.raises(EditionConcurrente):
        edit_demarche(acteur=atelier.coordonnateur, demarche=one, expected=1, contenu=CLSM)
    remove_demarche(acteur=atelier.coordonnateur, demarche=one)
    assert "démarches suivantes" not in article_3(atelier)


@pytest.mark.parametrize(
    ("contenu", "refusal"),
    [
        (DemarcheEcrite("zz", "Essai"), "quel type"),
        (DemarcheEcrite("asv", " "), "Nommez"),
        (DemarcheEcrite("asv", "A", "", date(2021, 1, 2), date(2021, 1, 1)), "précède le début"),
        (DemarcheEcrite("clsm", "clsm D’ESSAI"), "déjà parmi"),
    ],
)
def test_what_is_wrong_is_refused(atelier: Atelier, contenu, refusal: str) -> None:
    add(atelier)
    with pytest.raises(ActeRefuse, match=refusal):
        add(atelier, contenu)
    assert DemarcheLiee.objects.count() == 1


def test_only_the_team_writes(atelier: Atelier) -> None:
    with pytest.raises(ActeRefuse, match="Vos rôles"):
        add_demarche(
            acteur=role_on(atelier.contrat, Role.ELU), contrat=atelier.contrat, contenu=CLSM
        )


def test_a_process_meets_the_sheets_of_its_contract_alone(atelier: Atelier) -> None:
    other = Atelier(atelier.equipe, opened(atelier.equipe, JOUR, nom="Autre"))
    sheet = a_fiche(other)
    with pytest.raises(ActeRefuse, match="autre contrat"):
        add(atelier, DemarcheEcrite("asv", "ASV", fiches=[sheet]))
    one = add(atelier)
    with pytest.raises(IntegrityError), transaction.atomic():
        one.fiches.add(sheet)


def test_the_note_proposes_what_the_contract_does_not_list(atelier: Atelier) -> None:
    note = note_of(Service(), atelier.contrat)
    write_rubrique(
        acteur=atelier.equipe.siege, note=note, rubrique="acteurs", expected=1, champs={},
        lignes=ACTEURS,
    )  # fmt: skip
    add(atelier)
    (found,) = proposed_demarches(atelier.contrat)
    assert found.nom == "CPTS d’essai", "the council is listed already, whatever its capitals"
    with pytest.raises(ActeRefuse, match="Choisissez"):
        take_from_note(acteur=atelier.coordonnateur, contrat=atelier.contrat, acteurs=[])
    take_from_note(acteur=atelier.coordonnateur, contrat=atelier.contrat, acteurs=[found.pk])
    made = atelier.contrat.demarches_liees.get(type="cpts")
    assert made.depuis == date(2021, 9, 1) and "rencontre (essai)" in made.source
    assert proposed_demarches(atelier.contrat) == []
