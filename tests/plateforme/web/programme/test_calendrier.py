"""The dates of a plan, by month and as a file; where its actions happen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from ancrage.plateforme.programmes.plan import JalonEcrit, LieuEcrit
from tests.plateforme.programmes.factories import a_fiche
from tests.plateforme.web.programme.adresses import at, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def datee(atelier):
    later = timezone.localdate() + timedelta(days=40)
    return a_fiche(
        atelier, code="FA-01", fin=later + timedelta(days=60),
        jalons=(
            JalonEcrit(libelle="Ouvrir, puis dire ; enfin", pour_le=later),
            JalonEcrit(libelle="Déjà passée", pour_le=date(2024, 3, 4)),
            JalonEcrit(libelle="Sans jour"),
        ),
    )  # fmt: skip


def test_what_comes_is_shown_by_month_and_what_is_late_is_told(coordo, atelier, datee):
    page = coordo.get(at(atelier, "calendrier"))
    html = page.content.decode()
    assert [one.libelle for one in page.context["en_retard"]] == ["Déjà passée"]
    assert "Ouvrir, puis dire" in html and "Fin de l’action" in html
    assert page.context["sans_date"] == 1


def test_the_file_is_read_back_by_a_calendar(coordo, atelier, datee):
    answer = coordo.get(at(atelier, "ics"))
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    told = {str(one["summary"]): one.decoded("dtstart") for one in events}
    later = timezone.localdate() + timedelta(days=40)
    assert told["FA-01 Ouvrir, puis dire ; enfin"] == later
    assert told["FA-01 Fin de l’action"] == later + timedelta(days=60)
    again = Calendar.from_ical(coordo.get(at(atelier, "ics")).content).walk("VEVENT")
    assert {str(one["uid"]) for one in again} == {str(one["uid"]) for one in events}
    assert len({str(one["uid"]) for one in events}) == 3


def test_a_plan_without_date_says_what_to_do(coordo, atelier):
    assert "Datez les étapes" in read(coordo, at(atelier, "calendrier"))


def test_the_map_says_which_communes_are_named(coordo, atelier, fiche):
    a_fiche(atelier, code="FA-02", lieux=(LieuEcrit(type="tout", libelle="tout le périmètre"),))
    page = coordo.get(at(atelier, "carte"))
    lieux = page.context["lieux"]
    named = {name: [one.code for one in held] for _, name, held in lieux.communes}
    assert named["Orléans"] == ["FA-01"]
    assert all(not held for name, held in named.items() if name != "Orléans")
    assert [one.code for one in lieux.partout] == ["FA-02"]
    assert "visée par une action" in page.content.decode()
