"""The acts of meetings: planned, convened, held, written, decided."""

from datetime import date, time

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from icalendar import Calendar

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.rencontres import rubriques
from ancrage.plateforme.rencontres.contenu import content_of, print_of
from ancrage.plateforme.rencontres.lectures import (
    Quorum,
    composition_alerts,
    presences_of,
    read_quorum,
    still_unreached,
)
from ancrage.plateforme.rencontres.models import (
    CompteRendu,
    Decision,
    MembreInstance,
    PointOrdreDuJour,
    Presence,
    Retroplanning,
    Reunion,
)
from ancrage.plateforme.rencontres.services import comptes_rendus, convocations, decisions, envois
from ancrage.plateforme.rencontres.services.convocations import tell_missing
from ancrage.plateforme.rencontres.services.envois import send_waiting
from ancrage.plateforme.rencontres.services.instances import end_seat
from ancrage.plateforme.rencontres.services.presences import (
    PresenceEcrite,
    hold_reunion,
    record_presences,
)
from ancrage.plateforme.rencontres.services.reunions import (
    ReunionEcrite,
    cancel_reunion,
    close_etape,
    edit_reunion,
)
from tests.plateforme.comptes.factories import member
from tests.plateforme.rencontres.factories import (
    JOUR,
    SEANCE,
    a_membre,
    an_instance,
    attended,
    convened,
    decided,
    fresh,
    held,
    minuted,
    planned,
    validated,
)


@pytest.fixture(autouse=True)
def _day():
    with at(date(2026, 11, 2)):
        yield


def refused(act) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


# --- planning


def test_the_dates_around_a_copil_are_counted_back_and_avoid_the_week_end(salle):
    """8 October 2026 is a Thursday: 28 days before is 10 September, 10 before is 28 September,
    15 after is 23 October, 60 after is Monday 7 December; 21 before is 17 September."""
    reunion = planned(salle)
    found = {one.etape: one.pour_le for one in reunion.retroplanning.all()}
    assert found == {
        "cotech": date(2026, 9, 10),
        "convocation": date(2026, 9, 17),
        "dossier": date(2026, 9, 28),
        "compte_rendu": date(2026, 10, 23),
        "deliberations": date(2026, 12, 7),
    }
    # 10 October is a Saturday: the file due on 30 September; minutes due Sunday 25 → Monday 26.
    moved = edit(salle, reunion, le=date(2026, 10, 10))
    found = {one.etape: one.pour_le for one in moved.retroplanning.all()}
    assert found["cotech"] == date(2026, 9, 11)  # Saturday 12 September
    assert found["compte_rendu"] == date(2026, 10, 26)


def edit(salle, reunion, **changes):
    values = {
        "le": reunion.le, "heure": time(14, 30), "lieu": reunion.lieu,
        "points": ("État d’avancement",),
    }  # fmt: skip
    return edit_reunion(
        acteur=salle.coordonnateur, reunion=reunion, expected=reunion.version,
        contenu=ReunionEcrite(**values | changes),
    )  # fmt: skip


def test_a_step_done_stays_when_the_meeting_moves(salle):
    reunion = planned(salle)
    step = reunion.retroplanning.get(etape="cotech")
    close_etape(acteur=salle.coordonnateur, etape=step, on=date(2026, 9, 9))
    edit(salle, reunion, le=date(2026, 10, 15))
    assert fresh(step).pour_le == date(2026, 9, 10)
    refused(lambda: Retroplanning.objects.filter(pk=step.pk).update(faite_le=None))


def test_convening_and_validating_do_their_own_step(salle):
    reunion = held(salle)
    validated(salle, reunion)
    coming = convened(salle, date(2026, 12, 10))
    done = Retroplanning.objects.filter(faite_le=date(2026, 11, 2))
    assert set(done.values_list("reunion", "etape")) == {
        (reunion.pk, "compte_rendu"), (coming.pk, "convocation"),
    }  # fmt: skip


