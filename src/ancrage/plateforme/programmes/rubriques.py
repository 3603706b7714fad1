"""What minutes say of a plan: its sheets by status, those that are late, its gauge (R6)."""

from collections import Counter
from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import FicheAction, Objectif, Priorite
from ancrage.plateforme.rencontres.rubriques import register_rubrique

CITEES = 10  # late sheets named; the others are counted
FINIES = (StatutAction.REALISEE, StatutAction.ABANDONNEE)


def avancement(contrat: Contrat, on: date) -> str:
    """Return the progress of a plan: how many sheets by status, which are late, the gauge."""
    fiches = list(FicheAction.objects.of(contrat).order_by("rang", "pk"))
    if not fiches:
        return "Aucune fiche action n’est encore écrite."
    return "\n".join((_by_status(fiches), _late(fiches, on), _gauge(contrat, fiches, on)))


def _by_status(fiches: list[FicheAction]) -> str:
    counts = Counter(one.statut for one in fiches)
    words = [f"{one.label} : {counts[one.value]}" for one in StatutAction if counts[one.value]]
    return f"Fiches actions : {len(fiches)} ({', '.join(words)})."


def _late(fiches: list[FicheAction], on: date) -> str:
    late = [one for one in fiches if one.fin and one.fin < on and one.statut not in FINIES]
    if not late:
        return "Aucune fiche n’a dépassé sa date de fin."
    named = " ; ".join(
        f"{one.code} {one.titre} (fin le {one.fin:%d/%m/%Y})" for one in late[:CITEES]
    )
    more = f" ; et {len(late) - CITEES} autres" if len(late) > CITEES else ""
    return f"Fiches en retard : {len(late)}. {named}{more}."


def _gauge(contrat: Contrat, fiches: list[FicheAction], on: date) -> str:
    chosen = Priorite.objects.retenues(contrat, on).count()
    structuring = Objectif.objects.filter(axe__contrat=contrat, structurant=True).count()
    rule = rule_in_force(contrat.region, "R6", on=on)
    wanted = f" (la région en attend de {rule.lus.minimum} à {rule.lus.maximum})" if rule else ""
    marked = sum(one.structurant for one in fiches)
    return (
        f"Jauge : {_counted(chosen, 'priorité retenue')}{wanted}, "
        f"{_counted(structuring, 'objectif structurant')}, "
        f"{_counted(marked, 'fiche structurante')}."
    )


def _counted(number: int, words: str) -> str:
    """Return « 1 fiche structurante », « 5 fiches structurantes »: under two, the singular."""
    return f"{number} {words if number < 2 else ' '.join(f'{word}s' for word in words.split())}"


def register_own() -> None:
    """Fill the progress in the minutes of meetings."""
    register_rubrique("avancement", avancement)
