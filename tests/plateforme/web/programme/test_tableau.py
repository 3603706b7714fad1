"""The table: filters of the address, order, cells typed and pasted, many sheets at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.services.fiches import freeze_fiche
from tests.plateforme.programmes.factories import a_fiche
from tests.plateforme.web.programme.adresses import at, read, stored

pytestmark = pytest.mark.django_db


def codes(page):
    return [one.code for one, *_ in page.context["lignes"]]


@pytest.fixture
def fiches(atelier, fiche):
    return fiche, a_fiche(
        atelier, code="FA-02", titre="Bus santé", statut="en_cours", chemin=(),
        statut_financement="a_trouver", classements=("theme:mobilite_soin",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["FA-01", "FA-02"]),
        ({"q": "BUS"}, ["FA-02"]),
        ({"q": "centre d’essai"}, ["FA-01", "FA-02"]),
        ({"statut": "en_cours"}, ["FA-02"]),
        ({"axe": "aucun"}, ["FA-02"]),
        ({"theme": "mobilite_soin"}, ["FA-02"]),
        ({"financement": "demande"}, ["FA-01"]),
        ({"etat": "validee"}, []),
        ({"statut": "n’importe quoi", "tri": "n’importe quoi"}, ["FA-01", "FA-02"]),
        ({"tri": "-code"}, ["FA-02", "FA-01"]),
        ({"tri": "titre"}, ["FA-02", "FA-01"]),
    ],
)
def test_the_address_says_what_is_shown(coordo, atelier, fiches, query, found):
    assert codes(coordo.get(at(atelier, "tableau"), query)) == found


def test_a_filter_in_force_is_shown_and_removes_itself(coordo, atelier, fiches):
    html = read(coordo, at(atelier, "tableau"), statut="en_cours", tri="titre")
    assert "Retirer le filtre" in html
    assert 'href="?tri=titre"' in html
    assert "Retirez un filtre" in read(coordo, at(atelier, "tableau"), q="introuvable")


def row_of(code, **cells):
    sent = {"code": [code]}
    for champ, (before, after) in cells.items():
        sent |= {f"avant|{code}|{champ}": before, f"{code}|{champ}": after}
    return sent


def test_cells_are_typed_as_in_a_sheet(coordo, atelier, fiches):
    sent = row_of("FA-01", statut=("à lancer", "en cours"), avancement=("", "30"),
                  fin=("31/08/2026", "31/12/2026"), titre=("x", "x"))  # fmt: skip
    assert coordo.post(at(atelier, "saisir"), sent).status_code == 302
    found = stored(fiches[0])
    assert (found.statut, found.avancement, found.fin.isoformat()) == ("en_cours", 30, "2026-12-31")
    assert found.titre == "Consultations avancées (exemple)"


def test_a_cell_that_somebody_else_changed_is_not_overwritten(coordo, atelier, fiches):
    FicheAction.objects.filter(code="FA-01").update(avancement=80)
    sent = row_of("FA-01", avancement=("", "30"), statut=("à lancer", "en cours"))
    answer = coordo.post(at(atelier, "saisir"), sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="30"' in html and "entre-temps" in html and "80" in html
    found = stored(fiches[0])
    assert (found.avancement, found.statut) == (80, "en_cours")


def test_a_cell_that_cannot_be_read_stays_as_typed(coordo, atelier, fiches):
    sent = row_of("FA-01", fin=("31/08/2026", "un jour"), avancement=("", "10"))
    answer = coordo.post(at(atelier, "saisir"), sent)
    assert 'value="un jour"' in answer.content.decode()
    assert stored(fiches[0]).avancement == 10


def test_cells_are_pasted_from_excel(coordo, atelier, fiches):
    text = "Code\tStatut\tFin\r\nFA-01\tréalisée\t31/12/2025\r\nFA-02\t\t30/06/2026\r\n"
    assert coordo.post(at(atelier, "coller"), {"cellules": text}).status_code == 302
    first, second = stored(fiches[0]), stored(fiches[1])
    assert (first.statut, first.fin.isoformat()) == ("realisee", "2025-12-31")
    assert (second.statut, second.fin.isoformat()) == ("en_cours", "2026-06-30")


def test_what_is_pasted_wrong_is_told_cell_by_cell(coordo, atelier, fiches):
    text = "Code\tStatut\tHumeur\nFA-01\tà moitié\tbonne\nFA-99\ten cours\t\nFA-02\tréalisée\t"
    html = coordo.post(at(atelier, "coller"), {"cellules": text}).content.decode()
    assert "Humeur" in html and "à moitié" in html and "FA-99" in html
    assert stored(fiches[1]).statut == "realisee"
    without = coordo.post(at(atelier, "coller"), {"cellules": "Statut\nréalisée"})
    assert "dont" in without.content.decode()


def test_many_sheets_change_at_once(coordo, atelier, fiches):
    sent = {"codes": ["FA-01", "FA-02"], "champ": "statut_financement", "valeur": "acquis"}
    answer = coordo.post(f"{at(atelier, 'ensemble')}?statut=en_cours", sent)
    assert answer["Location"] == f"{at(atelier, 'tableau')}?statut=en_cours"
    assert {stored(one).statut_financement for one in fiches} == {"acquis"}


def test_a_put_off_asks_for_its_reason(coordo, atelier, fiches):
    sent = {"codes": ["FA-01"], "champ": "statut", "valeur": "reportée"}
    html = coordo.post(at(atelier, "ensemble"), sent, follow=True).content.decode()
    assert "Dites pourquoi" in html
    assert stored(fiches[0]).statut == "a_lancer"
    coordo.post(at(atelier, "ensemble"), sent | {"motif": "Local fermé"})
    assert stored(fiches[0]).statut == "reportee"


@pytest.mark.parametrize("sent", [{}, {"codes": ["FA-01"], "champ": "statut", "valeur": "zut"}])
def test_a_wrong_change_of_many_changes_nothing(coordo, atelier, fiches, sent):
    coordo.post(at(atelier, "ensemble"), sent)
    assert stored(fiches[0]).statut == "a_lancer"


def test_the_table_does_not_change_what_was_validated_but_its_progress(coordo, atelier, fiches):
    freeze_fiche(acteur=atelier.equipe.siege, fiche=fiches[0], expected=fiches[0].version)
    sent = row_of("FA-01", avancement=("", "30"),
                  titre=("Consultations avancées (exemple)", "Autre"))  # fmt: skip
    answer = coordo.post(at(atelier, "saisir"), sent)
    assert "fiche validée" in answer.content.decode()
    assert (stored(fiches[0]).avancement, stored(fiches[0]).titre[:6]) == (30, "Consul")


@pytest.mark.parametrize("nom", ["tableau", "saisir", "calendrier", "carte", "ics", "fil"])
def test_two_hundred_sheets_ask_as_much_as_one(coordo, atelier, fiche, nom):
    url = at(atelier, nom)
    coordo.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        coordo.get(url)
    FicheAction.objects.bulk_create(
        FicheAction(region="24", contrat=atelier.contrat, code=f"X-{rank}", rang=rank + 2,
                    titre=f"Action {rank}", fin="2026-12-31", axe=atelier.axe)
        for rank in range(200)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert coordo.get(url).status_code == 200
    assert len(many) <= len(one)
