"""Eight pages exactly, whatever the territory; tagged, archivable, the same bytes twice."""

import io
from dataclasses import replace

import pdfua
import pikepdf
import pypdf
import pytest

from ancrage.observatoire.api import Comparaison, Membre, Profil
from ancrage.observatoire.erreurs import Erreur
from ancrage.publication.documents.chiffres_cles import rendu
from ancrage.publication.documents.chiffres_cles.construction import build_chiffres_cles
from ancrage.publication.documents.chiffres_cles.rendu import render_pdf, shorten

from .profils import awaited_entry, build_entrees

LONG = "Pays de la Haute-Vallée de l'Essai, des Trois Forêts de Fontelle et du Val d'Amblaie-Nord"


def count_pages(content: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def read_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def crowded(profil: Profil, catalogue) -> Profil:
    """Return a profile with every indicateur of the eight pages, for both sexes, over ten years."""
    model = next(v for v in profil.indicateurs if v.code == "D05")
    references = tuple(
        Comparaison(reference, f"{reference}:1", "Provence-Alpes-Côte d'Azur", value, "superieur")
        for reference, value in (("departement", 20.1), ("region", 20.2), ("france", 20.3))
    )
    entries = [
        replace(
            model,
            code=code,
            periode=str(year),
            sexe=sexe,
            geographie=replace(model.geographie, niveau="commune", code="commune:00001"),
            comparaisons=references,
            reliability="prudence",
            borne="plancher de diffusion",
        )
        for code in catalogue
        for sexe in ("femmes", "hommes")
        for year in range(2011, 2021)
    ]
    return replace(profil, indicateurs=tuple(entries))


def masked(profil: Profil, catalogue) -> Profil:
    """Return a profile where every value is under statistical secrecy."""
    model = next(v for v in profil.indicateurs if v.status == "secret")
    return replace(
        profil, indicateurs=tuple(replace(model, code=c, periode="2020") for c in catalogue)
    )


def of_members(profil: Profil, catalogue) -> Profil:
    """Return a profile where nothing adds up, over two hundred members with long names."""
    model = next(v for v in profil.indicateurs if v.status == "non_additif")
    members = tuple(
        Membre(f"commune:{i:05}", f"Saint-Sauveur-en-Essai-les-Bains {i}", 10.0 + i / 7, "valeur")
        for i in range(200)
    )
    return replace(
        profil,
        indicateurs=tuple(
            replace(model, code=c, periode="2020", membres=members if i % 2 else members[:5])
            for i, c in enumerate(catalogue)
        ),
    )


def awaited_only(profil: Profil, catalogue) -> Profil:
    return replace(profil, indicateurs=tuple(awaited_entry(profil, code) for code in catalogue))


EXTREMES = {"crowded": crowded, "masked": masked, "members": of_members, "awaited": awaited_only}


def test_the_sample_has_eight_pages_with_a_map(pdf):
    assert count_pages(pdf) == 8


@pytest.mark.parametrize("case", EXTREMES)
def test_any_territory_has_eight_pages(case, profil_essai, indicateurs_essai):
    profil = EXTREMES[case](profil_essai, indicateurs_essai)
    named = replace(profil, territoire=replace(profil.territoire, libelle=LONG))
    content = render_pdf(build_chiffres_cles(build_entrees(named, indicateurs_essai)))
    assert count_pages(content) == 8


def test_what_does_not_hold_in_eight_pages_is_refused(document, monkeypatch):
    monkeypatch.setattr(rendu, "PAGES", 7)
    with pytest.raises(Erreur, match="ne tiennent pas en 7 pages"):
        render_pdf(document)


def test_the_same_document_gives_the_same_bytes(document, carte_essai, pdf):
    assert render_pdf(document, carte_essai) == pdf


def test_the_checker_at_hand_finds_nothing(pdf, tmp_path):
    path = tmp_path / "chiffres.pdf"
    path.write_bytes(pdf)
    assert [f for outcome in pdfua.validate(path).outcomes for f in outcome.findings] == []
    with pikepdf.open(path) as held:
        metadata = bytes(held.Root.Metadata.read_bytes()).decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_a_name_prints_as_typed(document):
    hostile = 'Pays #let x = 1 *gras* _it_ $m$ <a> & "b"'
    content = render_pdf(replace(document, territoire=hostile))
    assert hostile in read_text(content)


def test_every_page_names_the_territory_and_says_what_is_not_validated(document, pdf):
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        text = " ".join(page.extract_text().split())
        assert document.territoire[:20] in text
        assert "non validé" in text


def test_a_very_long_name_is_cut_after_a_whole_word_in_the_header():
    name = f"{LONG}, avec les communes associées de la rive gauche"
    short = shorten(name)
    assert short.endswith(" …") and name.startswith(short.removesuffix(" …"))
    assert shorten("Orléans Métropole") == "Orléans Métropole"
