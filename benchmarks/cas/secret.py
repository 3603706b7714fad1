"""The joint secrecy of linked counts of a region: ten measures of deaths that hold one another.

Invented deaths, drawn with a fixed seed: communes of every size, two sexes, two age groups. The
marks are found, then nothing else: no file is read, none is written.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from ancrage.observatoire import api
from ancrage.observatoire.calculs import secret
from ancrage.observatoire.moteur.cube_depot import areas_of
from ancrage.observatoire.moteur.systeme_secret import Cases, Compte, Contenu, System
from benchmarks.mesures import GRAINE, Reglage, Resultat, time_each

SEUIL = 5
POPULATION = 1460.0  # mean of a commune
# Deaths of five years, for a thousand inhabitants.
CAUSES = {
    "poumon": 2.5, "sein": 1.0, "colon": 1.3, "autre_cancer": 8.0, "cardiopathie": 3.0,
    "avc": 2.6, "autre_circulatoire": 6.0, "respiratoire": 3.6, "suicide": 0.7, "accident": 2.0,
    "autre": 18.0,
}  # fmt: skip
AGES = {0: 0.18, 65: 0.82}  # share of the deaths
CANCERS = ("poumon", "sein", "colon", "autre_cancer")
CIRCULATOIRES = ("cardiopathie", "avc", "autre_circulatoire")
TOUT_AGE, JEUNES = (0, 65), (0,)
MESURES: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (tuple(CAUSES), TOUT_AGE), (CANCERS, TOUT_AGE), (tuple(CAUSES), JEUNES),
    (CIRCULATOIRES, TOUT_AGE), (("respiratoire",), TOUT_AGE), (("suicide",), TOUT_AGE),
    (("poumon",), TOUT_AGE), (("avc",), TOUT_AGE), (("sein",), TOUT_AGE), (CANCERS, JEUNES),
)  # fmt: skip
Deces = dict[tuple[str, int], npt.NDArray[np.int64]]


def measure(reglage: Reglage) -> list[Resultat]:
    """Time five, then ten linked measures of the region; three of one département for a try."""
    region = api.parse_territoire(f"region:{reglage.region}")
    codes = sorted(region.communes)
    if reglage.essai:
        codes = [code for code in codes if code[:2] == codes[0][:2]]
    return [_time(codes, count) for count in ((3,) if reglage.essai else (5, 10))]


def _time(codes: Sequence[str], count: int) -> Resultat:
    system = System()
    for compte in _comptes(codes)[:count]:
        system.add_measure(compte)
    system.link()
    tables = system.tables(SEUIL)
    return time_each(
        f"Secret de {count} effectifs liés",
        [tables],
        secret.protect,
        note=f"{len(codes)} communes, {len(tables.counts)} cases, "
        f"{tables.equations.shape[0]} équations",
    )


def _comptes(codes: Sequence[str]) -> list[Compte]:
    aires, links, sizes = areas_of(pl.Series(codes))
    rows = {aire: rank for rank, aire in enumerate(aires["aire"])}
    communes = np.array([rows[f"commune:{code}"] for code in codes])
    whole = np.asarray(links.sum(axis=1)).ravel() == sizes
    answered = np.repeat(whole[:, None], 3, axis=1)
    deaths = _draw(len(codes))
    found = []
    for causes, ages in MESURES:
        group = frozenset((cause, age) for cause in causes for age in ages)
        parts = links @ sum(deaths[pair] for pair in sorted(group)).astype(float)
        observed = np.c_[parts, parts.sum(axis=1)]
        contenu = Contenu(frozenset({"2013-2017"}), group)
        found.append(Compte("", Cases(observed, answered, links, communes), contenu))
    return found


def _draw(communes: int) -> Deces:
    """Draw the deaths of men and women in each commune, for each cause and age."""
    rng = np.random.default_rng(GRAINE)
    people = rng.lognormal(6.2, 1.2, communes)
    people *= POPULATION * communes / people.sum()
    sexes = np.outer(people / 1000, [0.525, 0.475])
    return {
        (cause, age): rng.poisson(sexes * rate * share)
        for cause, rate in CAUSES.items()
        for age, share in AGES.items()
    }
