"""A plan in from any workbook: mapped, tried, reported row by row, undone."""

from datetime import date

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.programmes import listes
from ancrage.plateforme.programmes.classeurs import read_classeur
from ancrage.plateforme.programmes.models import Axe, FicheAction, ImportPlan
from ancrage.plateforme.programmes.plan import Plan
from ancrage.plateforme.programmes.releve import read_fiche, read_plan
from ancrage.plateforme.programmes.services.commentaires import comment
from ancrage.plateforme.programmes.services.fiches import freeze_fiche
from ancrage.plateforme.programmes.services.imports import import_plan, try_import, undo_import
from ancrage.plateforme.programmes.valeurs import (
    Illisible,
    choice_labels,
    read_cents,
    read_choice,
    read_date,
)
from tests.plateforme.programmes.classeurs import PAIR, deposited, grid, row
from tests.plateforme.programmes.factories import a_fiche, role_on


def tried(atelier, *rows, champs=None):
    return try_import(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, nom="plan.xlsx",
        contenu=grid(PAIR, *rows), champs=champs,
    )  # fmt: skip


def brought(atelier, *rows) -> ImportPlan:
    fichier = deposited(grid(PAIR, *rows))
    return import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat, fichier=fichier)


def sheets(atelier) -> list:
    return [read_fiche(one) for one in FicheAction.objects.of(atelier.contrat).with_parts()]


def told(rapport, niveau="erreur") -> list[tuple[int, str]]:
    return [(one.ligne, one.message) for one in rapport.ecarts if one.niveau == niveau]


FULL = row(
    axe="Axe 1", sous_axe="Objectif A", titre="Bus santé", description="Un bus.",
    pilote="Centre d’essai, Ville", partenaires="Asso A; Asso B", participation="Co-construction",
    financeur="ARS", montant="1 250,50", financeur2="Ville", montant2="3000", statut="En cours",
    debut="01/09/2024", fin="46265", calendrier="Trois ans",
)  # fmt: skip


# --- cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        ("2025-12-01 00:00:00", date(2025, 12, 1)),
        ("47727", date(2030, 9, 1)),  # 2030-09-01 less 1899-12-30 is 47,727 days
        ("", None),
    ],
)
def test_a_date_is_read_as_people_and_spreadsheets_write_it(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize("text", ["12/14/20", "2024", "printemps", "31/02/2025", "1er janv 2023"])
def test_a_doubtful_date_is_refused(text):
    with pytest.raises(Illisible, match="jour/mois/année"):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "cents"), [("1 250,50 €", 125_050), ("1\u202f000", 100_000), ("0.1", 10), ("", None)]
)
def test_an_amount_is_read_in_cents(text, cents):
    assert read_cents(text) == cents


@pytest.mark.parametrize(
    "text", ["Entre 200 et 500", "-3", "1,005", "1e40", "NaN", "inf", "9" * 30]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Illisible):
        read_cents(text)


def test_a_closed_list_takes_a_near_word_and_says_so():
    labels = choice_labels(listes.StatutAction)
    assert read_choice("EN COURS ", labels) == ("en_cours", "")
    assert read_choice("réalisé", labels) == ("realisee", "lu comme « realisee »")
    with pytest.raises(Illisible, match="attendu : à lancer"):
        read_choice("peut-être", labels)


# --- rows


def test_a_row_becomes_a_sheet_with_all_that_it_says(atelier):
    assert told(tried(atelier, FULL)) == []
    brought(atelier, FULL)
    (found,) = sheets(atelier)
    assert found.chemin == ("Axe 1", "Objectif A")
    assert found.description == "Un bus.\n\nCalendrier : Trois ans"
    assert [(one.role, one.structure) for one in found.intervenants] == [
        ("pilote", "Centre d’essai"), ("copilote", "Ville"), ("technique", "Asso A"),
        ("technique", "Asso B"),
    ]  # fmt: skip
    assert [(one.financeur, one.centimes) for one in found.financements] == [
        ("ARS", 125_050), ("Ville", 300_000),
    ]  # fmt: skip
    assert (found.statut, found.participation) == ("en_cours", "coconstruction")
    assert (found.debut, found.fin) == (date(2024, 9, 1), date(2026, 8, 31))


