"""What each person set: which kind a fact is, and when an e-mail tells it."""

from collections.abc import Iterable, Mapping
from typing import Any

from ancrage.plateforme.notifications.models import (
    GenreNotification,
    Notification,
    Preference,
    Recapitulatif,
    Rythme,
)

G = GenreNotification
# The kind of a fact, by the start of its key.
GENRES = {
    "contrat-": G.CONTRAT, "poste-": G.CONTRAT, "communes:": G.CONTRAT, "election:": G.CONTRAT,
    "diagnostic-": G.DIAGNOSTIC, "avis:": G.DIAGNOSTIC, "erratum:": G.DIAGNOSTIC,
    "edition-publiee:": G.DIAGNOSTIC,
    "edition:": G.OBSERVATOIRE, "depot:": G.OBSERVATOIRE, "demande:": G.OBSERVATOIRE,
}  # fmt: skip
HABITUELS: dict[str, str] = {
    genre: Rythme.IMMEDIAT if genre == G.URGENT else Rythme.HEBDOMADAIRE for genre in G.values
}


def genre_of(notification: Notification) -> str:
    """Return the kind whose setting applies: what is urgent has its own."""
    if notification.urgente:
        return G.URGENT
    starts = (genre for start, genre in GENRES.items() if notification.cle.startswith(start))
    return next(starts, G.AUTRE)


def rythmes_of(people: Iterable[int]) -> dict[int, Mapping[str, str]]:
    """Return the rhythm of every kind for each person, in one query."""
    found: dict[int, dict[str, str]] = {pk: dict(HABITUELS) for pk in people}
    rows = Preference.objects.filter(utilisateur__in=found)
    for person, genre, rythme in rows.values_list("utilisateur", "genre", "rythme"):
        found[person][genre] = rythme
    return dict(found)


def jour_of(person: Any) -> int:
    """Return the day of a person's weekly message: Monday until she chooses."""
    held = Recapitulatif.objects.filter(utilisateur=person).first()
    return held.jour if held else Recapitulatif().jour
