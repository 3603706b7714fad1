"""The audit on screen: names, local dates, what a list gained and lost; never a code or a key."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.territoires.services import freeze_perimetre, update_perimetre
from ancrage.plateforme.web.socle.historique import read_actes
from tests.plateforme.comptes.factories import member
from tests.plateforme.observations.factories import DemandeFactory, DepotFactory
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db


def read(champ: str, avant: str, apres: str):
    return read_actes([Acte(differences={champ: [avant, apres]})])[0].differences


def test_a_choice_and_a_person_are_told_by_their_names():
    ors, demande = member(Role.ORS), DemandeFactory()
    before = snapshot(demande)
    demande.etat, demande.traitee_par = "estimee", ors
    acte = record(acteur=ors, action="estimer", objet=demande, before=before)
    assert acte.differences["état"] == ["à estimer", "estimée, à traiter"]
    # The audit keeps a reference: erasing the person erases her name from the screen too.
    assert str(ors) not in str(acte.differences)
    told = {one.champ: one.apres for one in read_actes([acte])[0].differences}
    assert told["traitée par"] == str(ors)


def test_a_person_who_left_is_not_named():
    (told,) = read("relecteur", "", "personne:00000000-0000-0000-0000-000000000000")
    assert told.apres == "une personne effacée"


@pytest.mark.parametrize(
    ("texte", "said"),
    [
        ("2026-11-22", "22 novembre 2026"),
        ("2026-01-01", "1er janvier 2026"),
        ("2026-11-22 08:52:02.108304+00:00", "22 novembre 2026 à 09:52"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC).isoformat(), "2 juillet 2026 à 00:30"),
        ("True", "oui"),
        ("(masqué 0a1b2c3d)", "(masqué)"),
        ("2026-99-99", "2026-99-99"),
    ],
)
def test_a_date_is_local_and_french(texte, said):
    (told,) = read("figé le", "", texte)
    assert told.apres.replace("\xa0", " ") == said


def test_a_list_says_what_came_and_what_went():
    (told,) = read("indicateurs", json.dumps(["D01", "M03"]), json.dumps(["M03", "S01"]))
    assert (told.retires, told.ajoutes) == (("D01",), ("S01",))
    (old,) = read("indicateurs", "['D01']", "['D01', 'S01']")  # as older rows were written
    assert (old.retires, old.ajoutes) == ((), ("S01",))


def test_a_long_list_is_cut_with_its_count():
    (told,) = read("communes", "[]", json.dumps([f"Commune {n}" for n in range(60)]))
    assert len(told.ajoutes) == 13 and told.ajoutes[-1] == "48 autres"


def test_a_mapping_says_only_the_keys_that_changed():
    told = read("description", '{"seuil": 5, "cog": 2021}', '{"seuil": 11, "cog": 2021}')
    assert [(one.champ, one.avant, one.apres) for one in told] == [
        ("description, seuil", "5", "11")
    ]


def test_the_totals_of_an_extract_never_reach_the_audit():
    depot = DepotFactory(totaux={"effectif": 3})
    before = snapshot(depot)
    depot.totaux = {"effectif": 4}
    acte = record(acteur=None, action="décrire", objet=depot, before=before)
    assert "masqué" in acte.differences["totaux de contrôle"][1]


def test_the_journal_and_the_pages_show_no_code(client):
    ars = member(Role.ARS_SIEGE, code="24")
    perimetre = make_perimetre()
    update_perimetre(
        acteur=ars, perimetre=perimetre, expected=1, libelle="Pays d'essai",
        communes=["45234", "45008"], date_effet=perimetre.date_effet,
    )  # fmt: skip
    freeze_perimetre(acteur=ars, perimetre=perimetre)
    client.force_login(ars)
    for url in (
        reverse("compte:journal"),
        reverse("observatoire:perimetre", args=[perimetre.identifiant]),
    ):
        page = client.get(url).content.decode().replace("\xa0", " ")
        assert "Artenay (45008)" in page and "ajouté :" in page
        assert "+00:00" not in page and "<del>" not in page
