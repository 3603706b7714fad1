"""Funnel data: the values of the areas of a region against what chance explains at their size."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.entonnoir import (
    LEVELS,
    Entonnoir,
    funnel_binomial,
    funnel_poisson,
)
from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes

SCHEMA_ENTONNOIR = "ancrage.entonnoir/1"
LIMITES = 60  # points of each limit
_POISSON = {Methode.TAUX_BRUT, Methode.DENSITE}
_FUNNELLED = {*_POISSON, Methode.PROPORTION}
MIN_AIRES = 5


@dataclass(frozen=True, slots=True)
class AireEntonnoir:
    """An area: the precision of its value (expected events, or persons) and the value."""

    code: str
    effectif: float
    value: float
    hors_limites: str | None  # "95 %" or "99,8 %": the widest limit it lies beyond


@dataclass(frozen=True, slots=True)
class LimiteEntonnoir:
    """Lower and upper limits along increasing sizes."""

    niveau: float
    effectifs: tuple[float, ...]
    bas: tuple[float, ...]
    haut: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DonneesEntonnoir:
    """What a funnel plot needs; a place outside the limits is worth a look, it is no rank."""

    indicateur: str
    libelle: str
    unite: str
    decimales: int
    territoire: str
    nom: str
    niveau: str
    periode: str
    axe: str  # what `effectif` counts
    cible: float
    aires: tuple[AireEntonnoir, ...]
    limites: tuple[LimiteEntonnoir, ...]
    method: str
    source: str = ""
    reserve: str = ""  # why a place outside the limits may not be judged

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.entonnoir/1`."""
        return {"schema": SCHEMA_ENTONNOIR, **asdict(self)}


def build_entonnoir(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Mapping[str, Indicateur],
    code: str,
    niveau: str = "epci",
    periode: str | None = None,
    source: str = "",
) -> DonneesEntonnoir:
    """Return the funnel of an indicateur among the areas of a territory; `Erreur` if none."""
    item = indicateurs[code]
    rows = magasin.valeurs_of(_members(territoire, niveau), [code]).filter(
        is_shown() & (pl.col("denominator") > 0),
        sexe="ensemble",
    )
    if rows.height:
        rows = rows.filter(periode=periode or rows["periode"].max())
    if rows.height < MIN_AIRES or Methode(rows["method"][0]) not in _FUNNELLED:
        raise Erreur(
            "entonnoir_sans_effectif",
            f"« {item.libelle} » n'a pas assez d'effectifs par {niveau} pour un entonnoir.",
            attendu=f"un taux ou une part avec ses effectifs dans {MIN_AIRES} territoires ou plus",
            sortie=CodeSortie.ATTENTE,
        )
    poisson = Methode(rows["method"][0]) in _POISSON
    events, base = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    target = float(events.sum() / base.sum())
    size = base * target if poisson else base
    own = _funnel(size, target, poisson)
    scale = item.multiplier
    return DonneesEntonnoir(
        indicateur=code,
        libelle=item.libelle,
        unite=item.unite,
        decimales=item.decimales,
        territoire=territoire.code,
        nom=territoire.libelle,
        niveau=niveau,
        periode=str(rows["periode"][0]),
        axe="Nombre d'événements attendus" if poisson else "Effectif",
        cible=target * scale,
        aires=tuple(
            AireEntonnoir(code=aire, effectif=float(size[i]), value=float(value), hors_limites=out)
            for i, (aire, value, out) in enumerate(
                zip(rows["aire"], events / base * scale, _beyond(events / base, own), strict=True)
            )
        ),
        limites=_limits(size, target, poisson, scale),
        method=own.method,
        source=source,
        reserve=item.sans_verdict or "",
    )


def _limits(
    size: Tableau, target: float, poisson: bool, scale: float
) -> tuple[LimiteEntonnoir, ...]:
    """Return the lines to draw, a little beyond the smallest and the largest area."""
    grid = np.geomspace(size.min() * 0.9, size.max() * 1.05, LIMITES)
    around = _funnel(grid, target, poisson)
    return tuple(
        LimiteEntonnoir(
            level,
            tuple(map(float, grid)),
            tuple(map(float, around.lower[rank] * scale)),
            tuple(map(float, around.upper[rank] * scale)),
        )
        for rank, level in enumerate(around.levels)
    )


def _funnel(size: Tableau, target: float, poisson: bool) -> Entonnoir:
    """Return limits in the unit of `target`, a rate per person or a share."""
    if not poisson:
        return funnel_binomial(size, target)
    found = funnel_poisson(size)
    return Entonnoir(
        np.asarray(target), found.lower * target, found.upper * target, found.levels, found.method
    )


def _beyond(values: Tableau, funnel: Entonnoir) -> list[str | None]:
    words: list[str | None] = [None] * len(values)
    for rank, level in enumerate(LEVELS):
        outside = (values < funnel.lower[rank]) | (values > funnel.upper[rank])
        label = f"{100 * level:g}".replace(".", ",") + " %"
        words = [label if out else word for out, word in zip(outside, words, strict=True)]
    return words


def _members(territoire: Territoire, niveau: str) -> list[str]:
    if niveau == "commune":
        return [f"commune:{code}" for code in territoire.communes]
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    return [f"{niveau}:{code}" for code in held[niveau].drop_nulls().unique().sort()]
