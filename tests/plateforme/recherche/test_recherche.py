"""The index follows what it lists; nobody finds what she may not read."""

import pytest
from django.contrib.auth.models import AnonymousUser

from ancrage.plateforme.comptes.models import Finalite
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.personnes import erase_person, set_consents
from ancrage.plateforme.recherche.lectures import search
from ancrage.plateforme.recherche.models import EntreeRecherche, TrigrammeRecherche
from ancrage.plateforme.recherche.services import rebuild
from ancrage.plateforme.travaux.ouvrier import drain
from ancrage.plateforme.travaux.services import enqueue
from tests.plateforme.comptes.factories import (
    AffectationFactory,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)
from tests.plateforme.diagnostics.factories import Equipe, make_diagnostic
from tests.plateforme.recherche.factories import make_edition
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db
VISITEUR = AnonymousUser()


def found(user, texte):
    """Return the names found, by kind."""
    return {group.type: [one.libelle for one in group.resultats] for group in search(user, texte)}


# --- what anybody finds


@pytest.mark.parametrize("texte", ["Orléans", "orleans", "orlean", "ORLÉNAS", "45234"])
def test_a_commune_is_found_despite_accents_and_typing(texte):
    assert "Orléans" in found(VISITEUR, texte)["territoire"]


@pytest.mark.parametrize("texte", ["S01", "niveau de vie", "nivau de vie", "mediane niveau vie"])
def test_an_indicator_is_found_by_code_name_and_definition(texte):
    assert "Niveau de vie médian" in found(VISITEUR, texte)["indicateur"]


@pytest.mark.parametrize("texte", ["", "   ", "'; --", "%", "zzzzqqq", "é" * 5_000])
def test_a_question_without_answer_is_an_empty_list(texte):
    assert search(VISITEUR, texte) == []


def test_the_kind_that_fits_best_comes_first():
    assert search(VISITEUR, "Orléans")[0].type == "territoire"
    assert search(VISITEUR, "S01")[0].type == "indicateur"


def test_guesses_give_way_to_answers():
    """« Chamagne » looks like « chômage »: it is shown to whoever finds nothing better."""
    assert "territoire" not in found(VISITEUR, "chomage")
    assert found(VISITEUR, "chamagnne")["territoire"][0] == "Chamagne"
    assert found(VISITEUR, "orleans")["territoire"] == ["Orléans", "Orléans Métropole"]


@pytest.mark.parametrize("texte", ["chomaje", "medecin generalist", "pauvrete"])
def test_a_misspelt_indicator_comes_before_the_communes_that_look_like_it(texte):
    assert search(VISITEUR, texte)[0].type == "indicateur"


def test_a_misspelt_name_finds_what_it_means_and_what_bears_it():
    names = found(VISITEUR, "orleons")["territoire"]
    assert names[:2] == ["Orléans", "Orléans Métropole"]


def test_a_computed_indicator_comes_before_one_that_waits():
    groups = {group.type: group for group in search(VISITEUR, "medecin generaliste")}
    states = [one.statut for one in groups["indicateur"].resultats]
    assert set(states) == {"calculé", "attend sa source"}
    assert states[0] == "calculé"


def test_more_is_offered_only_when_there_is_more():
    groups = {group.type: group for group in search(VISITEUR, "odile")}
    assert len(groups["territoire"].resultats) < 8 and not groups["territoire"].suite
    assert search(VISITEUR, "saint martin")[0].suite


# --- perimeters and the workshop


def test_a_perimeter_is_found_by_those_who_read_it_only():
    make_perimetre(libelle="Val voisin")
    assert found(member(Role.COORDONNATEUR), "val voisin")["perimetre"] == ["Val voisin"]
    assert "perimetre" not in found(VISITEUR, "val voisin")
    assert "perimetre" not in found(member(Role.PARTENAIRE), "val voisin")


def test_a_diagnosis_in_preparation_is_found_by_its_team_only():
    make_diagnostic(Equipe(), libelle="Diagnostic du Giennois")
    assert found(member(Role.ORS), "giennois")["atelier"] == ["Diagnostic du Giennois"]
    assert "atelier" not in found(VISITEUR, "giennois")
    assert "atelier" not in found(member(Role.PARTENAIRE), "giennois")


# --- documents


