"""A contract from its request to its renewal, in the browser, by those whose step it is.

Each act is first refused, and its page says what is missing; then what it waits for comes: files
that attest, by the pages; what belongs to another space (note, meetings, plan, parties), by its
services, whose pages have their own tests.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import ACTES, Etat
from ancrage.plateforme.contrats.faits import FAITS, is_attested
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.models import Contrat
from tests.plateforme.contrats.factories import CHAINE, Equipe, bring_fact, fresh
from tests.plateforme.faisabilite import factories as notes
from tests.plateforme.prefiguration.factories import Prefig, agreed
from tests.plateforme.programmes.factories import Atelier, a_fiche, priorities, with_prs
from tests.plateforme.rencontres import factories as seances

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
NOM = "CLS du parcours"
# Who acts and brings: accounts of the demonstration, in this order.
GENS = (Role.DD_ARS, Role.COORDONNATEUR, Role.ARS_SIEGE, Role.ORS, Role.ORS_VALIDATEUR)


class Vie:
    """The people in their browsers, and the contract that they bring to its signature."""

    def __init__(self, entrer: Callable[[str], Page], dossier: Path) -> None:
        self.entrer, self.pages = entrer, {}
        self.equipe, self.jour = Equipe(), timezone.localdate()
        self.salle: Any = None
        self.piece = dossier / "piece.pdf"
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(self.piece)

    def go(self, roles: Any, chemin: str) -> Page:
        """Open an address as the first person who holds one of these roles."""
        role = next(one for one in GENS if str(one) in {str(each) for each in roles})
        if role not in self.pages:
            self.pages[role] = self.entrer(role)
        page: Page = self.pages[role]
        page.goto("/".join(page.url.split("/", 3)[:3]) + chemin, wait_until="load")
        return page

    @property
    def contrat(self) -> Contrat:
        return fresh(Contrat.objects.get(nom=NOM))

    def open(self) -> None:
        """The delegation opens the request."""
        page = self.go({Role.DD_ARS}, "/contrats/ouvrir/")
        page.locator("[name=nom]").fill(NOM)
        page.locator("[name=territoire]").fill("epci:244500468")
        page.locator("[name=porteur]").select_option(index=1)
        page.locator("[name=on]").fill(self.jour.isoformat())
        submit(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(NOM)

    def act(self, nom: str) -> Page:
        """Send the form of an act."""
        page = self.go(ACTES[nom].roles, f"/contrats/{self.contrat.slug}/actes/{nom}/")
        submit(page)
        return page

    def bring(self, fait: str) -> None:
        """Bring one fact: by its page where a file attests it, by its space elsewhere."""
        contrat = self.contrat
        if read_fact(contrat, fait, self.jour)[0].tenu:
            return
        if is_attested(fait):
            page = self.go(FAITS[fait].par, f"/contrats/{contrat.slug}/faits/{fait}/")
            page.locator("input[type=file]").set_input_files(self.piece)
            page.locator("[name=date_document]").fill(self.jour.isoformat())
            submit(page)
            expect(page.get_by_role("main")).to_contain_text("attesté par un document")
        elif fait in ELSEWHERE:
            ELSEWHERE[fait](self, contrat)
        else:
            bring_fact(self.equipe, contrat, fait, self.jour)

    def meet(self, contrat: Contrat, instance: str = "copil", objet: str = "") -> None:
        """Hold a meeting of a body, with a decision."""
        if self.salle is None:
            self.salle = seances.Salle(contrat, self.equipe)
        where = self.salle.copil
        if instance != "copil":
            where = seances.an_instance(self.salle, instance)
            seances.a_membre(self.salle, "institutions", "technicienne", instance=where)
        held = seances.held(self.salle, self.jour, instance=where)
        if objet:
            seances.decided(self.salle, held, objet=objet)

    def write_note(self, contrat: Contrat) -> None:
        service = notes.Service()
        notes.decided(service, notes.note_of(service, contrat))

    def write_plan(self, contrat: Contrat) -> None:
        atelier = Atelier(self.equipe, contrat)
        priorities(atelier, 3, self.jour)
        prs = with_prs(atelier)
        a_fiche(atelier, liens_prs=(prs,), debut=date(2024, 9, 1))

    def agree(self, contrat: Contrat) -> None:
        agreed(Prefig(contrat, self.equipe), on=self.jour)


ELSEWHERE: dict[str, Callable[[Vie, Contrat], None]] = {
    "portage_politique": Vie.write_note,
    "ingenierie_financee": Vie.write_note,
    "copil_installe": Vie.meet,
    "priorites_retenues": Vie.write_plan,
    "indicateurs_de_suivi": Vie.agree,
    "avis_cotech": lambda vie, contrat: vie.meet(contrat, "cotech", "avis_cotech"),
}


def submit(page: Page) -> None:
    """Send the form of the page, and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("main").locator("form").last.locator("button").last.click()


@pytest.fixture
def vie(entrer: Any, tmp_path: Path) -> Vie:
    return Vie(entrer, tmp_path)


def test_a_contract_lives_from_its_request_to_its_renewal(vie: Vie) -> None:
    vie.open()
    for nom in (*CHAINE, "signer", "mettre_en_oeuvre", "ouvrir_evaluation"):
        blocking = [
            garde.fait
            for garde in ACTES[nom].gardes
            if not garde.regle and not read_fact(vie.contrat, garde.fait, vie.jour)[0].tenu
        ]
        if blocking:
            state = vie.contrat.etat
            expect(vie.act(nom).get_by_role("main")).to_contain_text("il manque")
            assert vie.contrat.etat == state
        for garde in ACTES[nom].gardes:
            vie.bring(garde.fait)
        expect(vie.act(nom).get_by_role("main")).to_contain_text("C’est fait")
        assert vie.contrat.etat == ACTES[nom].vers[0], nom
    page = vie.go({Role.DD_ARS}, f"/contrats/{vie.contrat.slug}/frise/")
    expect(page.get_by_role("main")).to_contain_text("Signer le contrat")
    renew(vie)


def renew(vie: Vie) -> None:
    """The COPIL decides, the delegation renews: the next contract points to this one."""
    contrat, following = vie.contrat, f"{NOM}, suite"
    page = vie.go({Role.DD_ARS}, f"/contrats/{contrat.slug}/actes/renouveler/")
    page.locator("[name=nom]").fill(following)
    submit(page)
    expect(page.get_by_role("main")).to_contain_text("il manque")
    vie.meet(contrat, objet="renouvellement")
    page = vie.go({Role.DD_ARS}, f"/contrats/{contrat.slug}/actes/renouveler/")
    page.locator("[name=nom]").fill(following)
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(following)
    made = Contrat.objects.get(nom=following)
    assert (made.contrat_precedent, made.generation) == (contrat, 2)
    assert vie.contrat.etat == Etat.RENOUVELLEMENT
