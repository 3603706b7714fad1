"""The release calendar, and what a new edition of the figures obliges to read again."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.observations import consequences, taches
from ancrage.plateforme.observations.consequences import Publication, compare, pack, unpack
from ancrage.plateforme.observations.etats import GenreConsequence
from ancrage.plateforme.observations.models import (
    CalendrierDiffusion,
    Consequence,
    ReleveEdition,
)
from ancrage.plateforme.observations.parutions import last_day, read_annonces
from ancrage.plateforme.observations.services import calendrier
from tests.plateforme.comptes.factories import member
from tests.plateforme.observations.factories import ConsequenceFactory, ParutionFactory

pytestmark = pytest.mark.django_db
EPCI, REGION = "epci:244500468", "region:24"


def figures(value=10.0, periode="2017-2021", status="valeur", verdict="superieur"):
    row = [periode, value, status, {"region": verdict}]
    return {EPCI: {"M03|ensemble": row}, REGION: {"D01|ensemble": ["2022", 5.0, "valeur", {}]}}


def lines(after, publications=()):
    return {(one.genre, one.cle): one for one in compare(figures(), after, publications)}


def test_the_same_figures_change_nothing():
    assert compare(figures(), figures(), ()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": 10.1}, "valeur révisée (1)"),
        ({"periode": "2018-2022"}, "période 2017-2021 remplacée par 2018-2022 (1)"),
        ({"status": "secret", "value": None}, "désormais couvert par le secret (1)"),
        ({"verdict": "non_different"}, "verdict modifié (1)"),
    ],
)
def test_what_changes_is_told_by_indicator(change, says):
    found = lines(figures(**change))
    assert says in found[GenreConsequence.INDICATEUR, "M03"].constat
    assert (GenreConsequence.INDICATEUR, "D01") not in found


def test_a_verdict_that_turns_has_a_line_of_its_own():
    found = lines(figures(verdict="non_different"))
    line = found[GenreConsequence.VERDICT, f"M03|ensemble|{EPCI}|region"]
    assert "« plus élevé » devient « pas de différence établie »" in line.constat
    assert "Orléans Métropole" in line.libelle


def publication(territoire=EPCI, codes=("M03",)):
    return Publication(
        GenreConsequence.EDITION, "edition:1", "Diagnostic", "/x/", territoire, frozenset(codes)
    )


def test_a_publication_is_told_when_its_own_figures_change():
    found = lines(figures(value=11.0), [publication()])
    assert "M03" in found[GenreConsequence.EDITION, "edition:1"].constat
    assert not compare(figures(), figures(value=11.0), [publication(codes=["D01"])])[2:]
    kinds = {one.genre for one in compare(figures(), figures(value=11.0), [publication(REGION)])}
    assert GenreConsequence.EDITION not in kinds


def test_a_publication_unknown_of_the_last_reading_is_told_by_indicator():
    found = lines(figures(value=11.0), [publication("epci:200000000")])
    assert (GenreConsequence.EDITION, "edition:1") in found


def test_figures_come_back_from_the_database_as_they_went():
    assert unpack(pack(figures())) == figures()


def read(edition, **change):
    return calendrier.record_edition(
        region="24", edition=edition, figures=figures(**change), millesimes={}
    )


def test_the_first_reading_queues_nothing_then_each_edition_once():
    ors = member(Role.ORS)
    assert read("a") == 0 and not Consequence.objects.exists()
    assert read("b", verdict="non_different") == 2
    assert read("b", verdict="non_different") == 0
    assert Consequence.objects.count() == 2
    assert Notification.objects.filter(destinataire=ors, titre__contains="2 points").count() == 1


def test_old_readings_are_let_go():
    for rank in range(6):
        read(f"e{rank}", value=float(rank))
    assert ReleveEdition.objects.count() == calendrier.RELEVES_GARDES


def test_a_new_vintage_receives_the_release_that_was_awaited():
    ParutionFactory(source="anct_mortalite", annonce="plus tard", attendue_le=None)
    first = ParutionFactory(source="anct_mortalite")
    given = {"region": "24", "figures": figures()}
    calendrier.record_edition(edition="a", millesimes={"anct_mortalite": ["2018"]}, **given)
    calendrier.record_edition(
        edition="b", millesimes={"anct_mortalite": ["2018", "2024"], "anct_neet": ["2020"]}, **given
    )
    first.refresh_from_db()
    assert first.recue_le == timezone.localdate() and first.millesime_recu == "2024"
    assert CalendrierDiffusion.objects.get(source="anct_neet").millesime_recu == "2020"
    assert CalendrierDiffusion.objects.attendues().count() == 1


@pytest.mark.parametrize(
    ("texte", "jour"),
    [
        ("2027, date non annoncée", date(2027, 12, 31)),
        ("2027-02", date(2027, 2, 28)),
        ("2027-12", date(2027, 12, 31)),
        ("2027-03-15", date(2027, 3, 15)),
        ("date non annoncée", None),
    ],
)
def test_an_announcement_is_late_after_the_last_day_it_means(texte, jour):
    assert last_day(texte) == jour


def test_the_calendar_takes_what_the_catalogue_announces_once():
    added = calendrier.sync_calendar(region="24")
    assert added == len(list(read_annonces())) > 10
    assert calendrier.sync_calendar(region="24") == 0


def test_a_release_is_late_the_day_after():
    ParutionFactory(attendue_le=timezone.localdate())
    late = ParutionFactory(attendue_le=timezone.localdate() - timedelta(days=1))
    assert list(CalendrierDiffusion.objects.all().en_retard()) == [late] and late.en_retard


@dataclass
class Area:
    code: str


def test_the_job_reads_the_open_figures_of_a_territory(monkeypatch, settings):
    """One EPCI is enough to see the whole path; the region has ninety areas."""
    settings.REGION = "24"
    monkeypatch.setattr(consequences, "regional_territoires", lambda _region: [Area(EPCI)])
    assert _run()["a_revoir"] == 0
    held = unpack(ReleveEdition.objects.get().contenu)
    assert set(held) == {"region:24", EPCI} and len(held[EPCI]) > 20
    assert _run()["parutions"] == 0 and ReleveEdition.objects.count() == 1


def _run():
    from ancrage.plateforme.travaux.models import Travail

    return taches.consequences(Travail.objects.create(tache="x", libelle="x"))


def test_a_line_is_reviewed_once_by_a_person_of_the_observatory():
    line, ors = ConsequenceFactory(), member(Role.ORS)
    with pytest.raises(ActeRefuse):
        calendrier.review(acteur=member(Role.ARS_SIEGE), consequence=line, expected=1)
    calendrier.review(acteur=ors, consequence=line, expected=1, note="Repris.")
    line.refresh_from_db()
    assert line.revue_par == ors and line.note == "Repris."
    with pytest.raises(ActeRefuse, match="déjà revu"):
        calendrier.review(acteur=ors, consequence=line, expected=2)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORS, Role.ORS_VALIDATEUR}))
def test_the_calendar_is_kept_by_the_observatory_alone(role):
    acteur, parution = member(role), ParutionFactory()
    for act in (
        lambda: calendrier.enter_release(
            acteur=acteur, region="24", source="anct_mortalite", annonce="x",
            attendue_le=timezone.localdate(),
        ),
        lambda: calendrier.change_date(
            acteur=acteur, parution=parution, expected=1, attendue_le=timezone.localdate()
        ),
        lambda: calendrier.receive(acteur=acteur, parution=parution, expected=1, millesime="x"),
        lambda: calendrier.compare_now(acteur=acteur, region="24"),
    ):  # fmt: skip
        with pytest.raises(ActeRefuse):
            act()