def test_a_published_diagnosis_is_found_at_once_and_a_draft_never():
    equipe = Equipe()
    make_diagnostic(equipe, libelle="Diagnostic du Giennois")
    assert "document" not in found(VISITEUR, "giennois")
    edition = make_edition(libelle="Diagnostic de la Puisaye")
    for texte in ("puisaye", "puissaye", "Diagnostic Puisaye"):
        assert found(VISITEUR, texte)["document"] == ["Diagnostic de la Puisaye"]
    edition.statut, edition.remplacee_le, edition.motif = "retiree", edition.publiee_le, "Faux."
    edition.save(update_fields=["statut", "remplacee_le", "motif"])
    assert "document" not in found(VISITEUR, "puisaye")
    assert not EntreeRecherche.objects.filter(type="document").exists()


def test_a_withdrawal_that_the_index_did_not_see_is_not_shown_all_the_same():
    edition = make_edition(libelle="Diagnostic de la Puisaye")
    type(edition).objects.update(statut="retiree", remplacee_le="2026-12-01", motif="Faux.")
    assert EntreeRecherche.objects.filter(type="document").exists()
    assert "document" not in found(VISITEUR, "puisaye")


# --- people


@pytest.fixture
def consentante():
    person = UtilisateurFactory(prenom="Maëlle", nom="Kerguélen", fonction="Coordonnatrice")
    AffectationFactory(utilisateur=person, role=Role.COORDONNATEUR)
    set_consents(acteur=person, person=person, finalites={Finalite.ANNUAIRE})
    return person


def test_a_person_is_found_by_members_of_her_region_if_she_consents(consentante):
    assert found(member(Role.ELU), "kerguelen")["personne"] == ["Maëlle Kerguélen"]
    assert found(member(Role.ELU), "maelle kergelen")["personne"] == ["Maëlle Kerguélen"]
    assert "personne" not in found(VISITEUR, "kerguelen")
    elsewhere = OrganisationFactory(region="53")
    other = member(Role.ELU, organisation=elsewhere, code="epci:242900314")
    assert "personne" not in found(other, "kerguelen")


def test_a_person_leaves_the_index_with_her_consent(consentante):
    reader = member(Role.ELU)
    set_consents(acteur=consentante, person=consentante, finalites=set())
    assert "personne" not in found(reader, "kerguelen")
    assert not EntreeRecherche.objects.filter(type="personne").exists()


def test_an_erased_person_is_nowhere_in_the_index(consentante):
    erase_person(acteur=None, person=consentante, motif="À sa demande")
    rows = [str(v) for row in EntreeRecherche.objects.values() for v in row.values()]
    assert not any("Kerg" in value or "kerg" in value for value in rows)
    assert not TrigrammeRecherche.objects.exists()


# --- the index


def test_the_nightly_job_writes_what_changed_only(consentante):
    make_edition(libelle="Diagnostic de la Puisaye")
    before = set(EntreeRecherche.objects.values_list("pk", "type"))
    type(consentante).objects.filter(pk=consentante.pk).update(nom="Le Goff")
    enqueue("recherche.reconstruire")
    drain()
    after = set(EntreeRecherche.objects.values_list("pk", "type"))
    assert {one for one in before if one[1] == "document"} <= after
    assert found(member(Role.ELU), "le goff")["personne"] == ["Maëlle Le Goff"]
    assert "personne" not in found(member(Role.ELU), "kerguelen")


def test_a_rebuild_from_nothing_finds_the_same(consentante):
    make_edition(libelle="Diagnostic de la Puisaye")
    EntreeRecherche.objects.all().delete()
    counts = {"document": 1, "personne": 1, "perimetre": 1, "atelier": 1, "contrat": 0, "fiche": 0}
    assert rebuild() == counts
    assert found(VISITEUR, "puisaye")["document"] == ["Diagnostic de la Puisaye"]
    assert rebuild() == counts


def test_a_question_costs_the_same_for_one_answer_and_for_many(django_assert_num_queries):
    for rank in range(12):
        make_edition(libelle=f"Diagnostic de la Puisaye {rank}")
        if rank in (0, 11):
            with django_assert_num_queries(4):  # counts, candidates, entries, those in force
                assert found(VISITEUR, "puisaye")["document"]
