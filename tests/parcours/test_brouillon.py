"""A text of a diagnosis, typed and left: the site keeps it, a colleague sees it and chooses."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ancrage.plateforme.config import demonstration_diagnostics
from ancrage.plateforme.diagnostics.models import Brouillon, Diagnostic, Redaction

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
VOISIN = "epci:244500427"


@pytest.fixture
def adresse(mot_de_passe: str) -> str:
    """Return the address of a text of a diagnosis that is being written."""
    demonstration_diagnostics._make_reviewer(mot_de_passe)
    made: Diagnostic = demonstration_diagnostics._order("Diagnostic du Val voisin", VOISIN)
    return f"/observatoire/diagnostics/{made.identifiant}/textes/chapitre:3/"


def open_text(page: Page, adresse: str) -> Page:
    page.goto("/".join(page.url.split("/", 3)[:3]) + adresse, wait_until="load")
    return page


def type_in(page: Page, texte: str) -> None:
    page.get_by_label("Votre texte").fill(texte)


def test_what_is_typed_is_kept_by_the_site_and_shared(entrer: Any, adresse: str) -> None:
    odile = open_text(entrer("ors"), adresse)
    type_in(odile, "On commence ici.")
    expect(odile.locator("#garde")).to_contain_text("Brouillon gardé : Odile Exemple")
    odile.goto("about:blank")  # the tab is closed: nothing was saved
    assert not Redaction.objects.exists()

    olga = open_text(entrer("ors.relecture"), adresse)
    expect(olga.get_by_label("Votre texte")).to_have_value("On commence ici.")
    type_in(olga, "On continue là.")
    expect(olga.locator("#garde")).to_contain_text("Brouillon gardé : Olga Exemple")


def test_two_who_type_at_once_choose(entrer: Any, adresse: str) -> None:
    odile, olga = (open_text(entrer(role), adresse) for role in ("ors", "ors.relecture"))
    type_in(odile, "Le texte d’Odile.")
    expect(odile.locator("#garde")).to_contain_text("Brouillon gardé")
    type_in(olga, "Le texte d’Olga.")
    expect(olga.locator("#garde")).to_contain_text("Odile Exemple écrit aussi ce texte")
    expect(olga.locator("#garde")).to_contain_text("Le texte d’Odile.")
    expect(olga.get_by_label("Votre texte")).to_have_value("Le texte d’Olga.")
    olga.get_by_role("button", name="Garder le mien").click()
    expect(olga.locator("#garde")).to_contain_text("Brouillon gardé : Olga Exemple")
    assert Brouillon.objects.get().texte == "Le texte d’Olga."
    olga.get_by_role("button", name="Enregistrer ce texte").click()
    expect(olga.get_by_role("main")).to_contain_text("Le texte est enregistré")
    assert Redaction.objects.get().texte == "Le texte d’Olga."
    assert not Brouillon.objects.exists()


def test_a_tab_closed_before_the_site_has_answered_loses_nothing(entrer: Any, adresse: str) -> None:
    page = open_text(entrer("ors"), adresse)
    text = page.url
    page.route("**/brouillon/", lambda _route: None)  # sent, never answered
    with page.expect_request("**/brouillon/"):
        type_in(page, "Écrit dans le train.")
    page.goto("about:blank")
    page.unroute("**/brouillon/")
    assert not Brouillon.objects.exists()
    page.goto(text)  # anew: nothing comes from the history of the tab
    expect(page.get_by_label("Votre texte")).to_have_value("Écrit dans le train.")
    expect(page.locator("#garde")).to_contain_text("Brouillon gardé : Odile Exemple")
    assert Brouillon.objects.get().texte == "Écrit dans le train."
