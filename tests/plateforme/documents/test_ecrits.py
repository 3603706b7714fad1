"""The documents of a contract: each says what is recorded, where it makes sense, and opens."""

import io
import re
import zipfile

import pdfua
import pytest

from ancrage.plateforme.documents.ecrits import ECRITS, ecrits_of, render_ecrit
from ancrage.plateforme.documents.services.communication import LigneEcrite, add_ligne
from ancrage.plateforme.programmes.services.priorites import (
    decide_priorite,
    propose_priorite,
    set_grille,
)
from tests.plateforme.contrats.factories import Equipe, opened, taken_over
from tests.plateforme.documents.dossier import JOUR, Dossier
from tests.plateforme.programmes.factories import Atelier, a_fiche, priorities

pytestmark = pytest.mark.django_db
GRILLE = (
    {"code": "gravite", "libelle": "Gravité", "poids": 2},
    {"code": "leviers", "libelle": "Leviers", "poids": 1},
)


def read(contrat, code: str) -> str:
    inside = zipfile.ZipFile(io.BytesIO(render_ecrit(contrat, code, JOUR, "docx")))
    xml = inside.read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def propose(atelier: Atelier, libelle: str, gravite: int, leviers: int):
    return propose_priorite(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, libelle=libelle,
        besoins=[atelier.besoin], notes={"gravite": gravite, "leviers": leviers},
    )  # fmt: skip


def test_the_record_tells_needs_weights_notes_choice_and_firmness():
    atelier = Atelier()
    set_grille(acteur=atelier.coordonnateur, contrat=atelier.contrat, criteres=GRILLE)
    kept = propose(atelier, "Accès aux soins (essai)", 5, 1)
    propose(atelier, "Sommeil des jeunes (essai)", 3, 4)
    decide_priorite(
        acteur=atelier.coordonnateur, priorite=kept, expected=kept.version,
        decision="COPIL 2, décision 3", decidee_le=JOUR,
    )  # fmt: skip
    text = read(atelier.contrat, "releve-de-priorisation")
    assert "Les délais s’allongent (exemple). (forum du 4 mars 2024)" in text
    assert "Gravité : 5 ; Leviers : 1" in text
    assert "3,67" in text and "3,33" in text  # (2×5 + 1)/3 and (2×3 + 4)/3
    assert "retenue le 2 mars 2026 (COPIL 2, décision 3)" in text
    assert "proposée, non retenue à ce jour" in text
    assert "dans 4 des 7 jeux de poids essayés" in text  # worked out in test_stabilite.py
    assert "de 1 à 2" in text


def test_a_record_without_grid_nor_needs_says_so_and_invents_nothing():
    text = read(opened(Equipe(), JOUR), "releve-de-priorisation")
    for said in ("Aucun besoin n’est écrit", "Aucune grille n’est fixée",
                 "Aucune priorité n’est proposée", "rien à comparer"):  # fmt: skip
        assert said in text, said


def test_what_is_public_names_signatories_and_priorities_and_leaves_the_voices_to_write():
    dossier = Dossier().complete()
    for code in ("communique", "conference-locale"):
        text = read(dossier.contrat, code)
        assert "ARS d'essai" in text.replace("’", "'")
        assert "Priorité 1" in text and "2 communes" in text
        assert "Dominique Essai" not in text  # who signs is in the contract, not in the news
    assert "Citations" in read(dossier.contrat, "communique")
    assert "Bus de la santé (exemple)" in read(dossier.contrat, "conference-locale")


def test_an_abandoned_action_is_not_announced():
    equipe = Equipe()
    atelier = Atelier(equipe, taken_over(equipe, "ateliers", JOUR))
    priorities(atelier, 1, JOUR)
    a_fiche(atelier, code="A1", titre="Menée (essai)")
    a_fiche(atelier, code="A2", titre="Laissée (essai)", statut="abandonnee", motif="Faute d’élan")
    text = read(atelier.contrat, "conference-locale")
    assert "Menée (essai)" in text and "Laissée (essai)" not in text


def test_the_plan_of_communication_is_told_by_public_in_the_order_of_days():
    equipe = Equipe()
    contrat = opened(equipe, JOUR)
    for public, message, jour in (("habitants", "Le forum", JOUR), ("elus", "La démarche", None)):
        contenu = LigneEcrite(public, message, "Réunion", "Coordonnateur", pour_le=jour)
        add_ligne(acteur=equipe.siege, contrat=contrat, contenu=contenu)
    text = read(contrat, "plan-de-communication")
    assert text.index("Élus") < text.index("La démarche") < text.index("Habitants et usagers")
    assert "à fixer" in text and "2 mars 2026" in text


def test_each_document_belongs_to_its_states():
    equipe = Equipe()
    asked = ecrits_of(opened(equipe, JOUR))
    assert {"engagement", "poste", "plan-de-communication"} == set(asked)
    running = ecrits_of(taken_over(equipe, "en_oeuvre", JOUR))
    assert set(ECRITS) < set(running) and "renouvellement" in running


def test_each_document_is_an_accessible_pdf(tmp_path):
    dossier = Dossier()
    for code in ECRITS:
        path = tmp_path / f"{code}.pdf"
        path.write_bytes(render_ecrit(dossier.contrat, code, JOUR, "pdf"))
        outcomes = pdfua.validate(path).outcomes
        assert [one for outcome in outcomes for one in outcome.findings] == [], code


@pytest.mark.parametrize("code", ["communique", "poste"])
def test_a_demonstration_marks_what_it_gives(code, settings):
    contrat = opened(Equipe(), JOUR)
    assert "Démonstration, sans valeur" not in foot(contrat, code)
    settings.DEMO = True
    assert "Démonstration, sans valeur" in foot(contrat, code)


def foot(contrat, code: str) -> str:
    inside = zipfile.ZipFile(io.BytesIO(render_ecrit(contrat, code, JOUR, "docx")))
    names = [name for name in inside.namelist() if "footer" in name]
    return re.sub(r"<[^>]+>", "", "".join(inside.read(name).decode() for name in names))