def test_a_working_group_has_no_back_planning(salle):
    cotech = an_instance(salle, "cotech")
    assert not planned(salle, instance=cotech).retroplanning.exists()


def test_a_contract_has_one_copil(salle):
    with pytest.raises(ActeRefuse, match="déjà son comité de pilotage"):
        an_instance(salle, "copil", nom="Autre")


def test_who_only_reads_organises_nothing(salle):
    salle.coordonnateur = salle.elu
    with pytest.raises(ActeRefuse, match="organisent les réunions"):
        planned(salle)


# --- convocation


def test_each_member_is_told_once_with_a_file_for_her_calendar(salle):
    reunion = convened(salle)
    assert send_waiting() == 2
    assert send_waiting(str(reunion.identifiant)) == 0
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {salle.elu.email, "deleguee@demo.example"}
    text = told["deleguee@demo.example"].body
    assert "1. État d’avancement" in text and "14\u00a0h\u00a030" in text
    name, content, kind = told["deleguee@demo.example"].attachments[0]
    assert name == "reunion.ics" and "method=REQUEST" in kind
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["UID"] == f"{reunion.identifiant}@ancrage"
    assert event.decoded("DTSTART").isoformat() == "2026-10-08T12:30:00+00:00"  # 14:30 in Paris
    assert event.decoded("DTEND").isoformat() == "2026-10-08T14:30:00+00:00"
    assert str(event["ATTENDEE"]) == "MAILTO:deleguee@demo.example"


def test_those_without_address_are_shown_and_told_once_it_comes(salle):
    reunion = convened(salle)
    send_waiting()
    silent, waiting = still_unreached(reunion)
    assert {one.fonction for one in silent} == {"représentante des usagers", "statisticienne"}
    assert waiting == []
    MembreInstance.objects.filter(pk=silent[0].pk).update(courriel="usagers@demo.example")
    tell_missing(acteur=salle.coordonnateur, reunion=reunion)
    mail.outbox.clear()
    assert send_waiting() == 1
    assert [one.to for one in mail.outbox] == [["usagers@demo.example"]]


def test_what_the_relay_refuses_waits_and_is_tried_five_times(salle, monkeypatch):
    def fail(self):
        raise ConnectionRefusedError

    reunion = convened(salle)
    with monkeypatch.context() as broken:
        broken.setattr(envois.EmailMessage, "send", fail)
        assert [send_waiting() for _ in range(7)] == [0] * 7
    assert set(reunion.convocations.values_list("tentatives", flat=True)) == {5}
    assert len(still_unreached(reunion)[1]) == 2
    assert send_waiting() == 0
    tell_missing(acteur=salle.coordonnateur, reunion=reunion)
    assert send_waiting() == 2


def test_members_are_told_again_when_the_meeting_moves_or_is_cancelled(salle):
    reunion = convened(salle)
    send_waiting()
    edit(salle, reunion, points=("Autre point",))
    assert send_waiting() == 0
    reunion = edit(salle, fresh(reunion), lieu="Ailleurs (exemple)")
    mail.outbox.clear()
    assert send_waiting() == 2
    assert "a changé" in mail.outbox[0].body
    cancel_reunion(
        acteur=salle.coordonnateur, reunion=reunion, expected=reunion.version, motif="Élections"
    )
    mail.outbox.clear()
    assert send_waiting() == 2
    event = Calendar.from_ical(mail.outbox[0].attachments[0][1])
    assert event["METHOD"] == "CANCEL"
    assert event.walk("VEVENT")[0]["STATUS"] == "CANCELLED"
    assert event.walk("VEVENT")[0]["SEQUENCE"] == 2


def test_nobody_is_convened_without_agenda_nor_members(salle):
    reunion = planned(salle, points=())
    with pytest.raises(ActeRefuse, match="ordre du jour"):
        convocations.convene(acteur=salle.coordonnateur, reunion=reunion, expected=1)
    empty = planned(salle, instance=an_instance(salle, "cotech"))
    with pytest.raises(ActeRefuse, match="aucun membre"):
        convocations.convene(acteur=salle.coordonnateur, reunion=empty, expected=1)


