"""The map of a typology: classes without order, words before colours."""

from ancrage.publication.figures.modeles import CarteTypologie, ZoneClassee
from ancrage.publication.figures.rendu import render_png, render_svg
from ancrage.publication.figures.themes import CLASSES
from ancrage.publication.typographie import breaches

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))


def figure(count: int = 4) -> CarteTypologie:
    def moved(rank: int) -> tuple[tuple[float, float], ...]:
        return tuple((x + 11 * rank, y) for x, y in SQUARE)

    zones = [
        ZoneClassee(code=f"{k}", label=f"Zone {k}", classe=k, anneaux=(moved(k),))
        for k in range(count)
    ]
    apart = ZoneClassee(code="x", label="Zone x", classe=None, status="non_fiable",
                        anneaux=(moved(count),))  # fmt: skip
    names = tuple(f"Densité élevée, type {k}" for k in range(count))
    return CarteTypologie(titre="Typologie", zones=(*zones, apart), classes=names, nom_zones="EPCI")


def test_each_class_has_its_colour_its_letter_and_its_name() -> None:
    drawn = render_svg(figure(8), fond=True)
    for rank, colour in enumerate(CLASSES):
        assert drawn.count(colour) >= 2  # on the map and in the legend
        assert f"{'ABCDEFGH'[rank]}. Densité" in drawn


def test_an_area_left_out_keeps_its_reason_and_no_class() -> None:
    headers, rows = figure().table()
    assert headers == ("Code", "Libellé", "Classe", "Description")
    assert rows[-1] == ("x", "Zone x", "–", "effectif trop faible")
    assert "effectif trop faible (1)" in render_svg(figure())


def test_the_alternative_counts_each_class() -> None:
    said = figure().texte_alternatif()
    assert "Carte de 5 EPCI en 4 classes" in said
    assert "A, densité élevée, type 0" in said
    assert breaches(said) == []


def test_it_draws_in_every_format_and_without_areas() -> None:
    for form in ("page", "demi", "web", "diapositive"):
        assert render_svg(figure(), format=form).startswith("<svg")
    empty = CarteTypologie(titre="Vide", zones=(), classes=())
    assert "<svg" in render_svg(empty)
    assert render_png(figure())[:4] == b"\x89PNG"
