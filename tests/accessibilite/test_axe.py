"""WCAG 2.1 A and AA by axe-core: zero violations, light and dark, three widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
PAGES = ["/", "/composants/", "/accessibilite/"]


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("largeur", [320, 768, 1280])
@pytest.mark.parametrize("chemin", PAGES[:2])
def test_a_page_breaks_no_rule(ouvrir, chemin, largeur, theme):
    page = ouvrir(chemin, largeur, theme)
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert violations(page) == []


@pytest.mark.parametrize("chemin", PAGES[2:])
def test_a_plain_page_breaks_no_rule(ouvrir, chemin):
    assert violations(ouvrir(chemin, 320, "dark")) == []


def test_axe_sees_a_broken_page(ouvrir):
    page = ouvrir("/accessibilite/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(line.startswith("html-has-lang") for line in violations(page))


@pytest.mark.parametrize("largeur", [320, 640])  # 640 = 1 280 pixels at 200 %
@pytest.mark.parametrize("chemin", PAGES)
def test_nothing_scrolls_sideways(ouvrir, chemin, largeur):
    page = ouvrir(chemin, largeur)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur


SMALL = """() => [...document.querySelectorAll(
  'button, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, '
  + 'summary, .ui-bouton')]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("chemin", PAGES[:2])
def test_targets_are_44_pixels_high(ouvrir, chemin):
    assert ouvrir(chemin, 320).evaluate(SMALL) == []


def test_dark_figures_do_not_stay_black(ouvrir):
    page = ouvrir("/composants/", theme="dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('.figure-ancrage text')).fill")
    assert ink == "rgb(233, 239, 237)"  # the dark ink of publication.figures.themes
