"""Needs, priorities, axes, and the gaps between them."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.faits import provider_of
from ancrage.plateforme.diagnostics.models import ContenuEdition, Diagnostic, Edition
from ancrage.plateforme.programmes.lectures import gaps_of, gauge_of
from ancrage.plateforme.programmes.plan import AppuiEcrit, AxeEcrit
from ancrage.plateforme.programmes.score import weighted_score
from ancrage.plateforme.programmes.services.classements import classify
from ancrage.plateforme.programmes.services.priorites import (
    decide_priorite,
    propose_priorite,
    score_priorite,
    set_grille,
    withdraw_priorite,
)
from ancrage.plateforme.programmes.services.strategie import delete_part, edit_axe, reorder
from ancrage.plateforme.programmes.typologie import suggest, typologie
from tests.plateforme.programmes.factories import (
    CONSTAT,
    JOUR,
    a_besoin,
    a_fiche,
    an_axe,
    an_objectif,
    priorities,
    role_on,
    with_prs,
)

GRILLE = (
    {"code": "gravite", "libelle": "Gravité", "poids": 2},
    {"code": "levier", "libelle": "Capacité d’agir", "poids": 1},
)


def fact(atelier, code, on=JOUR):
    return provider_of(code)(atelier.contrat, on)


# --- needs and priorities


def test_a_need_leans_on_something(atelier):
    with pytest.raises(ActeRefuse, match="ne s’appuie sur rien"):
        a_besoin(atelier, "B2", appuis=())
    with pytest.raises(ActeRefuse, match="constat avec sa source"):
        a_besoin(atelier, "B2", appuis=(AppuiEcrit(constat="sans source"),))
    with pytest.raises(ActeRefuse, match="n’est pas de la région"):
        a_besoin(atelier, "B2", appuis=(AppuiEcrit(edition="0" * 64, indicateur="M01"),))
    assert a_besoin(atelier, "B2").appuis.get().constat == CONSTAT.constat


def test_a_need_leans_on_an_indicator_that_the_edition_published(atelier):
    edition = an_edition(atelier, ["M01"])
    known = AppuiEcrit(edition=edition.empreinte, indicateur="M01")
    besoin = a_besoin(atelier, "B2", appuis=(known,))
    assert besoin.appuis.get().edition == edition
    with pytest.raises(ActeRefuse, match="ne publie pas l’indicateur « M99 »"):
        a_besoin(atelier, "B3", appuis=(AppuiEcrit(edition=edition.empreinte, indicateur="M99"),))
    with pytest.raises(ActeRefuse, match="un indicateur d’une édition"):
        a_besoin(atelier, "B3", appuis=(AppuiEcrit(edition=edition.empreinte),))


def an_edition(atelier, selection: list[str]) -> Edition:
    """Return a published edition, of which only the list of indicators matters here."""
    diagnostic = Diagnostic.objects.create(
        region="24", libelle="DLS d’essai", slug="dls-essai", territoire="commune:45234",
        perimetre=atelier.contrat.perimetre_etude, commanditaire=atelier.equipe.ars,
        operateur=atelier.equipe.ars,
    )  # fmt: skip
    edition = Edition.objects.create(
        region="24", diagnostic=diagnostic, numero=1, version_diagnostic=1, publiee_le=JOUR,
        empreinte="a" * 64, edition_magasin="essai", version_code="essai",
    )  # fmt: skip
    content = {"options": {"selection": selection, "textes": {}}}
    ContenuEdition.objects.create(edition=edition, texte=json.dumps(content))
    return edition


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ({"gravite": 4, "levier": 1}, Decimal("3.00")),  # (2 × 4 + 1 × 1) / 3
        ({"gravite": 5, "levier": 0}, Decimal("3.33")),  # 10 / 3
        ({"gravite": 4}, None),  # a missing note is not a zero
    ],
)
def test_a_score_is_the_weighted_mean_of_its_notes(notes, expected):
    assert weighted_score(GRILLE, notes) == expected


def test_a_priority_is_noted_then_chosen_by_a_dated_decision(atelier):
    who, contrat = atelier.coordonnateur, atelier.contrat
    one = propose_priorite(acteur=who, contrat=contrat, libelle="Soins", besoins=[atelier.besoin])
    set_grille(acteur=who, contrat=contrat, criteres=GRILLE)
    score_priorite(acteur=who, priorite=one, expected=1, notes={"gravite": 4, "levier": 1})
    assert one.score == Decimal("3.00")
    with pytest.raises(ActeRefuse, match="hors de 0 à 5"):
        score_priorite(acteur=who, priorite=one, expected=2, notes={"gravite": 6})
    with pytest.raises(ActeRefuse, match="numéro"):
        decide_priorite(acteur=who, priorite=one, expected=2, decision=" ", decidee_le=JOUR)
    with pytest.raises(EditionConcurrente):
        decide_priorite(acteur=who, priorite=one, expected=1, decision="1", decidee_le=JOUR)
    one.refresh_from_db()
    decide_priorite(acteur=who, priorite=one, expected=2, decision="2024-1", decidee_le=JOUR)
    assert fact(atelier, "priorites_retenues").nombre == 1
    withdraw_priorite(acteur=who, priorite=one, expected=3, motif="erreur de saisie")
    assert not fact(atelier, "priorites_retenues").tenu


def test_priorities_count_from_the_day_of_their_decision(atelier):
    priorities(atelier, 4)
    assert fact(atelier, "priorites_retenues", JOUR - timedelta(days=1)).nombre is None
    assert fact(atelier, "priorites_retenues").nombre == 4
    assert fact(atelier, "priorites_en_nombre").tenu


def test_only_the_team_writes_the_plan(atelier):
    for role in (Role.ELU, Role.PARTENAIRE, Role.PILOTE_ACTION):
        with pytest.raises(ActeRefuse, match="rôles"):
            set_grille(acteur=role_on(atelier.contrat, role), contrat=atelier.contrat,
                       criteres=GRILLE)  # fmt: skip


# --- axes, objectives, order


def test_an_objective_goes_from_the_widest_to_the_narrowest(atelier):
    narrow = an_objectif(atelier, atelier.axe, "Ouvrir", "operationnel", parent=atelier.objectif)
    with pytest.raises(ActeRefuse, match="ne va pas sous"):
        an_objectif(atelier, atelier.axe, "Trop large", "specifique", parent=narrow)
    with pytest.raises(ActeRefuse, match="existe déjà"):
        an_objectif(atelier, atelier.axe, "Ouvrir", "operationnel", parent=atelier.objectif)


def test_what_still_serves_is_not_deleted(atelier):
    a_fiche(atelier)
    for one in (atelier.besoin, atelier.axe, atelier.objectif):
        with pytest.raises(ActeRefuse, match="sert encore"):
            delete_part(acteur=atelier.coordonnateur, objet=one, motif="essai")
    spare = a_besoin(atelier, "B2")
    delete_part(acteur=atelier.coordonnateur, objet=spare, motif="doublon")
    assert atelier.contrat.besoins.get() == atelier.besoin


def test_axes_are_put_in_order_all_at_once(atelier):
    second = an_axe(atelier, "Santé mentale")
    wanted = [second.identifiant, atelier.axe.identifiant]
    reorder(acteur=atelier.coordonnateur, contrat=atelier.contrat, quoi="axes",
            identifiants=wanted)  # fmt: skip
    assert [one.identifiant for one in atelier.contrat.axes.all()] == wanted
    with pytest.raises(EditionConcurrente):
        reorder(acteur=atelier.coordonnateur, contrat=atelier.contrat, quoi="axes",
                identifiants=wanted[:1])  # fmt: skip


def test_an_axis_is_under_priorities_of_its_contract(atelier):
    priorities(atelier, 1)
    contenu = AxeEcrit(libelle="Soins", priorites=("Priorité 1",))
    axe = edit_axe(acteur=atelier.coordonnateur, axe=atelier.axe, expected=1, contenu=contenu)
    assert axe.priorites.get().libelle == "Priorité 1"
    with pytest.raises(ActeRefuse, match="n’existe pas"):
        edit_axe(acteur=atelier.coordonnateur, axe=axe, expected=2,
                 contenu=AxeEcrit(libelle="Soins", priorites=("Inconnue",)))  # fmt: skip


# --- the golden thread, both ways


def test_the_gaps_are_read_both_ways(atelier):
    alone = a_besoin(atelier, "B2")
    empty = an_objectif(atelier, atelier.axe, "Sans action")
    a_fiche(atelier)
    bare = a_fiche(atelier, titre="Sans lien", besoins=(), chemin=())
    a_fiche(atelier, titre="Abandonnée", besoins=("B2",), statut="abandonnee", motif="essai")
    gaps = gaps_of(atelier.contrat)
    assert gaps.besoins_sans_action == [alone]  # given up, the third action no longer serves it
    assert gaps.actions_sans_besoin == [bare] == gaps.actions_sans_objectif
    assert gaps.objectifs_sans_action == [empty]
    assert gaps.axes_sans_priorite == [atelier.axe]
    assert gaps.besoins_sans_priorite == [atelier.besoin, alone]


def test_the_gauge_counts_priorities_structuring_and_sheets_apart(atelier):
    priorities(atelier, 3)
    a_fiche(atelier, structurant=True)
    a_fiche(atelier, titre="Autre")
    an_objectif(atelier, atelier.axe, "Structurant", structurant=True)
    found = gauge_of(atelier.contrat)
    assert (found.priorites, found.structurants, found.fiches) == (3, 2, 2)


# --- the facts that open the writing of the contract


def test_the_facts_of_the_sheets_say_which_sheet_lacks_what(atelier):
    assert fact(atelier, "fiches_completes").manque == "des fiches actions"
    fiche = a_fiche(atelier, besoins=(), indicateurs=())
    assert f"{fiche.code} (le besoin)" in fact(atelier, "fiches_completes").manque
    assert "un lien avec le PRS" in fact(atelier, "fiches_liees_au_prs").manque
    assert "réalisation : 0 sur 1, résultat : 0 sur 1" in (
        fact(atelier, "indicateurs_par_action").manque
    )


def test_complete_sheets_hold_the_facts(atelier):
    a_fiche(atelier, liens_prs=(with_prs(atelier),))
    for code in ("fiches_completes", "fiches_liees_au_prs", "indicateurs_par_action"):
        assert fact(atelier, code).tenu, code


# --- typology


def test_the_typology_has_the_facets_of_the_field():
    """methodes.md § 16: 6 domains, 37 themes, 9 modalities, 5 levels of Ottawa."""
    counts = {one.code: len(one.valeurs) for one in typologie().facettes}
    assert (counts["domaine"], counts["theme"], counts["modalite"], counts["ottawa"]) == (
        6, 37, 9, 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("titre", "texte", "expected"),
    [
        ("Dépistage des cancers", "Campagne d’octobre rose", {"theme:depistage_cancers"}),
        ("Prévention des chutes", "Ateliers pour les seniors", {"theme:vieillissement"}),
        ("Vaccination contre le HPV au collège", "", {"theme:vaccination", "milieu:ecole"}),
        ("Mesurer le radon", "dans les logements", {"theme:bruit_chimique_sols", "domaine:ENV"}),
        ("Animer les Copil et la gouvernance", "", {"theme:coordination", "domaine:TRANS"}),
    ],
)
def test_a_text_suggests_codes_by_its_words(titre, texte, expected):
    found = {f"{facette}:{code}" for facette, code in suggest(titre, texte)}
    assert expected <= found


def test_a_word_inside_another_suggests_nothing():
    """« PAT » is a programme, « patient » is not; « bus » is not « abus »."""
    assert ("demarche", "pat") not in suggest("Accueil des patients", "")


def test_a_suggestion_is_nothing_until_a_person_keeps_it(atelier):
    fiche = a_fiche(atelier, titre="Vaccination des jeunes", classements=())
    held = {(one.facette, one.code): one for one in fiche.classements.all()}
    assert held["theme", "vaccination"].statut == "suggere"
    assert held["theme", "vaccination"].mots == ["vaccin*"]
    assert not fiche.classements.valides().exists()
    classify(acteur=atelier.equipe.siege, fiche=fiche, facette="theme", codes=["vaccination"])
    states = dict(fiche.classements.filter(facette="theme").values_list("code", "statut"))
    assert states["vaccination"] == "valide"
    assert states["jeunes"] == "ecarte"
