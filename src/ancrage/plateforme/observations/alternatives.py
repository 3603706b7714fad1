"""What may be given in place of a masked figure: pure functions on statuses, never on counts.

A candidate answers more broadly on the same indicator: sexes together, more years that contain
those asked, a larger area that contains the one asked. It is offered when the engine shows it:
its protection has then already weighed the threshold and every subtraction. Nothing is deduced
from a masked cell.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

ENSEMBLE = "ensemble"
MONTRES = frozenset({"valeur", "zero"})
REGLES = {
    "valeur": "le chiffre atteint le seuil de la source, et aucune soustraction n’en redonne "
    "un plus petit",
    "zero": "aucun événement n’est observé : rien n’est à protéger",
    "secret": "un effectif reste sous le seuil de la source",
    "secret_secondaire": "le chiffre est masqué pour en protéger un autre",
    "non_fiable": "l’effectif est trop faible pour un chiffre fiable",
    "manquant": "le chiffre n’est pas disponible",
    "non_additif": "la mesure ne se somme pas sur cette union",
    "emprunte": "aucun chiffre n’existe à ce niveau",
    "non_applicable": "le chiffre est sans objet pour ce territoire",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A figure and its status: indicator, area with its number of communes, years, sex."""

    indicateur: str
    aire: str
    communes: int
    debut: int
    fin: int
    sexe: str
    status: str

    @property
    def annees(self) -> int:
        """Return how many years it pools."""
        return self.fin - self.debut + 1

    @property
    def periode(self) -> str:
        """Return its years as the engine writes them."""
        return str(self.debut) if self.debut == self.fin else f"{self.debut}-{self.fin}"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A figure that may be given, or why not: what it widens, and the rule that decides."""

    case: Case
    sexes: bool
    annees: bool
    aire: bool

    @property
    def permise(self) -> bool:
        """Say whether the engine shows it."""
        return self.case.status in MONTRES

    @property
    def regle(self) -> str:
        """Return the rule that decides."""
        return REGLES.get(self.case.status, "le chiffre n’est pas disponible")

    @property
    def changements(self) -> list[str]:
        """Return what it widens, in words."""
        words = (
            (self.sexes, "sexes réunis"),
            (self.annees, "davantage d’années"),
            (self.aire, "territoire plus grand"),
        )
        return [word for changed, word in words if changed]

    @property
    def eloignement(self) -> tuple[int, int, int, int]:
        """Return how far it is from what was asked: changes, communes, years, sexes."""
        changes = self.sexes + self.annees + self.aire
        return changes, self.case.communes, self.case.annees, int(self.sexes)


def find_alternatives(
    voulue: Case, cases: Collection[Case], contenantes: Collection[str]
) -> tuple[list[Alternative], list[Alternative]]:
    """Return the nearest figures that may be given, then those tried in vain, nearest first.

    `contenantes`: the areas that contain the one asked. Among the figures that may be given,
    one that is wider than another on every side, and brings nothing more, is left out.
    """
    found = sorted(
        (_compare(voulue, case) for case in cases if _is_wider(voulue, case, contenantes)),
        key=lambda one: (*one.eloignement, one.case.aire, one.case.debut),
    )
    offered: list[Alternative] = []
    for one in found:
        if one.permise and not any(_within(kept.case, one.case) for kept in offered):
            offered.append(one)
    return offered, [one for one in found if not one.permise]


def _is_wider(voulue: Case, case: Case, contenantes: Collection[str]) -> bool:
    """Say whether a case answers the same question more broadly, and is not the one asked."""
    same_sex = case.sexe in (voulue.sexe, ENSEMBLE)
    same_area = case.aire == voulue.aire or case.aire in contenantes
    same_years = case.debut <= voulue.debut and case.fin >= voulue.fin
    return (
        case.indicateur == voulue.indicateur
        and same_sex
        and same_area
        and same_years
        and (case.aire, case.debut, case.fin, case.sexe)
        != (voulue.aire, voulue.debut, voulue.fin, voulue.sexe)
    )


def _compare(voulue: Case, case: Case) -> Alternative:
    return Alternative(
        case,
        sexes=case.sexe != voulue.sexe,
        annees=(case.debut, case.fin) != (voulue.debut, voulue.fin),
        aire=case.aire != voulue.aire,
    )


def _within(narrow: Case, wide: Case) -> bool:
    """Say whether a figure is at least as close on every side as another."""
    area = narrow.aire == wide.aire or narrow.communes < wide.communes
    years = wide.debut <= narrow.debut and narrow.fin <= wide.fin
    return area and years and (narrow.sexe == wide.sexe or wide.sexe == ENSEMBLE)


def masked(cases: Sequence[Case]) -> list[Case]:
    """Return the cases that secrecy hides."""
    return [case for case in cases if case.status in ("secret", "secret_secondaire")]
