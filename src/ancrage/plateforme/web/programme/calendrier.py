"""The dates of a plan: steps and ends of actions, by month on the page, as events in a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format
from icalendar import Calendar, Event

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import FicheAction

PRODUIT = "-//Ancrage//Programme d’un contrat local de santé//FR"
FINIES = (StatutAction.REALISEE, StatutAction.ABANDONNEE)


@dataclass(frozen=True, slots=True)
class Echeance:
    """A day of a plan: a step to be done, or the end of an action."""

    le: date
    libelle: str
    code: str
    titre: str
    fait: bool
    cle: str  # stays the same as long as the step does, so that a calendar updates it

    def is_late(self, today: date) -> bool:
        """Say whether it should have been done."""
        return not self.fait and self.le < today


def read_echeances(fiches: Iterable[FicheAction]) -> list[Echeance]:
    """Return the dates of sheets whose steps are loaded, in order."""
    found = []
    for one in fiches:
        for step in one.jalons.all():
            if step.pour_le:
                cle = f"{one.identifiant}-{step.libelle[:60]}"
                found.append(
                    Echeance(step.pour_le, step.libelle, one.code, one.titre, step.fait, cle)
                )
        if one.fin:
            ended = one.statut in FINIES
            found.append(
                Echeance(
                    one.fin, "Fin de l’action", one.code, one.titre, ended, f"{one.identifiant}-fin"
                )
            )
    return sorted(found, key=lambda one: (one.le, one.code, one.libelle))


def by_month(echeances: Iterable[Echeance]) -> list[tuple[str, list[Echeance]]]:
    """Return dates by month, the month in words."""
    months = groupby(echeances, key=lambda one: (one.le.year, one.le.month))
    return [(date_format(date(*key, 1), "F Y"), list(held)) for key, held in months]


def undated(fiches: Iterable[FicheAction]) -> int:
    """Return how many steps have no day yet."""
    return sum(step.pour_le is None for one in fiches for step in one.jalons.all())


def write_ics(contrat: Contrat, echeances: Iterable[Echeance]) -> bytes:
    """Return the dates of a plan as a calendar that other programs read."""
    calendar = Calendar()
    calendar.add("prodid", PRODUIT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", contrat.nom)
    for one in echeances:
        event = Event()
        event.add("uid", f"{one.cle}@ancrage")
        event.add("dtstamp", contrat.modifie_le)
        event.add("dtstart", one.le)
        event.add("dtend", one.le + timedelta(days=1))
        event.add("summary", f"{one.code} {one.libelle}")
        event.add("description", one.titre)
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
