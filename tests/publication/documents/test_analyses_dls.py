"""The analyses inside the diagnosis: where they stand, within the same number of charts."""

from dataclasses import replace

import pytest

from ancrage.observatoire import api
from ancrage.publication.analyses.lissages import pair_cartes, told_lissage
from ancrage.publication.analyses.recueil import Analyses, gather
from ancrage.publication.documents.blocs import Document, FigureBloc, Tableau, iter_document
from ancrage.publication.documents.dls import build_dls
from ancrage.publication.figures.modeles import (
    Carte,
    CarteTypologie,
    Entonnoir,
    Gradient,
    RepereEpine,
)
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
    document, _ = real
    tests = api.profile(AREA, usage="diagnostic").tests.tests
    told = [text for text in _texts(document) if "par le seul hasard" in text]
    assert any(f"Sur {tests} comparaisons" in text for text in told)


def test_every_difference_of_a_chapter_says_whether_it_stays(
    real: tuple[Document, Analyses],
) -> None:
    document, _ = real
    tables = [b for b in iter_document(document) if isinstance(b, Tableau) and "Chapitre" in b.cle]
    cells = [row[-1] for table in tables for row in table.lignes]
    apart = [cell for cell in cells if cell.verdict in {"superieur", "inferieur"}]
    assert apart
    assert {cell.precision for cell in apart} <= {"retenu", "non retenu"}
    assert {cell.precision for cell in cells if cell not in apart} == {None}
    tests = api.profile(AREA, usage="diagnostic").tests.tests
    assert all(f"des {tests} tests du profil" in (table.note or "") for table in tables)
    heads = {head for table in tables for head, _ in table.complement}
    assert heads == {"Compte tenu du nombre de tests"}


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


def test_every_change_told_says_whether_it_survives_the_many_tests(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    assert analyses.bilan is not None
    marks = {line.libelle: line.retenu_fdr for line in analyses.bilan.lignes if line.change.sens}
    tables = [b for b in iter_document(document) if isinstance(b, Tableau) and "Évolution" in b.cle]
    rows = {row[0].texte: row[-1].texte for table in tables for row in table.lignes}
    told = {name: rows[name] for name in marks if name in rows}
    assert told
    for name, words in told.items():
        assert ("évolution retenue" if marks[name] else "évolution non retenue") in words
    assert all("Benjamini et Hochberg" in (table.note or "") for table in tables)


def test_each_trend_stands_in_the_chapter_of_its_indicateur(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    assert analyses.bilan is not None
    tables = [b for b in iter_document(document) if isinstance(b, Tableau) and "Tendance" in b.cle]
    catalogue = api.indicateurs()
    held = {f"Tendance {catalogue[t.code].chapitre_dls}" for t in analyses.bilan.tendances}
    assert {table.cle for table in tables} == held
    assert sum(len(table.lignes) for table in tables) == len(analyses.bilan.tendances)
    assert all("par le seul hasard" in table.note for table in tables)


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


def test_a_smoothed_map_stands_beside_the_raw_one_in_the_same_classes(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    maps = {m.titre: m for m in figures(document) if isinstance(m, Carte)}
    found = analyses.lissages[0]
    raw, smooth = maps[found.libelle], maps[f"{found.libelle}, lissé"]
    assert raw.bornes == smooth.bornes is not None
    assert "jamais à conclure" in smooth.note
    assert [zone.value for zone in smooth.zones] == [c.lisse for c in found.communes]
    assert [zone.value for zone in raw.zones] == [c.brut for c in found.communes]


def test_what_neighbours_tell_is_one_sentence_with_all_its_numbers(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    index = analyses.lissages[0].autocorrelation
    assert index is not None
    told = next(text for text in _texts(document) if "indice de Moran" in text)
    assert told.startswith("On ne peut pas conclure sur la ressemblance des communes voisines")
    plain = told.replace("\u202f", " ").replace("\u00a0", " ")
    assert "0,18 ; attendu sans ressemblance : −0,05 ; p = 0,105, 999 permutations" in plain
    assert "22 communes, voisines quand elles partagent une limite" in plain


def test_raw_and_smoothed_rates_of_each_commune_are_in_a_table(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    found = analyses.lissages[0]
    cle = f"Lissage {found.indicateur}"
    table = next(b for b in iter_document(document) if isinstance(b, Tableau) and b.cle == cle)
    assert [row[5].nombre for row in table.lignes] == [c.lisse for c in found.communes]
    assert "jamais à conclure" in (table.note or "")


def test_a_smoothed_map_where_all_take_the_mean_is_not_drawn(
    real: tuple[Document, Analyses],
) -> None:
    _, analyses = real
    flat = replace(analyses.lissages[0], sans_variance=True)
    raw = Carte(titre="Taux", zones=())
    assert pair_cartes(raw, flat) == (raw, None)
    assert "ne varient pas plus que le hasard" in told_lissage(flat)


def test_a_funnel_says_how_many_points_chance_puts_outside(
    real: tuple[Document, Analyses],
) -> None:
    document, analyses = real
    assert analyses.entonnoir is not None
    count = len(analyses.entonnoir.aires)
    (funnel,) = [f for f in figures(document) if isinstance(f, Entonnoir)]
    note = funnel.note.replace("\u202f", " ")
    # 5 % of the points, as printed: 82 EPCI give 4,1.
    assert f"Sur {count} points, environ {0.05 * count:.1f}".replace(".", ",") in note