def test_a_member_whose_term_ended_is_not_convened(salle):
    one = salle.membres[1]
    end_seat(acteur=salle.coordonnateur, membre=one, expected=1, fin=date(2026, 10, 7))
    convened(salle)
    assert send_waiting() == 1


# --- attendance


def test_the_quorum_counts_voices_present_or_represented_and_no_guest(salle):
    """Three voices, half of them: 1.5, so two. A guest present does not make it."""
    reunion = planned(salle)
    found = attended(salle, reunion, maire="absent", **{"déléguée": "excuse"})
    quorum = read_quorum(salle.copil, presences_of(found))
    assert quorum == Quorum(3, 1, 50)
    assert (quorum.requis, quorum.atteint) == (2, False)
    record_presences(
        acteur=salle.coordonnateur, reunion=found,
        presences={salle.membres[1].pk: PresenceEcrite("represente", "adjointe")},
    )  # fmt: skip
    assert read_quorum(salle.copil, presences_of(found)).atteint


@pytest.mark.parametrize(
    ("voices", "percent", "asked"), [(10, 50, 5), (11, 50, 6), (3, 34, 2), (3, 33, 1), (0, 50, 0)]
)
def test_the_quorum_is_the_first_whole_number_that_reaches_the_share(voices, percent, asked):
    assert Quorum(voices, 0, percent).requis == asked


def test_without_rule_there_is_no_quorum():
    assert Quorum(4, 1, None).atteint is None
    assert "aucun quorum" in Quorum(4, 1, None).en_mots


def test_a_held_meeting_never_changes(salle):
    reunion = held(salle)
    rows = Reunion.objects.filter(pk=reunion.pk)
    refused(lambda: rows.update(lieu="Ailleurs"))
    refused(lambda: rows.update(etat="prevue"))
    refused(lambda: rows.delete())
    refused(lambda: Presence.objects.filter(reunion=reunion).update(etat="absent"))
    refused(lambda: Presence.objects.filter(reunion=reunion).delete())
    refused(lambda: PointOrdreDuJour.objects.filter(reunion=reunion).update(libelle="Autre"))
    late = a_membre(salle, "associations", "trésorière")
    refused(lambda: Presence.objects.create(
        reunion=reunion, membre=late, etat="present", organisation=late.organisation,
        college=late.college, fonction=late.fonction,
    ))  # fmt: skip
    with pytest.raises(ActeRefuse, match="ne change plus"):
        attended(salle, fresh(reunion))


def test_a_meeting_is_held_once_everybody_is_noted_and_somebody_was_there(salle):
    reunion = planned(salle)
    refused(lambda: Reunion.objects.filter(pk=reunion.pk).update(etat="tenue"))
    one = salle.membres[0]
    record_presences(
        acteur=salle.coordonnateur, reunion=reunion,
        presences={one.pk: PresenceEcrite("present")},
    )  # fmt: skip
    with pytest.raises(ActeRefuse, match="Présence non notée"):
        hold_reunion(acteur=salle.coordonnateur, reunion=reunion, expected=reunion.version)


def test_a_meeting_to_come_is_not_held(salle):
    reunion = attended(salle, planned(salle, date(2026, 12, 10)))
    with pytest.raises(ActeRefuse, match="pas encore eu lieu"):
        hold_reunion(acteur=salle.coordonnateur, reunion=reunion, expected=reunion.version)


def test_a_representative_is_named_by_her_function(salle):
    reunion = planned(salle)
    with pytest.raises(ActeRefuse, match="qui représente"):
        attended(salle, reunion, maire="represente")


