"""Each guard of each act, alone unmet: its page says what is missing and who brings it, then the
act is refused, goes with an alert, or asks for a reason."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ancrage.plateforme.comptes.roles import PORTEES, Portee, Role
from ancrage.plateforme.contrats import faits
from ancrage.plateforme.contrats.etats import ACTES, Etat
from ancrage.plateforme.contrats.gardes import Issue, check_guards
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.avenants import Projet, prepare_avenant
from ancrage.plateforme.contrats.services.calendrier import run_day
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, bring_fact, fresh, in_state, taken_over
from tests.plateforme.web.contrat.cas_gardes import (
    ALERTE,
    BLOQUE,
    CAS,
    DEROGATION,
    PLAN,
    SANS_FORMULAIRE,
    Cas,
    Montage,
)
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db
# Read before the tests: what the whole site answers, not the contracts alone.
SITE = dict(faits._fournisseurs)
COMPTES = {str(role.label): role for role in Role}
LISTE = [(cas, etat) for cas in CAS for etat in cas.etats]
MOTIF = {"code": "portage_politique", "motif": "Le portage s’est retiré (essai)."}


def test_the_table_holds_every_guard_of_every_act():
    guards = [(nom, one.fait) for nom, acte in ACTES.items() for one in acte.gardes]
    written = [cas.cle for cas in CAS] + list(SANS_FORMULAIRE)
    assert sorted(guards) == sorted(written)
    assert all(set(cas.etats) <= {str(etat) for etat in ACTES[cas.acte].de} for cas in CAS)


def mount(equipe: Equipe, cas: Cas, etat: str, jour: date) -> Contrat:
    """Return a contract on which this guard alone is unmet."""
    montage = PLAN.get(cas.fait, Montage())
    contrat = (montage.depart or in_state)(equipe, etat, jour)
    asked = [one.fait for one in ACTES[cas.acte].gardes]
    if montage.apporte:
        montage.apporte(equipe, contrat, jour)
    if "priorites_en_nombre" in asked and not cas.fait.startswith("priorites_"):
        bring_fact(equipe, contrat, "priorites_retenues", jour)
    for fait in asked:
        if fait not in (cas.fait, *cas.avec, *montage.sans):
            bring_fact(equipe, fresh(contrat), fait, jour)
    contrat = fresh(contrat)
    unmet = {
        one.fait for one in check_guards(contrat, cas.acte, jour)
        if one.issue in (Issue.BLOQUE, Issue.ALERTE)
    }  # fmt: skip
    assert unmet == {cas.fait, *cas.avec}
    return contrat


def account(label: str, contrat: Contrat) -> Any:
    """Return somebody who holds one role over a contract, at its narrowest reach."""
    role = COMPTES[label]
    if Portee.CONTRAT in PORTEES[role]:
        return member(role, portee=Portee.CONTRAT, code=contrat.slug)
    return member(role)


def row_of(html: str, cas: Cas) -> str:
    """Return the line of one guard, on the page of its act."""
    libelle = faits.FAITS[cas.fait].libelle
    _, found, after = html.partition(f"{libelle[:1].upper()}{libelle[1:]}")
    assert found, libelle
    return after.partition("</tr>")[0].replace("&#x27;", "’").replace("'", "’")


def act(envoyer: Callable[..., Any], contrat: Contrat, cas: Cas, qui: Any, jour: date) -> Any:
    sent = {"version": contrat.version, "on": jour.isoformat()}
    if ACTES[cas.acte].motive:
        sent |= MOTIF
    if cas.acte == "renouveler":
        sent["nom"] = "CLS suivant"
    return envoyer(contrat, f"actes/{cas.acte}/", qui, **sent)


@pytest.mark.parametrize(("cas", "etat"), LISTE, ids=lambda one: getattr(one, "fait", one))
def test_a_guard_alone_unmet_is_said_and_does_its_effect(equipe, jour, lire, envoyer, cas, etat):
    contrat = mount(equipe, cas, etat, jour)
    people = [account(label, contrat) for label in cas.agit]
    with at(jour):
        for person in people:
            row = row_of(lire(contrat, f"actes/{cas.acte}/", person), cas)
            assert (ALERTE if cas.effet == ALERTE else BLOQUE) in row
            assert "Il manque" in row
            assert cas.dit in row
            assert f"{' ; '.join(cas.par)}." in row
            assert f'href="/contrats/{contrat.slug}/' in row
        answer = act(envoyer, contrat, cas, people[-1], jour)
    EFFETS[cas.effet](SimpleNamespace(**locals()))


def _refused(vu: Any) -> None:
    html = plain(vu.answer).replace("&#x27;", "’").replace("'", "’")
    assert vu.answer.status_code == 422
    assert f"Pour {ACTES[vu.cas.acte].libelle}, il manque : " in html
    assert f"Peut l’apporter : {' ; '.join(vu.cas.par)}." in html
    assert fresh(vu.contrat).etat == vu.etat


def _warned(vu: Any) -> None:
    assert vu.answer.status_code == 302
    assert fresh(vu.contrat).etat == ACTES[vu.cas.acte].vers[0]
    kept = {one["fait"]: one for one in fresh(vu.contrat).transitions.last().gardes}
    assert kept[vu.cas.fait]["issue"] == ALERTE
    assert kept[vu.cas.fait]["detail"]


def _asked_for_a_reason(vu: Any) -> None:
    """Refused; the fact's page offers the derogation to the ARS; with its reason the act goes."""
    _refused(vu)
    contrat, delegation = vu.contrat, account("ARS, délégation départementale", vu.contrat)
    page = f"faits/{vu.cas.fait}/"
    with at(vu.jour):
        assert "Accorder une dérogation motivée" in vu.lire(contrat, page, delegation)
        given = vu.envoyer(contrat, f"{page}derogation/", delegation, motif="Six besoins.")
        assert given.status_code == 302
        again = act(vu.envoyer, fresh(contrat), vu.cas, vu.people[-1], vu.jour)
    assert again.status_code == 302
    assert fresh(contrat).etat == ACTES[vu.cas.acte].vers[0]


