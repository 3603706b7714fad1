"""The life that goes on, in the browser: a running contract is taken over, loses a commune, goes
through an election and a coordinator who leaves, is extended, evaluated, then renewed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import Contrat
from tests.parcours.vie import (
    AGENCE,
    COLLECTIVITE,
    Gens,
    fill,
    follow,
    hold_copil,
    main,
    submit,
    told,
)
from tests.plateforme.contrats.factories import load_doctrine

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
NOM = "CLS repris du parcours"
DD, COORDO, SIEGE = Role.DD_ARS, Role.COORDONNATEUR, Role.ARS_SIEGE
# Orléans, Chécy, Combleux: Combleux leaves.
COMMUNES, PARTIE = "45234\n45089\n45100", "45100"


@pytest.fixture
def gens(entrer: Any, tmp_path: Path) -> Gens:
    load_doctrine("24")
    return Gens(entrer, tmp_path, NOM)


def test_a_contract_in_force_goes_on_to_its_renewal(gens: Gens) -> None:
    take_over(gens)
    write_a_fiche(gens)
    lose_a_commune(gens)
    go_through_an_election(gens)
    change_coordinator(gens)
    extend(gens)
    told(gens.act("ouvrir_evaluation"), "C’est fait")
    assert gens.contrat.etat == Etat.EVALUATION
    renew(gens)


def ligne(page: Page, rang: int, /, **champs: Any) -> None:
    """Fill one of the repeated lines of a step."""
    fill(page, **{f"ligne-{rang}-{name}": value for name, value in champs.items()})


def take_over(gens: Gens) -> None:
    """The delegation enters a running contract, its second, step by step."""
    debut, fin = gens.jour - timedelta(days=700), gens.jour + timedelta(days=120)
    page = gens.go(DD, "/contrats/reprendre/")
    submit(page, "Commencer une reprise")
    fill(page, nom=NOM, communes=COMMUNES, millesime="2024")
    submit(page, "Enregistrer et continuer")
    fill(page, etat="en_oeuvre", depuis=debut, source="contrat numérisé (exemple)",
         date_signature=debut, date_debut=debut, date_fin=fin, contrat=gens.piece)  # fmt: skip
    submit(page, "Enregistrer et continuer")
    qui = {"signe": True, "representant": "Dominique Exemple", "fonction": "directrice"}
    ligne(page, 0, organisation=AGENCE, **qui)
    ligne(page, 1, organisation=COLLECTIVITE, porteur=True, numero="2024-7", vote=debut,
          scan=gens.piece, **qui)  # fmt: skip
    submit(page, "Enregistrer et continuer")
    ligne(page, 0, nom="Premier CLS (exemple)", date_signature=date(2019, 1, 7),
          date_debut=date(2019, 1, 7), date_fin=debut - timedelta(days=1))  # fmt: skip
    submit(page, "Enregistrer et continuer")
    fill(page, titre="Diagnostic de 2023 (exemple)", auteur="Observatoire (exemple)",
         le=debut - timedelta(days=200), document=gens.piece)  # fmt: skip
    ligne(page, 0, libelle="Décès prématurés", valeur="183,4", unite="pour 100 000",
          periode="2015-2019", source="Inserm-CépiDc", page="41")  # fmt: skip
    submit(page, "Enregistrer et continuer")
    told(page, "Ce contrat peut être repris", "2e génération")
    submit(page, "Reprendre ce contrat")
    told(page, "marque « repris »")
    found = gens.contrat
    assert (found.etat, found.repris, found.generation) == (Etat.EN_OEUVRE, True, 2)
    page = gens.on(DD, "equipe/poste/")
    fill(page, utilisateur="Côme Exemple", employeur=COLLECTIVITE, etp="0,5",
         debut=gens.jour - timedelta(days=400))  # fmt: skip
    submit(page)
    told(page, "Côme Exemple")


def write_a_fiche(gens: Gens) -> None:
    """The coordinator writes an action sheet, with its pilot."""
    page = gens.on(COORDO, "programme/fiches/nouvelle/")
    fill(page, titre="Marcher ensemble (exemple)")
    submit(page)
    told(page, "Marcher ensemble (exemple)")


def lose_a_commune(gens: Gens) -> None:
    """A commune leaves: an amendment is ready, voted, signed on paper, then the list changes."""
    page = gens.on(COORDO, "perimetres/retrait/")
    main(page).locator(f"[name=communes][value='{PARTIE}']").check()
    fill(page, motif="Elle rejoint une autre intercommunalité (exemple).", on=gens.jour)
    submit(page)
    avenant = page.url
    told(page, "Avenant n° 1", "Sortent : Combleux", "La nouvelle liste est à figer")
    follow(page, "Voir la nouvelle liste")
    liste, page = page.url, gens.page(SIEGE)
    page.goto(liste, wait_until="load")
    submit(page, "Figer")
    sign(gens, avenant)
    assert PARTIE not in gens.contrat.perimetre.codes
    told(gens.on(DD, "perimetres/"), "Voir l’avenant n° 1")


def sign(gens: Gens, avenant: str) -> None:
    """Refused while a piece lacks; then the vote, the signatures on paper, and it is signed."""
    page = gens.page(SIEGE)
    page.goto(avenant, wait_until="load")
    follow(page, "Signer l’avenant")
    submit(page)
    told(page, "Pour signer l’avenant, il manque", "aucune délibération")
    page = gens.page(COORDO)
    page.goto(avenant, wait_until="load")
    follow(page, "Délibération de")
    veille = gens.jour - timedelta(days=1)
    fill(page, numero="2026-12", date_vote=veille, date_transmission=veille,
         date_publication=veille, autorise_signature=True, fichier=gens.piece)  # fmt: skip
    submit(page)
    for _ in (AGENCE, COLLECTIVITE):
        page.goto(avenant, wait_until="load")
        follow(page, "Signature de")
        fill(page, date_signature=gens.jour, fichier=gens.piece)
        submit(page)
    page = gens.page(SIEGE)
    page.goto(avenant, wait_until="load")
    follow(page, "Signer l’avenant")
    submit(page)
    told(page, "signé le")


def go_through_an_election(gens: Gens) -> None:
    """Mandates end together; the élue is designated again, the adhesion confirmed again."""
    elue = {"organisation": COLLECTIVITE, "type_": "elu_referent", "fonction": "vice-présidente"}
    page = gens.on(COORDO, "equipe/mandat/")
    fill(page, titulaire="Camille Sortante", on=gens.jour - timedelta(days=300), **elue)
    submit(page)
    page = gens.go(SIEGE, "/contrats/elections/")
    fill(page, libelle="Municipales (exemple)", le=gens.jour)
    submit(page)
    told(page, "Mandats finis : 1", "Adhésions confirmées : 0 sur 1")
    page = gens.on(COORDO)
    told(page, "élu à désigner de nouveau", "1 adhésion à confirmer")
    page = gens.on(COORDO, "equipe/")
    told(page, "tenu par Camille Sortante")
    follow(page, "Désigner : élu référent")
    fill(page, titulaire="Dominique Entrante", on=gens.jour, **elue)
    submit(page)
    told(page, "Dominique Entrante")
    follow(page, "Enregistrer la confirmation")
    fill(page, on=gens.jour, fichier=gens.piece)
    submit(page)
    told(page, "confirmée le")


def change_coordinator(gens: Gens) -> None:
    """The book is read, the sheets change hands, the vacancy shows, somebody else comes."""
    page = gens.on(COORDO, "passation/")
    told(page, "Livret de passation", "Marcher ensemble (exemple)")
    follow(page, "Confier des fiches")
    main(page).locator("[name=codes]").first.check()
    fill(page, structure="Communauté d’accueil (exemple)", fonction="chargée de mission",
         motif="Départ du coordonnateur (exemple)")  # fmt: skip
    submit(page)
    told(page, "Communauté d’accueil (exemple), chargée de mission")
    page = gens.on(DD, "equipe/")
    follow(page, "Finir ce poste")
    fill(page, fin=gens.jour - timedelta(days=1), motif="mutation (exemple)")
    submit(page)
    told(page, "Poste vacant depuis le", "sont à confier")
    told(gens.on(DD), "Le poste de coordination est vacant")
    page = gens.on(DD, "equipe/poste/")
    fill(page, utilisateur="Agathe Exemple", employeur=COLLECTIVITE, etp="1", debut=gens.jour)
    submit(page)
    told(page, "Agathe Exemple")
    assert "Poste vacant" not in main(page).inner_text()


def extend(gens: Gens) -> None:
    """The end is moved by an amendment, and the contract is extended by its signature."""
    page = gens.on(COORDO, "avenants/")
    follow(page, "Proroger le contrat")
    fin = gens.contrat.date_fin + timedelta(days=365)
    fill(page, motif="Le temps de l’évaluation (exemple).", date_effet=gens.jour, date_fin=fin)
    submit(page)
    avenant = page.url
    told(page, "Prorogation du contrat", "Terme :")
    sign(gens, avenant)
    assert (gens.contrat.etat, gens.contrat.date_fin) == (Etat.PROROGE, fin)


def renew(gens: Gens) -> None:
    """Refused without the COPIL; once it decided, the next contract points to this one."""
    suivant = f"{NOM}, suite"
    told(gens.act("renouveler", nom=suivant), "il manque")
    hold_copil(gens, "renouvellement")
    page = gens.act("renouveler", nom=suivant)
    told(page, f"{NOM}")
    made = Contrat.objects.get(nom=suivant)
    assert (made.contrat_precedent, made.generation) == (gens.contrat, 3)
    assert gens.contrat.etat == Etat.RENOUVELLEMENT
    assert made.perimetre_etude.codes == gens.contrat.perimetre.codes
