"""A plan out to our own workbook, and back: the same plan, whatever it holds."""

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.plateforme.fichiers.classeur import read_feuilles
from ancrage.plateforme.programmes import listes, plan
from ancrage.plateforme.programmes.modele_ecrit import write_plan
from ancrage.plateforme.programmes.modele_lu import is_modele, read_modele
from ancrage.plateforme.programmes.releve import read_plan
from ancrage.plateforme.programmes.services.imports import import_plan, try_import, undo_import
from ancrage.plateforme.programmes.services.priorites import score_priorite, set_grille
from ancrage.plateforme.programmes.typologie import typologie
from tests.plateforme.contrats.factories import opened
from tests.plateforme.programmes.classeurs import deposited
from tests.plateforme.programmes.factories import (
    JOUR,
    Atelier,
    a_besoin,
    a_fiche,
    complete,
    priorities,
    with_prs,
)

GRILLE = ({"code": "gravite", "libelle": "Gravité", "poids": 2},)
# What people paste: accents, emoji, formulas, escapes, odd spaces, lines, zeros that matter.
texts = st.text(max_size=40) | st.sampled_from(
    ["=1+1", "@SOMME(A1)", "+33", "-5", "_x0041_", "0012", "1,50", "VRAI", "l’été 🌞", "a\n\nb",
     "31/12/2025", "<b>&amp;", "\u202f%", "'", '"', "a\tb"]
)  # fmt: skip
lines = texts.map(lambda one: str(plan.clean_line(one))).filter(bool)
amounts = st.decimals(0, 10**6, places=2, allow_nan=False)
quantities = st.none() | st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
days = st.none() | st.dates(date(2015, 1, 1), date(2040, 12, 31))
years = st.none() | st.integers(2009, 2100)


def unique(strategy: Any, key: Any, most: int = 3) -> Any:
    return st.lists(strategy, max_size=most, unique_by=key).map(tuple)


def of(choices: Any) -> Any:
    return st.sampled_from(choices.values)


codes = st.lists(
    st.sampled_from(
        [f"{one.code}:{value.code}" for one in typologie().facettes for value in one.valeurs]
    ),
    max_size=4,
    unique=True,
).map(lambda found: tuple(sorted(found)))
parts = {
    "intervenants": unique(
        st.builds(plan.IntervenantEcrit, role=of(listes.RoleIntervenant), structure=lines,
                  fonction=texts),
        lambda one: one,
    ),
    "jalons": unique(
        st.builds(plan.JalonEcrit, libelle=lines, detail=texts, pour_le=days, fait=st.booleans()),
        lambda one: one.libelle,
    ),
    "financements": unique(
        st.builds(plan.FinancementEcrit, financeur=lines, annee=years,
                  centimes=amounts.map(lambda one: int(one * 100)), valorisation=st.booleans()),
        lambda one: one,
    ),
    "indicateurs": unique(
        st.builds(plan.IndicateurEcrit, nature=of(listes.NatureIndicateur), libelle=lines,
                  unite=texts, valeur_initiale=quantities, cible=quantities, source=texts),
        lambda one: one,
    ),
    "publics": unique(
        st.builds(plan.PublicEcrit, libelle=lines, sexe=of(listes.Sexe),
                  age_min=st.none() | st.integers(0, 130), vulnerabilite=texts),
        lambda one: one.libelle,
    ),
    "bilans": unique(
        st.builds(plan.BilanEcrit, annee=st.integers(2009, 2100), texte=lines),
        lambda one: one.annee,
    ),
}  # fmt: skip
fiches = st.builds(
    plan.FicheEcrite, titre=lines, contexte=texts, description=texts, motif=texts,
    nature=st.just("") | of(listes.Nature), statut=of(listes.StatutAction),
    structurant=st.booleans(), debut=days, avancement=st.none() | st.integers(0, 100),
    etp=st.none() | st.decimals(0, 99, places=2, allow_nan=False), classements=codes,
    besoins=unique(lines, lambda one: one), chemin=st.lists(lines, max_size=4).map(tuple), **parts,
)  # fmt: skip
plans = st.lists(fiches, max_size=3).map(
    lambda found: plan.Plan(
        axes=tuple(plan.AxeEcrit(libelle=f"Axe {rank}") for rank in range(len(found))),
        fiches=tuple(
            one.model_copy(update={"code": f"FA-{rank:02d}"}) for rank, one in enumerate(found)
        ),
    )
)


def back(written: plan.Plan) -> tuple[plan.Plan, list[Any]]:
    feuilles = read_feuilles("plan.xlsx", write_plan(written))
    assert is_modele(feuilles)
    lecture = read_modele(feuilles)
    return lecture.plan, lecture.ecarts


