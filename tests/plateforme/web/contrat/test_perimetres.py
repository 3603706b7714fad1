"""Both perimeters and their difference; communes that leave or merge, and what figures become."""

import pytest

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import ChangementCommune
from ancrage.plateforme.contrats.services.communes import watch_contrat
from ancrage.plateforme.territoires.models import Usage
from ancrage.plateforme.territoires.services import explain_ecart
from tests.plateforme.contrats.factories import freeze, fresh, opened, until
from tests.plateforme.contrats.region_essai import FUSION
from tests.plateforme.territoires.factories import make_perimetre
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db
PAGE = "perimetres/"


def test_the_difference_is_shown_and_explained(equipe, jour, lire, envoyer):
    contrat = opened(equipe, jour)
    assert "n’a pas encore de périmètre propre" in lire(contrat, PAGE, equipe.siege)
    signed = make_perimetre(communes=("45234", "45147"), usage=Usage.CONTRAT, libelle="Signé")
    data = {"version": contrat.version, "perimetre_etude": contrat.perimetre_etude.identifiant,
            "perimetre": signed.identifiant}  # fmt: skip
    page = "perimetres/choisir/"
    assert envoyer(contrat, page, equipe.siege, **data).status_code == 302
    html = lire(contrat, PAGE, equipe.siege)
    assert "L’écart n’est pas expliqué" in html
    names = {one.code: one.libelle for one in signed.communes.all()}
    study = {one.code: one.libelle for one in contrat.perimetre_etude.communes.all()}
    assert f"hors du contrat : <strong>{study['45146']}" in html
    assert f"sans avoir été étudiée : <strong>{names['45147']}" in html
    data |= {"version": fresh(contrat).version, "ecart_explique": "Adhésion tardive (essai)."}
    assert envoyer(contrat, page, equipe.siege, **data).status_code == 302
    html = lire(contrat, PAGE, equipe.siege)
    assert "Pourquoi : Adhésion tardive (essai)." in html
    assert "n’est pas expliqué" not in html


def test_a_frozen_perimeter_keeps_its_explanation(equipe, jour, envoyer):
    contrat = opened(equipe, jour)
    signed = make_perimetre(communes=("45234",), usage=Usage.CONTRAT)
    explain_ecart(acteur=None, perimetre=signed, ecart_explique="Une raison.")
    freeze(signed)
    data = {"version": contrat.version, "perimetre_etude": contrat.perimetre_etude.identifiant,
            "perimetre": signed.identifiant, "ecart_explique": "Une autre."}  # fmt: skip
    answer = envoyer(contrat, "perimetres/choisir/", equipe.siege, **data)
    assert answer.status_code == 422
    assert fresh(contrat).perimetre is None  # the choice goes with the refused explanation
    signed.refresh_from_db()
    assert signed.ecart_explique == "Une raison."


def test_the_public_reads_what_was_signed(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    html = lire(contrat, PAGE)
    assert "Périmètre du contrat" in html
    assert "habitants" in html or "Habitants" in html
    assert "Périmètre d’étude</h2>" not in html


def test_a_commune_that_leaves_prepares_the_amendment_and_tells_its_effect(
    equipe, jour, lire, envoyer
):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    page, data = "perimetres/retrait/", {"motif": "Autre EPCI (essai)", "on": jour.isoformat()}
    assert envoyer(contrat, page, equipe.siege, **data, communes=[]).status_code == 422
    everyone = envoyer(contrat, page, equipe.siege, **data, communes=["45234", "45146"])
    assert "qu’il en reste une" in plain(everyone)
    answer = envoyer(contrat, page, equipe.siege, **data, communes=["45146"])
    avenant = contrat.avenants.get()
    assert answer["Location"] == f"/contrats/{contrat.slug}/avenants/{avenant.identifiant}/"
    assert avenant.perimetre.codes == ["45234"]
    effects = lire(contrat, PAGE, equipe.siege).partition("effet sur les chiffres")[2]
    assert "2 communes avant, 1 après" in effects
    assert "habitants avant" in effects
    assert "Voir l’avenant n° 1" in effects
    assert fresh(contrat).perimetre.codes == ["45146", "45234"]  # until it is signed


def test_a_merger_is_told_with_its_amendment(equipe, jour, lire):
    equipe.perimetre_contrat = make_perimetre(communes=FUSION, usage=Usage.CONTRAT, millesime=2022)
    freeze(equipe.perimetre_contrat)
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    change = watch_contrat(contrat=contrat, on=jour)
    assert isinstance(change, ChangementCommune)
    html = lire(contrat, PAGE, equipe.siege)
    assert "Fusion de communes" in html
    assert "fusionné ou changé de code" in html
    assert "en préparation" in lire(contrat, qui=equipe.siege)
