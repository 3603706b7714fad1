"""What the site counts of an elaboration by itself: never typed, recomputed at each reading."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.cycle import Echeance
from ancrage.plateforme.prefiguration.models.suivi import Calcul
from ancrage.plateforme.prefiguration.propositions import proposal_for
from ancrage.plateforme.rencontres.models import COMPTENT, College, EtatReunion, Presence, Reunion


@dataclass(frozen=True, slots=True)
class Compte:
    """A count and the day of what it last counted; `detail` says of what. None: not known yet."""

    valeur: Decimal | None = None
    le: date | None = None
    detail: str = ""


def count_all(contrat: Contrat, on: date) -> dict[str, Compte]:
    """Return every count of a contract on a day; the elaboration ends with the signature."""
    until = min(on, contrat.date_signature or on)
    days = list(
        Reunion.objects.of(contrat)
        .filter(etat=EtatReunion.TENUE, le__lte=until)
        .order_by("le")
        .values_list("le", flat=True)
    )
    return {
        Calcul.REUNIONS: _meetings(contrat, days),
        **_presences(contrat, days, until),
        Calcul.ECHEANCES: _duties(contrat, until),
    }


def _meetings(contrat: Contrat, days: list[date]) -> Compte:
    """Return how many were held; a contract without any body does not meet here: not known."""
    if not days:
        return Compte(Decimal(0)) if contrat.instances.exists() else Compte()
    return Compte(Decimal(len(days)), days[-1])


def _presences(contrat: Contrat, days: list[date], until: date) -> dict[str, Compte]:
    found = set(
        Presence.objects.filter(
            reunion__instance__contrat=contrat, reunion__etat=EtatReunion.TENUE,
            reunion__le__lte=until, etat__in=COMPTENT,
        ).values_list("organisation_id", "organisation__type", "college")
    ) if days else set()  # fmt: skip
    if not found:
        return dict.fromkeys((Calcul.ORGANISATIONS, Calcul.COLLEGES, Calcul.SECTEURS), Compte())
    kinds, colleges = {kind for _, kind, _ in found}, {one for _, _, one in found}
    sectors = [
        one.libelle
        for one in proposal_for("suivi", contrat.region, until).secteurs
        if kinds.intersection(map(str, one.types))
    ]
    there = [str(one.label) for one in College if one.value in colleges]
    return {
        Calcul.ORGANISATIONS: Compte(Decimal(len({pk for pk, _, _ in found})), days[-1]),
        Calcul.COLLEGES: Compte(Decimal(len(there)), days[-1], " ; ".join(there)),
        Calcul.SECTEURS: Compte(Decimal(len(sectors)), days[-1], " ; ".join(sectors)),
    }


def _duties(contrat: Contrat, until: date) -> Compte:
    """Return the part of the duties of the elaboration done in time, out of those due or done."""
    rows = Echeance.objects.of(contrat).filter(transition__le__lte=until)
    done = {one: one.faite_le for one in rows if one.faite_le and one.faite_le <= until}
    due = [one for one in rows if one in done or one.date < until]
    if not due:
        return Compte()
    kept = sum(1 for one, day in done.items() if day <= one.date)
    last = max([*done.values(), *(one.date for one in due if one not in done)])
    share = (Decimal(100) * kept / len(due)).quantize(Decimal(1))
    return Compte(share, last, f"{kept} sur {len(due)}")