@settings(max_examples=25)
@given(plans)
def test_a_plan_written_then_read_is_the_same(written):
    assert back(written) == (written, [])


def test_a_number_keeps_its_value_whatever_its_zeros():
    measure = plan.IndicateurEcrit(nature="suivi", libelle="x", cible=Decimal("12.500"))
    fiche = plan.FicheEcrite(code="A", titre="x", indicateurs=(measure,))
    found, _ = back(plan.Plan(fiches=(fiche,)))
    assert found.fiches[0].indicateurs[0].cible == Decimal("12.5")


def test_the_empty_template_gives_an_empty_plan():
    assert back(plan.Plan()) == (plan.Plan(), [])


def moved(atelier: Atelier) -> Any:
    """Bring the plan of a workshop into another contract of the region, through a workbook."""
    other = opened(atelier.equipe, JOUR, nom="Autre CLS d’essai")
    fichier = deposited(write_plan(read_plan(atelier.contrat)))
    return other, import_plan(acteur=atelier.equipe.siege, contrat=other, fichier=fichier)


def test_an_exported_plan_re_imports_to_the_same_plan(atelier):
    prs = with_prs(atelier)
    set_grille(acteur=atelier.coordonnateur, contrat=atelier.contrat, criteres=GRILLE)
    priorities(atelier, 3)
    first_one = atelier.contrat.priorites.first()
    score_priorite(acteur=atelier.coordonnateur, priorite=first_one, notes={"gravite": 3.5},
                   expected=first_one.version)  # fmt: skip
    a_besoin(atelier, "B2", description="Sur deux\nlignes", evolution="persistant")
    first = a_fiche(atelier, liens_prs=(prs,), etp="0.50", statut="reportee", motif="essai")
    a_fiche(atelier, titre="Liée", fiches_liees=(first.code,), chemin=atelier.chemin[:1])
    a_fiche(atelier, titre="Nue", chemin=(), besoins=(), intervenants=())
    other, importe = moved(atelier)
    assert importe.rapport["ecarts"] == []
    assert read_plan(other) == read_plan(atelier.contrat)
    assert other.priorites.first().score == first_one.score == Decimal("3.50")


def test_re_importing_over_the_same_plan_changes_nothing(atelier):
    a_fiche(atelier)
    contenu = write_plan(read_plan(atelier.contrat))
    rapport = try_import(acteur=atelier.coordonnateur, contrat=atelier.contrat, nom="plan.xlsx",
                         contenu=contenu)  # fmt: skip
    assert (rapport.inchangees, rapport.creees, rapport.modifiees) == (["FA-01"], [], [])


def test_a_sheet_changed_in_the_workbook_is_changed_then_put_back(atelier):
    a_fiche(atelier)
    before = read_plan(atelier.contrat)
    changed = before.model_copy(
        update={"fiches": (before.fiches[0].model_copy(update={"titre": "Nouveau titre"}),)}
    )
    importe = import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat,
                          fichier=deposited(write_plan(changed)))  # fmt: skip
    assert read_plan(atelier.contrat) == changed
    undo_import(acteur=atelier.coordonnateur, importe=importe)
    assert read_plan(atelier.contrat) == before


def test_two_hundred_sheets_come_in_under_five_seconds(atelier):
    tied = {"chemin": atelier.chemin, "besoins": ("B1",)}
    many = tuple(
        complete(code=f"FA-{rank:03d}", titre=f"Action {rank}", **tied) for rank in range(200)
    )
    full = read_plan(atelier.contrat).model_copy(update={"fiches": many})
    fichier = deposited(write_plan(full))
    start = time.process_time()  # of this process alone: the machine may be busy
    importe = import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat, fichier=fichier)
    assert len(importe.crees["fiches"]) == 200
    assert time.process_time() - start < 5


@pytest.mark.parametrize("sheet", ["Fiches", "Jalons"])
def test_a_wrong_cell_of_our_template_is_told_with_its_place(atelier, sheet):
    fiche = a_fiche(atelier, jalons=(plan.JalonEcrit(libelle="x", pour_le=JOUR),))
    feuilles = read_feuilles("p.xlsx", write_plan(read_plan(fiche.contrat)))
    (found,) = [one for one in feuilles if one.nom == sheet]
    column = found.lignes[0].index("Début" if sheet == "Fiches" else "Pour le")
    found.lignes[1][column] = "bientôt"
    (ecart,) = read_modele(feuilles).ecarts
    assert (ecart.feuille, ecart.ligne, ecart.valeur) == (sheet, 2, "bientôt")