def test_a_member_of_another_body_is_not_counted(salle):
    other = a_membre(salle, "elus", "adjoint", instance=an_instance(salle, "cotech"))
    reunion = planned(salle)
    refused(lambda: Presence.objects.create(
        reunion=reunion, membre=other, etat="present", organisation=other.organisation,
        college=other.college, fonction=other.fonction,
    ))  # fmt: skip


def test_two_people_who_note_at_once_lose_nothing(salle):
    reunion, same = planned(salle), Reunion.objects.get()
    first, second = salle.membres[:2]
    for one, membre, state in ((reunion, first, "present"), (same, second, "excuse")):
        record_presences(
            acteur=salle.coordonnateur, reunion=one,
            presences={membre.pk: PresenceEcrite(state)},
        )  # fmt: skip
    assert sorted(Presence.objects.values_list("etat", flat=True)) == ["excuse", "present"]
    attended(salle, Reunion.objects.get())
    with pytest.raises(EditionConcurrente):
        hold_reunion(acteur=salle.coordonnateur, reunion=reunion, expected=1)


# --- minutes


def test_minutes_open_already_filled_and_say_what_is_not_followed(salle):
    found = minuted(salle, held(salle))
    assert "1. État d’avancement" in found.echanges
    assert found.budget == rubriques.ABSENTES["budget"]
    assert "Aucune fiche action" in found.avancement
    assert "Aucun diagnostic" in found.chiffres_cles
    assert "Échéance dépassée" in found.vigilance


def test_validated_minutes_are_frozen_with_their_print(salle):
    reunion = held(salle)
    decided(salle, reunion)
    found = fresh(validated(salle, reunion))
    assert found.empreinte == print_of(content_of(found))
    assert [one["numero"] for one in found.fige["decisions"]] == [1]
    rows = CompteRendu.objects.filter(pk=found.pk)
    refused(lambda: rows.update(budget="Autre"))
    refused(lambda: rows.update(fige={"a": 1}))
    refused(lambda: rows.update(valide_le=None, fige=None, empreinte=""))
    refused(lambda: rows.delete())
    rows.update(valide_par_label="personne effacée")


def test_minutes_show_functions_and_no_name(salle):
    reunion = held(salle)
    text = str(content_of(validated(salle, reunion)))
    assert "maire" in text and salle.elu.nom not in text
    assert "deleguee@demo.example" not in text


def test_a_correction_is_another_edition_with_its_reason(salle):
    reunion = held(salle)
    validated(salle, reunion)
    with pytest.raises(ActeRefuse, match="est validé"):
        decided(salle, reunion)
    made = comptes_rendus.correct_compte_rendu(
        acteur=salle.coordonnateur, reunion=reunion, motif="Une décision oubliée"
    )
    assert made.numero == 2
    decided(salle, reunion)
    assert reunion.comptes_rendus.filter(valide_le__isnull=False).count() == 1


def test_minutes_of_a_meeting_not_held_are_not_validated(salle):
    found = minuted(salle, planned(salle))
    with pytest.raises(ActeRefuse, match="pas déclarée tenue"):
        comptes_rendus.validate_compte_rendu(
            acteur=salle.elu, compte_rendu=found, expected=found.version
        )
    refused(
        lambda: CompteRendu.objects.filter(pk=found.pk).update(
            valide_le=SEANCE, fige={"a": 1}, empreinte="x"
        )
    )


def test_the_coordinator_does_not_validate_her_own_minutes(salle):
    found = minuted(salle, held(salle))
    with pytest.raises(ActeRefuse, match="élu référent ou l’ARS"):
        comptes_rendus.validate_compte_rendu(
            acteur=salle.coordonnateur, compte_rendu=found, expected=found.version
        )


# --- decisions


