"""What the contracts in force cover of a region: communes, inhabitants, quarters, disadvantage."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ancrage.plateforme.contrats.etats import StatutCarte
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Territoire
from ancrage.plateforme.web.region.carte import LigneContrat

QUARTIERS, DEFAVORISATION = "S19", "S14"  # people of the QPV; F-EDI, FDep when it is supplied
PARTS = 5


@dataclass(frozen=True, slots=True)
class Releve:
    """What an indicator says of the communes of a region: its values, its vintage, its source."""

    valeurs: dict[str, float]
    periode: str
    source: str


@dataclass(frozen=True, slots=True)
class Cinquieme:
    """A fifth of the inhabitants, from the least to the most disadvantaged communes."""

    rang: int
    population: int
    population_region: int

    @property
    def part(self) -> float | None:
        """Return the share of its inhabitants who are covered, in %."""
        return 100 * self.population / self.population_region if self.population_region else None


@dataclass(frozen=True, slots=True)
class Couverture:
    """What the contracts in force cover of a region: a commune counts once."""

    communes: int
    communes_region: int
    population: int
    population_region: int
    periodes: tuple[str, ...]  # vintages of the populations
    quartiers: Releve | None = None
    population_quartiers: int = 0
    population_quartiers_region: int = 0
    defavorisation: Releve | None = None
    cinquiemes: tuple[Cinquieme, ...] = ()

    @property
    def part(self) -> float | None:
        """Return the share of the inhabitants, in %."""
        return 100 * self.population / self.population_region if self.population_region else None

    @property
    def part_quartiers(self) -> float | None:
        """Return the share of the inhabitants of the quartiers prioritaires, in %."""
        total = self.population_quartiers_region
        return 100 * self.population_quartiers / total if total else None


def cover(lignes: Iterable[LigneContrat], region: Territoire) -> Couverture:
    """Return what the contracts in force cover.

    The quarters count by commune, as published; a commune without value counts nowhere.
    """
    held = {
        one.code
        for ligne in lignes
        if ligne.ligne.statut == StatutCarte.GENERATION
        for one in ligne.communes
    }
    everyone = profils.communes_of(region)
    people = {one.code: one.population or 0 for one in everyone}
    edition = profils.edition("ouvert")
    quartiers = _read(edition, region, QUARTIERS)
    defavorisation = _read(edition, region, DEFAVORISATION)
    lived = quartiers.valeurs if quartiers else {}
    return Couverture(
        communes=len(held),
        communes_region=len(everyone),
        population=round(sum(people[code] for code in held)),
        population_region=round(sum(people.values())),
        periodes=tuple(sorted({one.periode for one in everyone if one.periode})),
        quartiers=quartiers,
        population_quartiers=round(sum(lived.get(code, 0) for code in held)),
        population_quartiers_region=round(sum(lived.values())),
        defavorisation=defavorisation,
        cinquiemes=_fifths(defavorisation.valeurs, people, held) if defavorisation else (),
    )


def _fifths(
    valeurs: dict[str, float], people: dict[str, float], held: set[str]
) -> tuple[Cinquieme, ...]:
    """Cut the communes, from the least disadvantaged, into fifths of the inhabitants."""
    order = sorted((code for code in valeurs if code in people), key=lambda one: valeurs[one])
    total, seen = sum(people[code] for code in order), 0.0
    groups: list[list[str]] = [[] for _ in range(PARTS)]
    for code in order:
        middle = seen + people[code] / 2  # a commune goes whole where its middle inhabitant is
        groups[min(int(PARTS * middle / total), PARTS - 1) if total else 0].append(code)
        seen += people[code]
    return tuple(
        Cinquieme(
            rang,
            round(sum(people[code] for code in group if code in held)),
            round(sum(people[code] for code in group)),
        )
        for rang, group in enumerate(groups, start=1)
    )


@lru_cache(maxsize=8)
def _read(_edition: str, region: Territoire, indicateur: str) -> Releve | None:
    """Return the shown values of an indicator by commune; None where the store has none."""
    found = profils.carte_of(region, indicateur)
    if found is None:
        return None
    shown = {
        zone.code.removeprefix("commune:"): zone.value
        for zone in found.zones
        if zone.value is not None
    }
    return Releve(shown, found.periode, found.source)
