"""One journey per role: she signs in as she does every day, and does the main thing she is for.

Roles are grouped by what they can do; each one signs in, and those that may not are refused in
French.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ancrage.plateforme.comptes.roles import Role
from ancrage.publication.typographie import texte

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
LECTEURS = [
    Role.ELU,
    Role.AGENT_COLLECTIVITE,
    Role.ANIMATEUR_ATELIER,
    Role.PILOTE_ACTION,
    Role.PREFECTURE,
    Role.SIGNATAIRE_AUTRE,
    Role.PARTENAIRE,
    Role.EVALUATEUR,
]
INVITENT = [Role.DD_ARS, Role.COORDONNATEUR]
REGION = [Role.ADMINISTRATEUR, Role.ARS_SIEGE]
OBSERVATOIRE = [Role.ORS, Role.ORS_VALIDATEUR]


def go(page: Page, chemin: str) -> int:
    """Open an address of the site; return its status."""
    base = "/".join(page.url.split("/", 3)[:3])
    answer = page.goto(base + chemin, wait_until="load")
    assert answer
    return answer.status


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def test_every_role_has_its_journey() -> None:
    assert sorted([*LECTEURS, *INVITENT, *REGION, *OBSERVATOIRE]) == sorted(Role)


def read_the_territory(page: Page) -> None:
    """Read what an élu or a partner comes for: the portrait, a dimension, a value."""
    assert go(page, "/territoires/epci:244500468/") == 200
    page.get_by_role("main").get_by_role("link", name="État de santé").first.click()
    heading(page, "État de santé")
    page.locator("#valeurs tbody th a").first.click()
    expect(page.get_by_role("heading", name="D’où vient ce chiffre")).to_be_visible()


@pytest.mark.parametrize("role", LECTEURS)
def test_a_reader_signs_in_reads_and_is_kept_out_of_the_rest(entrer: Any, role: str) -> None:
    page = entrer(role)
    read_the_territory(page)
    assert go(page, "/compte/annuaire/") == 200
    assert go(page, "/compte/acces/") == 200
    expect(page.get_by_role("main")).to_contain_text(texte(Role(role).label))


def test_a_reader_is_refused_in_french(entrer: Any) -> None:
    page = entrer(Role.PARTENAIRE)
    answer = page.request.get("/".join(page.url.split("/", 3)[:3]) + "/compte/personnes/")
    assert answer.status == 403
    assert "Accès refusé" in answer.text()


@pytest.mark.parametrize("role", [*INVITENT, *REGION])
def test_who_builds_contracts_invites_a_partner(entrer: Any, role: str) -> None:
    page = entrer(role)
    assert go(page, "/compte/invitations/nouvelle/") == 200
    main = page.get_by_role("main")
    main.get_by_label("Adresse électronique").fill(f"invite-{role}@demo.example")
    page.locator("select[name=organisation]").select_option(index=1)
    page.locator("select[name=role]").select_option(Role.PARTENAIRE)
    page.locator("select[name=portee]").select_option("territoire")
    page.locator("#id_code").fill("epci:244500468")
    main.locator("form").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text(f"invite-{role}@demo.example")


@pytest.mark.parametrize("role", REGION)
def test_the_region_reads_its_journal(entrer: Any, role: str) -> None:
    page = entrer(role)
    assert go(page, "/compte/journal/") == 200
    heading(page, "Journal")


def test_a_delegation_writes_a_perimeter(entrer: Any) -> None:
    page = entrer(Role.DD_ARS)
    assert go(page, "/perimetres/nouveau/") == 200
    page.locator("[name=libelle]").fill("Essai du parcours")
    page.locator("textarea").first.fill("45234\n45008")
    page.get_by_role("main").get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("main")).to_contain_text("Essai du parcours")


@pytest.mark.parametrize("role", OBSERVATOIRE)
def test_the_observatory_opens_its_workshop(entrer: Any, role: str) -> None:
    page = entrer(role)
    read_the_territory(page)
    page.get_by_role("link", name="Atelier", exact=True).first.click()
    assert page.get_by_role("heading", level=1).count() == 1
