"""What can be said of a perimeter: as of today, its population, its gaps, its overlaps."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ancrage.observatoire import api
from ancrage.observatoire.api import QuartierPrioritaire, SuiviCommune, Territoire
from ancrage.plateforme.territoires.models import Perimetre


@dataclass(frozen=True, slots=True)
class Actualisation:
    """A perimeter « as of today » beside « as signed », and why they differ."""

    communes: tuple[str, ...]
    changements: tuple[SuiviCommune, ...]

    @property
    def ajoutees(self) -> tuple[str, ...]:
        """Return the codes of communes, outside the signed list, that mergers brought in."""
        return tuple(sorted({code for one in self.changements for code in one.hors_liste}))


@dataclass(frozen=True, slots=True)
class Ecart:
    """What became of one commune as signed, with the names that it and those beside it bore."""

    libelle: str
    suivi: SuiviCommune
    hors_liste: tuple[tuple[str, str], ...]  # code, name


@dataclass(frozen=True, slots=True)
class Coupure:
    """An EPCI that a perimeter holds only in part."""

    code: str
    libelle: str
    dedans: int
    total: int
    manquantes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants of a perimeter: the sum of its communes, with the year of the census."""

    habitants: int | None
    annee: str
    sans_valeur: int


def bring_up_to_date(perimetre: Perimetre) -> Actualisation:
    """Replay the commune movements since the perimeter's vintage."""
    return follow(perimetre.codes, perimetre.millesime)


def follow(communes: Collection[str], millesime: int) -> Actualisation:
    """Replay the commune movements since a vintage."""
    suivis = api.follow_communes(communes, millesime, api.MILLESIME_COURANT)
    today = {code for suivi in suivis for code, _ in suivi.vers}
    changed = tuple(suivi for suivi in suivis if suivi.devenir != "inchangee")
    return Actualisation(tuple(sorted(today)), changed)


def name_changes(perimetre: Perimetre, today: Actualisation) -> list[Ecart]:
    """Return the difference between « as signed » and « as of today », by name."""
    if not today.changements:
        return []
    names = api.communes_at(perimetre.millesime)
    found = [
        Ecart(
            names.get(one.code, one.code),
            one,
            tuple((code, names.get(code, code)) for code in one.hors_liste),
        )
        for one in today.changements
    ]
    return sorted(found, key=lambda one: api.fold(one.libelle))


def territoire_of(perimetre: Perimetre) -> Territoire:
    """Return the perimeter as the engine knows it: today's communes, under its own name."""
    communes = bring_up_to_date(perimetre).communes
    return api.liste(communes, perimetre.libelle, api.MILLESIME_COURANT)


def compute_population(communes: Collection[str]) -> Population:
    """Sum the latest municipal population of communes; None as soon as one is unknown."""
    territoire = api.liste(communes, "", api.MILLESIME_COURANT)
    rows = api.communes_of(territoire) if communes else ()
    known = [row for row in rows if row.population is not None]
    annees = {row.periode for row in known if row.periode}
    complete = bool(known) and len(known) == len(set(communes)) and len(annees) == 1
    total = round(sum(row.population or 0 for row in known)) if complete else None
    return Population(total, " et ".join(sorted(annees)), len(set(communes)) - len(known))


def find_coupures(communes: Collection[str]) -> tuple[Coupure, ...]:
    """Return the EPCI that the list cuts, the least complete last: a warning, not a fault."""
    inside = set(communes)
    territoire = api.liste(inside, "", api.MILLESIME_COURANT)
    found = []
    for code in api.epci_of(territoire):
        members = set(_members(code))
        missing = tuple(sorted(members - inside))
        if missing:
            found.append(
                Coupure(code, _libelle(code), len(members & inside), len(members), missing)
            )
    return tuple(sorted(found, key=lambda one: (-one.dedans / one.total, one.libelle)))


@lru_cache(maxsize=2_000)
def _members(epci: str) -> tuple[str, ...]:
    return api.parse_territoire(f"epci:{epci}", files=False).communes


@lru_cache(maxsize=2_000)
def _libelle(epci: str) -> str:
    return api.parse_territoire(f"epci:{epci}", files=False).libelle


def is_d_un_tenant(communes: Collection[str]) -> bool:
    """Say whether the communes form one piece: a hole or an enclave deserves a look."""
    return len(communes) < 2 or api.is_contiguous(communes)


def are_adjacent(communes: Collection[str], others: Collection[str]) -> bool:
    """Say whether two lists, each of one piece, touch without sharing a commune.

    Two lists of several pieces may touch or not: nothing is said of them.
    """
    first, second = frozenset(communes), frozenset(others)
    return not first & second and _adjacent(first, second)


@lru_cache(maxsize=512)
def _adjacent(first: frozenset[str], second: frozenset[str]) -> bool:
    return is_d_un_tenant(first) and is_d_un_tenant(second) and api.is_contiguous(first | second)


def find_quartiers(communes: Collection[str]) -> tuple[QuartierPrioritaire, ...]:
    """Return the published priority quarters (2015) of communes of today, by name."""
    found = api.quartiers_of(api.liste(communes, "", api.MILLESIME_COURANT))
    return tuple(sorted(found, key=lambda one: api.fold(one.libelle)))


def find_chevauchements(perimetre: Perimetre) -> list[tuple[Perimetre, int]]:
    """Return the perimeters in force, of the same use, that share communes, and how many."""
    codes = perimetre.codes
    others = (
        Perimetre.objects.in_force()
        .filter(usage=perimetre.usage, region=perimetre.region)
        .exclude(pk=perimetre.pk)
        .covering(codes)
        .prefetch_related("communes")
    )
    pairs = [(other, len(set(other.codes) & set(codes))) for other in others]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].libelle))


def shortest_code(communes: Collection[str]) -> str:
    """Return a code for a list of communes: its whole EPCI, then the communes left, with « + »."""
    left = set(communes)
    whole = []
    for code in api.epci_of(api.liste(left, "", api.MILLESIME_COURANT)):
        members = set(_members(code))
        if members <= left:
            whole.append(f"epci:{code}")
            left -= members
    return "+".join([*sorted(whole), *(f"commune:{code}" for code in sorted(left))])


@dataclass(frozen=True, slots=True)
class AiresCouvertes:
    """The scopes that a perimeter touches: those whose people it concerns."""

    departements: frozenset[str]
    codes: frozenset[str]


def areas_of(perimetre: Perimetre) -> AiresCouvertes:
    """Return the départements of a perimeter, and the codes of its communes and EPCI."""
    territoire = territoire_of(perimetre)
    codes = {f"commune:{code}" for code in territoire.communes}
    codes |= {f"epci:{code}" for code in api.epci_of(territoire)}
    codes.add(shortest_code(territoire.communes))
    return AiresCouvertes(frozenset(api.departements_of(territoire)), frozenset(codes))


def region_of(communes: Collection[str]) -> str:
    """Return the region that holds most of the communes."""
    return api.region_of(api.liste(communes, "", api.MILLESIME_COURANT)) or ""
