"""What the database holds, through the API: perimeters by token, editions frozen and withdrawn."""

from datetime import date

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.models import Consultation
from ancrage.plateforme.diagnostics.services.errata import declare_erratum
from ancrage.plateforme.diagnostics.services.publication import withdraw_diagnostic
from ancrage.plateforme.territoires.services import freeze_perimetre
from tests.plateforme.comptes.factories import member
from tests.plateforme.diagnostics.conftest import _no_heartbeat, quick_files  # noqa: F401
from tests.plateforme.diagnostics.factories import Equipe, fresh, signed
from tests.plateforme.documents.test_editions import publish
from tests.plateforme.territoires.factories import make_perimetre
from tests.plateforme.web.api.test_contrat import bearer, get, is_problem

pytestmark = pytest.mark.django_db


def codes(answer):
    return {row["identifiant"] for row in answer.json()["resultats"]}


# --- perimeters


def test_a_draft_perimeter_is_read_with_the_scope_and_the_role_only(client):
    draft = make_perimetre()
    signed_one = freeze_perimetre(acteur=None, perimetre=make_perimetre(usage="contrat"))
    public = {str(signed_one.identifiant)}
    both = public | {str(draft.identifiant)}
    reader, partner = member(Role.COORDONNATEUR), member(Role.PARTENAIRE)
    assert codes(get(client, "/perimetres")) == public
    assert codes(get(client, "/perimetres", **bearer(reader))) == public
    scope = ["perimetres"]
    assert codes(get(client, "/perimetres", **bearer(reader, scope, "b"))) == both
    assert codes(get(client, "/perimetres", **bearer(partner, scope))) == public
    path = f"/perimetres/{draft.identifiant}"
    is_problem(get(client, path), 404, 2, "inconnu")
    answer = get(client, path, **bearer(reader, scope, "c")).json()
    assert answer["communes"] == [f"commune:{code}" for code in draft.codes]


def test_a_perimeter_that_changes_makes_a_new_state(client):
    freeze_perimetre(acteur=None, perimetre=make_perimetre(usage="contrat"))
    tag = get(client, "/perimetres")["ETag"]
    assert get(client, "/perimetres", **{"If-None-Match": tag}).status_code == 304
    freeze_perimetre(acteur=None, perimetre=make_perimetre(usage="contrat", libelle="Autre"))
    assert get(client, "/perimetres", **{"If-None-Match": tag}).status_code == 200


def test_a_list_of_perimeters_costs_the_same_for_one_and_for_many(
    client, django_assert_num_queries
):
    for rank in range(6):
        made = make_perimetre(usage="contrat", libelle=f"Périmètre {rank}")
        freeze_perimetre(acteur=None, perimetre=made)
        if rank in (0, 5):
            with django_assert_num_queries(3):  # the state, the count, the page
                get(client, "/perimetres")


# --- diagnoses


@pytest.fixture
def parue(quick_files):  # noqa: F811
    """Return an edition published on today's figures."""
    equipe = Equipe()
    return equipe, publish(equipe, signed(equipe))


def test_an_edition_gives_its_frozen_figures_as_the_page_does(client, parue):
    _, edition = parue
    listed = get(client, "/diagnostics").json()
    assert [row["slug"] for row in listed["resultats"]] == [edition.diagnostic.slug]
    assert listed["resultats"][0]["edition"]["empreinte"] == edition.empreinte
    address = [edition.diagnostic.slug, edition.numero]
    path = f"/diagnostics/{address[0]}/editions/{address[1]}/profil"
    for format in ("json", "csv"):
        page = client.get(reverse("portail:donnees", args=[*address, format]))
        assert get(client, f"{path}?format={format}").content == page.content


def test_a_draft_is_unknown_to_the_api(client):
    diagnostic = signed(Equipe())
    assert get(client, "/diagnostics").json()["total"] == 0
    is_problem(get(client, f"/diagnostics/{diagnostic.slug}"), 404, 2, "inconnu")


def test_whoever_reads_with_a_token_will_be_told_of_an_erratum(client, parue):
    _, edition = parue
    reader = member(Role.COORDONNATEUR)
    path = f"/diagnostics/{edition.diagnostic.slug}/editions/1/profil"
    get(client, path)
    assert not Consultation.objects.exists()
    get(client, path, **bearer(reader))
    assert Consultation.objects.get().personne == reader


def test_an_erratum_makes_a_new_state_without_the_figure(client, parue):
    equipe, edition = parue
    path = f"/diagnostics/{edition.diagnostic.slug}/editions/1/profil"
    before = get(client, path)
    assert any(v["value"] is not None for v in before.json()["indicateurs"] if v["code"] == "S05")
    declare_erratum(
        acteur=equipe.validatrice,
        edition=edition,
        indicateur="S05",
        explication="Fichier remplacé.",
    )
    after = get(client, path, **{"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert {v["value"] for v in after.json()["indicateurs"] if v["code"] == "S05"} == {None}
    told = get(client, f"/diagnostics/{edition.diagnostic.slug}").json()
    assert told["editions"][0]["errata"][0]["explication"] == "Fichier remplacé."


def test_a_withdrawn_edition_keeps_its_notice_and_gives_no_figure(client, parue):
    equipe, edition = parue
    diagnostic = fresh(edition.diagnostic)
    withdraw_diagnostic(
        acteur=equipe.validatrice,
        diagnostic=diagnostic,
        expected=diagnostic.version,
        motif="Périmètre faux.",
        jour=date(2026, 12, 1),
    )
    body = is_problem(
        get(client, f"/diagnostics/{diagnostic.slug}/editions/1/profil"), 410, 4, "retire"
    )
    assert "Périmètre faux." in body["detail"]
    told = get(client, f"/diagnostics/{diagnostic.slug}").json()
    assert told["edition"]["statut"] == "retiree"
    assert get(client, "/diagnostics").json()["total"] == 0


def test_a_list_of_diagnoses_costs_the_same_for_one_and_for_many(
    client, parue, django_assert_num_queries
):
    equipe, _ = parue
    with django_assert_num_queries(4):  # the state, the count, the page, the errata
        get(client, "/diagnostics")
    publish(equipe, signed(equipe, libelle="Second diagnostic", communes=("45008", "45234")))
    with django_assert_num_queries(4):
        get(client, "/diagnostics")
