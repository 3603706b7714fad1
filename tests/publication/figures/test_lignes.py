"""Dots, bars, series, spine: marks say what the interval allows and no more."""

import re
from itertools import pairwise

import pytest

from ancrage.publication.figures import modeles as m
from ancrage.publication.figures import render_svg

from .exemples import CADRE, POINTS, REPERES, every_kind
from .lecture_svg import contents, count, texts


def points(**changes) -> m.Points:
    return m.Points(**(CADRE | {"lignes": POINTS, "reperes": REPERES} | changes))


@pytest.mark.parametrize("kind", [m.Points, m.Barres, m.Gradient])
def test_no_row_says_so_rather_than_drawing_nothing(kind):
    assert "Aucune valeur à montrer" in contents(render_svg(kind(titre="Rien", lignes=())))


def test_sixty_rows_are_all_written():
    rows = tuple(m.Point(label=f"Commune {i}", value=i) for i in range(60))
    written = [t.content for t in texts(render_svg(points(lignes=rows)))]
    assert [f"Commune {i}" for i in range(60)] == [w for w in written if w.startswith("Commune")]


def test_all_masked_rows_show_their_words_without_an_axis():
    statuses = ("secret", "manquant", "non_fiable", "non_additif", "non_applicable")
    rows = tuple(m.Point(label=s, value=None, status=s) for s in statuses)
    svg = render_svg(points(lignes=rows, reperes=()))
    written = contents(svg)
    for word in ("secret statistique", "non disponible", "effectif trop faible",
                 "non calculable sur une union", "sans objet"):  # fmt: skip
        assert word in written
    assert count(svg, "line") == 0


def test_each_verdict_in_use_has_its_shape_and_its_word():
    written = contents(render_svg(points()))
    for word in ("plus élevé", "plus faible", "pas de différence établie", "non concluant"):
        assert word in written
    assert "sans comparaison" in written  # the borrowed value has no verdict
    one = contents(render_svg(points(lignes=POINTS[1:2])))
    assert "plus faible" not in one


def test_colour_judges_only_where_the_sense_is_known():
    row = (POINTS[1],)
    assert "f-defavorable" in render_svg(points(lignes=row, sens="bas_favorable"))
    assert "f-favorable" in render_svg(points(lignes=row, sens="haut_favorable"))
    assert "favorable" not in render_svg(points(lignes=row, sens="neutre"))


def test_one_number_of_decimals_for_the_whole_figure():
    _, rows = points(lignes=POINTS[:4]).table()
    assert [row[1] for row in rows] == ["136", "121", "82", "103", "100", "101"]


def test_references_are_labelled_lines_with_their_value():
    written = contents(render_svg(points()))
    assert "Région 100" in written
    assert "France 101" in written


def test_bars_start_at_zero_on_either_side():
    rows = tuple(m.Point(label=str(v), value=v) for v in (-2.0, 0.0, 4.0))
    svg = render_svg(m.Barres(titre="Évolution", lignes=rows))
    bars = [
        (float(x), float(x) + float(w))
        for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    ]
    assert len(bars) == 2  # zero has no bar
    assert bars[0][1] == pytest.approx(bars[1][0], abs=0.02)
    assert (bars[1][1] - bars[1][0]) == pytest.approx(2 * (bars[0][1] - bars[0][0]), abs=0.05)


def test_huge_and_negative_values_keep_their_labels_apart():
    rows = (m.Point(label="France", value=67848156.0), m.Point(label="Solde", value=-12345678.0))
    ticks = [
        t
        for t in texts(render_svg(points(lignes=rows, reperes=(), decimales=0)))
        if t.content[-1] == "0"
    ]
    ticks.sort(key=lambda t: t.left)
    assert len(ticks) >= 2
    assert all(a.right < b.left for a, b in pairwise(ticks))


def serie(values: list[float | None], **changes) -> m.SerieTemporelle:
    line = m.Ligne(
        label="Loiret",
        points=tuple(
            m.PointSerie(periode=str(2010 + i), value=v, status="valeur" if v else "secret")
            for i, v in enumerate(values)
        ),
    )
    return m.SerieTemporelle(**({"titre": "Série", "lignes": (line,)} | changes))


def lines_drawn(svg: str) -> int:
    return len(re.findall(r'<path d="M[^"]*" class="t-accent"', svg))


def test_a_masked_period_is_a_gap_and_is_said():
    svg = render_svg(serie([1, 2, None, 3, 4]))
    assert lines_drawn(svg) == 2
    assert "Loiret, 2012 : secret statistique" in contents(svg)


def test_a_break_is_a_gap_with_its_reason():
    whole = render_svg(serie([1, 2, 3, 4]))
    broken = render_svg(serie([1, 2, 3, 4], ruptures=(m.Rupture(annee=2012, motif="codage"),)))
    assert (lines_drawn(whole), lines_drawn(broken)) == (1, 2)
    assert "Rupture en 2012 : codage" in contents(broken)


def test_a_projection_is_dashed_and_named():
    points = tuple(
        m.PointSerie(periode=str(y), value=y - 2000, projection=y > 2023) for y in range(2020, 2030)
    )
    svg = render_svg(m.SerieTemporelle(titre="P", lignes=(m.Ligne(label="L", points=points),)))
    assert "projection" in contents(svg)
    assert 'stroke-dasharray="5 4"' in svg


def test_a_spine_row_says_unit_period_and_level():
    row = m.LigneEpine(label="APL", value=2.0, reference=2.9, unite="consultations par an",
                       periode="2020", status="emprunte", niveau="departement")  # fmt: skip
    written = contents(render_svg(m.RepereEpine(titre="T", lignes=(row,), reference="la région")))
    assert "consultations par an, 2020, valeur du département" in written


def test_the_strip_never_names_the_other_areas_nor_a_rank():
    figure = every_kind()["distribution"]
    _, rows = figure.table()
    assert [row[0] for row in rows][1].startswith("Valeur sous laquelle")
    assert "quatrième cinquième" in contents(render_svg(figure))
    assert not re.search(r"\d+e sur|rang", contents(render_svg(figure)))


def test_only_ones_own_area_is_named_in_a_funnel():
    figure = every_kind()["entonnoir"]
    _, rows = figure.table()
    assert rows[-1][:2] == ("Autres territoires (nombre)", "19")
