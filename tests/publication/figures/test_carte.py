"""Maps: classes say exactly what is drawn, every status has its pattern and its legend entry."""

import gzip
import re

import pytest

from ancrage.observatoire.api import StatutDiffusion
from ancrage.publication.figures import modeles as m
from ancrage.publication.figures import render_svg
from ancrage.publication.figures.classes import build_classes
from ancrage.publication.figures.rendu_carte import MENTION
from ancrage.publication.typographie import AFFICHES, mot_statut

from .exemples import square, zones
from .lecture_svg import contents

MASKING = tuple(str(s) for s in StatutDiffusion if s not in AFFICHES)


def carte(**changes) -> m.Carte:
    return m.Carte(**({"titre": "Carte", "zones": zones(MASKING), "unite": "%"} | changes))


def look_of(status: str) -> str:
    """Return the attributes of the group that draws the one area of this status."""
    zone = m.Zone(code="1", label="Z", value=None, status=status, anneaux=(square(0, 0),))
    svg = render_svg(carte(zones=(zone,)), cadre=False)
    return re.search(r'<g (fill="(?!none)[^>]*)>', svg)[1]


@pytest.mark.parametrize("status", MASKING)
def test_every_masking_status_is_in_the_legend_with_its_word(status):
    assert mot_statut(status) in contents(render_svg(carte()))


@pytest.mark.parametrize("status", MASKING)
def test_a_masked_area_is_neither_white_nor_a_class(status):
    fill = re.search(r'fill="([^"]*)"', look_of(status))[1]
    assert fill not in {"#FFFFFF", *build_classes([1, 2, 3, 4, 5, 6], 1).colours}


def test_different_words_have_different_looks():
    looks = {mot_statut(s): re.sub(r"#m\w+-", "#", look_of(s)) for s in MASKING}
    assert len(set(looks.values())) == len(looks)
    assert "points" in looks["secret statistique"]
    assert "hachures" in looks["non disponible"]


def test_both_kinds_of_secrecy_share_one_legend_entry():
    assert contents(render_svg(carte())).count("secret statistique") == 1
    assert "secret statistique (2)" in contents(render_svg(carte()))


def test_a_borrowed_area_keeps_its_class_under_a_dashed_outline_with_its_level():
    zone = m.Zone(code="1", label="Z", value=3.0, status="emprunte", niveau="departement",
                  anneaux=(square(0, 10),))  # fmt: skip
    svg = render_svg(carte(zones=(*zones(), zone)))
    assert "valeur du département (1)" in contents(svg)
    assert "stroke-dasharray" in svg


def test_the_counts_of_the_legend_add_up_to_the_areas():
    counts = re.findall(r"\((\d+)\)", contents(render_svg(carte(), cadre=False)))
    assert sum(map(int, counts)) == len(zones(MASKING))


def test_the_origin_of_the_contours_is_under_every_map():
    assert MENTION in contents(render_svg(carte(), cadre=False))


def test_one_path_for_each_area_and_titles_on_the_web_only():
    page, web = render_svg(carte()), render_svg(carte(), format="web")
    assert "<title>" not in page
    assert web.count("<title>") == len(zones(MASKING))
    assert "Commune 3\u00a0: 4,5 %" in web.replace("\u202f", " ")


def test_a_limit_belongs_to_the_class_above_it():
    classes = build_classes([1, 2, 3, 4, 5], 0, (2.0, 4.0))
    assert [classes.rank(v) for v in (1.9, 2.0, 3.9, 4.0)] == [0, 1, 1, 2]
    assert classes.labels() == ["moins de 2", "2 à moins de 4", "4 ou plus"]


def test_equal_values_give_fewer_classes_and_one_value_one_class():
    floored = build_classes([5.0] * 60 + [7.0, 8.0, 9.0, 10.0] * 10, 1)
    assert floored.labels()[:2] == ["5,0", "plus de 5,0 à moins de 7,8"]
    assert floored.rank(5.0) == 0
    assert len(build_classes([5.0] * 10 + [7.0] * 60 + [8.0] * 10, 1).bornes) < 4
    assert len(set(floored.colours)) == len(floored.bornes) + 1
    assert build_classes([5.0] * 10, 1).labels() == ["5,0"]


def test_classes_hold_about_as_many_areas_each():
    values = [i**1.5 for i in range(500)]
    classes = build_classes(values, 1)
    counts = [sum(classes.rank(v) == k for v in values) for k in range(5)]
    assert max(counts) - min(counts) <= 2


def test_areas_without_contour_are_counted_under_the_map():
    lost = m.Zone(code="97501", label="Saint-Pierre", value=1.0, anneaux=())
    assert "Sans contour, à lire dans le tableau : 1." in contents(
        render_svg(carte(zones=(*zones(), lost)))
    )


def test_a_map_without_any_area_says_so():
    assert "Aucune valeur à montrer" in contents(render_svg(carte(zones=())))


def test_the_table_of_a_map_is_by_name_and_never_by_value():
    _, rows = carte().table()
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


def test_north_is_up():
    south = m.Zone(code="1", label="Sud", value=1.0, anneaux=(square(0, 0),))
    north = m.Zone(code="2", label="Nord", value=2.0, anneaux=(square(0, 50),))
    svg = render_svg(carte(zones=(south, north)), cadre=False)
    places = re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>(Sud|Nord)<', svg)
    heights = {name: float(y) for y, name in places}
    assert heights["Nord"] < heights["Sud"]


def test_a_whole_region_stays_light_enough_for_a_page():
    wavy = [(i / 12, (i % 5) * 0.07) for i in range(13)]
    ring = (*wavy, *((1 + (i % 4) * 0.06, i / 12) for i in range(13)), (0.0, 1.0), (0.0, 0.0))
    many = tuple(
        m.Zone(
            code=f"{i:05d}",
            label=f"Commune au nom assez long {i}",
            value=float(i % 97),
            anneaux=(tuple((x * 5 + i % 42 * 5, y * 5 + i // 42 * 5) for x, y in ring),),
        )
        for i in range(1754)
    )
    svg = render_svg(carte(zones=many), format="web")
    assert len(gzip.compress(svg.encode())) < 150_000


def test_a_lowest_value_shared_by_many_is_a_class_of_its_own():
    rare = build_classes([0.0] * 50 + [100.0] * 3, 1)
    assert rare.labels() == ["0,0", "100,0"]
    assert [rare.rank(v) for v in (0.0, 100.0)] == [0, 1]
    spread = build_classes([0.0] * 30 + [float(v) for v in range(1, 21)], 1)
    assert spread.labels()[:2] == ["0,0", "plus de 0,0 à moins de 5,8"]
    assert spread.rank(0.0) == 0
    assert spread.rank(0.06) == 1  # printed 0,1: not among the zeros
