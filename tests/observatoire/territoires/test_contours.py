"""Contours: complete, one coverage, neighbours that touch, flat kilometres."""

import numpy as np
import pytest
import shapely

from ancrage.observatoire.territoires import aire, aires
from ancrage.observatoire.territoires.contours import (
    anneaux,
    contours,
    is_contiguous,
    projected,
    voisins,
)
from ancrage.observatoire.territoires.projection import part_of, project


def test_every_commune_of_the_101_departements_has_a_contour() -> None:
    communes = aire("france", "").communes
    assert set(contours("commune", communes)) == set(communes)


@pytest.mark.parametrize("niveau", ["epci", "departement", "region"])
def test_every_area_has_a_contour(niveau: str) -> None:
    codes = [
        a.code.partition(":")[2]
        for a in aires(niveau)
        if a.communes[0] < "975" or a.communes[0][:3] in {"976"}
    ]  # type: ignore[arg-type]
    assert set(contours(niveau, codes)) == set(codes)


def test_communes_of_a_region_neither_overlap_nor_leave_gaps() -> None:
    shapes = list(contours("commune", aire("region", "24").communes).values())
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    union = shapely.coverage_union_all(shapes)
    region = contours("region", ["24"])["24"]
    assert shapely.area(shapely.symmetric_difference(union, region)) == 0
    assert not [part for part in shapely.get_parts(union) if part.interiors]


def test_neighbours_share_a_border_both_ways() -> None:
    around = voisins(aire("departement", "45").communes)
    assert "45284" in around["45234"]  # Orléans, Saint-Jean-de-Braye
    assert all(code in around[other] for code, others in around.items() for other in others)
    assert all(code not in others for code, others in around.items())


def test_contiguity_is_seen() -> None:
    assert is_contiguous(aire("epci", "244500468").communes)
    assert not is_contiguous(["45234", "18033"])


def test_lambert_93_gives_the_published_point() -> None:
    # Origin of the projection, and Orléans (1.909° E, 47.9025° N) within a few hundred metres.
    points = project(np.array([[3.0, 46.5], [1.909, 47.9025]]), "metropole")
    assert points[0] == pytest.approx([700.0, 6600.0], abs=1e-6)
    assert points[1] == pytest.approx([618.5, 6756.3], abs=0.5)


@pytest.mark.parametrize(
    ("code", "km2"), [("45", 6775), ("2A", 4014), ("974", 2504), ("971", 1628), ("75", 105)]
)
def test_areas_are_those_of_the_country(code: str, km2: float) -> None:
    shape = projected(contours("departement", [code]))[code]
    assert shapely.area(shape) == pytest.approx(km2, rel=0.03)


def test_overseas_is_drawn_beside_the_mainland_without_overlap() -> None:
    codes = [a.code.partition(":")[2] for a in aires("region")]
    boxes = {
        code: shapely.box(*shapely.bounds(s))
        for code, s in projected(contours("region", codes)).items()
    }
    overseas = [boxes[code] for code in ("01", "02", "03", "04", "06")]
    mainland = shapely.union_all([box for code, box in boxes.items() if code > "06"])
    assert not any(shapely.intersects(box, mainland) for box in overseas)
    assert shapely.area(shapely.union_all(overseas)) == pytest.approx(
        sum(map(shapely.area, overseas))
    )


def test_an_overseas_part_alone_keeps_its_own_plane() -> None:
    assert part_of(55.5, -21.1) == "reunion"
    rings = anneaux("departement", ["974"])["974"]
    assert max(abs(x) + abs(y) for ring in rings for x, y in ring) < 120


def test_codes_without_contour_are_left_out() -> None:
    assert contours("commune", ["98701", "00000"]) == {}
    assert voisins([]) == {}


@pytest.mark.usefixtures("region_miniature")
def test_the_invented_region_is_a_grid_of_squares() -> None:
    around = voisins(aire("region", "99").communes)
    assert around["00006"] == {"00002", "00005", "00007", "0A003"}
    assert len(anneaux("epci", ["990000002"])["990000002"]) == 1
