"""The indicators of a request that wait for a restricted source, and what may be given instead."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.observations.alternatives import ENSEMBLE, MONTRES
from ancrage.plateforme.observations.profils import (
    Territoire,
    Valeur,
    catalogue,
    fold,
    profil_of,
)
from ancrage.plateforme.observations.secret_demandes import USAGE, contenantes_of

PROCHES_MAX = 4


@dataclass(frozen=True, slots=True)
class Proche:
    """A figure that may be given: near the indicator asked for, or the same one, wider."""

    valeur: Valeur
    territoire: Territoire
    change: str


@dataclass(frozen=True, slots=True)
class CaseAttendue:
    """An indicator asked for, whose source is not here, with the nearest figures that are."""

    indicateur: str
    libelle: str
    producteur: str
    fichier: str
    motif: str
    offertes: tuple[Proche, ...]

    @property
    def cle(self) -> str:
        """Name it in a form."""
        return f"{self.indicateur}|attente"

    @property
    def source(self) -> str:
        """Return what it waits for, in words."""
        return f"{self.producteur}, {self.fichier}"


def find_awaited(territoire: Territoire, indicateurs: Collection[str]) -> list[CaseAttendue]:
    """Return the indicators asked for by name that no figure answers on a territory."""
    areas = [territoire, *contenantes_of(territoire)]
    own = {valeur.code for valeur in _shown(territoire)}
    found = []
    for code in dict.fromkeys(indicateurs):
        item = catalogue().get(code)
        if item is None or item.attente is None or code in own:
            continue
        near = tuple(_near(code, areas)) or tuple(_same_theme(code, areas))
        wait = item.attente
        found.append(
            CaseAttendue(
                code, item.libelle, wait.producteur, wait.fichier, wait.motif, near[:PROCHES_MAX]
            )
        )
    return found


def _near(code: str, areas: list[Territoire]) -> Iterator[Proche]:
    """Yield the same indicator on a wider area, then those that only come near it, here first."""
    kin = {other for other, item in catalogue().items() if item.proche_de == code}
    nearest = catalogue()[code].proche_de
    kin |= {nearest} if nearest else set()
    for area in areas[1:]:
        yield from (Proche(one, area, "territoire plus grand") for one in _latest(area, {code}))
    for area in areas:
        for one in _latest(area, kin):
            yield Proche(one, area, "indicateur voisin, qui ne le remplace pas")


def _same_theme(code: str, areas: list[Territoire]) -> Iterator[Proche]:
    """Yield what the same theme computes, the names most like it first, here before wider."""
    item = catalogue()[code]
    words = set(fold(item.libelle).split())
    alike = {
        other: len(words & set(fold(one.libelle).split()))
        for other, one in catalogue().items()
        if one.theme == item.theme and one.computed
    }
    told: set[str] = set()
    for area in areas:
        for found in sorted(_latest(area, alike), key=lambda one: -alike[one.code]):
            if found.code not in told:
                told.add(found.code)
                yield Proche(found, area, "autre indicateur du même thème")


def _latest(area: Territoire, codes: Collection[str]) -> list[Valeur]:
    """Return the last figure, sexes together, that may be given of each indicator."""
    last: dict[str, Valeur] = {}
    for valeur in _shown(area):
        if valeur.code in codes and valeur.sexe == ENSEMBLE:
            held = last.get(valeur.code)
            if held is None or (valeur.periode or "") > (held.periode or ""):
                last[valeur.code] = valeur
    return [last[code] for code in sorted(last)]


def _shown(area: Territoire) -> Iterator[Valeur]:
    return (one for one in profil_of(area, USAGE).indicateurs if one.status in MONTRES)


def freeze_awaited(one: CaseAttendue) -> dict[str, Any]:
    """Return the facts of one refusal as data, as those of secrecy are."""
    return {
        "nature": "attente",
        "indicateur": one.indicateur,
        "libelle": one.libelle,
        "periode": "",
        "sexe": "",
        "source": one.source,
        "regle": one.motif,
        "offertes": [
            {
                "territoire": found.territoire.libelle,
                "code": found.territoire.code,
                "indicateur": found.valeur.code,
                "periode": found.valeur.periode or "",
                "sexe": catalogue()[found.valeur.code].libelle,
                "change": found.change,
                "regle": "le chiffre peut être communiqué",
            }
            for found in one.offertes
        ],
        "essayees": [],
    }
