"""Small drawings: no label covers another or leaves the line; both sexes share one scale."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.observatoire.api import find_indicateur
from ancrage.publication.documents.chiffres_cles.traces import (
    build_serie,
    build_traces,
    spread_labels,
)

SHARES = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(SHARES, st.floats(0.05, 0.32)), min_size=1, max_size=3))
def test_labels_never_overlap_and_stay_on_the_line(pairs):
    spots, widths = [p[0] for p in pairs], [p[1] for p in pairs]
    centres = spread_labels(spots, widths)
    edges = sorted((c - w / 2, c + w / 2) for c, w in zip(centres, widths, strict=True))
    assert edges[0][0] >= -1e-3 and edges[-1][1] <= 1 + 1e-3
    for (_, end), (start, _) in itertools.pairwise(edges):
        assert start >= end - 1e-3


@pytest.fixture
def valeur(profil_essai):
    return next(v for v in profil_essai.indicateurs if v.code == "D05" and v.periode == "2020")


def test_the_value_stands_between_its_limits_and_apart_from_a_lower_reference(valeur):
    [trace] = build_traces([valeur], find_indicateur("D05"), [valeur.comparaisons])
    assert 0 < trace.lower < trace.x < trace.upper < 1
    assert all(repere.x < trace.lower for repere in trace.reperes)


def test_women_and_men_share_one_scale(valeur):
    men = replace(valeur, sexe="hommes", value=20.0, lower=19.5, upper=20.5)
    women, other = build_traces(
        [valeur, men], find_indicateur("D05"), [valeur.comparaisons, men.comparaisons]
    )
    assert other.x < women.x
    assert [r.x for r in other.reperes] == [r.x for r in women.reperes]


def test_a_value_alone_has_no_drawing(valeur):
    assert build_traces([valeur], find_indicateur("D05"), [()]) == [None]


def test_a_series_breaks_where_the_break_is_declared_and_says_why(profil_essai):
    serie = [
        replace(v, comparaisons=(), geographie=profil_essai.indicateurs[0].geographie)
        for v in profil_essai.series("M03")
    ]
    drawn = build_serie(serie, find_indicateur("M03-BRUT"), serie[-1])
    broken = [v.rupture is not None for v in serie]
    assert [not p.joint for p in drawn.points[1:]] == broken[1:]
    if any(broken):
        assert "Rupture" in drawn.rupture


def test_a_series_keeps_to_one_area_and_one_method(valeur):
    far = replace(valeur.geographie, code="departement:00")
    other = replace(valeur, periode="2010", geographie=far)
    assert build_serie([other, valeur], find_indicateur("D05"), valeur) is None
