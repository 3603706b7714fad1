"""The tasks that apps declare in their `taches.py`, and when the recurring ones are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.module_loading import autodiscover_modules
from django.utils.timezone import localtime, make_aware

Fonction = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Horaire:
    """A time of day, each day or on one weekday (0 is Monday), Paris time."""

    heure: int
    jour: int | None = None

    def last_due(self, now: datetime) -> datetime:
        """Return the latest moment at or before `now` at which the job was due."""
        local = localtime(now)
        due = make_aware(datetime.combine(local.date(), time(self.heure)))
        if due > now:
            due = make_aware(datetime.combine(local.date() - timedelta(days=1), time(self.heure)))
        if self.jour is not None:
            late = (localtime(due).weekday() - self.jour) % 7
            due = make_aware(
                datetime.combine(localtime(due).date() - timedelta(days=late), time(self.heure))
            )
        return due


@dataclass(frozen=True, slots=True)
class Tache:
    """A declared task. `tentatives` bounds the runs; `horaire` makes it recurring."""

    code: str
    libelle: str
    fonction: Fonction
    tentatives: int = 3
    horaire: Horaire | None = None


_taches: dict[str, Tache] = {}


def tache(
    code: str, libelle: str, *, tentatives: int = 3, horaire: Horaire | None = None
) -> Callable[[Fonction], Fonction]:
    """Declare a task: `fonction(travail, **parametres)` returns its result, JSON only.

    It may run twice (a killed worker is replaced): write it so that this does no harm.
    """

    def declare(fonction: Fonction) -> Fonction:
        if code in _taches:
            raise ValueError(f"Two tasks bear the code {code!r}.")
        _taches[code] = Tache(code, libelle, fonction, tentatives, horaire)
        return fonction

    return declare


def taches() -> dict[str, Tache]:
    """Return every declared task by code, loading the apps' `taches.py` first."""
    autodiscover_modules("taches")
    return dict(_taches)
