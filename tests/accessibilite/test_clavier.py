"""Everything by keyboard: skip link, menus, theme, modal, search; the focus is always seen."""

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
ACTIVE = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  return {tag: e.tagName, text: e.textContent.trim().slice(0, 60), id: e.id,
          ring: s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth)};
}"""


def press(page, key: str, times: int = 1) -> dict:
    for _ in range(times):
        page.keyboard.press(key)
    return page.evaluate(ACTIVE)


def test_the_first_stop_leads_to_the_content(ouvrir):
    page = ouvrir("/")
    assert press(page, "Tab")["text"] == "Aller au contenu"
    assert page.locator(".ui-evitement").bounding_box()["y"] >= 0
    assert press(page, "Enter")["id"] == "contenu"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stop_shows_its_focus_and_none_is_a_trap(ouvrir, theme):
    page = ouvrir("/composants/", theme=theme)
    stops = []
    for _ in range(200):
        stop = press(page, "Tab")
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    assert 40 < len(stops) < 200
    assert [stop for stop in stops if stop["ring"] < 2] == []


def test_a_visitor_searches_her_territory_without_a_mouse(ouvrir):
    page = ouvrir("/accessibilite/")
    page.route("**/recherche/**", lambda route: route.fulfill(body="<title>x</title>"))
    while press(page, "Tab")["id"] != "recherche-site":
        assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.type("orléans")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/recherche/?q=orl%C3%A9ans")


def test_the_theme_is_chosen_by_keyboard_and_kept_without_flash(ouvrir):
    page = ouvrir("/", theme="light")
    summary = page.locator(".ui-entete__large summary")
    summary.focus()
    page.keyboard.press("Enter")
    press(page, "Tab", 2)
    assert page.evaluate("document.activeElement.dataset.apparence") == "sombre"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaPressed") == "true"
    press(page, "Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    # The server writes the choice: no script runs before the first paint.
    served = page.request.get(page.url).text()
    assert '<html lang="fr" data-theme="sombre">' in served
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 22)"


def test_a_modal_opens_holds_the_focus_and_closes(ouvrir):
    page = ouvrir("/composants/")
    page.get_by_role("button", name="Ouvrir la fenêtre").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('dialog').open")
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('dialog').open")
    assert page.evaluate(ACTIVE)["text"] == "Ouvrir la fenêtre"


def test_pages_work_without_script(ouvrir):
    page = ouvrir("/", largeur=320, java_script_enabled=False)
    page.locator(".ui-menu summary").click()
    assert page.get_by_role("link", name="Se connecter").is_visible()
