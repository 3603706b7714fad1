"""What may be read of contracts: those a person follows, the map of a region, what is due."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ancrage.plateforme.contrats.etats import STATUTS, Etat, StatutCarte
from ancrage.plateforme.contrats.models import (
    Avenant,
    Confirmation,
    Contrat,
    ContratQuerySet,
    Coordonnateur,
    Mandat,
    RenouvellementMandats,
    Transition,
)
from ancrage.plateforme.contrats.models.cycle import Echeance, EcheanceQuerySet
from ancrage.plateforme.contrats.propres import add_years
from ancrage.plateforme.territoires.models import Perimetre

REGLE_CARTE = (
    "Un territoire compte une fois : le contrat en vigueur, sinon celui en préparation, sinon le "
    "dernier non reconduit. En cours d’élaboration : de la faisabilité à la validation. "
    "Génération : de la signature au terme ou au contrat suivant, contrats échus compris."
)
# Which contract of a territory its one heading shows.
PRIORITE = (StatutCarte.GENERATION, StatutCarte.EN_ELABORATION, StatutCarte.NON_RECONDUIT)


def contrats_suivis_par(user: Any) -> ContratQuerySet:
    """Return the contracts that a person follows, by name."""
    return Contrat.objects.visibles_par(user).for_list().order_by("nom", "generation")


def echeances_visibles_par(user: Any, on: date) -> EcheanceQuerySet:
    """Return what is to be done on the contracts that a person follows."""
    found: EcheanceQuerySet = Echeance.objects.ouvertes(on).filter(
        contrat__in=Contrat.objects.visibles_par(user)
    )
    return found.select_related("contrat")


def name_of_address(lien: str) -> str:
    """Return the name of the contract that an address of the site is about, "" for none."""
    start, contrats, slug = (*lien.split("/"), "", "")[:3]
    if start or contrats != "contrats" or not slug:
        return ""
    return Contrat.objects.filter(slug=slug).values_list("nom", flat=True).first() or ""


# --- a contract on a past day


def state_at(contrat: Contrat, on: date) -> str:
    """Return the state of a contract on a day; empty before it was known.

    A contract taken over was signed before its first row here: in force since its signature.
    """
    found = ""
    for row in contrat.transitions.all():
        if row.le <= on:
            found = row.vers
    if not found and contrat.date_signature is not None and contrat.date_signature <= on:
        return str(Etat.SIGNE)
    return found


def perimetre_at(contrat: Contrat, on: date) -> Perimetre:
    """Return the perimeter of a day: as signed, then as each amendment in effect changed it."""
    changed = [one for one in _signed(contrat) if one.perimetre is not None]
    for avenant in reversed(changed):
        if avenant.date_effet <= on and avenant.perimetre is not None:
            return avenant.perimetre
    first = changed[0].ancien_perimetre if changed else None
    return first or contrat.dernier_perimetre


def end_at(contrat: Contrat, on: date) -> date | None:
    """Return the end as known on a day: amendments signed later do not count."""
    moved = [one for one in _signed(contrat) if one.date_fin is not None]
    for avenant in reversed(moved):
        if avenant.signe_le is not None and avenant.signe_le <= on:
            return avenant.date_fin
    return moved[0].ancienne_fin if moved else contrat.date_fin


def _signed(contrat: Contrat) -> list[Avenant]:
    rows = [one for one in contrat.avenants.all() if one.signe_le is not None]
    return sorted(rows, key=lambda one: one.numero)


# --- the map


@dataclass(frozen=True, slots=True)
class LigneCarte:
    """One territory on the map: the contract that stands for it, on a day."""

    contrat: Contrat
    etat: str
    statut: StatutCarte
    generation: int
    perimetre: Perimetre
    fin: date | None
    terme_depasse: bool

    @property
    def rubrique(self) -> str:
        """Return the heading in French: « 2e génération »."""
        if self.statut != StatutCarte.GENERATION:
            return str(self.statut.label)
        return f"{self.generation}{'re' if self.generation == 1 else 'e'} génération"


@dataclass(frozen=True, slots=True)
class Carte:
    """The contracts of a region on a day, one line per territory, and how they are counted."""

    region: str
    on: date
    lignes: tuple[LigneCarte, ...]
    regle: str = REGLE_CARTE
    comptes: dict[str, int] = field(default_factory=dict)

    @property
    def en_vigueur(self) -> int:
        """Return how many territories have a contract in force."""
        return sum(one.statut == StatutCarte.GENERATION for one in self.lignes)


def read_carte(region: str, on: date) -> Carte:
    """Return the map of a region on a day, from the life cycle alone.

    `comptes` maps each heading to its number of territories, generations in their order.
    """
    best: dict[int, LigneCarte] = {}
    contrats = list(_contrats_of(region).prefetch_related(*_COMMUNES))
    roots = _roots(contrats)
    for contrat in contrats:
        ligne = _ligne(contrat, on)
        if ligne is not None:
            root = roots[contrat.pk]
            best[root] = _prefer(best.get(root), ligne)
    lignes = tuple(sorted(best.values(), key=lambda one: (one.contrat.nom, one.contrat.pk)))
    return Carte(region, on, lignes, comptes=_count(lignes))


# The communes of every perimeter that a line may show: three queries, whatever the region.
_COMMUNES = (
    "perimetre__communes",
    "perimetre_etude__communes",
    "avenants__perimetre__communes",
    "avenants__ancien_perimetre__communes",
)


def _contrats_of(region: str) -> ContratQuerySet:
    found: ContratQuerySet = (
        Contrat.objects.filter(region=region)
        .select_related("perimetre", "perimetre_etude")
        .prefetch_related(
            Prefetch("transitions", Transition.objects.order_by("rang")),
            Prefetch(
                "avenants",
                Avenant.objects.select_related("perimetre", "ancien_perimetre").order_by("numero"),
            ),
        )
        .order_by("generation", "pk")
    )
    return found


def _roots(contrats: list[Contrat]) -> dict[int, int]:
    """Return the first contract of the line of each: what names its territory."""
    before = {one.pk: one.contrat_precedent_id for one in contrats}

    def root(pk: int) -> int:
        while before.get(pk) is not None:
            pk = before[pk]  # type: ignore[assignment]
        return pk

    return {pk: root(pk) for pk in before}


def _ligne(contrat: Contrat, on: date) -> LigneCarte | None:
    etat = state_at(contrat, on)
    statut = STATUTS.get(etat, StatutCarte.ABSENT)
    if statut == StatutCarte.ABSENT:
        return None
    fin = end_at(contrat, on)
    in_force = statut == StatutCarte.GENERATION
    late = in_force and fin is not None and fin < on
    return LigneCarte(
        contrat, etat, statut, contrat.generation, perimetre_at(contrat, on), fin, late
    )


def _prefer(one: LigneCarte | None, other: LigneCarte) -> LigneCarte:
    """Return which of two contracts of a territory it shows: in force first, then the latest."""
    if one is None:
        return other
    ranks = PRIORITE.index(one.statut), PRIORITE.index(other.statut)
    if ranks[0] != ranks[1]:
        return one if ranks[0] < ranks[1] else other
    later = (other.generation, other.contrat.pk) > (one.generation, one.contrat.pk)
    return other if later else one


def _count(lignes: tuple[LigneCarte, ...]) -> dict[str, int]:
    found = Counter(one.rubrique for one in lignes)
    order = sorted(
        {(PRIORITE.index(one.statut), one.generation if one.statut == StatutCarte.GENERATION else 0,
          one.rubrique) for one in lignes}
    )  # fmt: skip
    return {rubrique: found[rubrique] for _, _, rubrique in order}


# --- what comes, what is missing


def ending_within(region: str, on: date, years: int = 2) -> list[LigneCarte]:
    """Return the contracts in force that end within some years, the soonest first."""
    limit = add_years(on, years)
    found = [
        one
        for one in read_carte(region, on).lignes
        if one.statut == StatutCarte.GENERATION and one.fin is not None and one.fin <= limit
    ]
    return sorted(found, key=lambda one: (one.fin or on, one.contrat.nom))


@dataclass(frozen=True, slots=True)
class Vacance:
    """A contract without coordinator, since the last day of the last one."""

    contrat: Contrat
    depuis: date


def vacancies(region: str, on: date) -> list[Vacance]:
    """Return the contracts of a day that had a coordinator and have none, the longest first."""
    started = Coordonnateur.objects.filter(region=region, debut__lte=on)
    held = set(started.en_cours(on).values_list("contrat", flat=True))
    ends: dict[int, date] = {}
    for contrat, fin in started.exclude(contrat__in=held).values_list("contrat", "fin"):
        if fin is not None:
            ends[contrat] = max(fin, ends.get(contrat, fin))
    rows = _contrats_of(region).filter(pk__in=ends)
    closed = {Etat.NON_RECONDUIT, Etat.ABANDONNE, Etat.TERMINE}
    found = [Vacance(one, ends[one.pk]) for one in rows if state_at(one, on) not in closed]
    return sorted(found, key=lambda one: (one.depuis, one.contrat.nom))


def mandats_to_renew(contrat: Contrat, on: date) -> list[Mandat]:
    """Return the mandates that an election ended and that nobody holds again on a day."""
    ended = contrat.mandats.filter(fin_par__le__lte=on).select_related("organisation")
    running = set(contrat.mandats.en_cours(on).values_list("organisation", "type"))
    return [one for one in ended if (one.organisation_id, one.type) not in running]


def adhesions_to_confirm(region: str, on: date) -> QuerySet[Confirmation]:
    """Return the confirmations that an election asked for and that have not come on a day."""
    return (
        Confirmation.objects.filter(region=region, renouvellement__le__lte=on)
        .filter(Q(confirmee_le__isnull=True) | Q(confirmee_le__gt=on))
        .select_related("contrat", "organisation", "renouvellement")
        .order_by("contrat__nom", "pk")
    )


@dataclass(frozen=True, slots=True)
class SuiteElection:
    """What an election ended, and how many local authorities confirmed since."""

    election: RenouvellementMandats
    finis: int
    demandees: int
    attendues: tuple[Confirmation, ...]

    @property
    def confirmees(self) -> int:
        """Return how many confirmed."""
        return self.demandees - len(self.attendues)


def read_elections(regions: Collection[str], on: date) -> list[SuiteElection]:
    """Return the elections of some regions, the latest first, with what is still awaited."""
    rows = RenouvellementMandats.objects.filter(region__in=regions).annotate(
        finis=Count("mandats_finis", distinct=True), demandees=Count("confirmations", distinct=True)
    )
    waiting: dict[int, list[Confirmation]] = {}
    for region in regions:
        for one in adhesions_to_confirm(region, on):
            waiting.setdefault(one.renouvellement_id, []).append(one)
    return [
        SuiteElection(one, one.finis, one.demandees, tuple(waiting.get(one.pk, ())))
        for one in rows.order_by("-le", "region")
    ]
