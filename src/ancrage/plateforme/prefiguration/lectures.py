"""What pages and documents read of the préfiguration of a contract."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from ancrage.plateforme.comptes.models import Organisation, TypeOrganisation
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.prefiguration.calculs import Compte, count_all
from ancrage.plateforme.prefiguration.models import (
    AccordSuivi,
    Copilote,
    EtapeAccompagnement,
    IndicateurSuivi,
    LettreEngagement,
    MesureSuivi,
    Partie,
    Sens,
)
from ancrage.publication.typographie import nombre

ARS = (TypeOrganisation.ARS_SIEGE, TypeOrganisation.DD_ARS)
COLLECTIVITES = (
    TypeOrganisation.COMMUNE, TypeOrganisation.EPCI, TypeOrganisation.PAYS,
    TypeOrganisation.CONSEIL_DEPARTEMENTAL, TypeOrganisation.CONSEIL_REGIONAL,
)  # fmt: skip


def copilotes_of(contrat: Contrat, on: date) -> QuerySet[Copilote]:
    """Return who leads the préfiguration on a day."""
    found: QuerySet[Copilote] = contrat.copilotes.en_cours(on).for_list()
    return found


def plan_of(contrat: Contrat) -> list[EtapeAccompagnement]:
    """Return the support plan of élus, in its order."""
    return list(contrat.etapes_accompagnement.select_related("fichier").order_by("rang", "pk"))


def letter_of(contrat: Contrat, on: date) -> LettreEngagement | None:
    """Return the signed letter that counts on a day, the latest first."""
    found: LettreEngagement | None = contrat.lettres_engagement.valables(on).first()
    return found


def piece_of(contrat: Contrat, identifiant: UUID) -> Fichier | None:
    """Return a document of a step, or a signed letter, by its identifier."""
    rows: tuple[Any, ...] = (contrat.etapes_accompagnement, contrat.lettres_engagement)
    held = [one.filter(fichier__identifiant=identifiant).first() for one in rows]
    return next((one.fichier for one in held if one is not None), None)


@dataclass(frozen=True, slots=True)
class Suivi:
    """An indicator with its last value by a day: counted, or typed; None: not measured yet."""

    indicateur: IndicateurSuivi
    valeur: Decimal | None
    le: date | None
    detail: str

    @property
    def dite(self) -> str:
        """Return the value with its unit, in French."""
        return "" if self.valeur is None else said(self.valeur, self.indicateur.unite)

    @property
    def cible(self) -> str:
        """Return the target, in French."""
        one = self.indicateur
        return f"{one.get_sens_display()} {said(one.cible, one.unite)}"

    @property
    def atteinte(self) -> bool | None:
        """Say whether the value is on the good side of the target; None: no value."""
        return None if self.valeur is None else self.indicateur.reaches(self.valeur)

    @property
    def ecart(self) -> str:
        """Return what a value on the wrong side of its target means."""
        floor = self.indicateur.sens == Sens.AU_MOINS
        return "Cible pas encore atteinte" if floor else "Cible dépassée"


def said(value: Decimal, unite: str) -> str:
    """Return « 1 234,5 réunions »; under two, a unit in the plural is left to the name.

    A whole number has no decimals.
    """
    decimals = -min(0, int(value.normalize().as_tuple().exponent))
    written = nombre(float(value), decimals)
    plural = value < 2 and unite[:1].isalpha()
    return written if plural else f"{written}\u00a0{unite}"


def follow_up(contrat: Contrat, on: date) -> list[Suivi]:
    """Return the indicators of a contract with their last values by a day."""
    typed = MesureSuivi.objects.filter(le__lte=on).order_by("-le")
    rows = list(
        contrat.indicateurs_suivi.order_by("rang", "pk").prefetch_related(
            Prefetch("mesures", queryset=typed)
        )
    )
    counts = count_all(contrat, on) if any(one.calcul for one in rows) else {}
    return [_last(one, counts) for one in rows]


def _last(one: IndicateurSuivi, counts: dict[str, Compte]) -> Suivi:
    if one.calcul:
        count = counts[one.calcul]
        return Suivi(one, count.valeur, count.le, count.detail)
    last = next(iter(one.mesures.all()), None)
    return Suivi(one, last.valeur, last.le, last.note) if last else Suivi(one, None, None, "")


def agreements_of(contrat: Contrat, on: date) -> dict[str, AccordSuivi]:
    """Return the agreements that hold on a day, by side."""
    return {one.partie: one for one in contrat.accords_suivi.valables(on)}


def agreed_on(contrat: Contrat, on: date) -> date | None:
    """Return the day when both sides had agreed to the list; None while one has not."""
    held = agreements_of(contrat, on)
    return max(one.le for one in held.values()) if len(held) == len(Partie) else None


def organisations_of_side(contrat: Contrat, partie: str) -> QuerySet[Organisation]:
    """Return the organisations that may agree for a side: the agency, or local authorities."""
    kinds = ARS if partie == Partie.ARS else COLLECTIVITES
    return Organisation.objects.filter(region=contrat.region, type__in=kinds)


def organisations_of_region(contrat: Contrat) -> QuerySet[Organisation]:
    """Return the organisations that may lead."""
    return Organisation.objects.filter(region=contrat.region)
