"""What the people of an observatory do in the browser, from a deposit to an erratum."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from ancrage.plateforme.travaux.ouvrier import drain
from tests.portes.extrait import AGES, ANNEES, METROPOLE, total, write_extract

DEPOT = "cepidc_essai"
CONVENTION, PRODUCTEUR = "FICTIVE-2026-7", "Producteur d’essai"


class Atelier:
    """The browser of each person, signed in once; `page(role)` is hers."""

    def __init__(self, entrer: Any, ouvrir: Any, dossier: Path) -> None:
        self.entrer, self.ouvrir, self.dossier = entrer, ouvrir, dossier
        self.pages: dict[str, Page] = {}

    def page(self, role: str) -> Page:
        """Return the page of a person; « visiteur » has no account."""
        if role not in self.pages:
            self.pages[role] = self.ouvrir("/") if role == "visiteur" else self.entrer(role)
            self.base = "/".join(self.pages[role].url.split("/", 3)[:3])
        return self.pages[role]

    def go(self, role: str, chemin: str) -> Page:
        """Open an address of the site as a person."""
        page = self.page(role)
        answer = page.goto(self.base + chemin, wait_until="load")
        assert answer and answer.status < 400, (role, chemin, answer and answer.status)
        return page

    def read(self, chemin: str, role: str = "visiteur", status: int = 200, **query: Any) -> bytes:
        """Return what an address gives to a person, page or file."""
        answer = self.page(role).request.get(self.base + chemin, params=query)
        assert answer.status == status, (role, chemin, answer.status, answer.text()[:300])
        return bytes(answer.body())

    def work(self) -> int:
        """Run what is queued. No page may ask meanwhile: SQLite has one connection here."""
        for page in self.pages.values():
            page.goto("about:blank")
        return drain()


def click(page: Page, nom: str) -> None:
    """Press a button of the page and wait for where it leads."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=nom, exact=True).click()


def path_of(page: Page) -> str:
    """Return the address of a page within the site."""
    return "/" + page.url.split("/", 3)[3]


# --- the deposit


def deposit(atelier: Atelier, borne: int) -> str:
    """Send the extract and describe it as the statistician; return the address of the deposit."""
    page = atelier.go("ors", "/observatoire/depots/")
    page.get_by_role("link", name="Déposer un extrait").click()
    file = atelier.dossier / "extrait.csv"
    file.write_text(write_extract(), encoding="utf-8")
    page.get_by_label("Code du dépôt").fill(DEPOT)
    page.get_by_label("Titre").fill("Décès domiciliés")
    page.get_by_label("L’extrait est fictif").check()
    page.get_by_label("Extrait", exact=True).set_input_files(file)
    click(page, "Déposer et décrire")
    describe(page, borne)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Décès domiciliés")
    return path_of(page)


def describe(page: Page, borne: int) -> None:
    """Write the agreement, check the mapping that was found, give the control totals."""
    page.get_by_label("Producteur").fill(PRODUCTEUR)
    page.get_by_label("Numéro de la convention").fill(CONVENTION)
    page.get_by_label("Fin de la convention").fill("2099-12-31")
    page.get_by_label("diagnostic local de santé").check()
    page.get_by_label("Famille").select_option("cepidc")
    page.get_by_label("Millésime des communes").fill("2025")
    page.get_by_label("Une case absente veut dire").select_option("zero")
    for nom, colonne in (("Commune", "COM"), ("Année", "ANNEE"), ("Âge", "CLAGE")):
        expect(page.get_by_label(f"Colonne : {nom}")).to_have_value(colonne)
    expect(page.get_by_label("Années", exact=True)).to_have_value(f"{ANNEES[0]}-{ANNEES[-1]}")
    expect(page.get_by_label("Classes d’âge")).to_have_value(re.compile(f"^{AGES[0]} = 0\n"))
    page.get_by_label("Indicateurs").fill(f"M03\nM04 ; ages=0-{borne}")
    page.get_by_label("Total de contrôle : effectif").fill(str(total()))
    click(page, "Enregistrer et contrôler")


