"""Takeovers by workbook and by draft: all or nothing, told line by line, never twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.classeur_reprise import read_classeur, write_modele
from ancrage.plateforme.contrats.models import ChiffreDepart, Contrat, DiagnosticAnterieur
from ancrage.plateforme.contrats.saisie_reprise import SaisieReprise
from ancrage.plateforme.contrats.services.reprises import (
    add_pieces,
    deposit_classeur,
    finish_brouillon,
    import_classeur,
    save_brouillon,
    start_brouillon,
    try_brouillon,
    try_classeur,
)
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.territoires.models import Perimetre
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe
from tests.plateforme.contrats.reprises import FEUILLES, make_classeur, make_pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def equipe():
    return Equipe()


def deposit(equipe, pieces=None, **changes):
    return deposit_classeur(
        acteur=equipe.siege, region="24", upload=make_classeur(**changes),
        pieces=make_pieces() if pieces is None else pieces,
    )  # fmt: skip


def counts():
    models = (Contrat, Perimetre, Organisation, DiagnosticAnterieur)
    return [model.objects.count() for model in models]


def test_a_trial_says_what_it_would_do_and_writes_nothing(equipe):
    classeur, before = deposit(equipe), counts()
    essai = try_classeur(acteur=equipe.siege, classeur=classeur)
    assert essai.manques == []
    assert essai.prets == ["CLS des Trois Rives (essai)", "CLS du Val (essai)"]
    assert counts() == before


def test_a_workbook_brings_each_contract_at_its_true_state(equipe):
    import_classeur(acteur=equipe.siege, classeur=deposit(equipe))
    rives = Contrat.objects.get(nom="CLS des Trois Rives (essai)")
    assert (rives.etat, rives.repris, rives.generation) == ("en_oeuvre", True, 2)
    assert rives.date_fin == date(2028, 12, 31)
    assert rives.perimetre.fige_le is not None
    assert (rives.perimetre.millesime, set(rives.perimetre.codes)) == (2023, {"45234", "45146"})
    vote = rives.signataires.get(organisation__type="epci").deliberations.get()
    assert (vote.numero, vote.fichier.nom) == ("2023-41", "deliberation.pdf")
    chiffre = rives.diagnostic_anterieur.chiffres.get()
    assert (chiffre.valeur, chiffre.source, chiffre.page) == (
        Decimal("183.4"), "Inserm-CépiDc", "41",
    )  # fmt: skip
    val = Contrat.objects.get(nom="CLS du Val (essai)")
    assert (val.etat, val.is_signed) == ("priorisation", False)


def test_the_same_references_again_make_nothing_twice(equipe):
    import_classeur(acteur=equipe.siege, classeur=deposit(equipe))
    before = counts()
    again = import_classeur(acteur=equipe.siege, classeur=deposit(equipe))
    assert again.prets == []
    assert len(again.deja) == 2
    assert counts() == before


def test_a_workbook_is_imported_once(equipe):
    classeur = deposit(equipe)
    import_classeur(acteur=equipe.siege, classeur=classeur)
    with pytest.raises(ActeRefuse, match="déjà importé"):
        import_classeur(acteur=equipe.siege, classeur=classeur)


def test_each_wrong_cell_is_told_with_its_place_and_nothing_is_written(equipe):
    rows = [dict(one) for one in FEUILLES["Contrats"]]
    rows[0] |= {"État": "presque fini", "Fin": "31/02/2028"}
    rows[1] |= {"Communes": "99999", "Nom": ""}
    classeur, before = deposit(equipe, Contrats=rows), counts()
    manques = try_classeur(acteur=equipe.siege, classeur=classeur).manques
    told = {(one.feuille, one.ligne, one.colonne) for one in manques}
    assert len(told) == len(manques), "a cell is told once"
    assert told >= {
        ("Contrats", 2, "État"), ("Contrats", 2, "Fin"),
        ("Contrats", 3, "Communes"), ("Contrats", 3, "Nom"),
    }  # fmt: skip
    with pytest.raises(ActeRefuse, match="Rien n’a été repris"):
        import_classeur(acteur=equipe.siege, classeur=classeur)
    assert counts() == before


def test_one_wrong_contract_stops_the_right_ones_too(equipe):
    rows = [dict(one) for one in FEUILLES["Contrats"]]
    rows[1]["Dans cet état depuis le"] = "01/01/2099"
    classeur = deposit(equipe, Contrats=rows)
    with pytest.raises(ActeRefuse):
        import_classeur(acteur=equipe.siege, classeur=classeur)
    assert not Contrat.objects.exists()


def test_a_scan_that_is_named_and_not_joined_is_asked_for(equipe):
    classeur = deposit(equipe, pieces=make_pieces(["contrat.pdf", "diagnostic.pdf"]))
    told = try_classeur(acteur=equipe.siege, classeur=classeur).manques
    assert [(one.feuille, one.colonne) for one in told] == [
        ("Signataires", "Délibération numérisée")
    ]
    add_pieces(acteur=equipe.siege, classeur=classeur, pieces=make_pieces(["deliberation.pdf"]))
    assert try_classeur(acteur=equipe.siege, classeur=classeur).manques == []


def test_a_figure_without_source_is_refused(equipe):
    row = dict(FEUILLES["Chiffres de départ"][0], Source="")
    classeur = deposit(equipe, **{"Chiffres de départ": [row]})
    told = [one.message for one in try_classeur(acteur=equipe.siege, classeur=classeur).manques]
    assert len(told) == 1
    assert "il manque la source" in told[0]


def test_the_database_refuses_a_figure_without_source_and_keeps_the_others(equipe):
    import_classeur(acteur=equipe.siege, classeur=deposit(equipe))
    kept = ChiffreDepart.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChiffreDepart.objects.create(
            region="24", diagnostic=kept.diagnostic, rang=2, libelle="x", valeur=1, unite="%",
            periode="2020", source="",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        ChiffreDepart.objects.update(valeur=0)


def test_a_row_that_no_contract_owns_is_told(equipe):
    row = dict(FEUILLES["Contrats passés"][0], Référence="CLS-99")
    classeur = deposit(equipe, **{"Contrats passés": [row]})
    told = try_classeur(acteur=equipe.siege, classeur=classeur).manques
    assert [(one.feuille, one.ligne) for one in told] == [("Contrats passés", 2)]


def test_the_blank_template_is_read_back_and_asks_for_a_contract():
    lecture = read_classeur("modele.xlsx", write_modele())
    assert lecture.saisies == []
    assert [one.feuille for one in lecture.manques] == ["Contrats"]


@pytest.mark.parametrize("role", [Role.COORDONNATEUR, Role.ORS, Role.ELU])
def test_only_the_ars_prepares_a_takeover(equipe, role):
    person = member(role)
    with pytest.raises(ActeRefuse, match="Seule l’ARS"):
        start_brouillon(acteur=person, region="24")
    with pytest.raises(ActeRefuse, match="Seule l’ARS"):
        deposit_classeur(acteur=person, region="24", upload=make_classeur())


def test_the_ars_of_a_departement_takes_over_there_and_not_beyond(equipe):
    there = member(Role.DD_ARS, code="45")
    rows = FEUILLES["Contrats"]
    ours = deposit_classeur(
        acteur=there, region="24", pieces=make_pieces(),
        upload=make_classeur(Contrats=rows[:1], Signataires=FEUILLES["Signataires"][:2]),
    )  # fmt: skip
    assert try_classeur(acteur=there, classeur=ours).manques == []
    whole = deposit_classeur(
        acteur=there, region="24", upload=make_classeur(), pieces=make_pieces()
    )
    told = try_classeur(acteur=there, classeur=whole).manques
    assert len(told) == 1
    assert "ne permettent pas" in told[0].message


def a_saisie(**changes):
    values = {
        "nom": "CLS du Val (essai)", "etat": "ateliers", "depuis": "2024-03-01",
        "source": "relevé (essai)", "communes": "41018", "porteurs": ["Communauté porteuse"],
    }  # fmt: skip
    return SaisieReprise.model_validate(values | changes)


def test_a_draft_is_completed_tried_then_taken_over_once(equipe):
    brouillon = start_brouillon(acteur=equipe.siege, region="24")
    first = try_brouillon(acteur=equipe.siege, brouillon=brouillon)
    assert {one.colonne for one in first.manques} >= {"Nom", "État", "Communes"}
    save_brouillon(acteur=equipe.siege, brouillon=brouillon, expected=1, saisie=a_saisie())
    assert try_brouillon(acteur=equipe.siege, brouillon=brouillon).manques == []
    assert not Contrat.objects.exists()
    contrat = finish_brouillon(acteur=equipe.siege, brouillon=brouillon)
    assert (contrat.etat, contrat.repris) == ("ateliers", True)
    assert Acte.objects.filter(action="finir une reprise").count() == 1
    with pytest.raises(ActeRefuse, match="déjà repris"):
        finish_brouillon(acteur=equipe.siege, brouillon=brouillon)


def test_an_unfinished_draft_says_the_first_thing_that_is_missing(equipe):
    brouillon = start_brouillon(acteur=equipe.siege, region="24")
    with pytest.raises(ActeRefuse, match="Nom : à remplir"):
        finish_brouillon(acteur=equipe.siege, brouillon=brouillon)
