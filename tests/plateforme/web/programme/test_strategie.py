"""Needs, the grid, priorities and their decision, axes, objectives; the golden thread."""

import pytest
from django.urls import reverse

from ancrage.plateforme.programmes.models import Axe, Besoin, Objectif, Priorite
from tests.plateforme.diagnostics.factories import Equipe as EquipeDls
from tests.plateforme.diagnostics.factories import make_edition
from tests.plateforme.programmes.factories import a_besoin, a_fiche, an_axe, priorities
from tests.plateforme.web.programme.adresses import at, read

pytestmark = pytest.mark.django_db
BESOIN = {
    "version": 1, "code": "B7", "libelle": "Les jeunes renoncent au dentiste",
    "constat_1": "Six mois d’attente", "source_1": "Atelier du 4 mars 2024",
}  # fmt: skip


def test_a_need_leans_on_a_finding_with_its_source(coordo, atelier):
    url = at(atelier, "besoin_nouveau")
    assert coordo.post(url, BESOIN | {"source_1": ""}).status_code == 422
    assert coordo.post(url, BESOIN | {"source_1": "", "constat_1": ""}).status_code == 422
    assert coordo.post(url, BESOIN).status_code == 302
    html = read(coordo, at(atelier, "strategie"))
    assert "Six mois d’attente" in html and "Atelier du 4 mars 2024" in html


def test_a_need_leans_on_an_indicator_of_an_edition(coordo, atelier):
    edition = make_edition(EquipeDls())
    url = at(atelier, "besoin_nouveau")
    offered = coordo.get(url).context["form"].fields["indicateurs"].choices
    key = next(code for code, _ in offered if code.endswith("|S05"))
    sent = BESOIN | {"constat_1": "", "source_1": "", "indicateurs": [key]}
    assert coordo.post(url, sent).status_code == 302
    (appui,) = Besoin.objects.of(atelier.contrat).get(code="B7").appuis.all()
    assert (appui.edition, appui.indicateur) == (edition, "S05")


def test_a_need_is_changed_and_keeps_what_it_leans_on(coordo, atelier):
    url = at(atelier, "besoin", atelier.besoin.identifiant)
    initial = coordo.get(url).context["form"].initial
    coordo.post(url, {**initial, "indicateurs": [], "libelle": "Mieux dit"})
    found = Besoin.objects.of(atelier.contrat).get()
    assert found.libelle == "Mieux dit"
    assert found.appuis.get().source == "forum du 4 mars 2024"
    stale = coordo.post(url, {**initial, "indicateurs": [], "libelle": "Trop tard"})
    assert stale.status_code == 409
    assert Besoin.objects.of(atelier.contrat).get().libelle == "Mieux dit"


def test_a_priority_is_proposed_noted_and_chosen_by_a_decision(coordo, atelier):
    grid = {"version": 1, "criteres": "Gravité = 2\nFaisabilité = 1", "note_maximale": 5}
    assert coordo.post(at(atelier, "grille"), grid).status_code == 302
    sent = {"libelle": "Consulter près de chez soi", "besoins": [atelier.besoin.pk]}
    assert coordo.post(at(atelier, "priorite_nouvelle"), sent).status_code == 302
    one = Priorite.objects.of(atelier.contrat).get()
    notes = {"version": one.version, "note_gravite": "5", "note_faisabilite": "2"}
    assert coordo.post(at(atelier, "priorite_noter", one.identifiant), notes).status_code == 302
    one.refresh_from_db()
    assert float(one.score) == 4.0  # (2 × 5 + 1 × 2) / 3
    url = at(atelier, "priorite_retenir", one.identifiant)
    without = {"version": one.version, "decision": "", "decidee_le": ""}
    assert coordo.post(url, without).status_code == 422
    future = {"version": one.version, "decision": "COPIL 2", "decidee_le": "2999-01-01"}
    assert coordo.post(url, future).status_code == 422
    chosen = {"version": one.version, "decision": "COPIL 2, n° 3", "decidee_le": "2024-03-04"}
    assert coordo.post(url, chosen).status_code == 302
    html = read(coordo, at(atelier, "strategie"))
    assert "COPIL 2, n° 3" in html.replace("\xa0", " ").replace("\u202f", " ")
    assert "Score 4 sur 5" in html.replace("\xa0", " ").replace("\u202f", " ")
    one.refresh_from_db()
    back = {"version": one.version, "motif": "Moyens absents"}
    assert coordo.post(at(atelier, "priorite_retirer", one.identifiant), back).status_code == 302
    one.refresh_from_db()
    assert not one.is_retenue


