"""The note of Arles whole: outside the embedded figures, and it says so."""

import io
import re
import zipfile
from datetime import date

import pytest

from ancrage.plateforme.faisabilite.contenu import gather
from ancrage.plateforme.faisabilite.document import build_note, render_note
from ancrage.plateforme.faisabilite.manques import missing_of
from ancrage.publication.documents.blocs import Encadre, Liste, Paragraphe, Tableau, iter_document
from ancrage.publication.typographie import breaches
from tests.plateforme.faisabilite.arles import DEPARTEMENT, REGION, make_arles
from tests.plateforme.faisabilite.factories import Service

pytestmark = pytest.mark.django_db
JOUR = date(2023, 1, 10)


@pytest.fixture
def contenu():
    return gather(make_arles(Service(REGION, DEPARTEMENT)), JOUR)


def words(document) -> str:
    found: list[str] = []
    for bloc in iter_document(document):
        match bloc:
            case Paragraphe():
                found.append(bloc.texte)
            case Liste():
                found += ["".join(m.texte for m in point.morceaux) for point in bloc.points]
            case Tableau():
                found += [f"{c.texte}\n{c.precision or ''}" for row in bloc.lignes for c in row]
                found += [*bloc.entetes, bloc.note or "", bloc.source or ""]
            case Encadre():
                found.append(bloc.titre)
    return "\n".join(found)


def test_the_grid_of_arles_is_found_again(contenu):
    assert len(contenu["facteurs"]) == 3
    assert [one["reponse"] for one in contenu["facteurs"]] == ["oui", "non", "oui"]
    assert len(contenu["conditions"]) == 5
    assert [one["score"] for one in contenu["conditions"]] == [2, 1, 3, 1, 1]


def test_the_document_says_what_the_note_of_arles_says(contenu):
    text = words(build_note(contenu)).replace("\u00a0", " ").replace("\u202f", " ")
    for said in (
        "Rencontre du 18 novembre 2022, mairie d’Arles",
        "Trois temps d’échanges",
        "28 communes mobilisées ; le périmètre étudié en compte 29",
        "Premier trimestre 2023",
        "Draguignan",
        "Pays d’Apt Luberon",
        "Pays de Martigues",
        "Demi-poste CLS et CLSM",
    ):
        assert said in text, said


def test_figures_outside_the_store_are_said_missing_or_lent(contenu):
    status = {one["code"]: one["status"] for one in contenu["cadrage"]}
    assert len(status) == 10
    assert set(status.values()) == {"manquant", "emprunte"}
    for one in contenu["cadrage"]:
        assert one["motif"]
        if one["status"] == "manquant":
            assert (one["valeur"], one["mot"]) == ("", "non disponible")
        else:
            assert one["mot"] == "valeur du département"


def test_the_scenarios_are_compared_by_what_is_computed(contenu):
    three, one, city = contenu["scenarios"]
    assert (three["nombre"], one["nombre"], city["nombre"]) == (29, 6, 1)
    assert (three["coupes"], one["coupes"]) == ([], [])
    assert len(city["coupes"]) == 1
    assert "Arles-Crau-Camargue-Montagnette (1 commune sur 6)" in city["coupes"][0]
    assert len(city["quartiers"]) == 3  # Griffeuille, Barriol, Le Trébon
    assert three["population"] is None
    assert "non disponible dans les fichiers chargés" in words(build_note(contenu))


def test_a_region_without_rule_computes_no_half_post(contenu):
    found = contenu["moyens"]["demi_poste"]
    assert not found["ouvert"]
    assert "n’a pas de règle" in found["explication"]


def test_what_the_note_does_not_say_is_left_to_fill(contenu):
    left = missing_of(contenu)
    assert left["competence"][-1] == "l’avis de la délégation"
    assert "facteurs" not in left


def test_the_files_keep_french_typography_and_every_figure(contenu):
    document = build_note(contenu)
    assert breaches(words(document)) == []
    inside = zipfile.ZipFile(io.BytesIO(render_note(contenu, "docx"))).read("word/document.xml")
    text = re.sub(r"<[^>]+>", "", inside.decode())
    assert "Note de contexte" in text
    assert all(one["libelle"].replace("'", "’") in text for one in contenu["cadrage"])
    assert render_note(contenu, "pdf").startswith(b"%PDF")