def test_what_a_cell_does_not_say_is_left_out_alone_and_told(atelier):
    rapport = tried(
        atelier,
        row(axe="Axe 1", titre="Bus", financeur="ARS", montant="Entre 200 et 500",
            debut="12/14/20", statut="peut-être", personne="Camille Essai"),
    )  # fmt: skip
    assert rapport.creees == ["FA-01"]
    assert [(one.colonne, one.valeur) for one in rapport.ecarts] == [
        ("Statut", "peut-être"), ("Date de début", "12/14/20"),
        ("Personne pilote", "Camille Essai"), ("Montant € HT", "Entre 200 et 500"),
    ]  # fmt: skip
    assert {one.ligne for one in rapport.ecarts} == {2}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"description": "Sans titre"}, "pas de titre"),
        ({"sous_axe": "Objectif", "titre": "Bus"}, "objectif sans axe"),
        ({"titre": "x" * 301}, "texte trop long, 300 caractères au plus"),
        ({"titre": "Bus", "financeur": "ARS"}, "financeur sans montant"),
        ({"titre": "Bus", "montant": "100"}, "montant sans financeur"),
        ({"titre": "Bus", "debut": "01/09/2025", "fin": "01/09/2024"}, "avant le début"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_line(atelier, cells, words):
    rapport = tried(atelier, row(titre="Avant"), row(**cells))
    assert [line for line, message in told(rapport) if words in message] == [3]


def test_the_same_action_twice_is_taken_once(atelier):
    rapport = tried(atelier, row(axe="A", titre="Bus"), row(axe="A", titre="bus", description="2"))
    assert rapport.creees == ["FA-01"]
    ((line, words),) = told(rapport)
    assert line == 3 and "même titre et même axe que la ligne 2" in words


def test_a_sub_action_is_a_step_of_its_action(atelier):
    brought(
        atelier,
        row(axe="A", titre="Bus"),
        row(axe="A", titre="Bus", etape="Acheter", fin="31/12/2025", statut="Réalisé"),
        row(axe="A", titre="Relais", etape="Former", description="Dix personnes"),
    )
    bus, relais = sheets(atelier)
    assert [(one.libelle, one.pour_le, one.fait) for one in bus.jalons] == [
        ("Acheter", date(2025, 12, 31), True)
    ]
    assert relais.jalons[0].detail == "Descriptif : Dix personnes"


def test_two_lines_of_heads_help_and_sections_are_no_data(atelier):
    contenu = grid(
        ("Présentation de l’action", "", "Objectifs"),
        PAIR,
        ("Champ texte", "Champ texte", "Champ texte", "", "Champ texte"),
        ("Données",),
        row(axe="Axe seul"),
        row(titre="Bus"),
    )
    rapport = try_import(acteur=atelier.coordonnateur, contrat=atelier.contrat, nom="p.xlsx",
                         contenu=contenu)  # fmt: skip
    assert (rapport.creees, told(rapport)) == (["FA-01"], [])
    assert rapport.trame["axes"] == ["Axe seul"]


def test_a_person_corrects_the_mapping(atelier):
    heads = ("Grande orientation", "Ce que l’on fait", "Divers")
    contenu = grid(heads, ("Axe 1", "Bus", "Note"), name="Feuil1")
    who = {"acteur": atelier.coordonnateur, "contrat": atelier.contrat, "nom": "p.xlsx"}
    with pytest.raises(ActeRefuse, match="titre de l’action"):
        try_import(**who, contenu=contenu)
    heads = ("Grande orientation", "Action", "Divers")
    contenu = grid(heads, ("Axe 1", "Bus", "Note"), name="Feuil1")
    assert [one.colonne for one in try_import(**who, contenu=contenu).ecarts] == [
        "Grande orientation", "Divers",
    ]  # fmt: skip
    rapport = try_import(**who, contenu=contenu, champs={0: "axe", 2: "complement"})
    assert (rapport.ecarts, rapport.trame["axes"]) == ([], ["Axe 1"])
    with pytest.raises(ActeRefuse, match="une seule"):
        try_import(**who, contenu=contenu, champs={0: "titre"})


# --- trying, importing, undoing


def test_a_try_changes_nothing(atelier):
    before, acts = read_plan(atelier.contrat), Acte.objects.count()
    assert tried(atelier, FULL).creees == ["FA-01"]
    assert read_plan(atelier.contrat) == before
    assert Acte.objects.count() == acts


def test_an_import_is_undone_whole(atelier):
    kept = a_fiche(atelier, titre="Déjà là")
    before = read_plan(atelier.contrat)
    importe = brought(atelier, FULL, row(axe="Axe 2", titre="Autre"))
    assert importe.crees["fiches"] == ["FA-02", "FA-03"]
    assert Axe.objects.of(atelier.contrat).count() == 3
    undo_import(acteur=atelier.coordonnateur, importe=importe)
    assert read_plan(atelier.contrat) == before
    assert FicheAction.objects.of(atelier.contrat).get() == kept
    with pytest.raises(ActeRefuse, match="déjà annulé"):
        undo_import(acteur=atelier.coordonnateur, importe=importe)


def test_an_import_that_somebody_worked_on_is_not_undone(atelier):
    importe = brought(atelier, FULL)
    fiche = FicheAction.objects.of(atelier.contrat).get()
    comment(acteur=atelier.coordonnateur, fiche=fiche, texte="À revoir")
    with pytest.raises(ActeRefuse, match="a changé depuis l’import"):
        undo_import(acteur=atelier.coordonnateur, importe=importe)
    assert FicheAction.objects.of(atelier.contrat).exists()


def test_the_same_workbook_twice_doubles_nothing(atelier):
    brought(atelier, FULL)
    rapport = tried(atelier, FULL)
    assert rapport.creees == []
    assert "déjà au plan" in told(rapport)[0][1]


def test_a_frozen_sheet_is_not_changed_by_a_workbook(atelier):
    fiche = a_fiche(atelier)
    freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=1)
    heads = ("Code", *PAIR)
    contenu = grid(heads, (fiche.code, *row(titre="Autre titre")))
    rapport = try_import(acteur=atelier.coordonnateur, contrat=atelier.contrat, nom="p.xlsx",
                         contenu=contenu)  # fmt: skip
    assert rapport.modifiees == []
    assert "figée" in told(rapport)[0][1]


def test_an_empty_workbook_says_so_and_keeps_nothing(atelier):
    with pytest.raises(ActeRefuse, match="aucune action"):
        brought(atelier)
    assert not ImportPlan.objects.exists()


def test_only_the_team_imports(atelier):
    for role in (Role.ELU, Role.PARTENAIRE):
        with pytest.raises(ActeRefuse, match="rôles"):
            try_import(acteur=role_on(atelier.contrat, role), contrat=atelier.contrat,
                       nom="p.xlsx", contenu=grid(PAIR, FULL))  # fmt: skip


def test_a_formula_is_never_computed_nor_written(atelier):
    """The value that the spreadsheet last stored is read; here xlsxwriter stored 0."""
    contenu = grid(PAIR, row(titre='=HYPERLINK("http://exemple.test","Bus")', axe="A"))
    plan = read_classeur(atelier.contrat, "p.xlsx", contenu).lecture.plan
    assert "HYPERLINK" not in str(plan)
    assert isinstance(plan, Plan)
