"""A contract from its request to its renewal, in the browser, by those whose step it is.

Each act is first refused, and its page says what is missing; then what it waits for comes, by the
pages: files that attest, a COPIL with its minutes, a COTECH, a priority, the parties, their votes
and signatures. The note, the sheets and the articles come from their services, whose pages have
their own tests.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import ACTES, Etat
from ancrage.plateforme.contrats.faits import FAITS, is_attested
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.models import Priorite
from tests.parcours.vie import (
    AGENCE,
    COLLECTIVITE,
    PREFECTURE,
    Gens,
    fill,
    hold_copil,
    hold_seance,
    submit,
    told,
)
from tests.plateforme.contrats.factories import CHAINE, Equipe, bring_fact
from tests.plateforme.faisabilite import factories as notes
from tests.plateforme.prefiguration.factories import Prefig, agreed
from tests.plateforme.programmes.factories import Atelier, a_fiche, priorities, with_prs

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
NOM = "CLS du parcours"
DD, COORDO, SIEGE = Role.DD_ARS, Role.COORDONNATEUR, Role.ARS_SIEGE
SIGNATAIRES = (AGENCE, COLLECTIVITE, PREFECTURE)


class Vie(Gens):
    """The people in their browsers, and what each fact asks them to do."""

    def __init__(self, entrer: Callable[[str], Page], dossier: Path) -> None:
        super().__init__(entrer, dossier, NOM)
        self.equipe = Equipe()

    def open(self) -> None:
        """The delegation opens the request."""
        page = self.go({DD}, "/contrats/ouvrir/")
        fill(page, nom=NOM, territoire="epci:244500468", porteur=COLLECTIVITE, on=self.jour)
        submit(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(NOM)

    def bring(self, fait: str) -> None:
        """Bring one fact: by a file that attests it, else as its part of the site does."""
        contrat = self.contrat
        if read_fact(contrat, fait, self.jour)[0].tenu:
            return
        if is_attested(fait):
            page = self.on(FAITS[fait].par, f"faits/{fait}/")
            fill(page, fichier=self.piece, date_document=self.jour)
            submit(page)
            told(page, "attesté par un document")
        elif fait in PAR_PAGE:
            PAR_PAGE[fait](self, contrat)
        else:
            bring_fact(self.equipe, contrat, fait, self.jour)

    def send(self, roles: Any, chemin: str, **champs: Any) -> Page:
        """Fill and send the form of a page of the contract."""
        page = self.on(roles, chemin)
        fill(page, **champs)
        submit(page)
        return page

    # --- what each fact asks

    def write_note(self, contrat: Contrat) -> None:
        service = notes.Service()
        notes.decided(service, notes.note_of(service, contrat))

    def verify_carrier(self, contrat: Contrat) -> None:
        porteur = contrat.porteurs.get()
        self.send(COORDO, f"porteurs/{porteur.identifiant}/", statuts_du=self.jour,
                  competence_statutaire="Santé, article 4 (exemple).")  # fmt: skip

    def post(self, contrat: Contrat) -> None:
        page = self.send(DD, "equipe/poste/", utilisateur="Côme Exemple", employeur=COLLECTIVITE,
                         etp="0,5", debut=self.jour)  # fmt: skip
        told(page, "Côme Exemple")

    def freeze(self, contrat: Contrat) -> None:
        page = self.go(SIEGE, f"/perimetres/{contrat.perimetre_etude.identifiant}/")
        submit(page, "Figer")

    def meet(self, contrat: Contrat) -> None:
        hold_copil(self)

    def write_plan(self, contrat: Contrat) -> None:
        """A need and a priority by the pages; two more, and a whole sheet, by the services."""
        self.send(COORDO, "programme/besoins/nouveau/", code="B9", libelle="Voir un dentiste",
                  constat_1="Six mois d’attente.", source_1="atelier (exemple)")  # fmt: skip
        page = self.on(COORDO, "programme/priorites/nouvelle/")
        fill(page, libelle="Consulter près de chez soi", besoins=True)
        submit(page)
        chosen = Priorite.objects.of(contrat).get(libelle="Consulter près de chez soi")
        page = self.send(COORDO, f"programme/priorites/{chosen.identifiant}/retenir/",
                         decision="COPIL 1, n° 1", decidee_le=self.jour)  # fmt: skip
        told(page, "COPIL 1, n° 1")
        atelier = Atelier(self.equipe, contrat)
        priorities(atelier, 2, self.jour)
        prs = with_prs(atelier)
        a_fiche(atelier, liens_prs=(prs,), debut=date(2024, 9, 1))

    def agree_on_follow_up(self, contrat: Contrat) -> None:
        agreed(Prefig(contrat, self.equipe), on=self.jour)

    def give_opinion(self, contrat: Contrat) -> None:
        hold_seance(self, "cotech", "avis_cotech")

    def date_contract(self, contrat: Contrat) -> None:
        self.send(COORDO, "modifier/", date_debut=self.jour,
                  date_fin=self.jour + timedelta(days=3 * 365))  # fmt: skip

    def name_parties(self, contrat: Contrat) -> None:
        for organisation in SIGNATAIRES:
            page = self.send(COORDO, "signataires/ajouter/", organisation=organisation,
                             representant="Dominique Exemple", fonction="directrice")  # fmt: skip
            told(page, organisation)

    def vote(self, contrat: Contrat) -> None:
        one = self.signing(COLLECTIVITE)
        self.send(COORDO, f"signataires/{one}/deliberation/", numero="2026-12",
                  date_vote=self.jour, date_transmission=self.jour, date_publication=self.jour,
                  autorise_signature=True, fichier=self.piece)  # fmt: skip

    def agree(self, contrat: Contrat) -> None:
        one = self.signing(PREFECTURE)
        self.send(COORDO, f"signataires/{one}/accord/", date_accord=self.jour,
                  auteur="Dominique Exemple", fonction="préfète", fichier=self.piece)  # fmt: skip

    def sign_on_paper(self, contrat: Contrat) -> None:
        for organisation in SIGNATAIRES:
            self.send(COORDO, f"signataires/{self.signing(organisation)}/signature/",
                      date_signature=self.jour, fichier=self.piece)  # fmt: skip

    def signing(self, organisation: str) -> Any:
        return self.contrat.signataires.get(organisation__nom=organisation).identifiant


PAR_PAGE: dict[str, Callable[[Vie, Contrat], None]] = {
    "portage_politique": Vie.write_note,
    "ingenierie_financee": Vie.write_note,
    "porteur_competent": Vie.verify_carrier,
    "coordonnateur_recrute": Vie.post,
    "perimetre_fige": Vie.freeze,
    "copil_installe": Vie.meet,
    "priorites_retenues": Vie.write_plan,
    "indicateurs_de_suivi": Vie.agree_on_follow_up,
    "avis_cotech": Vie.give_opinion,
    "duree_ecrite": Vie.date_contract,
    "signataires_obligatoires": Vie.name_parties,
    "deliberations_completes": Vie.vote,
    "accords_ecrits_recus": Vie.agree,
    "signatures_recues": Vie.sign_on_paper,
}


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
    page = vie.on(DD, "frise/")
    told(page, "Signer le contrat")
    renew(vie)


def renew(vie: Vie) -> None:
    """The COPIL decides, the delegation renews: the next contract points to this one."""
    contrat, following = vie.contrat, f"{NOM}, suite"
    told(vie.act("renouveler", nom=following), "il manque")
    hold_copil(vie, "renouvellement")
    page = vie.act("renouveler", nom=following)
    expect(page.get_by_role("heading", level=1)).to_contain_text(following)
    made = Contrat.objects.get(nom=following)
    assert (made.contrat_precedent, made.generation) == (contrat, 2)
    assert vie.contrat.etat == Etat.RENOUVELLEMENT
