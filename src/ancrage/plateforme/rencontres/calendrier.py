"""The dates counted around a COPIL, by the delays of the rule in force (R21)."""

from datetime import date, timedelta

from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.doctrine.models import RegleRegionale
from ancrage.plateforme.doctrine.parametres import Instances
from ancrage.plateforme.rencontres.models import EtapeRetro

AVANT = (EtapeRetro.COTECH, EtapeRetro.CONVOCATION, EtapeRetro.DOSSIER)


def rule_of_instances(region: str, on: date) -> tuple[RegleRegionale | None, Instances]:
    """Return the rule of a day and its delays; the usual ones where the region set none."""
    rule = rule_in_force(region, "R21", on=on)
    return rule, rule.lus if rule else Instances()


def count_back(jour: date, delais: Instances) -> dict[EtapeRetro, date]:
    """Return the date of each step around a meeting; a step due on a week-end is moved.

    What comes before is due on the Friday before, what comes after on the Monday after.
    """
    found = {}
    for etape in EtapeRetro:
        days = timedelta(days=getattr(delais, etape.value))
        before = etape in AVANT
        found[etape] = _worked(jour - days if before else jour + days, before)
    return found


def _worked(jour: date, earlier: bool) -> date:
    extra = max(0, jour.weekday() - 4)  # Saturday 1, Sunday 2
    if not extra:
        return jour
    return jour - timedelta(days=extra) if earlier else jour + timedelta(days=3 - extra)
