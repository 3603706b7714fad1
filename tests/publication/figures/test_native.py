"""Native charts of slides: the same numbers as the figure, a gap where a value is masked."""

import pytest

from ancrage.publication.figures import modeles as m
from ancrage.publication.figures import native_chart

from .exemples import POINTS, SECRETE, every_kind

KINDS = every_kind()


@pytest.mark.parametrize("kind", ["points", "barres", "serie"])
def test_a_masked_value_is_a_gap_and_its_word_a_note(kind):
    chart = native_chart(KINDS[kind])
    values = [v for serie in chart.series for v in serie.valeurs]
    assert SECRETE not in values
    assert None in values
    assert 0 not in values


@pytest.mark.parametrize("kind", ["carte", "distribution", "epine", "entonnoir", "gradient"])
def test_what_powerpoint_cannot_draw_goes_as_a_picture(kind):
    assert native_chart(KINDS[kind]) is None


def test_rows_keep_their_order_and_references_are_series():
    chart = native_chart(KINDS["barres"])
    assert chart.categories == tuple(row.label for row in POINTS)
    assert chart.series[-1].nom == "France"
    assert set(chart.series[-1].valeurs) == {101}
    assert "Val de Sully : secret statistique" in chart.notes


def test_every_series_has_one_value_for_each_category():
    for figure in KINDS.values():
        chart = native_chart(figure)
        if chart:
            assert {len(s.valeurs) for s in chart.series} == {len(chart.categories)}


def test_a_break_makes_two_series_so_that_no_line_crosses_it():
    chart = native_chart(KINDS["serie"])
    names = [serie.nom for serie in chart.series if serie.nom.startswith("Région")]
    assert names == ["Région", "Région (depuis 2011)"]
    before, after = (s.valeurs for s in chart.series if s.nom.startswith("Région"))
    assert all(a is None or b is None for a, b in zip(before, after, strict=True))


def test_men_of_a_pyramid_go_left_without_a_minus_sign():
    chart = native_chart(KINDS["pyramide"])
    assert all(v < 0 for v in chart.series[0].valeurs)
    assert chart.format_nombre == "#,##0.0;#,##0.0"


def test_a_slide_figure_keeps_its_alternative():
    figure = m.Barres(titre="T", lignes=POINTS, alternative="Voir ceci.")
    assert native_chart(figure).alternative == "Voir ceci."
