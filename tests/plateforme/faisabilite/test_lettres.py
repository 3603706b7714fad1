"""The letters of a contract: where each makes sense, and what the site fills in."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from pypdf import PdfReader

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.contrats.services.equipe import post_coordonnateur
from ancrage.plateforme.faisabilite.lettres import (
    LETTRES,
    build_letter,
    letters_of,
    render_letter,
)
from ancrage.plateforme.prefiguration.services.accompagnement import (
    EtapeEcrite,
    edit_etape,
    propose_plan,
)
from tests.plateforme.comptes.factories import OrganisationFactory
from tests.plateforme.contrats.factories import MOTIF, Equipe, opened, take, taken_over
from tests.plateforme.faisabilite.arles import ACTEURS, JALONS
from tests.plateforme.faisabilite.factories import FACTEURS, MOYENS, Service, note_of, write
from tests.plateforme.prefiguration.factories import Prefig, a_copilote

pytestmark = pytest.mark.django_db
JOUR = date(2026, 3, 2)


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def read(contrat, code: str) -> str:
    octets = render_letter(contrat, code, JOUR, "docx")
    inside = zipfile.ZipFile(io.BytesIO(octets)).read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", inside))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_commitment_names_co_leads_means_and_dates_of_the_note(equipe):
    contrat, service = opened(equipe, JOUR), Service()
    note = note_of(service, contrat)
    write(service, note, "acteurs", lignes=ACTEURS)
    write(service, note, "facteurs", lignes=FACTEURS)
    write(service, note, "moyens", lignes=MOYENS)
    write(service, note, "calendrier", lignes=JALONS)
    text = read(contrat, "engagement")
    for said in ("CPTS du Pays d’Arles", "Coordination du CLSM", "Premier trimestre 2023",
                 "Communauté porteuse", "Règle R16"):  # fmt: skip
        assert said in text, said


def test_a_commitment_without_note_is_a_frame_to_fill(equipe):
    text = read(opened(equipe, JOUR), "engagement")
    assert "Par exemple la CPTS et l’atelier santé ville" in text


def test_the_letters_say_the_recorded_co_leads_and_the_plan_for_elus(equipe):
    """What was recorded since takes the place of what the note expected."""
    with at(JOUR):
        prefig = Prefig(opened(equipe, JOUR), equipe)
        service = Service()
        note = note_of(service, prefig.contrat)
        write(service, note, "acteurs", lignes=ACTEURS)
        cpts = OrganisationFactory(type="cpts", nom="CPTS des Rives (essai)")
        a_copilote(prefig, organisation=cpts)
        first, *_ = propose_plan(acteur=prefig.dd, contrat=prefig.contrat)
        done = EtapeEcrite(first.quoi, first.pour, first.par, faite_le=JOUR)
        edit_etape(acteur=prefig.dd, etape=first, expected=1, contenu=done)
    for code in ("engagement", "poste"):
        text = read(prefig.contrat, code)
        assert "CPTS des Rives (essai) (CPTS), coordination : interface (essai)" in text, code
        assert "CPTS du Pays d’Arles" not in text
        assert "Lire la note d’enjeux" in text and "faite le 2 mars 2026" in text
        assert "Préparer la délibération" in text and "prévue le" in text


def test_a_job_without_recorded_co_leads_says_nothing_of_them(equipe):
    text = read(opened(equipe, JOUR), "poste")
    assert "copilotes" not in text and "accompagnement des élus" not in text


def test_the_job_says_the_post_held_or_vacant(equipe):
    contrat = opened(equipe, JOUR)
    assert "Poste à pourvoir" in read(contrat, "poste")
    post_coordonnateur(
        acteur=equipe.siege, contrat=contrat, utilisateur=equipe.personne,
        employeur=equipe.porteur, etp="0.50", debut=JOUR,
    )  # fmt: skip
    text = read(contrat, "poste")
    assert "Employeur : Communauté porteuse. Temps de travail : 0,5 ETP" in text
    assert equipe.personne.nom not in text


def test_the_end_says_its_recorded_reason(equipe):
    contrat = take(equipe, opened(equipe, JOUR), "abandonner", JOUR)
    assert list(letters_of(contrat)) == ["fin"]
    text = read(contrat, "fin")
    assert "est abandonné depuis le 2 mars 2026" in text
    assert MOTIF.texte in text
    assert "portage politique insuffisant" in text
    assert "par : ARS, siège" in text


def test_the_renewal_asks_for_what_the_region_s_rules_say(equipe):
    contrat = taken_over(equipe, Etat.EVALUATION, JOUR)
    text = read(contrat, "renouvellement")
    assert "Le suivant sera de 2e génération" in text
    assert "ce qui a évolué (delta)" in text


@pytest.mark.parametrize("code", LETTRES)
def test_each_letter_opens_on_its_text_under_its_title_without_a_cover(equipe, settings, code):
    settings.DEMO = True
    contrat = opened(equipe, JOUR)
    pdf = PdfReader(io.BytesIO(render_letter(contrat, code, JOUR, "pdf")))
    first = pdf.pages[0].extract_text()
    letter = build_letter(contrat, code, JOUR)
    assert first.index(letter.titre) < first.index(letter.sections[0].titre)
    assert "Démonstration, sans valeur" in first
    word = docx.Document(io.BytesIO(render_letter(contrat, code, JOUR, "docx")))
    titles = [one.text for one in word.paragraphs if one.style.name == "Title"]
    assert titles == [letter.titre]
    assert "Démonstration, sans valeur" in word.sections[0].first_page_footer.paragraphs[0].text
