"""The frame of the order decides the chapters, what is ticked, and what the edition freezes."""

from datetime import date

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.services.selection import copy_work, write_text
from ancrage.plateforme.diagnostics.textes import automatic_texts, computed_codes
from ancrage.plateforme.documents.contenu import gather_edition
from ancrage.plateforme.observations.cadres import frames
from ancrage.publication.production import build_from
from tests.plateforme.diagnostics.factories import Equipe, make_diagnostic, started

pytestmark = pytest.mark.django_db


def chosen(diagnostic) -> list[str]:
    return list(diagnostic.selection.values_list("code", flat=True))


def test_the_document_type_ticks_every_indicator_that_has_a_figure():
    diagnostic = make_diagnostic(Equipe())
    assert chosen(diagnostic) == computed_codes(diagnostic)


def test_the_short_frame_ticks_what_its_chapters_name():
    diagnostic = make_diagnostic(Equipe(), cadre="dls_court")
    named = {code for partie in frames()["dls_court"].parties for code in partie.indicateurs}
    assert set(chosen(diagnostic)) == named & set(computed_codes(diagnostic))
    assert "D01" in chosen(diagnostic)


def test_an_unknown_frame_is_refused():
    with pytest.raises(ActeRefuse, match="n’est pas au catalogue"):
        make_diagnostic(Equipe(), cadre="chiffres_cles")


def test_the_document_bears_the_title_and_the_chapters_of_its_frame():
    equipe = Equipe()
    diagnostic = started(equipe, codes=("D01", "S01", "O13"), cadre="dls_court")
    matiere, _ = gather_edition(diagnostic, date(2026, 11, 22))
    document = build_from(matiere)
    assert document.titre == frames()["dls_court"].titre
    chapters = [int(one.numero) for one in document.sections if one.niveau == 1]
    assert chapters == [*(p.numero for p in frames()["dls_court"].parties), 15]


def test_a_shorter_frame_takes_over_the_texts_of_its_chapters_alone():
    equipe = Equipe()
    first = started(equipe, codes=("D01", "S05", "P01"))
    keys = [cle for cle in automatic_texts(first) if cle != "phrase:P01:ensemble"]
    assert {"chapitre:3", "chapitre:5", "phrase:S05:ensemble"} <= set(keys)
    for cle in keys:
        write_text(
            acteur=equipe.redactrice, diagnostic=first, cle=cle, texte="Dit ici.", expected=0
        )
    second = make_diagnostic(equipe, cadre="dls_court", perimetre=first.perimetre)
    assert copy_work(first, second)
    assert chosen(second) == ["D01", "S05"]
    assert set(second.redactions.values_list("cle", flat=True)) == set(keys) - {"chapitre:5"}
