"""The state machine: every state × every act × every role, in the code and in the database."""

import itertools
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats import faits
from ancrage.plateforme.contrats.etats import ACTES, DEVOIRS, STATUTS, Etat, StatutCarte
from ancrage.plateforme.contrats.faits import FAITS, Reponse, provider_of, register_fact
from ancrage.plateforme.contrats.models import Transition
from ancrage.plateforme.contrats.permissions import can
from ancrage.plateforme.doctrine.services.chargement import editions_written
from tests.plateforme.contrats.factories import Equipe, in_state, opened

pytestmark = pytest.mark.django_db

JOUR = date(2020, 5, 4)
S, DD, C, K = Role.ARS_SIEGE, Role.DD_ARS, Role.ELU, Role.COORDONNATEUR
O1, O2, PLATEFORME = Role.ORS, Role.ORS_VALIDATEUR, "plateforme"
# Written from domaine.md § 3, not from the code: state → {act: (state reached, who)}.
ABANDON = {"abandonner": ("abandonne", {S, DD, C})}
ARRET = ("non_reconduit", {S, DD})
ECHEANCE = ("echu", {PLATEFORME})
TABLE: dict[str, dict[str, tuple[str, set]]] = {
    "sollicitation": {"ouvrir_faisabilite": ("faisabilite", {S, DD}), **ABANDON},
    "faisabilite": {"engager_prefiguration": ("prefiguration", {S, DD}), **ABANDON},
    "prefiguration": {"commander_dls": ("dls_commande", {S}), **ABANDON},
    "dls_commande": {"demarrer_dls": ("dls_en_cours", {O1, O2}), **ABANDON},
    "dls_en_cours": {"restituer_dls": ("dls_restitue", {S, DD, K}), **ABANDON},
    "dls_restitue": {"ouvrir_priorisation": ("priorisation", {S, DD, K}), **ABANDON},
    "priorisation": {"ouvrir_ateliers": ("ateliers", {S, DD, K}), **ABANDON},
    "ateliers": {"ouvrir_redaction": ("redaction", {S, DD, K}), **ABANDON},
    "redaction": {"soumettre_validation": ("validation", {S, DD, K}), **ABANDON},
    "validation": {"signer": ("signe", {S}), **ABANDON},
    "signe": {"mettre_en_oeuvre": ("en_oeuvre", {S, DD, K, PLATEFORME})},
    "en_oeuvre": {
        "suspendre": ("suspendu", {S, DD, C}),
        "ouvrir_evaluation": ("evaluation", {S, DD, K, O1, O2}),
        "proroger": ("proroge", {S}),
        "ne_pas_reconduire": ARRET,
        "constater_echeance": ECHEANCE,
    },
    "suspendu": {
        "relancer": ("en_oeuvre", {S, DD, C}),
        "ne_pas_reconduire": ARRET,
        "constater_echeance": ECHEANCE,
    },
    "evaluation": {
        "poursuivre": ("en_oeuvre", {S, DD, K}),
        "renouveler": ("renouvellement", {S, DD}),
        "proroger": ("proroge", {S}),
        "ne_pas_reconduire": ARRET,
    },
    "renouvellement": {"terminer": ("termine", {PLATEFORME}), "ne_pas_reconduire": ARRET},
    "proroge": {
        "ouvrir_evaluation": ("evaluation", {S, DD, K, O1, O2}),
        "renouveler": ("renouvellement", {S, DD}),
        "ne_pas_reconduire": ARRET,
        "constater_echeance": ECHEANCE,
    },
    "echu": {
        "ouvrir_evaluation": ("evaluation", {S, DD, K, O1, O2}),
        "proroger": ("proroge", {S}),
        "renouveler": ("renouvellement", {S, DD}),
        "ne_pas_reconduire": ARRET,
    },
    "non_reconduit": {},
    "abandonne": {},
    "termine": {},
}


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def holder(role: str, region: str = "24") -> SimpleNamespace:
    """Return who holds one role over a region: all that rights look at."""
    held = frozenset({(role, "region", region)})
    return SimpleNamespace(is_authenticated=True, is_active=True, portees=held)


def test_there_are_twenty_states():
    assert sorted(Etat.values) == sorted(TABLE)
    assert len(Etat.values) == 20


