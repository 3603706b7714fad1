"""What happens along a life: alerts and reasons, takeover, renewal, amendments, ends, reading."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.models import Affectation
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats import faits
from ancrage.plateforme.contrats.donnees import _rename
from ancrage.plateforme.contrats.etats import SIGNES, Etat, StatutCarte
from ancrage.plateforme.contrats.faits import Reponse
from ancrage.plateforme.contrats.gardes import check_guards
from ancrage.plateforme.contrats.lectures import read_carte
from ancrage.plateforme.contrats.models import Contrat, Deliberation, Signataire, Transition
from ancrage.plateforme.contrats.services.attestations import attest, derogate
from ancrage.plateforme.contrats.services.avenants import Projet, prepare_avenant, sign_avenant
from ancrage.plateforme.contrats.services.calendrier import expire_due, late_contrats
from ancrage.plateforme.contrats.services.cycle import advance
from ancrage.plateforme.contrats.services.equipe import end_coordonnateur, vacancy_since
from ancrage.plateforme.contrats.services.ouverture import add_alias, open_contrat
from ancrage.plateforme.contrats.services.parties import (
    add_partenaire,
    add_signataire,
    record_deliberation,
    record_signature,
)
from ancrage.plateforme.contrats.services.renouvellement import renew_contrat
from ancrage.plateforme.contrats.services.reprise import Antecedent, take_over
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.notifications.models import Notification
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import (
    ELUE,
    MOTIF,
    Equipe,
    a_dossier,
    a_signed,
    a_vote,
    bring_fact,
    fresh,
    in_state,
    make_fichier,
    opened,
    provide,
    take,
    taken_over,
)
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db

JOUR = date(2020, 5, 4)
PLUS_TARD = JOUR + timedelta(days=40)


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def go(equipe: Equipe, contrat: Contrat, acte: str, on: date = JOUR, **changes) -> Transition:
    values = {"acteur": equipe.siege, "expected": contrat.version, "on": on}
    return advance(contrat=contrat, acte=acte, **values | changes)


def priorities(equipe: Equipe, contrat: Contrat, count: int, on: date = JOUR) -> None:
    bring_fact(equipe, contrat, "priorites_retenues", on, priorites=count)


# --- R6: warns, then waits for a reason (A6)


@pytest.mark.parametrize(("count", "issue"), [(2, "alerte"), (3, "tenue"), (10, "alerte")])
def test_the_number_of_priorities_warns_when_the_workshops_open(equipe, count, issue):
    contrat = taken_over(equipe, Etat.PRIORISATION, JOUR)
    priorities(equipe, contrat, count)
    row = go(equipe, contrat, "ouvrir_ateliers")
    assert {one["fait"]: one["issue"] for one in row.gardes}["priorites_en_nombre"] == issue


def test_the_validation_waits_for_a_reason_that_holds_for_that_number(equipe):
    contrat = taken_over(equipe, Etat.REDACTION, JOUR)
    priorities(equipe, contrat, 7)
    bring_fact(equipe, contrat, "avis_cotech", JOUR)
    with pytest.raises(ActeRefuse, match="7 priorités retenues ; la région en attend 3 à 5"):
        go(equipe, contrat, "soumettre_validation")
    values = {"contrat": contrat, "fait": "priorites_en_nombre", "on": JOUR}
    with pytest.raises(ActeRefuse, match="motivée"):
        derogate(acteur=equipe.siege, motif=" ", **values)
    with pytest.raises(ActeRefuse, match="Seule l’ARS"):
        derogate(acteur=equipe.people[Role.ORS], motif="besoins", **values)
    derogate(acteur=equipe.siege, motif="besoins nombreux", **values)
    priorities(equipe, contrat, 8)  # another decision: the reason was for seven
    assert any(one.blocks for one in check_guards(contrat, "soumettre_validation", JOUR))
    derogate(acteur=equipe.siege, motif="huit besoins", **values)
    row = go(equipe, contrat, "soumettre_validation")
    assert row.gardes[-1]["issue"] == "derogee"


def test_a_number_that_nobody_knows_is_not_lifted(equipe):
    contrat = taken_over(equipe, Etat.REDACTION, JOUR)
    with pytest.raises(ActeRefuse, match="n’est pas connu"):
        derogate(
            acteur=equipe.siege, contrat=contrat, fait="priorites_en_nombre", motif="besoins",
            on=JOUR,
        )  # fmt: skip


def test_before_the_2017_guide_the_number_of_priorities_is_free(equipe):
    day = date(2015, 3, 2)
    contrat = taken_over(equipe, Etat.REDACTION, day)
    bring_fact(equipe, contrat, "avis_cotech", day)
    assert go(equipe, contrat, "soumettre_validation", day).vers == Etat.VALIDATION


def test_a_guard_that_blocks_cannot_be_lifted(equipe):
    contrat = taken_over(equipe, Etat.REDACTION, JOUR)
    with pytest.raises(ActeRefuse, match="ne se lève pas"):
        derogate(acteur=equipe.siege, contrat=contrat, fait="avis_cotech", motif="x", on=JOUR)


# --- attested facts


def test_a_file_attests_and_is_shown_as_such(equipe):
    contrat = taken_over(equipe, Etat.DLS_RESTITUE, JOUR)
    provide(equipe, contrat, "ouvrir_priorisation", JOUR)
    row = go(equipe, contrat, "ouvrir_priorisation")
    assert [one["issue"] for one in row.gardes] == ["attestee", "attestee"]
    assert "piece.pdf, document du 04/05/2020" in row.gardes[0]["detail"]


def test_once_an_app_answers_no_new_file_is_taken_but_old_ones_count(equipe, monkeypatch):
    contrat = taken_over(equipe, Etat.DLS_RESTITUE, JOUR)
    other = taken_over(equipe, Etat.DLS_RESTITUE, JOUR)
    bring_fact(equipe, contrat, "forum_tenu", JOUR)
    monkeypatch.setitem(faits._fournisseurs, "forum_tenu", lambda contrat, on: Reponse(False))
    assert not check_guards(contrat, "ouvrir_priorisation", JOUR)[0].blocks
    assert check_guards(other, "ouvrir_priorisation", JOUR)[0].blocks
    with pytest.raises(ActeRefuse, match="le site le constate"):
        attest(acteur=equipe.siege, contrat=other, fait="forum_tenu", fichier=equipe.fichier,
               date_document=JOUR, on=JOUR)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fait": "perimetre_fige"}, "ne s’atteste pas"),
        ({"date_document": PLUS_TARD}, "daté d’après"),
        ({"fait": "priorites_retenues"}, "Donnez le nombre"),
        ({"fait": "controles_signes"}, "ORS, validation"),
    ],
)
def test_a_wrong_attestation_is_refused(equipe, changes, words):
    contrat = taken_over(equipe, Etat.DLS_EN_COURS, JOUR)
    values = {"fait": "forum_tenu", "fichier": equipe.fichier, "date_document": JOUR, "on": JOUR}
    with pytest.raises(ActeRefuse, match=words):
        attest(acteur=equipe.siege, contrat=contrat, **values | changes)


def test_a_file_of_another_region_attests_nothing(equipe):
    contrat = taken_over(equipe, Etat.DLS_RESTITUE, JOUR)
    with pytest.raises(ActeRefuse, match="autre région"):
        attest(acteur=equipe.siege, contrat=contrat, fait="forum_tenu",
               fichier=make_fichier("53"), date_document=JOUR, on=JOUR)  # fmt: skip


# --- takeover


def test_a_contract_taken_over_is_marked_and_still_meets_the_next_guard(equipe):
    contrat = taken_over(equipe, Etat.PRIORISATION, JOUR)
    assert contrat.repris
    assert contrat.transitions.get().acte == "reprendre"
    with pytest.raises(ActeRefuse, match="relevé de décisions du COPIL"):
        go(equipe, contrat, "ouvrir_ateliers")


def test_the_generation_comes_from_the_past_contracts(equipe):
    past = [
        Antecedent("CLS 2", date(2015, 3, 1), date(2015, 3, 1), date(2018, 2, 28)),
        Antecedent("CLS 1", date(2012, 1, 1), date(2012, 1, 1), date(2015, 1, 1)),
    ]
    contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR, antecedents=past)
    assert contrat.generation == 3
    assert contrat.contrat_precedent.nom == "CLS 2"
    assert contrat.contrat_precedent.etat == Etat.TERMINE
    assert read_carte("24", date(2013, 1, 1)).comptes == {"1re génération": 1}
    assert read_carte("24", JOUR).comptes == {"3e génération": 1}


def test_a_contract_never_signed_does_not_count_as_a_generation(equipe):
    given_up = in_state(equipe, Etat.ABANDONNE, JOUR)
    again = opened(equipe, JOUR, contrat_precedent=given_up)
    assert again.generation == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"etat": Etat.TERMINE}, "en cours"),
        ({"depuis": date(2100, 1, 1)}, "pas encore"),
        ({"source": " "}, "d’après quels documents"),
        ({"signe": None}, "avec ce qui est signé"),
    ],
)
def test_an_incomplete_takeover_is_refused(equipe, change, words):
    values = {"etat": Etat.EN_OEUVRE, "depuis": JOUR} | change
    with pytest.raises(ActeRefuse, match=words):
        taken_over(equipe, values.pop("etat"), values.pop("depuis"), **values)
    assert not Contrat.objects.exists()


def test_a_signed_contract_comes_in_with_its_scanned_deliberations(equipe):
    whole = a_signed(equipe, JOUR, JOUR + timedelta(days=900))
    ars, epci = whole.signataires
    unscanned = SimpleNamespace(organisation=epci.organisation, vote=None)
    for parties, words in (((ars, unscanned), "numérisée manquante"), ((epci,), "l’ARS")):
        signe = a_signed(equipe, JOUR, JOUR + timedelta(days=900), signataires=parties)
        with pytest.raises(ActeRefuse, match=words):
            taken_over(equipe, Etat.EN_OEUVRE, JOUR, signe=signe)


def test_only_the_ars_of_the_territory_takes_over(equipe):
    for person in (equipe.people[Role.ORS], member(Role.DD_ARS, code="36")):
        with pytest.raises(ActeRefuse, match="Vos rôles"):
            take_over(acteur=person, dossier=a_dossier(equipe, Etat.EN_OEUVRE, JOUR))


# --- renewal


def renewed(equipe: Equipe) -> tuple[Contrat, Contrat]:
    contrat = taken_over(equipe, Etat.EVALUATION, JOUR)
    bring_fact(equipe, contrat, "coordonnateur_recrute", JOUR)
    bring_fact(equipe, contrat, "decision_de_renouvellement", JOUR)
    after = renew_contrat(
        acteur=equipe.siege, contrat=contrat, nom="CLS 2", expected=contrat.version, on=JOUR
    )
    return contrat, after


def test_the_contract_renewed_stays_on_the_map_until_the_next_is_signed(equipe):
    contrat, after = renewed(equipe)
    assert (after.etat, after.generation, after.repris) == (Etat.DLS_COMMANDE, 2, False)
    assert after.coordonnateurs.get().utilisateur == equipe.personne
    assert read_carte("24", JOUR).comptes == {"1re génération": 1}
    for acte in ("demarrer_dls", "restituer_dls", "ouvrir_priorisation", "ouvrir_ateliers",
                 "ouvrir_redaction", "soumettre_validation", "signer"):  # fmt: skip
        take(equipe, after, acte, PLUS_TARD)
    contrat.refresh_from_db()
    assert contrat.etat == Etat.TERMINE
    assert read_carte("24", PLUS_TARD).comptes == {"2e génération": 1}
    assert read_carte("24", JOUR).comptes == {"1re génération": 1}
    assert contrat.coordonnateurs.get().fin == PLUS_TARD
    assert Affectation.objects.get(code=contrat.slug).fin == PLUS_TARD
    assert Affectation.objects.get(code=after.slug).fin is None


def test_a_renewal_given_up_lets_the_contract_end(equipe):
    contrat, after = renewed(equipe)
    bring_fact(equipe, contrat, "decision_de_non_reconduction", JOUR)
    contrat = fresh(contrat)
    with pytest.raises(ActeRefuse, match="abandon du contrat suivant"):
        go(equipe, contrat, "ne_pas_reconduire", motif=MOTIF)
    take(equipe, after, "abandonner", JOUR)
    go(equipe, contrat, "ne_pas_reconduire", motif=MOTIF)
    assert contrat.statut_carte == StatutCarte.NON_RECONDUIT


def test_what_stops_a_contract_says_why(equipe):
    contrat = opened(equipe, JOUR)
    with pytest.raises(ActeRefuse, match="dites pourquoi"):
        go(equipe, contrat, "abandonner")
    row = go(equipe, contrat, "abandonner", motif=MOTIF)
    assert row.motif_code == "portage_politique"


# --- amendments, and what is signed


def test_an_amendment_waits_for_each_party_then_extends(equipe):
    contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR)
    fin = contrat.date_fin + timedelta(days=365)
    projet = Projet("Prolongation", "évaluer", JOUR, date_fin=fin)
    avenant = prepare_avenant(acteur=equipe.siege, contrat=contrat, projet=projet)
    values = {"acteur": equipe.siege, "avenant": avenant, "on": JOUR}
    with pytest.raises(ActeRefuse, match=r"Communauté porteuse \(aucune délibération, la sign"):
        sign_avenant(expected=avenant.version, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(avenant).objects.filter(pk=avenant.pk).update(signe_le=JOUR)
    for one in contrat.signataires.all():
        if one.organisation == equipe.porteur:
            record_deliberation(acteur=equipe.siege, signataire=one, avenant=avenant,
                                vote=a_vote(equipe, JOUR))  # fmt: skip
        record_signature(acteur=equipe.siege, signataire=one, avenant=avenant, date_signature=JOUR)
    sign_avenant(expected=avenant.version, **values)
    contrat.refresh_from_db()
    assert (contrat.etat, contrat.date_fin) == (Etat.PROROGE, fin)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(avenant).objects.filter(pk=avenant.pk).update(objet="autre")


def test_the_database_freezes_what_is_signed(equipe):
    contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR)
    other = make_perimetre()
    for change in (
        {"date_signature": PLUS_TARD}, {"date_debut": PLUS_TARD}, {"date_fin": date(2040, 1, 1)},
        {"perimetre": other}, {"doctrine": None}, {"contrat_precedent": None, "generation": 2},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Contrat.objects.filter(pk=contrat.pk).update(**change)
    for rows in (Signataire, Deliberation):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.objects.all()[0].delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signataire.objects.update(representant="une autre")
    with pytest.raises(ActeRefuse, match="avenant"):
        add_signataire(acteur=equipe.siege, contrat=contrat, organisation=equipe.prefet,
                       statut="associe", representant=ELUE)  # fmt: skip


def test_a_partner_is_not_a_signatory(equipe):
    contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR)
    values = {"acteur": equipe.siege, "contrat": contrat, "accord_le": JOUR, "on": JOUR}
    with pytest.raises(ActeRefuse, match="est signataire"):
        add_partenaire(organisation=equipe.porteur, **values)
    partner = OrganisationFactory(type="association")
    add_partenaire(organisation=partner, **values)
    with pytest.raises(ActeRefuse, match="déjà partenaire"):
        add_partenaire(organisation=partner, **values)


# --- ends


def test_an_end_without_decision_is_told_at_once_and_only_once(equipe):
    ended = a_signed(equipe, JOUR - timedelta(days=900), JOUR - timedelta(days=1))
    contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR - timedelta(days=500), signe=ended)
    assert expire_due(on=JOUR - timedelta(days=1)) == 0  # the last day is included
    assert expire_due(on=JOUR) == 1
    assert expire_due(on=JOUR) == 0
    contrat.refresh_from_db()
    assert contrat.transitions.last().le == JOUR
    told = Notification.objects.filter(urgente=True)
    assert {one.destinataire for one in told} == {
        equipe.people[Role.ARS_SIEGE], equipe.people[Role.DD_ARS]
    }  # fmt: skip


def test_an_evaluation_that_outlives_the_contract_is_late_not_ended(equipe):
    ended = a_signed(equipe, JOUR - timedelta(days=900), JOUR - timedelta(days=1))
    contrat = taken_over(equipe, Etat.EVALUATION, JOUR - timedelta(days=100), signe=ended)
    assert expire_due(on=JOUR) == 0
    assert list(late_contrats(on=JOUR)) == [contrat]
    (ligne,) = read_carte("24", JOUR).lignes
    assert ligne.terme_depasse


def test_a_coordinator_who_leaves_leaves_a_vacancy(equipe):
    contrat = taken_over(equipe, Etat.EN_OEUVRE, JOUR)
    assert vacancy_since(contrat, JOUR) is None
    bring_fact(equipe, contrat, "coordonnateur_recrute", JOUR)
    poste = contrat.coordonnateurs.get()
    end_coordonnateur(acteur=equipe.siege, poste=poste, fin=PLUS_TARD, motif="mutation")
    assert vacancy_since(contrat, PLUS_TARD) is None
    assert vacancy_since(contrat, PLUS_TARD + timedelta(days=1)) == PLUS_TARD
    assert Notification.objects.filter(titre__startswith="Poste de coordonnateur vacant").exists()


# --- reading and writing


def holder(role: str, portee: str = "region", code: str = "24") -> SimpleNamespace:
    held = frozenset({(role, portee, code)})
    return SimpleNamespace(is_authenticated=True, is_active=True, portees=held)


def test_each_role_reads_from_the_state_that_domaine_md_says(equipe):
    from_redaction = {Etat.REDACTION, Etat.VALIDATION, *SIGNES}
    reads = {
        Role.SIGNATAIRE_AUTRE: from_redaction,
        Role.PREFECTURE: from_redaction - {Etat.REDACTION},
        Role.PARTENAIRE: set(SIGNES),
        Role.ANIMATEUR_ATELIER: set(SIGNES),
        Role.ADMINISTRATEUR: set(),
    }
    for etat in (Etat.SOLLICITATION, Etat.ATELIERS, Etat.REDACTION, Etat.VALIDATION,
                 Etat.EN_OEUVRE, Etat.ABANDONNE, Etat.ECHU):  # fmt: skip
        contrat = in_state(equipe, etat, JOUR)
        for role in Role:
            seen = Contrat.objects.visibles_par(holder(role)).filter(pk=contrat.pk).exists()
            assert seen is (etat in reads.get(role, set(Etat))), (etat, role)
    assert not Contrat.objects.visibles_par(holder(Role.ARS_SIEGE, code="53")).exists()


@pytest.mark.parametrize(
    ("portee", "code", "sees"),
    [
        ("departement", "45", True), ("departement", "36", False),
        ("territoire", "epci:244500468", True), ("territoire", "epci:243600236", False),
        ("contrat", "cls-dessai", True), ("contrat", "autre", False),
    ],
)  # fmt: skip
def test_a_scope_reaches_the_contracts_of_its_territory(equipe, portee, code, sees):
    contrat = opened(equipe, JOUR)
    assert contrat.slug == "cls-dessai"
    found = Contrat.objects.visibles_par(holder(Role.COORDONNATEUR, portee, code))
    assert found.filter(pk=contrat.pk).exists() is sees


def test_two_people_do_not_take_the_same_step(equipe):
    contrat = opened(equipe, JOUR)
    other = fresh(contrat)
    go(equipe, contrat, "abandonner", motif=MOTIF)
    with pytest.raises(EditionConcurrente):
        go(equipe, other, "abandonner", motif=MOTIF)
    assert contrat.transitions.count() == 2


def test_a_step_names_who_why_and_under_which_role(equipe):
    contrat = opened(equipe, JOUR)
    row = go(equipe, contrat, "abandonner", motif=MOTIF)
    assert (row.acteur, row.roles, row.le) == (equipe.siege, "ars_siege", JOUR)
    assert Acte.objects.of(contrat).first().motif == MOTIF.texte
    _rename(equipe.siege)
    row.refresh_from_db()
    assert row.acteur_label != str(equipe.siege)


def test_a_day_to_come_is_refused(equipe):
    with pytest.raises(ActeRefuse, match="pas encore passé"):
        opened(equipe, date(2100, 1, 1))


def test_a_contract_keeps_its_other_names(equipe):
    contrat = opened(equipe, JOUR)
    add_alias(acteur=equipe.siege, contrat=contrat, nom="CLS des 3 Pays", jusqu_au=JOUR)
    with pytest.raises(ActeRefuse, match="déjà connu"):
        add_alias(acteur=equipe.siege, contrat=contrat, nom="CLS des  3 Pays")


def test_the_carrier_is_a_commune_or_a_grouping(equipe):
    for porteurs, words in (([equipe.prefet], "ne peut pas porter"), ([], "au moins un porteur")):
        with pytest.raises(ActeRefuse, match=words):
            open_contrat(acteur=equipe.siege, nom="x", perimetre_etude=make_perimetre(),
                         porteurs=porteurs, on=JOUR)  # fmt: skip
