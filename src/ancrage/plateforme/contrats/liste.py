"""The list of the contracts that a person follows, one query whatever the number of rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, When

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import AireContrat, Contrat, ContratQuerySet
from ancrage.plateforme.contrats.models.cycle import Echeance

TRIS = {"nom": "nom", "echeance": "prochaine échéance", "fin": "fin du contrat", "etat": "état"}
ORDRES: dict[str, tuple[Any, ...]] = {
    "nom": ("nom",),
    "echeance": (F("prochaine").asc(nulls_last=True), "nom"),
    "fin": (F("date_fin").asc(nulls_last=True), "nom"),
    # In the order of a life, not of the alphabet.
    "etat": (
        Case(
            *(When(etat=etat, then=rang) for rang, etat in enumerate(Etat.values)),
            output_field=IntegerField(),
        ),
        "nom",
    ),
}
PREFIXE = "departement:"


@dataclass(frozen=True, slots=True)
class Filtre:
    """What the address asks for."""

    etat: str = ""
    departement: str = ""
    retard: bool = False
    texte: str = ""
    tri: str = "nom"


def departements_followed(user: Any) -> list[str]:
    """Return the départements of the contracts that a person follows."""
    seen = AireContrat.objects.filter(
        contrat__in=Contrat.objects.visibles_par(user), code__startswith=PREFIXE
    )
    codes = seen.values_list("code", flat=True).distinct().order_by("code")
    return [code.removeprefix(PREFIXE) for code in codes]


def list_contrats(user: Any, filtre: Filtre, on: date) -> ContratQuerySet:
    """Return the contracts that a person follows, each with its next due date and what it is.

    `prochaine` is the day of the first open duty; before `on`, the contract is late.
    """
    due = Echeance.objects.ouvertes(on).filter(contrat=OuterRef("pk")).order_by("date", "pk")
    found = Contrat.objects.visibles_par(user).annotate(
        prochaine=Subquery(due.values("date")[:1]), a_faire=Subquery(due.values("libelle")[:1])
    )
    kept = Q()
    if filtre.etat:
        kept &= Q(etat=filtre.etat)
    if filtre.departement:
        kept &= Q(aires__code=f"{PREFIXE}{filtre.departement}")
    if filtre.retard:
        kept &= Q(prochaine__lt=on)
    if filtre.texte:
        kept &= Q(nom__icontains=filtre.texte)
    return found.filter(kept).for_list().order_by(*ORDRES[filtre.tri], "generation", "pk")