def test_a_decision_is_followed_until_done_and_never_deleted(salle):
    one = decided(salle, held(salle))
    refused(lambda: Decision.objects.filter(pk=one.pk).delete())
    refused(lambda: Decision.objects.filter(pk=one.pk).update(numero=9))
    refused(lambda: Decision.objects.filter(pk=one.pk).update(etat="abandonnee"))
    refused(lambda: Decision.objects.filter(pk=one.pk).update(etat="faite"))
    with pytest.raises(ActeRefuse, match="pourquoi"):
        follow(salle, one, etat="abandonnee")
    done = follow(salle, one, etat="faite", faite_le=date(2026, 10, 20), suites="Fait (exemple)")
    assert (done.etat, done.faite_le) == ("faite", date(2026, 10, 20))
    assert Acte.objects.filter(action="suivre une décision").count() == 1


def follow(salle, one, **changes):
    return decisions.follow_decision(
        acteur=salle.coordonnateur, decision=one, expected=one.version, **changes
    )


def test_the_words_of_a_decision_stay_once_the_minutes_are_validated(salle):
    reunion = held(salle)
    one = decided(salle, reunion)
    Decision.objects.filter(pk=one.pk).update(quoi="Corrigé")
    validated(salle, reunion)
    refused(lambda: Decision.objects.filter(pk=one.pk).update(quoi="Réécrit"))
    assert follow(salle, fresh(one), etat="en_cours").etat == "en_cours"


def test_the_next_minutes_show_open_decisions_and_those_closed_since(salle):
    first = held(salle, date(2026, 3, 5))
    done, todo = decided(salle, first), decided(salle, first, "Suivre (exemple)")
    follow(salle, done, etat="faite", faite_le=date(2026, 4, 1))
    content = content_of(minuted(salle, held(salle)))
    assert [one["numero"] for one in content["precedentes"]] == [done.numero, todo.numero]
    assert [one["etat"] for one in content["precedentes"]] == ["faite", "à faire"]


# --- the guards of the contract


def test_the_copil_is_installed_once_a_meeting_was_held(salle):
    reunion = planned(salle)
    assert not read_fact(salle.contrat, "copil_installe", SEANCE)[0].tenu
    hold_reunion(
        acteur=salle.coordonnateur, reunion=attended(salle, reunion), expected=reunion.version
    )
    assert read_fact(salle.contrat, "copil_installe", SEANCE)[0].tenu
    assert not read_fact(salle.contrat, "copil_installe", date(2026, 10, 7))[0].tenu


def test_the_opinion_of_the_technical_committee_is_a_decision_of_it(salle):
    with pytest.raises(ActeRefuse, match="se décide en comité technique"):
        decided(salle, held(salle), objet="avis_cotech")
    cotech = an_instance(salle, "cotech")
    a_membre(salle, "services", "cheffe de service", instance=cotech)
    one = decided(salle, held(salle, instance=cotech), objet="avis_cotech")
    assert read_fact(salle.contrat, "avis_cotech", SEANCE)[0].tenu
    follow(salle, one, etat="abandonnee", motif="Avis retiré")
    assert not read_fact(salle.contrat, "avis_cotech", SEANCE)[0].tenu


@pytest.mark.parametrize("objet", ["poursuite", "renouvellement", "non_reconduction"])
def test_the_copil_decides_what_follows(salle, objet):
    fait = f"decision_de_{objet}"
    assert not read_fact(salle.contrat, fait, SEANCE)[0].tenu
    decided(salle, held(salle), objet=objet)
    assert read_fact(salle.contrat, fait, SEANCE)[0].tenu


def test_the_composition_is_compared_with_the_signatories(salle):
    alerts = composition_alerts(salle.copil, JOUR)
    assert alerts == ["les signataires du contrat ne sont pas encore désignés"]


def test_reading_is_for_those_who_follow_or_sit(salle):
    reunion = planned(salle)
    partner = member("partenaire", portee="contrat", code=salle.contrat.slug)
    seen = Reunion.objects.visibles_par
    assert seen(salle.elu).count() == 1 and not seen(partner).exists()
    assert not seen(member("animateur_atelier", portee="contrat", code=salle.contrat.slug))
    assert reunion in seen(salle.coordonnateur)
