"""The masked figures of a request, and what may be given instead, as the engine answers today."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ancrage.observatoire import api
from ancrage.plateforme.observations.alternatives import (
    Alternative,
    Case,
    find_alternatives,
    masked,
)
from ancrage.plateforme.observations.profils import (
    Territoire,
    Usage,
    Valeur,
    catalogue,
    find_territoire,
    indicateur_of,
    profil_of,
)

PERIODE = re.compile(r"^(\d{4})(?:-(\d{4}))?$")
# An answer leaves the observatory: it may use what an agreement lets a diagnosis use.
USAGE: Usage = "diagnostic"


@dataclass(frozen=True, slots=True)
class CaseMasquee:
    """A figure asked for, that secrecy hides, with the alternatives found."""

    case: Case
    libelle: str
    source: str
    regle: str
    offertes: tuple[Alternative, ...]
    essayees: tuple[Alternative, ...]

    @property
    def cle(self) -> str:
        """Name it in a form."""
        return f"{self.case.indicateur}|{self.case.periode}|{self.case.sexe}"


def contenantes_of(territoire: Territoire) -> list[Territoire]:
    """Return the EPCI, the département and the région that contain a whole territory."""
    if territoire.niveau in ("region", "france"):
        return []
    codes = []
    for niveau, found in (
        ("epci", api.epci_of(territoire)),
        ("departement", api.departements_of(territoire)),
        ("region", [api.region_of(territoire)]),
    ):
        if len(found) == 1 and found[0]:
            codes.append(f"{niveau}:{found[0]}")
    areas = [find_territoire(code) for code in codes if code != territoire.code]
    inside = set(territoire.communes)
    return [area for area in areas if inside < set(area.communes)]


def find_masked(territoire: Territoire, indicateurs: Collection[str]) -> list[CaseMasquee]:
    """Return each masked figure of a request with what may be given instead."""
    areas = [territoire, *contenantes_of(territoire)]
    wanted = set(indicateurs) or set(catalogue())
    values = {area.code: _values(area, wanted) for area in areas}
    own = values[territoire.code]
    cases = [case for rows in values.values() for case in rows]
    outer = {area.code for area in areas[1:]}
    found = []
    for case in masked(list(own)):
        offered, tried = find_alternatives(case, cases, outer)
        valeur = own[case]
        found.append(
            CaseMasquee(
                case,
                indicateur_of(case.indicateur).libelle,
                _cited(valeur),
                _rule(valeur),
                tuple(offered),
                tuple(tried),
            )
        )
    return found


def _values(area: Territoire, wanted: Collection[str]) -> dict[Case, Valeur]:
    """Return the figures of an area itself: those of a larger one stand there for it."""
    rows = {}
    for valeur in profil_of(area, USAGE).indicateurs:
        years = PERIODE.match(valeur.periode or "")
        if valeur.code in wanted and years and valeur.status != "emprunte":
            case = Case(
                valeur.code, area.code, len(area.communes),
                int(years[1]), int(years[2] or years[1]), valeur.sexe, valeur.status,
            )  # fmt: skip
            rows[case] = valeur
    return rows


def _cited(valeur: Valeur) -> str:
    return f"{valeur.source.producteur}, {valeur.source.titre}" if valeur.source else ""


def _rule(valeur: Valeur) -> str:
    """Return the rule of secrecy of the source, in its own words."""
    if valeur.motif:
        return valeur.motif
    code = valeur.source.code if valeur.source else ""
    held: dict[str, Any] = {item.source.code: item.source for item in api.list_depots()}
    source = api.sources().get(code) or held.get(code)
    return source.secret.regle if source else ""