def test_a_grid_says_which_line_cannot_be_read(coordo, atelier):
    sent = {"version": 1, "criteres": "Gravité = beaucoup", "note_maximale": 5}
    answer = coordo.post(at(atelier, "grille"), sent)
    assert answer.status_code == 422
    assert "Gravité = beaucoup" in answer.content.decode()


def test_a_criterion_keeps_its_notes_when_its_weight_changes(coordo, atelier):
    url = at(atelier, "grille")
    coordo.post(url, {"version": 1, "criteres": "Gravité = 2", "note_maximale": 5})
    priorities(atelier, 1)
    one = Priorite.objects.of(atelier.contrat).get()
    coordo.post(
        at(atelier, "priorite_noter", one.identifiant), {"version": one.version, "note_gravite": 3}
    )
    coordo.post(url, {"version": 1, "criteres": "Gravité = 1\nUrgence = 1", "note_maximale": 5})
    one.refresh_from_db()
    assert one.notes == {"gravite": 3.0}
    assert one.score is None  # a missing note is not a zero


def test_an_axis_and_an_objective_are_added_then_changed(coordo, atelier):
    priorities(atelier, 1)
    sent = {"version": 1, "libelle": "Prévenir", "priorites": ["Priorité 1"]}
    assert coordo.post(at(atelier, "axe_nouveau"), sent).status_code == 302
    axe = Axe.objects.of(atelier.contrat).get(libelle="Prévenir")
    url = at(atelier, "objectif_nouveau", axe.identifiant)
    coordo.post(url, {"version": 1, "libelle": "Moins de tabac", "niveau": "general"})
    above = Objectif.objects.get(libelle="Moins de tabac")
    coordo.post(url, {"version": 1, "libelle": "Au lycée", "niveau": "specifique",
                      "parent": str(above.identifiant)})  # fmt: skip
    assert Objectif.objects.get(libelle="Au lycée").parent == above
    coordo.post(
        at(atelier, "objectif", above.identifiant),
        {"version": 1, "libelle": "Bien moins de tabac", "structurant": "on"},
    )
    html = read(coordo, at(atelier, "arbre"))
    assert html.index("Priorité 1") < html.index("Prévenir") < html.index("Bien moins de tabac")
    assert html.index("Bien moins de tabac") < html.index("Au lycée")


def test_what_something_leans_on_is_not_deleted(coordo, atelier, fiche):
    url = reverse(
        "programme:supprimer",
        args=[atelier.contrat.slug, "objectifs", atelier.objectif.identifiant],
    )
    sent = {"version": 1, "motif": "Fusionné"}
    assert coordo.post(url, sent).status_code == 422
    fiche.delete()
    assert coordo.post(url, sent).status_code == 302
    assert not Objectif.objects.filter(pk=atelier.objectif.pk).exists()


def test_the_grid_of_needs_and_axes_shows_both_gaps(coordo, atelier, fiche):
    a_besoin(atelier, "B2")
    an_axe(atelier, "Axe désert")
    a_fiche(atelier, code="FA-07", besoins=(), chemin=())
    page = coordo.get(at(atelier, "fil"))
    matrice = page.context["matrice"]
    cells = {line.besoin.code: [[one.code for one in held] for _, held in line.cases]
             for line in matrice.lignes}  # fmt: skip
    assert cells == {"B1": [["FA-01"], [], []], "B2": [[], [], []]}
    assert [[one.code for one in held] for _, held in matrice.sans_besoin] == [[], [], ["FA-07"]]
    html = page.content.decode()
    assert "sans action" in html
    gaps = html.partition("h-ecarts")[2]
    assert "Besoins sans action" in gaps and "B2" in gaps
    assert "Actions sans besoin" in gaps and "FA-07" in gaps
