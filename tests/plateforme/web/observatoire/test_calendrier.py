"""Pages of the release calendar and of the queue of review: the observatory's own."""

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.observations.models import CalendrierDiffusion, Consequence
from ancrage.plateforme.travaux.models import Travail
from tests.plateforme.comptes.factories import member
from tests.plateforme.html_valide import faults
from tests.plateforme.observations.factories import (
    ConsequenceFactory,
    DepotFactory,
    ParutionFactory,
    demain,
)

pytestmark = pytest.mark.django_db


def at(name, objet=None):
    return reverse(f"observatoire:{name}", args=[objet.identifiant] if objet else [])


@pytest.fixture
def ors(client):
    person = member(Role.ORS)
    client.force_login(person)
    return person


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORS, Role.ORS_VALIDATEUR}))
def test_no_other_role_opens_it(client, role):
    client.force_login(member(role))
    for name in ("calendrier", "consequences", "nouvelle_parution"):
        assert client.get(at(name)).status_code == 403
    for name, objet in (
        ("dater_parution", ParutionFactory()),
        ("recevoir_parution", ParutionFactory()),
    ):
        assert client.get(at(name, objet)).status_code == 404
    assert client.post(at("revoir_consequence", ConsequenceFactory())).status_code == 404


def test_the_pages_are_valid_empty_and_full(client, ors):
    for _ in range(2):
        for name in ("calendrier", "consequences", "nouvelle_parution"):
            page = client.get(at(name))
            assert page.status_code == 200 and faults(page.content.decode()) == []
        ParutionFactory.create_batch(2)
        ParutionFactory(attendue_le=demain(-2), titre="Tardive")
        ParutionFactory(attendue_le=None)
        ParutionFactory(recue_le=demain(0), millesime_recu="2024")
        ConsequenceFactory.create_batch(2)
    text = client.get(at("calendrier")).content.decode()
    assert "parutions en retard" in text and "Tardive" in text and "Revoir 4 points" in text


def test_a_release_is_noted_dated_and_received(client, ors):
    data = {"source": "anct_mortalite", "annonce": "édition 2026", "attendue_le": demain(5)}
    assert client.post(at("nouvelle_parution"), data).status_code == 302
    parution = CalendrierDiffusion.objects.get()
    again = client.post(at("nouvelle_parution"), data)
    assert again.status_code == 422 and "id_annonce_error" in again.content.decode()
    assert client.post(
        at("dater_parution", parution), {"version": 1, "attendue_le": demain(9)}
    ).status_code == 302  # fmt: skip
    stale = client.post(at("dater_parution", parution), {"version": 1, "attendue_le": demain(8)})
    assert stale.status_code == 409
    assert client.post(
        at("recevoir_parution", parution), {"version": 2, "millesime": "2024"}
    ).status_code == 302  # fmt: skip
    parution.refresh_from_db()
    assert parution.attendue_le == demain(9) and parution.millesime_recu == "2024"


def test_a_line_is_marked_as_reviewed_with_its_note(client, ors):
    line = ConsequenceFactory()
    answer = client.post(at("revoir_consequence", line), {"version": 1, "note": "Repris."})
    assert answer.status_code == 302
    line.refresh_from_db()
    assert line.revue_par == ors and line.note == "Repris."
    assert "Indicateur" not in client.get(at("consequences")).context["page"].object_list
    assert list(client.get(at("consequences"), {"vue": "toutes"}).context["page"]) == [line]


def test_the_queue_is_filtered_by_kind(client, ors):
    ConsequenceFactory(genre="verdict", libelle="Un verdict")
    ConsequenceFactory(libelle="Un indicateur")
    text = client.get(at("consequences"), {"genre": "verdict"}).content.decode()
    assert "Un verdict" in text and "Un indicateur" not in text


def test_a_comparison_is_queued_once_however_often_the_button_is_sent(client, ors):
    token = client.get(at("calendrier")).context["jeton"]
    for _ in range(2):
        client.post(at("comparer_editions"), {"jeton": token})
    assert Travail.objects.filter(tache="observations.consequences").count() == 1
    assert "<progress" in client.get(at("calendrier")).content.decode()


def test_another_region_is_not_seen(client, ors):
    ParutionFactory(region="53", titre="Ailleurs")
    line = ConsequenceFactory(region="53", libelle="Loin")
    assert "Ailleurs" not in client.get(at("calendrier")).content.decode()
    assert "Loin" not in client.get(at("consequences")).content.decode()
    assert client.post(at("revoir_consequence", line), {"version": 1}).status_code == 404
    assert Consequence.objects.get().revue_le is None


def test_the_queue_runs_the_same_queries_however_long(client, ors, django_assert_max_num_queries):
    ConsequenceFactory.create_batch(2)
    client.get(at("consequences"))
    with django_assert_max_num_queries(12) as few:
        client.get(at("consequences"))
    ConsequenceFactory.create_batch(20)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(at("consequences"))


def test_the_tiles_count_what_waits(client, ors):
    ConsequenceFactory.create_batch(2)
    DepotFactory(controle=True)
    page = client.get("/").content.decode()
    assert "points à revoir" in page and "dépôt à approuver par une seconde personne" in page
