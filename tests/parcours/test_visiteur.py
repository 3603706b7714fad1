"""A visitor without account: keyboard only, then a territory of her own that she shares."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
MAX_TABS = 200
# What a figure or a table that scrolls holds is read too, but only these act on Enter.
FOCUS = """() => {
  const e = document.activeElement;
  return e.matches('a, button, summary, input') ? e.innerText || e.id : '';
}"""


def tab_to(page: Page, texte: str) -> None:
    """Press Tab until the focus is on what reads `texte`; fail if it never comes."""
    seen = []
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        seen.append(str(page.evaluate(FOCUS)).strip())
        if texte in seen[-1]:
            return
    raise AssertionError(f"the focus never reached {texte!r}: {seen}")


def follow(page: Page, texte: str) -> None:
    """Reach a link by keyboard and open it."""
    tab_to(page, texte)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_a_search_to_a_file_without_a_mouse(ouvrir: Any) -> None:
    page = ouvrir("/observatoire/")
    tab_to(page, "recherche-territoire")
    page.keyboard.type("orlean metropol")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, "Orléans Métropole")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Orléans Métropole")
    follow(page, "Population et conditions sociales")
    follow(page, "Taux de chômage")
    expect(page.get_by_role("heading", name="D’où vient ce chiffre")).to_be_visible()
    tab_to(page, "Lire les chiffres en tableau")
    page.keyboard.press("Enter")
    table = page.locator("details[open] table").first
    expect(table.locator("tbody tr").first).to_be_visible()
    tab_to(page, "SVG")
    with page.expect_download() as kept:
        page.keyboard.press("Enter")
    assert kept.value.suggested_filename.endswith(".svg")


def test_a_territory_of_ones_own_is_shared_by_its_address(ouvrir: Any) -> None:
    page = ouvrir("/territoires/composer/")
    page.get_by_role("main").get_by_role("textbox").first.fill(
        "Orléans\n45008\nNulle-Part-les-Oies"
    )
    page.get_by_role("button", name="Lire cette liste").click()
    expect(page.get_by_text("Ces lignes n’ont pas été comprises")).to_be_visible()
    page.get_by_role("link", name="Voir le profil sans les lignes laissées de côté").click()
    expect(page.get_by_text("Calcul automatique, non validé").first).to_be_visible()
    title = page.get_by_role("heading", level=1).inner_text()
    friend = ouvrir("/" + page.url.split("/", 3)[3], largeur=320)
    expect(friend.get_by_role("heading", level=1)).to_have_text(title)
    friend.get_by_role("link", name="État de santé").first.click()
    expect(friend.get_by_role("heading", level=1)).to_contain_text("État de santé")


def test_the_same_works_without_script(ouvrir: Any) -> None:
    page = ouvrir("/territoires/?q=pithiviers", java_script_enabled=False)
    page.get_by_role("main").get_by_role("link", name="Pithiviers", exact=True).first.click()
    page.get_by_role("link", name="Offre et accès aux soins").first.click()
    page.get_by_label("Chiffre").select_option("chiffre")
    page.get_by_role("main").get_by_role("button", name="Filtrer").click()
    assert "montre=chiffre" in page.url
    expect(page.get_by_role("link", name="Retirer le filtre").first).to_be_visible()
