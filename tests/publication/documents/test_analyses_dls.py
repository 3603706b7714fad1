"""The analyses inside the diagnosis: where they stand, within the same number of charts."""

from dataclasses import replace

import pytest

from ancrage.observatoire import api
from ancrage.publication.analyses.recueil import Analyses, gather
from ancrage.publication.documents.blocs import Document, FigureBloc, Tableau, iter_document
from ancrage.publication.documents.dls import build_dls
from ancrage.publication.figures.modeles import CarteTypologie, Entonnoir, Gradient, RepereEpine
from ancrage.publication.typographie import breaches
from tests.publication.documents.conftest import _texts

AREA = "epci:244500468"  # Orléans Métropole, in the store shipped with the package


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, Analyses]:
    """Return the diagnosis of a real territory from the embedded store, and its analyses."""
    from ancrage.publication.production import build_document

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ANCRAGE_GEOGRAPHIE_DIR", raising=False)
        patch.setenv("ANCRAGE_STATE_DIR", str(tmp_path_factory.mktemp("vide")))
        area = api.parse_territoire(AREA)
        return build_document(area), gather(area, api.profile(area))


def figures(document: Document) -> list[object]:
    return [b.figure for b in iter_document(document) if isinstance(b, FigureBloc)]


def section(document: Document, title: str) -> str:
    return next(s.numero for s in document.sections if s.titre == title)


def test_each_analysis_stands_in_its_chapter(real: tuple[Document, Analyses]) -> None:
    document, _ = real
    assert section(document, "Territoires semblables").startswith("2.")
    assert section(document, "Un territoire parmi ceux de la région").startswith("2.")
    assert section(document, "Selon la défavorisation des communes").startswith("3.")
    assert section(document, "Les professionnels au fil du temps").startswith("9.")
    kinds = {type(figure) for figure in figures(document)}
    assert {CarteTypologie, Gradient, Entonnoir} <= kinds


def test_charts_stay_within_the_budget_of_the_document(real: tuple[Document, Analyses]) -> None:
    assert len(figures(real[0])) <= 24


def test_the_reader_is_told_what_chance_alone_would_show(real: tuple[Document, Analyses]) -> None:
    document, analyses = real
    told = [text for text in _texts(document) if "par le seul hasard" in text]
    assert any(f"Sur {analyses.tests} comparaisons" in text for text in told)


def test_doctors_are_said_to_be_of_every_speciality(real: tuple[Document, Analyses]) -> None:
    whole = " ".join(_texts(real[0]))
    assert "ne dit rien des seuls généralistes" in whole
    assert "Projection, non prévision" in whole


def test_changes_are_told_by_chapter_and_only_where_comparable(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    tables = [b for b in iter_document(document) if isinstance(b, Tableau) and "Évolution" in b.cle]
    assert tables
    assert analyses.bilan is not None
    refused = {line.libelle for line in analyses.bilan.lignes if not line.comparable}
    kept = {line.libelle for line in analyses.bilan.lignes if line.comparable}
    shown = {row[0].texte.replace("’", "'") for table in tables for row in table.lignes}
    assert not {name.replace("’", "'") for name in refused - kept} & shown


def test_peers_are_no_ranking_and_typography_is_right(real: tuple[Document, Analyses]) -> None:
    texts = list(_texts(real[0]))
    assert [found for text in texts for found in breaches(text)] == []
    assert any("ce n’est pas un classement" in text for text in texts)


def test_only_the_territory_bears_its_name_on_the_funnel(real: tuple[Document, Analyses]) -> None:
    funnel = next(f for f in figures(real[0]) if isinstance(f, Entonnoir))
    assert [p.label for p in funnel.points if p.label] == ["Orléans Métropole"]


def test_without_analyses_the_diagnosis_is_as_before(
    profil_essai, indicateurs_essai, cartes_essai, options_essai
) -> None:
    options = replace(options_essai, analyses=Analyses())
    document = build_dls(profil_essai, indicateurs_essai, cartes_essai, options)
    assert not any(isinstance(f, Gradient | Entonnoir | CarteTypologie) for f in figures(document))
    assert any(isinstance(f, RepereEpine) for f in figures(document))