def approve(atelier: Atelier, adresse: str) -> None:
    """Vouch for the deposit as the second person, once the engine has checked it."""
    atelier.work()
    page = atelier.go("ors", adresse)
    expect(page.get_by_role("main")).to_contain_text("Seule la validation de l’observatoire")
    page = atelier.go("ors_validateur", adresse)
    expect(page.get_by_role("main")).to_contain_text("retrouvés exactement")
    click(page, "Approuver")
    atelier.work()
    page = atelier.go("ors", adresse)
    expect(page.get_by_role("main")).to_contain_text("copie du site effacée")


def withdraw_deposit(atelier: Atelier, adresse: str, motif: str) -> None:
    """Take a deposit away, and say why."""
    page = atelier.go("ors", adresse)
    page.get_by_role("link", name="Retirer ce dépôt").click()
    page.get_by_label("Motif").fill(motif)
    click(page, "Retirer")


# --- the diagnosis


def order(atelier: Atelier, libelle: str) -> str:
    """Order a diagnosis as the ARS; return its address in the workshop."""
    page = atelier.go("ars_siege", "/observatoire/diagnostics/")
    page.get_by_role("link", name="Commander un diagnostic").click()
    page.get_by_label("Nom du diagnostic").fill(libelle)
    page.get_by_label("Communes du nouveau périmètre").fill(METROPOLE)
    page.get_by_label("Questions posées à l’observatoire").fill("De quoi meurt-on ici ?")
    page.get_by_label("Échéance").fill("2099-06-30")
    page.get_by_label("Commanditaire").select_option(index=1)
    page.get_by_label("Observatoire chargé du travail").select_option(index=1)
    click(page, "Passer la commande")
    expect(page.get_by_role("heading", level=1)).to_contain_text(libelle)
    return path_of(page)


def start(atelier: Atelier, adresse: str, codes: Sequence[str]) -> None:
    """Begin the work and keep some indicators, as the statistician."""
    page = atelier.go("ors", adresse)
    click(page, "Commencer le travail")
    page = atelier.go("ors", f"{adresse}indicateurs/")
    page.evaluate("document.querySelectorAll('[name=codes]').forEach(e => { e.checked = false; })")
    for code in codes:
        page.locator(f"#c-{code}").check()
    click(page, "Enregistrer le choix")
    expect(page.get_by_role("main")).to_contain_text(f"{len(codes)} choisis")


def write(atelier: Atelier, adresse: str, cle: str, texte: str) -> None:
    """Write a text in place of the automatic one."""
    page = atelier.go("ors", f"{adresse}textes/{cle}/")
    page.get_by_label("Votre texte").fill(texte)
    click(page, "Enregistrer ce texte")


def review(atelier: Atelier, adresse: str) -> None:
    """Send to review, then give a favourable opinion as another statistician."""
    click(atelier.go("ors", adresse), "Envoyer en relecture")
    page = atelier.go("ors.relecture", f"{adresse}relecture/")
    page.get_by_label("favorable", exact=True).check()
    click(page, "Donner cet avis")


def sign(atelier: Atelier, adresse: str) -> None:
    """Sign the control of secrecy, every point ticked."""
    page = atelier.go("ors_validateur", f"{adresse}controle/")
    for box in page.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    click(page, "Signer le contrôle")


def publish(atelier: Atelier, adresse: str) -> None:
    """Publish what was signed."""
    click(atelier.go("ors_validateur", f"{adresse}publier/"), "Publier maintenant")
    atelier.work()
    page = atelier.go("ors_validateur", f"{adresse}publier/")
    expect(page.get_by_role("main")).to_contain_text("Lire l’édition publiée")


def declare_erratum(atelier: Atelier, adresse: str, code: str, explication: str) -> None:
    """Withdraw a published indicator."""
    page = atelier.go("ors_validateur", adresse)
    page.get_by_role("link", name="Signaler une erreur publiée").click()
    page.get_by_label("Élément à retirer").select_option(f"indicateur={code}")
    page.get_by_label("Explication").fill(explication)
    click(page, "Publier l’erratum")
