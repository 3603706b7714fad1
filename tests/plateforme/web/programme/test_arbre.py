"""The tree of a plan: who reads what, its gauge, its gaps, the order of its lines."""

import pytest

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.programmes.models import FicheAction
from tests.plateforme.html_valide import faults
from tests.plateforme.programmes.factories import a_fiche, an_objectif, priorities, role_on
from tests.plateforme.web.programme.adresses import at, read

pytestmark = pytest.mark.django_db
PAGES = ("arbre", "fil", "strategie", "tableau", "saisir", "coller", "calendrier", "carte",
         "importer", "besoin_nouveau", "grille", "axe_nouveau", "fiche_nouvelle",
         "priorite_nouvelle")  # fmt: skip


@pytest.mark.parametrize("nom", PAGES)
def test_the_coordinator_opens_each_page(coordo, atelier, fiche, nom):
    assert faults(read(coordo, at(atelier, nom))) == []


@pytest.mark.parametrize("nom", ["fiche", "fiche_modifier", "fiche_classer", "fiche_dupliquer",
                                 "fiche_supprimer"])  # fmt: skip
def test_the_coordinator_opens_each_page_of_a_sheet(coordo, atelier, fiche, nom):
    assert faults(read(coordo, at(atelier, nom, fiche.code))) == []


def test_the_tree_shows_the_sheet_under_its_objective(coordo, atelier, fiche):
    html = read(coordo, at(atelier, "arbre"))
    axis, objective = html.index("Accès aux soins"), html.index("Réduire les renoncements")
    assert axis < objective < html.index("FA-01. Consultations avancées")
    assert "Axes sans priorité" in html
    assert "écart" in html


def test_the_gauge_says_what_is_missing_and_what_is_too_many(coordo, atelier, fiche):
    priorities(atelier, 2)
    assert "il en manque" in read(coordo, at(atelier, "arbre"))
    for one in atelier.contrat.priorites.all():
        one.delete()
    priorities(atelier, 4)
    assert "dans la fourchette" in read(coordo, at(atelier, "arbre"))
    for one in atelier.contrat.priorites.all():
        one.delete()
    priorities(atelier, 6)
    assert "dérogation motivée" in read(coordo, at(atelier, "arbre"))


def test_an_empty_plan_teaches_how_to_begin(client, atelier):
    atelier.contrat.axes.get().objectifs.all().delete()
    atelier.contrat.axes.all().delete()
    atelier.contrat.besoins.get().appuis.all().delete()
    atelier.contrat.besoins.all().delete()
    client.force_login(atelier.coordonnateur)
    html = read(client, at(atelier, "arbre"))
    assert "Le programme commence ici" in html
    assert at(atelier, "besoin_nouveau") in html
    assert at(atelier, "importer") in html


def freeze(fiche):
    FicheAction.objects.filter(pk=fiche.pk).update(fige_le="2024-05-01T10:00:00Z")


def test_the_public_reads_nothing_of_a_contract_not_signed(client, atelier, fiche):
    freeze(fiche)
    for nom in ("arbre", "tableau", "calendrier", "ics", "carte"):
        assert client.get(at(atelier, nom)).status_code == 404
    assert client.get(at(atelier, "fiche", "FA-01")).status_code == 404


def test_the_public_reads_the_validated_sheets_of_a_signed_contract_alone(client, signe):
    fiche = a_fiche(signe, code="FA-01")
    a_fiche(signe, code="FA-02", titre="Brouillon d’essai")
    an_objectif(signe, signe.axe, "Objectif encore vide")
    assert "Consultations avancées" not in read(client, at(signe, "arbre"))
    freeze(fiche)
    html = read(client, at(signe, "arbre"))
    assert "Consultations avancées" in html
    assert "Brouillon d’essai" not in html
    assert "Objectif encore vide" not in html
    assert "Liens qui manquent" not in html
    for nom in ("tableau", "calendrier", "carte"):
        assert "FA-02" not in read(client, at(signe, nom))
    assert client.get(at(signe, "fiche", "FA-01")).status_code == 200
    assert client.get(at(signe, "fiche", "FA-02")).status_code == 404


def test_a_partner_reads_no_draft_where_its_organisation_is_not_named(client, signe):
    a_fiche(signe, code="FA-01")
    client.force_login(role_on(signe.contrat, Role.PARTENAIRE))
    assert "Consultations avancées" not in read(client, at(signe, "arbre"))
    assert client.get(at(signe, "fil")).status_code == 403
    assert client.get(at(signe, "strategie")).status_code == 403


def test_the_tree_asks_as_much_for_one_sheet_as_for_twelve(
    coordo, atelier, fiche, django_assert_num_queries
):
    url = at(atelier, "arbre")
    coordo.get(url)
    with django_assert_num_queries(50, exact=False) as first:
        coordo.get(url)
    for rank in range(2, 13):
        a_fiche(atelier, code=f"FA-{rank:02}")
    with django_assert_num_queries(len(first), exact=False):
        coordo.get(url)


def test_a_button_moves_a_sheet_and_renames_nothing(coordo, atelier, fiche):
    a_fiche(atelier, code="FA-02", titre="Deuxième")
    a_fiche(atelier, code="FA-09", titre="Ailleurs", chemin=())
    a_fiche(atelier, code="FA-03", titre="Troisième")
    url = at(atelier, "ranger")
    coordo.post(url, {"quoi": "fiches", "cle": "FA-03", "sens": "haut"})
    codes = list(atelier.contrat.fiches.values_list("code", flat=True))
    # passes its neighbour of the same objective, not the sheet that hangs elsewhere
    assert codes == ["FA-01", "FA-03", "FA-02", "FA-09"]
    assert set(codes) == {"FA-01", "FA-02", "FA-03", "FA-09"}
    coordo.post(url, {"quoi": "fiches", "cle": "FA-01", "sens": "haut"})
    assert list(atelier.contrat.fiches.values_list("code", flat=True)) == codes


def test_a_drag_sends_the_whole_order(coordo, atelier, fiche):
    a_fiche(atelier, code="FA-02")
    url = at(atelier, "ranger")
    coordo.post(url, {"quoi": "fiches", "ordre": ["FA-02", "FA-01"]})
    assert list(atelier.contrat.fiches.values_list("code", flat=True)) == ["FA-02", "FA-01"]
    assert coordo.post(url, {"quoi": "fiches", "ordre": ["FA-02"]}).status_code in (400, 409)


def test_the_order_leads_back_to_this_site_only(coordo, atelier, fiche):
    sent = {"quoi": "fiches", "cle": "FA-01", "sens": "bas", "retour": "https://ailleurs.example/"}
    assert coordo.post(at(atelier, "ranger"), sent)["Location"] == at(atelier, "arbre")
