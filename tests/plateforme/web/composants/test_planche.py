"""The sheet: every component has its sample, valid, within its lists; who may read it."""

import re
from pathlib import Path

import pytest
from django.template import engines

import ancrage.plateforme.ui as ui
import ancrage.plateforme.web as web
from ancrage.plateforme.ui.classes import CLASSES, MARQUES, MOTIFS, STATUTS_CONNUS, VERDICTS_CONNUS
from ancrage.plateforme.ui.templatetags.ui import EntreeRefusee, initiales, nombre
from ancrage.publication.figures.themes import THEMES
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.html_valide import faults

UI = Path(ui.__path__[0])
WEB = Path(web.__path__[0])
COMPONENTS = sorted(path.stem for path in (UI / "templates/cotton/ui").glob("*.html"))
SAMPLES = "".join(p.read_text("utf-8") for p in (WEB / "composants/templates").rglob("*.html"))
SHEETS = {p.name: p.read_text("utf-8") for p in (UI / "static/ui").glob("*.css")}


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context).strip()


# --- who reads it


def test_visitors_read_it_on_a_demonstration_only(client, db, settings):
    settings.DEMO = False
    response = client.get("/composants/")
    assert response.status_code == 302 and "/compte/" in response["Location"]
    settings.DEMO = True
    assert client.get("/composants/").status_code == 200


def test_who_signed_in_reads_it(client, db, settings):
    settings.DEMO = False
    client.force_login(UtilisateurFactory())
    assert client.get("/composants/").status_code == 200


def test_the_sheet_is_valid_html(client, db, settings):
    settings.DEMO = True
    assert faults(client.get("/composants/").content.decode()) == []


# --- every component


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_has_a_sample(name):
    assert re.search(rf"<c-ui\.{name.replace('_', '-')}[\s>/]", SAMPLES)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_declares_and_checks_its_inputs(name):
    source = (UI / f"templates/cotton/ui/{name}.html").read_text("utf-8")
    assert "<c-vars" in source
    assert f'{{% verifie "ui.{name.replace("_", "-")}"' in source
    assert "{{ attrs }}" not in source  # cotton does not escape them
    assert source.count("\n") <= 40


@pytest.mark.parametrize(
    ("name", "entry", "listed"),
    [
        (name, entry, values)
        for name in COMPONENTS
        for source in [(UI / f"templates/cotton/ui/{name}.html").read_text("utf-8")]
        for entry, values in re.findall(
            r' (?!requis|level|type|order|method)(\w+)="([a-z_ ]+)"',
            "".join(re.findall(r"{% verifie [^%]*%}", source)),
        )
    ],
)
def test_each_state_has_a_sample(name, entry, listed):
    default = re.search(
        rf'<c-vars[^>]*\b{entry}="(\w*)"', (UI / f"templates/cotton/ui/{name}.html").read_text()
    )
    tags = re.findall(rf"<c-ui\.{name.replace('_', '-')}\b[^>]*>", SAMPLES)
    shown = {m[1] for tag in tags if (m := re.search(rf'\b{entry}="(\w+)"', tag))}
    if any(f"{entry}=" not in tag for tag in tags):
        shown.add(default[1])
    assert set(listed.split()) <= shown


def test_every_status_and_verdict_is_drawn():
    assert set(MOTIFS) == set(STATUTS_CONNUS)
    assert set(MARQUES) == set(VERDICTS_CONNUS)
    masked = [MOTIFS[code] for code in ("secret", "non_fiable", "manquant", "non_applicable")]
    assert len(set(masked)) == 4 and all(masked)


# --- wrong inputs


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('<c-ui.alert kind="rouge">x</c-ui.alert>', "« kind » vaut « rouge »"),
        ('<c-ui.alert kindd="info">x</c-ui.alert>', "entrée inconnue « kindd »"),
        ("<c-ui.card>x</c-ui.card>", "« title » est attendu"),
        ('<c-ui.status code="cache" />', "cache"),
        ('{% verdict "superieur" "rouge" %}', "rouge"),
    ],
)
def test_a_wrong_input_stops_the_developer_and_not_the_reader(source, said, settings, caplog):
    with pytest.raises(EntreeRefusee, match=said):
        render(compiled(source))
    settings.COMPOSANTS_STRICTS = False
    render(compiled(source))
    assert said in caplog.text


def compiled(source: str) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    return CottonCompiler().process(source)


def test_what_is_handed_on_is_escaped_and_nothing_else_passes():
    source = compiled('<c-ui.badge :data-a="value">x</c-ui.badge>')
    html = render(source, value='"><script>alert(1)</script>')
    assert "<script>" not in html and "data-a=" in html


def test_a_component_sees_nothing_of_the_page():
    assert "intrus" not in render(compiled("<c-ui.alert>x</c-ui.alert>"), title="intrus")


def test_a_favourable_verdict_needs_a_known_sense():
    assert "--favorable" in render('{% verdict "inferieur" "bas_favorable" %}')
    assert "--defavorable" in render('{% verdict "superieur" "bas_favorable" "la région" %}')
    assert "favorable" not in render('{% verdict "superieur" %}')
    assert "favorable" not in render('{% verdict "non_concluant" "bas_favorable" %}')


def test_a_borrowed_value_says_its_level():
    html = render('{% statut "emprunte" "departement" "12,4" %}')
    assert "12,4 (valeur du département)" in html


def test_none_is_not_zero():
    assert (nombre(None), nombre(0), nombre(1234.5, 1)) == ("–", "0", "1\u202f234,5")


def test_initials_keep_first_and_last_names():
    assert (initiales("Anne-Marie Du Puy"), initiales("ors")) == ("AP", "O")


# --- the theme stays in ui and the skeleton


PAGES = [path for path in WEB.rglob("*.html") if path.relative_to(WEB).parts[0] != "socle"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_page_names_no_class_of_the_theme(page):
    source = re.sub(r"<svg.*?</svg>", "", page.read_text("utf-8"), flags=re.S)
    used = {
        name
        for value in re.findall(r'\bclass="([^"]*)"', source)
        for name in re.sub(r"{[%{].*?[%}]}", " ", value).split()
    }
    assert used - CLASSES == set()


def test_each_free_class_is_defined():
    sheets = "".join(SHEETS.values())
    assert [name for name in CLASSES if not re.search(rf"\.{name}\b", sheets)] == []


# --- tokens


@pytest.mark.parametrize(("theme", "sheet"), [("clair", "tokens.css"), ("sombre", "sombre.css")])
def test_the_page_and_the_figures_share_their_colours(theme, sheet):
    tokens = dict(re.findall(r"--(\w+): (#\w{6});", SHEETS[sheet]))
    assert {name: tokens.get(name) for name in THEMES[theme]} == THEMES[theme]


def test_each_colour_has_its_dark_value():
    names = [
        set(re.findall(r"(--[\w-]+): (?:#|rgb)", SHEETS[n])) for n in ("tokens.css", "sombre.css")
    ]
    assert names[0] == names[1]


def test_a_style_sheet_uses_known_tokens_only():
    known = set(re.findall(r"(--[\w-]+):", SHEETS["tokens.css"]))
    for sheet in SHEETS.values():
        assert set(re.findall(r"var\((--[\w-]+)", sheet)) <= known


def test_each_mark_of_a_figure_follows_a_token():
    for name in THEMES["clair"]:
        assert f".f-{name} {{ fill: var(--{name}); }}" in SHEETS["base.css"]
