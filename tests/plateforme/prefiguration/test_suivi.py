"""The follow-up of the elaboration: the list, who agrees, what is counted, what is typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.donnees import tables
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.contrats.models import Attestation
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.prefiguration.calculs import count_all
from ancrage.plateforme.prefiguration.lectures import agreed_on, follow_up
from ancrage.plateforme.prefiguration.models import AccordSuivi, IndicateurSuivi, MesureSuivi
from ancrage.plateforme.prefiguration.services.accords import agree, reopen
from ancrage.plateforme.prefiguration.services.suivi import (
    edit_indicateur,
    measure,
    propose_indicateurs,
    remove_indicateur,
)
from ancrage.plateforme.rencontres.rubriques import fill_rubrique
from tests.plateforme.comptes.factories import OrganisationFactory
from tests.plateforme.contrats.factories import make_fichier, taken_over
from tests.plateforme.prefiguration.factories import (
    JOUR,
    Prefig,
    agreed,
    an_indicateur,
    written,
)
from tests.plateforme.rencontres.factories import Salle, a_membre, held

pytestmark = pytest.mark.django_db
FAIT = "indicateurs_de_suivi"
PLUS_TARD = JOUR + timedelta(days=40)


@pytest.fixture
def prefig():
    with at(JOUR):
        yield Prefig()


def fact(prefig, on=JOUR):
    return read_fact(prefig.contrat, FAIT, on)


# --- the fact of R13


def test_the_fact_waits_for_a_list_then_for_both_sides(prefig):
    assert "la liste" in fact(prefig)[0].manque
    propose_indicateurs(acteur=prefig.coordonnateur, contrat=prefig.contrat)
    assert "l’ARS et l’accord de la collectivité" in fact(prefig)[0].manque
    agreed(prefig, "ars")
    assert fact(prefig)[0].manque.startswith("l’accord de la collectivité")
    agreed(prefig, "collectivite")
    answer, attested = fact(prefig)
    assert answer.tenu and not attested and "6 indicateurs de suivi, convenus" in answer.detail
    assert agreed_on(prefig.contrat, JOUR) == JOUR
    assert not fact(prefig, JOUR - timedelta(days=1))[0].tenu


def test_a_file_that_attested_the_fact_still_counts(prefig):
    Attestation.objects.create(
        region="24", contrat=prefig.contrat, fait=FAIT, fichier=make_fichier(), date=JOUR,
        attestee_le=JOUR, auteur_label="essai",
    )  # fmt: skip
    answer, attested = fact(prefig)
    assert answer.tenu and attested


def test_the_awaited_side_is_told(prefig):
    agreed(prefig, "ars")
    told = Notification.objects.filter(cle__startswith="accord-suivi")
    assert {one.destinataire for one in told} == {prefig.elu, prefig.coordonnateur}
    agreed(prefig, "collectivite")
    assert Notification.objects.filter(cle__startswith="accord-suivi").count() == 2


def test_an_agreed_list_changes_only_once_reopened_with_a_reason(prefig):
    agreed(prefig, "ars")
    one = prefig.contrat.indicateurs_suivi.first()
    for refused in (
        lambda: an_indicateur(prefig),
        lambda: edit_indicateur(acteur=prefig.dd, indicateur=one, expected=1, contenu=written()),
        lambda: remove_indicateur(acteur=prefig.dd, indicateur=one, expected=1),
    ):
        with pytest.raises(ActeRefuse, match="ne change plus"):
            refused()
    with pytest.raises(ActeRefuse, match="pourquoi"):
        reopen(acteur=prefig.dd, contrat=prefig.contrat, motif=" ")
    with at(PLUS_TARD):
        assert reopen(acteur=prefig.dd, contrat=prefig.contrat, motif="Trop de cibles.") == 1
        an_indicateur(prefig)
    with pytest.raises(ActeRefuse, match="déjà ouverte"):
        reopen(acteur=prefig.dd, contrat=prefig.contrat, motif="Encore.")


def test_what_was_agreed_before_a_reopening_stays_true_of_its_day(prefig):
    agreed(prefig)
    with at(PLUS_TARD):
        reopen(acteur=prefig.coordonnateur, contrat=prefig.contrat, motif="Cibles revues.")
    assert fact(prefig)[0].tenu and not fact(prefig, PLUS_TARD)[0].tenu


def test_each_side_agrees_for_itself(prefig):
    propose_indicateurs(acteur=prefig.dd, contrat=prefig.contrat)
    values = {"contrat": prefig.contrat, "fonction": "directrice"}
    refusals = (
        (prefig.elu, "ars", prefig.equipe.ars, "Peut le donner"),
        (prefig.dd, "collectivite", prefig.equipe.porteur, "Peut le donner"),
        (prefig.dd, "ars", prefig.equipe.porteur, "ne donne pas l’accord"),
        (prefig.dd, "ars", OrganisationFactory(type="ars_siege", region="53"), "ne donne pas"),
        (prefig.dd, "region", prefig.equipe.ars, "celui de l’ARS ou de la collectivité"),
    )
    for acteur, partie, organisation, words in refusals:
        with pytest.raises(ActeRefuse, match=words):
            agree(acteur=acteur, partie=partie, organisation=organisation, **values)
    agreed(prefig, "ars")
    with pytest.raises(ActeRefuse, match="déjà donné"):
        agreed(prefig, "ars")


def test_an_empty_list_is_not_agreed(prefig):
    with pytest.raises(ActeRefuse, match="liste est vide"):
        agree(acteur=prefig.dd, contrat=prefig.contrat, partie="ars",
              organisation=prefig.equipe.ars, fonction="directrice")  # fmt: skip


def test_the_database_holds_the_agreement(prefig):
    values = {"region": "24", "contrat": prefig.contrat, "le": JOUR, "fonction": "élue",
              "auteur_label": "essai"}  # fmt: skip
    side = {"partie": "collectivite", "organisation": prefig.equipe.porteur}
    with pytest.raises(IntegrityError), transaction.atomic():
        AccordSuivi.objects.create(**values, **side)  # the list is empty
    agreed(prefig, "ars")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccordSuivi.objects.create(**values, **side, auteur=prefig.dd)  # one person for both
    one = prefig.contrat.indicateurs_suivi.first()
    for changed in (lambda: IndicateurSuivi.objects.filter(pk=one.pk).update(cible=1), one.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            changed()
    IndicateurSuivi.objects.filter(pk=one.pk).update(rang=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        MesureSuivi.objects.create(
            region="24", indicateur=one, le=JOUR, valeur=3, auteur_label="essai"
        )


# --- values


def test_a_typed_value_is_dated_and_corrected_the_same_day(prefig):
    one = an_indicateur(prefig)
    measure(acteur=prefig.elu, indicateur=one, le=JOUR, valeur=Decimal(12))
    measure(acteur=prefig.elu, indicateur=one, le=JOUR, valeur=Decimal("12.5"), note="recomptés")
    (row,) = follow_up(prefig.contrat, JOUR)
    assert (row.dite, row.le, row.detail, row.atteinte) == (
        "12,5\u00a0personnes", JOUR, "recomptés", False,
    )  # fmt: skip
    assert follow_up(prefig.contrat, JOUR - timedelta(days=1))[0].valeur is None
    with pytest.raises(ActeRefuse, match="a des valeurs"):
        remove_indicateur(acteur=prefig.dd, indicateur=one, expected=1)
    with pytest.raises(ActeRefuse, match="compter à la place"):
        edit_indicateur(acteur=prefig.dd, indicateur=one, expected=1,
                        contenu=written(calcul="reunions"))  # fmt: skip


def test_a_ceiling_is_passed_not_missed(prefig):
    one = an_indicateur(prefig, sens="au_plus", cible=Decimal(2), unite="mois")
    for valeur, reached in ((Decimal(2), True), (Decimal("2.5"), False)):
        measure(acteur=prefig.dd, indicateur=one, le=JOUR, valeur=valeur)
        (row,) = follow_up(prefig.contrat, JOUR)
        assert (row.atteinte, row.cible) == (reached, "au plus 2\u00a0mois")
    assert row.ecart == "Cible dépassée"


def test_a_value_is_refused_counted_future_negative_or_by_another(prefig):
    counted = an_indicateur(prefig, nom="Réunions", calcul="reunions")
    typed = an_indicateur(prefig)
    tries = (
        (counted, JOUR, 1, prefig.dd, "ne se saisit pas"),
        (typed, PLUS_TARD, 1, prefig.dd, "pas encore passé"),
        (typed, JOUR, -1, prefig.dd, "négative"),
        (typed, JOUR, 1, prefig.equipe.people["ors"], "saisissent"),
    )
    for one, le, valeur, acteur, words in tries:
        with pytest.raises(ActeRefuse, match=words):
            measure(acteur=acteur, indicateur=one, le=le, valeur=Decimal(valeur))


def test_nothing_met_is_not_known_a_body_without_meeting_is_zero(prefig):
    counts = count_all(prefig.contrat, JOUR)
    assert {one.valeur for code, one in counts.items() if code != "echeances"} == {None}
    Salle(prefig.contrat, prefig.equipe)
    counts = count_all(prefig.contrat, JOUR)
    assert counts["reunions"].valeur == 0 and counts["organisations"].valeur is None


def test_meetings_are_counted_not_typed(prefig):
    """Two meetings: the élu twice, the institution once, the residents once, the guest twice."""
    salle = Salle(prefig.contrat, prefig.equipe)
    ecole = OrganisationFactory(type="education_nationale")
    a_membre(salle, "institutions", "inspectrice", organisation=ecole)
    with at(date(2026, 5, 4)):
        held(salle, date(2026, 4, 1), states={"déléguée": "absent", "inspectrice": "excuse"})
        held(salle, date(2026, 5, 4), states={"représentante des usagers": "absent"})
    first = count_all(prefig.contrat, date(2026, 4, 30))
    assert first["reunions"].valeur == 1
    assert first["organisations"].valeur == 3  # the élu, the residents, the guest
    last = count_all(prefig.contrat, date(2026, 5, 4))
    assert last["reunions"].valeur == 2 and last["reunions"].le == date(2026, 5, 4)
    assert last["organisations"].valeur == 5
    assert last["colleges"].valeur == 4 and "habitants et usagers" in last["colleges"].detail
    assert "éducation et formation" in last["secteurs"].detail


def test_duties_kept_are_a_share_of_those_due_or_done(prefig):
    rows = list(prefig.contrat.echeances.all())
    assert len(rows) == 1 and count_all(prefig.contrat, JOUR)["echeances"].valeur is None
    late = rows[0].date + timedelta(days=1)
    assert count_all(prefig.contrat, late)["echeances"].valeur == 0
    prefig.contrat.echeances.update(faite_le=rows[0].date)
    kept = count_all(prefig.contrat, late)["echeances"]
    assert (kept.valeur, kept.le, kept.detail) == (100, rows[0].date, "1 sur 1")


def test_the_elaboration_is_counted_until_the_signature_alone(prefig):
    signed = taken_over(prefig.equipe, Etat.EN_OEUVRE, JOUR)
    salle = Salle(signed, prefig.equipe)
    with at(PLUS_TARD):
        held(salle, PLUS_TARD)
    assert count_all(signed, PLUS_TARD)["reunions"].valeur == 0


# --- where it is told


def test_the_minutes_say_the_agreed_indicators(prefig):
    assert "Suivi de l’élaboration" not in fill_rubrique("avancement", prefig.contrat, JOUR)
    an_indicateur(prefig)
    agreed(prefig)
    text = fill_rubrique("avancement", prefig.contrat, JOUR)
    assert "- Habitants venus (essai) : pas encore mesuré (cible : au moins 30\u00a0pers" in text


def test_a_person_takes_away_what_she_recorded_and_is_forgotten(prefig):
    agreed(prefig)
    held_rows = next(one for one in tables() if one.code == "prefiguration")
    assert [row["acte"] for row in held_rows.lister(prefig.elu)] == ["accord sur le suivi"]
    held_rows.effacer(prefig.elu)
    assert str(prefig.elu) not in AccordSuivi.objects.get(partie="collectivite").auteur_label
