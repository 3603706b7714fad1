"""People in their browsers, each signed in once, and what they do on the pages of a contract."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import ACTES
from ancrage.plateforme.contrats.models import Contrat
from tests.plateforme.contrats.factories import fresh

# Who acts and brings: accounts of the demonstration, in this order.
GENS = (Role.DD_ARS, Role.COORDONNATEUR, Role.ARS_SIEGE, Role.ORS, Role.ORS_VALIDATEUR, Role.ELU)
COLLECTIVITE = "Communauté des Trois Rives (démonstration)"
PREFECTURE = "Préfecture (démonstration)"
AGENCE = "Agence de santé (démonstration)"


class Gens:
    """The people in their browsers, and the contract that they work on."""

    def __init__(self, entrer: Callable[[str], Page], dossier: Path, nom: str) -> None:
        self.entrer, self.pages, self.nom = entrer, {}, nom
        self.jour = timezone.localdate()
        self.piece = dossier / "piece.pdf"
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(self.piece)

    def page(self, roles: Any) -> Page:
        """Return the browser of the first person who holds one of these roles."""
        wanted = {str(each) for each in roles} if not isinstance(roles, str) else {str(roles)}
        role = next(one for one in GENS if str(one) in wanted)
        if role not in self.pages:
            self.pages[role] = self.entrer(role)
        found: Page = self.pages[role]
        return found

    def go(self, roles: Any, chemin: str) -> Page:
        """Open an address as the first person who holds one of these roles."""
        page = self.page(roles)
        page.goto("/".join(page.url.split("/", 3)[:3]) + chemin, wait_until="load")
        return page

    def on(self, roles: Any, chemin: str = "") -> Page:
        """Open a page of the contract."""
        return self.go(roles, f"/contrats/{self.contrat.slug}/{chemin}")

    @property
    def contrat(self) -> Contrat:
        return fresh(Contrat.objects.get(nom=self.nom))

    def act(self, nom: str, /, **champs: Any) -> Page:
        """Send the form of an act."""
        page = self.on(ACTES[nom].roles, f"actes/{nom}/")
        fill(page, **champs)
        submit(page)
        return page


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def fill(page: Page, **champs: Any) -> None:
    """Fill the fields of a form by their names; a list is chosen by its label, or by its rank."""
    for name, value in champs.items():
        field = main(page).locator(f"[name='{name}']:not([type=hidden])").first
        kind = field.evaluate("one => one.type")
        if kind == "checkbox":
            field.set_checked(value)
        elif kind == "radio":
            main(page).locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "file":
            field.set_input_files(value)
        elif kind.startswith("select"):
            choose(field, value)
        else:
            field.fill(value.isoformat() if isinstance(value, date) else str(value))


def choose(field: Locator, value: Any) -> None:
    """Choose in a list by its value, else the first option whose words hold this, else by rank."""
    if isinstance(value, int):
        field.select_option(index=value)
        return
    options = field.evaluate("one => [...one.options].map(each => [each.value, each.text])")
    found = [key for key, words in options if key == value or value in words]
    field.select_option(found[0])


def submit(page: Page, bouton: str = "") -> None:
    """Press the button of the last form, or one by its name, and wait for the answer."""
    pressed = (
        main(page).get_by_role("button", name=bouton, exact=True)
        if bouton
        else main(page).locator("form").last.locator("button").last
    )
    with page.expect_navigation():
        pressed.click()


def follow(page: Page, lien: str) -> None:
    """Follow a link of the page."""
    with page.expect_navigation():
        main(page).get_by_role("link", name=lien).first.click()


def told(page: Page, *mots: str) -> None:
    for one in mots:
        expect(main(page)).to_contain_text(one)


INSTANCES = {"copil": "Comité de pilotage", "cotech": "Comité technique"}


def hold_copil(gens: Gens, objet: str = "suite") -> None:
    """Hold a COPIL, write it up; the élue validates the minutes."""
    page = hold_seance(gens, "copil", objet)
    seance = page.url
    submit(page, "Ouvrir le compte rendu")
    fill(page, echanges="Point par point (exemple).")
    submit(page)
    page = gens.page(Role.ELU)
    page.goto(seance, wait_until="load")
    submit(page, "Valider le compte rendu")
    told(page, "Édition 1, validée le", "Engager la suite du contrat (exemple)")


def hold_seance(gens: Gens, type_: str, objet: str) -> Page:
    """The coordinator plans a meeting, convenes it, notes who is there, records the decision."""
    if not gens.contrat.instances.filter(type=type_).exists():
        set_up(gens, type_)
    page = gens.on(Role.COORDONNATEUR, "reunions/nouvelle/")
    fill(page, instance=INSTANCES[type_], le=gens.jour, heure="09:00", lieu="Salle (exemple)",
         points="État d’avancement\nSuite du contrat")  # fmt: skip
    submit(page)
    submit(page, "Convoquer les membres")
    told(page, "1 convocation à envoyer")
    follow(page, "Émarger")
    main(page).locator("input[type=radio][value=present]").first.check()
    submit(page, "Noter les présences")
    submit(page, "La séance est tenue")
    follow(page, "Prendre une décision")
    fill(page, quoi="Engager la suite du contrat (exemple)", objet=objet,
         qui=COLLECTIVITE, quand=gens.jour + timedelta(days=60))  # fmt: skip
    submit(page)
    return page


def set_up(gens: Gens, type_: str) -> None:
    """The coordinator makes a body, and seats its élue."""
    page = gens.on(Role.COORDONNATEUR, "reunions/instances/nouvelle/")
    fill(page, type=type_, nom=INSTANCES[type_])
    submit(page)
    follow(page, "Désigner un membre")
    fill(page, college="elus", organisation=COLLECTIVITE, fonction="vice-présidente",
         utilisateur="Élise Exemple", debut=gens.jour - timedelta(days=30))  # fmt: skip
    submit(page)
    told(page, "vice-présidente")