EFFETS = {BLOQUE: _refused, ALERTE: _warned, DEROGATION: _asked_for_a_reason}


@pytest.mark.parametrize("acte", dict.fromkeys(cas.acte for cas in CAS))
def test_on_the_whole_site_each_unmet_guard_says_what_and_who(
    equipe, jour, lire, monkeypatch, acte
):
    """With the notes, meetings, plan and documents answering for their facts, in their words."""
    monkeypatch.setattr(faits, "_fournisseurs", SITE)
    contrat = in_state(equipe, ACTES[acte].de[0], jour)
    unmet = [
        one for one in check_guards(contrat, acte, jour)
        if one.issue in (Issue.BLOQUE, Issue.ALERTE)
    ]  # fmt: skip
    who = next(label for cas in CAS if cas.acte == acte for label in cas.agit)
    with at(jour):
        html = lire(contrat, f"actes/{acte}/", account(who, contrat))
    cases = {cas.fait: cas for cas in CAS if cas.acte == acte}
    for one in unmet:
        row = row_of(html, cases[one.fait])
        assert one.detail.strip()
        assert "Il manque" in row
        assert " ; ".join(cases[one.fait].par) in row


# --- what has no form: the amendment, the calendar, the next contract


def test_extending_waits_for_an_amendment_signed_by_all(equipe, jour, lire, envoyer):
    contrat = taken_over(equipe, Etat.EN_OEUVRE, jour)
    end = contrat.date_fin.replace(year=contrat.date_fin.year + 1)
    projet = Projet("Prorogation", "le temps de l’évaluation", jour, date_fin=end)
    assert "par un avenant qui reporte le terme" in lire(contrat, "actes/proroger/", equipe.siege)
    avenant = prepare_avenant(acteur=equipe.siege, contrat=contrat, projet=projet)
    page = f"avenants/{avenant.identifiant}/"
    assert "Il manque encore l’acte ou la signature de 2 parties" in lire(contrat, page)
    refused = envoyer(contrat, f"{page}signer/", equipe.siege, version=avenant.version,
                      on=jour.isoformat())  # fmt: skip
    assert refused.status_code == 422
    html = plain(refused).replace("&#x27;", "’")
    assert "Pour signer l’avenant, il manque : " in html
    assert "Communauté porteuse (aucune délibération, la signature)" in html
    assert fresh(contrat).etat == Etat.EN_OEUVRE


@pytest.mark.parametrize("etat", ["en_oeuvre", "suspendu", "proroge"])
def test_the_calendar_ends_nothing_before_the_term_passes(equipe, jour, etat):
    contrat = taken_over(equipe, etat, jour)
    (found,) = check_guards(contrat, "constater_echeance", jour)
    assert (found.issue, found.detail) == (Issue.BLOQUE, "le terme du contrat")
    run_day()
    assert fresh(contrat).etat == etat


def test_a_contract_under_renewal_waits_for_the_signature_of_the_next(equipe, jour, lire):
    contrat = in_state(equipe, Etat.RENOUVELLEMENT, jour)
    html = lire(contrat, "", equipe.siege)
    row = html.partition("Le contrat suivant est signé")[2].partition("</tr>")[0]
    assert "bloque" in row
    assert "Il manque sa signature" in row
    assert "ARS, siège." in row
    lire(contrat, "actes/terminer/", equipe.siege, status=404)
