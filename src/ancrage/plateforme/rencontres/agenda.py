"""Meetings as calendar files (iCalendar), for one meeting, a contract or a year.

Times are written in UTC: every calendar reads them without a time-zone table of ours.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from ancrage import __version__
from ancrage.plateforme.rencontres.models import EtatReunion, Retroplanning, Reunion

NOM = "Ancrage"


def invitation(reunion: Reunion, address: str) -> bytes:
    """Return what a convocation carries: a request that the calendar of its reader answers."""
    cancelled = reunion.etat == EtatReunion.ANNULEE
    calendar = _calendar("CANCEL" if cancelled else "REQUEST")
    event = _meeting(reunion)
    organiser = vCalAddress(f"MAILTO:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    organiser.params["CN"] = vText(NOM)
    event.add("organizer", organiser)
    guest = vCalAddress(f"MAILTO:{address}")
    guest.params["RSVP"] = vText("TRUE")
    event.add("attendee", guest)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def published(nom: str, reunions: Iterable[Reunion], etapes: Iterable[Retroplanning] = ()) -> bytes:
    """Return a calendar to read or to subscribe to: meetings, and the dates around them."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", nom)
    calendar.add("name", nom)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for reunion in reunions:
        calendar.add_component(_meeting(reunion))
    for etape in etapes:
        calendar.add_component(_step(etape))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Ancrage//{__version__}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _meeting(reunion: Reunion) -> Event:
    event = Event()
    event.add("uid", f"{reunion.identifiant}@ancrage")
    event.add("dtstamp", reunion.modifie_le.astimezone(UTC))
    event.add("dtstart", reunion.debut.astimezone(UTC))
    event.add("dtend", reunion.fin.astimezone(UTC))
    event.add("sequence", reunion.rang_convocation)
    event.add("summary", f"{reunion.instance}, {reunion.contrat}")
    event.add("location", reunion.lieu)
    event.add("description", _description(reunion))
    event.add("url", _address(reunion))
    cancelled = reunion.etat == EtatReunion.ANNULEE
    tentative = reunion.etat == EtatReunion.PREVUE
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED")
    return event


def _description(reunion: Reunion) -> str:
    points = [f"{one.rang}. {one.libelle}" for one in reunion.points.all()]
    return "\n".join([f"Séance n° {reunion.numero}", *points])


def _address(reunion: Reunion) -> str:
    args = [reunion.contrat.slug, reunion.identifiant]
    return settings.BASE_URL + reverse("rencontres:reunion", args=args)


def _step(etape: Retroplanning) -> Event:
    """Return a date of the back-planning: a whole day, that leaves its reader free."""
    event, reunion = Event(), etape.reunion
    event.add("uid", f"{reunion.identifiant}-{etape.etape}@ancrage")
    event.add("dtstamp", etape.modifie_le.astimezone(UTC))
    event.add("dtstart", etape.pour_le)
    event.add("dtend", etape.pour_le + timedelta(days=1))
    event.add("summary", f"{etape.get_etape_display().capitalize()} : {reunion.contrat}")
    event.add("description", f"Pour la séance du {reunion.le:%d/%m/%Y} : {reunion.instance}")
    event.add("transp", "TRANSPARENT")
    return event
