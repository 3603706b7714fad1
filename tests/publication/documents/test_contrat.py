"""The contract and its amendments as documents: archivable, whole, public without coordinates."""

import io
from dataclasses import replace
from datetime import date
from functools import cache

import docx
import pikepdf
import pytest
from pypdf import PdfReader

from ancrage.publication.documents.contrat import (
    ArticleModifie,
    CommuneDite,
    FicheDite,
    FinancementDit,
    IndicateurDit,
    MatiereAvenant,
    MatiereContrat,
    PartieEcrite,
    SignataireDit,
    ThemeProgramme,
    build_avenant,
    build_contrat,
    make_public,
)
from ancrage.publication.documents.contrat.textes import blocs_of, difference
from ancrage.publication.production import render
from ancrage.publication.typographie import breaches

JOUR = date(2026, 3, 2)
CONTACT = "Contact : 02 38 00 00 00, +33 6 12 34 56 78, coordination@essai.example."
PRIVE = ("02 38", "06 12", "6 12 34", "@", "Sacha Privé")


@cache
def matiere() -> MatiereContrat:
    indicateur = IndicateurDit(
        "réalisation", "Nombre de séances", "0", "1 200", "registre", "annuelle", "Sacha Privé"
    )
    fiche = FicheDite(
        "A1", "Bus de la santé (exemple)", "Accès aux soins", "Centre d’essai, direction",
        (("Pilote", "Centre d’essai, direction"), ("Lieux", "Orléans")),
        (("Contexte", CONTACT), ("Description", "Ouvrir.\n\n- un lieu ;\n- une équipe.")),
        ("Convention signée",), (indicateur,),
    )  # fmt: skip
    articles = [PartieEcrite(f"article-{n}", f"Titre {n}", f"Texte {n}. {CONTACT}")
                for n in range(1, 10)]  # fmt: skip
    return MatiereContrat(
        nom="CLS d’essai", generation=2, territoire="Territoire d’essai",
        auteur="Communauté porteuse", jour=JOUR, version=1, trame="Trame",
        visas=("Vu le Code de la santé publique ;",),
        parties=(PartieEcrite("preambule", "Préambule", "Portrait."),
                 PartieEcrite("preparation", "Préparation du contrat", "Étapes."), *articles),
        signataires=tuple(
            SignataireDit(f"Organisation {n}", "EPCI", "Dominique Essai", "maire",
                          acte="délibération n° 2024-12 du 2 mars 2026")
            for n in range(3)
        ),
        programme=(ThemeProgramme("Premier recours", (fiche,)),),
        millesime=2025,
        communes=(CommuneDite("45234", "Orléans", "Orléans Métropole"),),
        financements=(FinancementDit("A1", "ARS", "2026", 1_250_000),),
        mention="Projet, version de travail",
    )  # fmt: skip


def avenant() -> MatiereAvenant:
    one = matiere()
    return MatiereAvenant(
        one.nom, one.territoire, one.auteur, JOUR, 1, 1, "Durée", "Le temps d’évaluer.", JOUR,
        one.visas, one.signataires,
        (ArticleModifie("Article 7, Durée", "Pour trois ans.", "Pour quatre ans."),),
        (("Terme", "1er mars 2029", "1er mars 2030"),),
    )  # fmt: skip


def words(octets: bytes) -> str:
    pages = PdfReader(io.BytesIO(octets)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def docx_words(octets: bytes) -> str:
    word = docx.Document(io.BytesIO(octets))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    return " ".join(" ".join([*(p.text for p in word.paragraphs), *cells]).split())


@pytest.mark.parametrize("document", [build_contrat(matiere()), build_avenant(avenant())])
def test_the_pdf_declares_ua_1_and_a_2a(document) -> None:
    octets = render(document, ".pdf")
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "fr"
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert octets == render(document, ".pdf"), "two runs, the same bytes"


def test_both_formats_hold_the_whole_contract() -> None:
    document = build_contrat(matiere())
    for said in (words(render(document, ".pdf")), docx_words(render(document, ".docx"))):
        plain = said.replace("\u00a0", " ").replace("\u202f", " ")
        for rank in range(1, 10):
            assert f"Titre {rank}" in plain and f"Texte {rank}." in plain
        for expected in (
            "Vu le Code de la santé publique", "Date et signature", "Bus de la santé (exemple)",
            "Annexe 1. Communes", "millésime 2025", "Annexe 3. Plan de financement", "12 500",
            "Annexe 4. Indicateurs", "Projet, version de travail",
        ):  # fmt: skip
            assert expected in plain, expected
    word = docx.Document(io.BytesIO(render(build_contrat(make_public(matiere())), ".docx")))
    assert breaches("\n".join(one.text for one in word.paragraphs)) == []


def test_the_public_version_names_the_signatories_and_nobody_else() -> None:
    public = build_contrat(make_public(matiere()))
    for said in (words(render(public, ".pdf")), docx_words(render(public, ".docx"))):
        plain = said.replace("\u00a0", " ").replace("\u202f", " ")
        assert "Dominique Essai" in plain and "maire" in plain
        assert [one for one in PRIVE if one in plain] == []
    assert "Sacha Privé" in words(render(build_contrat(matiere()), ".pdf"))
    assert replace(make_public(matiere()), publique=False) != matiere()


def test_an_amendment_shows_both_wordings_and_the_difference() -> None:
    said = words(render(build_avenant(avenant()), ".pdf")).replace("\u00a0", " ")
    assert "Pour trois ans." in said and "Pour quatre ans." in said
    runs = [m for p in difference("Pour trois ans.", "Pour quatre ans.") for m in p.morceaux]
    assert [m.texte for m in runs if m.barre] == ["trois"]
    assert [m.texte for m in runs if m.gras] == ["quatre"]


def test_a_text_becomes_paragraphs_and_lists() -> None:
    first, items, last = blocs_of("Un.\nSuite.\n\n- a ;\n- b.\n\nFin.")
    assert first.texte == "Un. Suite." and last.texte == "Fin."
    assert [point.morceaux[0].texte for point in items.points] == ["a ;", "b."]
