"""The frames of the documents and the indicateurs agree on chapters and pages."""

from collections import Counter

import pytest
from pydantic import ValidationError

from ancrage.observatoire.catalogue.chargement import cadres, indicateurs
from ancrage.observatoire.catalogue.modeles import Cadre, Partie

PAGES = cadres()["chiffres_cles"].parties


def page_of() -> dict[str, int]:
    return {code: page.numero for page in PAGES for code in (*page.indicateurs, *page.options)}


def test_the_dls_has_fifteen_chapters_from_0_to_14() -> None:
    assert [partie.numero for partie in cadres()["dls"].parties] == list(range(15))


def test_every_indicateur_stands_in_a_chapter_filled_by_the_engine() -> None:
    computed = {p.numero for p in cadres()["dls"].parties if p.remplissage == "calcul"}
    assert {item.chapitre_dls for item in indicateurs().values()} <= computed


def test_the_chiffres_cles_have_eight_pages_and_the_26_indicateurs_of_palier_k() -> None:
    keys = [code for page in PAGES for code in page.indicateurs]
    assert [page.numero for page in PAGES] == list(range(1, 9))
    listed = {code: item for code, item in indicateurs().items() if "-" not in code}
    assert sorted(keys) == sorted(code for code, item in listed.items() if item.palier == "K")
    assert len(keys) == 26


def test_every_code_of_a_frame_exists() -> None:
    for cadre in cadres().values():
        for partie in cadre.parties:
            codes = (*partie.indicateurs, *partie.options, *partie.complements)
            assert set(codes) <= set(indicateurs())
            assert len(codes) == len(set(codes))


def test_a_complement_is_computed() -> None:
    assert all(indicateurs()[code].computed for page in PAGES for code in page.complements)


def test_page_of_the_file_is_page_of_the_frame() -> None:
    for code, page in page_of().items():
        assert indicateurs()[code].page_chiffres_cles == page, code


def test_only_listed_indicateurs_and_near_matches_have_a_page() -> None:
    for code, item in indicateurs().items():
        if item.page_chiffres_cles is not None:
            assert code in page_of() or item.proche_de, code


@pytest.mark.parametrize("page", PAGES[1:7], ids=lambda page: str(page.numero))
def test_what_a_page_can_show_fits_on_it(page: Partie) -> None:
    shown = Counter(item.page_chiffres_cles for item in indicateurs().values() if item.computed)
    assert page.places is not None
    assert shown[page.numero] <= page.places
    assert len(page.indicateurs) + len(page.options) <= page.places


def test_a_frame_that_counts_its_pages_wrongly_is_refused() -> None:
    with pytest.raises(ValidationError, match="annonce 2 pages"):
        Cadre.model_validate(frame([1], pages=2))


def test_a_frame_of_pages_with_a_hole_in_its_numbers_is_refused() -> None:
    with pytest.raises(ValidationError, match="se suivent"):
        Cadre.model_validate(frame([1, 3], pages=2))


def test_a_frame_that_turns_back_is_refused() -> None:
    with pytest.raises(ValidationError, match="croissant"):
        Cadre.model_validate(frame([3, 1]))


def frame(numeros: list[int], **more: object) -> dict[str, object]:
    parties = [
        {"numero": number, "titre": "T", "contenu": "C.", "remplissage": "calcul"}
        for number in numeros
    ]
    known = {"code": "x", "document": "diagnostic", "titre": "X", "resume": "R."}
    return known | {"parties": parties} | more


DIAGNOSTICS = [cadre for cadre in cadres().values() if cadre.document == "diagnostic"]


@pytest.mark.parametrize("cadre", DIAGNOSTICS, ids=lambda cadre: cadre.code)
def test_a_frame_of_a_diagnosis_keeps_chapters_of_the_document_type(cadre: Cadre) -> None:
    whole = {partie.numero: partie.titre for partie in cadres()["dls"].parties}
    kept = {partie.numero: partie.titre for partie in cadre.parties}
    assert kept.items() <= whole.items()
    # How to read, what stands out, where, how to trace a figure: no document goes without.
    assert {0, 1, 2, 14} <= set(kept)


@pytest.mark.parametrize("cadre", DIAGNOSTICS, ids=lambda cadre: cadre.code)
def test_a_chapter_ticks_only_its_own_indicateurs(cadre: Cadre) -> None:
    for partie in cadre.parties:
        for code in partie.indicateurs:
            assert indicateurs()[code].chapitre_dls == partie.numero, code
