"""Rules that every kind of figure keeps, whatever its format and theme."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from ancrage.publication.figures import feuille_css, render_png, render_svg
from ancrage.publication.figures import modeles as m
from ancrage.publication.figures.themes import FORMATS, THEMES
from ancrage.publication.typographie import breaches

from .exemples import CADRE, LONG, SECRETE, every_kind
from .lecture_svg import contents, texts

KINDS = every_kind()
kinds = pytest.mark.parametrize("kind", KINDS)


@kinds
def test_title_unit_line_and_source_are_written(kind):
    written = contents(render_svg(KINDS[kind]))
    assert CADRE["titre"] in written
    assert "Indice, 2013–2018" in written
    assert "Source : Inserm" in written


@kinds
def test_a_document_may_print_title_and_source_itself(kind):
    written = contents(render_svg(KINDS[kind], cadre=False))
    assert CADRE["titre"] not in written
    assert "Source :" not in written


@kinds
def test_the_same_spec_gives_the_same_bytes(kind):
    assert render_svg(KINDS[kind]) == render_svg(every_kind()[kind])


@kinds
def test_the_text_alternative_is_in_the_drawing_and_keeps_french_typography(kind):
    figure = KINDS[kind]
    root = ElementTree.fromstring(render_svg(figure))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == figure.texte_alternatif()
    assert breaches(figure.texte_alternatif()) == []
    assert len(figure.texte_alternatif()) > len(figure.titre) + 20


@kinds
def test_a_given_alternative_replaces_the_default_one(kind):
    given = type(KINDS[kind]).__dataclass_fields__
    values = {name: getattr(KINDS[kind], name) for name in given} | {"alternative": "Voir."}
    assert type(KINDS[kind])(**values).texte_alternatif() == "Voir."


@kinds
def test_written_text_keeps_french_typography(kind):
    every = "\n".join(text.content for text in texts(render_svg(KINDS[kind])))
    assert breaches(every) == []


@kinds
@pytest.mark.parametrize("format", FORMATS)
def test_no_label_is_cut_by_the_edge_even_with_a_long_name(kind, format):
    width = FORMATS[format].width
    cut = [
        text.content
        for text in texts(render_svg(KINDS[kind], format=format))
        if text.left < -1 or text.right > width + 1
    ]
    assert cut == []


@kinds
def test_a_masked_value_shows_nowhere(kind):
    figure = KINDS[kind]
    _, rows = figure.table()
    shown = " ".join([render_svg(figure), figure.texte_alternatif(), *map(" ".join, rows)])
    plain = shown.replace("\u202f", "").replace("\u00a0", "")
    assert f"{SECRETE:.1f}".replace(".", ",") not in plain
    assert "4300" not in plain
    assert "4399" not in plain


@kinds
def test_text_follows_the_theme_and_is_never_black_on_black(kind):
    dark = {text.fill for text in texts(render_svg(KINDS[kind], theme="sombre"))}
    if kind == "carte":  # a map is a light card in every theme
        assert 'fill="#FFFFFF"/>' in render_svg(KINDS[kind], theme="sombre")
    else:
        assert dark <= set(THEMES["sombre"].values())


@kinds
def test_the_table_behind_the_figure_is_whole(kind):
    headers, rows = KINDS[kind].table()
    assert rows
    assert all(len(row) == len(headers) for row in rows)
    assert all(cell for row in rows for cell in row)


def test_the_style_sheet_of_the_web_covers_every_token_in_both_themes():
    css = feuille_css()
    for theme in THEMES.values():
        for name, colour in theme.items():
            assert f".f-{name} {{ fill: {colour}; }}" in css
            assert f".t-{name} {{ stroke: {colour}; }}" in css


def test_the_png_really_contains_text():
    blank = m.Points(titre="", lignes=())
    titled = m.Points(titre=LONG, lignes=())
    inks = [_dark_pixels(render_png(figure, 1)) for figure in (blank, titled)]
    assert inks[1] > inks[0] + 500


def test_the_png_is_as_large_as_asked_and_the_same_every_time():
    figure = KINDS["points"]
    png = render_png(figure, 2)
    assert Image.open(io.BytesIO(png)).width == 2 * FORMATS["page"].width
    assert png == render_png(figure, 2)


def _dark_pixels(png: bytes) -> int:
    grey = Image.open(io.BytesIO(png)).convert("L")
    return sum(grey.histogram()[:128])