def test_each_act_opens_to_these_roles_in_these_states_and_nowhere_else(equipe):
    contrat = opened(equipe, JOUR)
    people = {role: holder(role) for role in Role} | {PLATEFORME: None}
    for etat, nom, who in itertools.product(Etat.values, ACTES, people):
        contrat.etat = etat
        expected = who in TABLE[etat].get(nom, ("", set()))[1]
        assert can(people[who], nom, contrat) is expected, (etat, nom, who)


def test_a_visitor_and_another_region_open_nothing(equipe):
    contrat = opened(equipe, JOUR)
    strangers = [AnonymousUser(), *(holder(role, "53") for role in Role)]
    for etat, nom, who in itertools.product(Etat.values, ACTES, strangers):
        contrat.etat = etat
        assert not can(who, nom, contrat), (etat, nom)


@pytest.mark.parametrize("etat", Etat.values)
def test_the_database_refuses_every_other_step(equipe, etat):
    """Raw rows, without any service: from each state, to each state, under every name."""
    contrat = in_state(equipe, etat, JOUR)
    assert contrat.etat == etat
    legal = {(nom, vers) for nom, (vers, _) in TABLE[etat].items()}
    tried = set()
    for vers, nom in itertools.product(Etat.values, ACTES):
        if (nom, vers) in legal or (vers not in ACTES[nom].vers and nom != "abandonner"):
            continue
        tried.add(vers)
        with pytest.raises(IntegrityError), transaction.atomic():
            Transition.objects.create(
                region="24", contrat=contrat, rang=contrat.rang + 1, acte=nom, de=etat,
                vers=vers, le=JOUR, motif="essai", motif_code="autre", acteur_label="essai",
            )  # fmt: skip
    assert tried | {vers for _, vers in legal} == set(Etat.values)


def test_the_database_takes_no_step_out_of_turn(equipe):
    contrat = in_state(equipe, Etat.EN_OEUVRE, JOUR)
    first = contrat.transitions.get()
    good = {
        "region": "24", "contrat": contrat, "rang": 2, "acte": "ouvrir_evaluation",
        "de": "en_oeuvre", "vers": "evaluation", "le": JOUR, "acteur_label": "essai",
    }  # fmt: skip
    wrong = ({"rang": 3}, {"rang": 1}, {"de": "proroge"}, {"le": date(2019, 1, 1)})
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Transition.objects.create(**good | change)
    Transition.objects.create(**good)  # the same row, unchanged, is taken: and the state moves
    contrat.refresh_from_db()
    assert (contrat.etat, contrat.rang) == ("evaluation", 2)
    for write in (first.delete, lambda: Transition.objects.update(le=date(2021, 1, 1))):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_each_state_has_its_heading_on_the_map():
    counts = Counter(STATUTS[etat] for etat in Etat.values)
    assert counts == {
        StatutCarte.EN_ELABORATION: 9,  # states 1 to 9
        StatutCarte.GENERATION: 7,  # 10 to 14, 11b and 18
        StatutCarte.NON_RECONDUIT: 1,
        StatutCarte.ABSENT: 3,
    }


# --- facts


@pytest.mark.parametrize("code", FAITS)
def test_a_fact_has_one_provider_or_is_attested(code):
    """The registry holds one provider per fact; without any, a dated file must do."""
    assert (provider_of(code) is not None) or FAITS[code].attestable
    assert any(garde.fait == code for acte in ACTES.values() for garde in acte.gardes)


def test_every_guard_asks_for_a_known_fact():
    asked = {garde.fait for acte in ACTES.values() for garde in acte.gardes}
    assert asked == set(FAITS)


def test_a_second_provider_is_refused():
    with pytest.raises(ValueError, match="a provider already"):
        register_fact("perimetre_fige", lambda contrat, on: Reponse(True))
    with pytest.raises(ValueError, match="No guard asks"):
        register_fact("inconnu", lambda contrat, on: Reponse(True))


def test_a_provider_takes_the_place_of_the_file(monkeypatch):
    assert faits.is_attested("forum_tenu")
    monkeypatch.setitem(faits._fournisseurs, "forum_tenu", lambda contrat, on: Reponse(True))
    assert not faits.is_attested("forum_tenu")


def test_the_delays_of_the_doctrine_are_those_of_the_duties():
    asked = {devoir.delai for devoirs in DEVOIRS.values() for devoir in devoirs} - {"terme"}
    written = {code for edition in editions_written("24") for code in edition.delais}
    assert asked == written
