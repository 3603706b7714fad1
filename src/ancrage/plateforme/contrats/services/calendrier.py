"""What the calendar does to contracts: the first day starts them, the last one passed ends them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.etats import ACTES, DD, Etat, K
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.cycle import last_transition
from ancrage.plateforme.contrats.services.cycle import Motif, step
from ancrage.plateforme.notifications.services import notify


def run_day(*, on: date | None = None) -> dict[str, int]:
    """Start and end what is due by a day; running it again does nothing more."""
    jour = day_of_act(on)
    return {"debuts": start_due(on=jour), "echeances": expire_due(on=jour)}


def start_due(*, on: date) -> int:
    """Put in force the signed contracts whose first day has come; return how many."""
    due = Contrat.objects.filter(etat=Etat.SIGNE, date_debut__lte=on).order_by("pk")
    for contrat in due:
        _take(contrat, "mettre_en_oeuvre", contrat.date_debut or on)
    return len(due)


def expire_due(*, on: date) -> int:
    """End those whose last day passed without a decision, and tell who decides."""
    due = Contrat.objects.filter(etat__in=ACTES["constater_echeance"].de, date_fin__lt=on).order_by(
        "pk"
    )
    for contrat in due:
        _take(contrat, "constater_echeance", _day_after(contrat, on))
        _alert(contrat)
    return len(due)


def _day_after(contrat: Contrat, on: date) -> date:
    return contrat.date_fin + timedelta(days=1) if contrat.date_fin else on


@transaction.atomic
def _take(contrat: Contrat, acte: str, jour: date) -> None:
    """Do the act on its day, or on that of the last step if it came later."""
    last = last_transition(contrat)
    step(
        acteur=None, contrat=contrat, acte=acte, expected=contrat.version,
        jour=max(jour, last.le) if last else jour, motif=Motif(),
    )  # fmt: skip


def _alert(contrat: Contrat) -> None:
    notify(
        destinataires=people_over(contrat, DD | K),
        cle=f"contrat-echu:{contrat.identifiant}:{contrat.rang}",
        titre=f"Contrat échu sans décision : {contrat}",
        texte=f"Son terme était le {contrat.date_fin:%d/%m/%Y}. Évaluer, proroger, renouveler "
        "ou ne pas reconduire.",
        lien=f"/contrats/{contrat.slug}/",
        urgente=True,
    )


def late_contrats(*, on: date) -> Iterable[Contrat]:
    """Return those under evaluation or renewal whose end has passed: in force, but late."""
    return Contrat.objects.filter(
        etat__in=(Etat.EVALUATION, Etat.RENOUVELLEMENT), date_fin__lt=on
    ).order_by("date_fin", "pk")
