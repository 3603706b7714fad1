"""Values of a deposit for the closed list of areas: standardised rates, ICM, rates, counts.

Direct rates: European standard population of 2013, Dobson limits on the exact limits of the
count. ICM: the rates of the widest area that the extract covers, by age and sex, same years.
Secrecy comes first; then under ten events a standardised value is not published, under twenty
it is read with caution (methodes.md § 2, 3, 8).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from ancrage.observatoire.calculs.comparaison import MAX_SHARE
from ancrage.observatoire.calculs.fiabilite import publication
from ancrage.observatoire.calculs.intervalles import poisson_exact
from ancrage.observatoire.calculs.populations_reference import standard_weights
from ancrage.observatoire.calculs.standardisation_directe import direct_standardised_rate
from ancrage.observatoire.catalogue.depots import (
    STANDARDISEES,
    DepotRestreint,
    IndicateurDepose,
)
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.moteur.cube_depot import Cube
from ancrage.observatoire.moteur.esperances import expectancies, hold_back
from ancrage.observatoire.moteur.secret_depots import OUVERT

Tableau = npt.NDArray[np.float64]
STANDARD_POPULATION = "esp2013"
LIMITS = "dobson_exact"
VALEURS_DEPOT = pl.Schema(
    {
        "aire": pl.String,
        "indicateur": pl.String,
        "periode": pl.String,
        "sexe": pl.String,
        "method": pl.String,
        "multiplier": pl.Float64,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "lower": pl.Float64,
        "upper": pl.Float64,
        "status": pl.String,
        "reliability": pl.String,
        "reparti": pl.Boolean,
        "niveau": pl.String,
        "motif": pl.String,
    }
)
RESTES = pl.Schema(
    {
        "aire": pl.String,
        "ref_aire": pl.String,
        "indicateur": pl.String,
        "sexe": pl.String,
        "ref_value": pl.Float64,
    }
)
_PEU = "Moins de dix événements : le taux standardisé n'est pas publié."
_SOUS_SEUIL = "Effectif sous le seuil de la convention."
_COMPLEMENT = "Masqué pour qu'un autre effectif ne se retrouve pas par différence."
MASQUE_PRODUCTEUR = "Le producteur a masqué au moins une case de ce territoire."


@dataclass(frozen=True)
class Demande:
    """One indicateur of the deposit with what the catalogue says of it."""

    item: IndicateurDepose
    method: str
    multiplier: float


def read_demandes(
    depot: DepotRestreint, indicateurs: Mapping[str, Indicateur]
) -> tuple[Demande, ...]:
    """Return the method and multiplier of each indicateur that the deposit feeds."""
    return tuple(_demande(item, indicateurs[item.code]) for item in depot.indicateurs)


def _demande(item: IndicateurDepose, indicateur: Indicateur) -> Demande:
    declared = item.method or indicateur.method.value
    method = "taux_standardise" if declared == Methode.TAUX_STANDARDISE_PUBLIE.value else declared
    default = {"taux_standardise": 100_000.0, "icm": 100.0, "effectif_evenements": 1.0}
    published = indicateur.method.published
    return Demande(item, method, default.get(method, 1.0) if published else indicateur.multiplier)


def compute_depot(
    cube: Cube,
    depot: DepotRestreint,
    demandes: tuple[Demande, ...],
    secrecy: Mapping[str, npt.NDArray[np.str_]],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the protected values of every area, and the references without the heavy areas.

    `secrecy`: the status of each cell (area × sex) of each measure.
    """
    valeurs, restes = [VALEURS_DEPOT.to_frame()], [RESTES.to_frame()]
    for demande in demandes:
        for sexe in demande.item.sexes:
            if demande.method == Methode.ESPERANCE_VIE and sexe == "ensemble":
                continue  # a life table is that of one sex
            if sexe == "ensemble" or sexe in cube.sexes:
                calcul = _Calcul(cube, demande, sexe)
                masks = secrecy[demande.item.mesure][:, _column(cube, sexe)]
                rows = calcul.rows(depot.periode, masks)
                valeurs.append(rows)
                restes.append(calcul.rests(rows))
    return pl.concat(valeurs).sort("aire", "indicateur", "sexe"), pl.concat(restes)


def _column(cube: Cube, sexe: str) -> int:
    return (
        len(cube.sexes)
        if sexe == "ensemble" and len(cube.sexes) > 1
        else (0 if sexe == "ensemble" else cube.sexes.index(sexe))
    )


class _Calcul:
    """One indicateur and one sex over every area."""

    def __init__(self, cube: Cube, demande: Demande, sexe: str) -> None:
        self.cube, self.demande, self.sexe = cube, demande, sexe
        self.comptage = cube.comptages[demande.item.mesure]
        self.ages = cube.band(demande.item)
        positions = cube.sex_positions(sexe)
        self.events = self.comptage.events[:, positions, self.ages]
        self.population: Tableau | None = None
        if cube.person_years is not None:
            self.population = cube.person_years[:, positions, self.ages]
        self.reference = self._widest()

    @property
    def _starts(self) -> tuple[int, ...]:
        return self.cube.ages[self.ages]

    def _widest(self) -> int | None:
        """Return the widest area that the extract holds whole: the reference of an ICM."""
        known = self.cube.complete & ~self.comptage.masked & ~self.comptage.missing
        for niveau in ("france", "region", "departement"):
            found = np.flatnonzero(known & (self.cube.niveaux == niveau))
            if found.size:
                return int(found[0]) if niveau == "france" or found.size == 1 else None
        return None

    def rows(self, periode: str, masks: npt.NDArray[np.str_]) -> pl.DataFrame:
        """Return the rows of `VALEURS_DEPOT`, masked before anything leaves."""
        observed = self.events.sum(axis=(1, 2))
        denominator = self._denominator()
        value, lower, upper = self._values(self.events, self.population, denominator)
        status, motif = self._status(observed, denominator, masks)
        if self.demande.method == Methode.ESPERANCE_VIE:
            hold_back(status, motif, value, denominator)
        hidden = np.isin(status, ["valeur", "zero", "non_fiable"], invert=True)
        unread = hidden | (status == "non_fiable")
        if self.demande.method in STANDARDISEES:
            reliability = publication(observed)
        else:
            reliability = np.where(observed >= 20, "fiable", "prudence")
        reliability = np.where(status == "zero", "prudence", reliability)
        return pl.DataFrame(
            {
                "aire": self.cube.aires["aire"],
                "indicateur": [self.demande.item.code] * len(observed),
                "periode": [periode] * len(observed),
                "sexe": [self.sexe] * len(observed),
                "method": [self.demande.method] * len(observed),
                "multiplier": [self.demande.multiplier] * len(observed),
                "numerator": _mask(observed, hidden),
                "denominator": _mask(denominator, hidden),
                "value": _mask(value, unread),
                "lower": _mask(lower, unread),
                "upper": _mask(upper, unread),
                "status": status.tolist(),
                "reliability": [
                    None if masked else text
                    for text, masked in zip(reliability.tolist(), hidden, strict=True)
                ],
                "reparti": self.cube.reparti,
                "niveau": self.cube.aires["niveau"],
                "motif": motif,
            },
            schema=VALEURS_DEPOT,
        )

    def _denominator(self) -> Tableau:
        """Return the person-years, the expected events of an ICM, or nothing for a count."""
        if self.population is None or self.demande.method == "effectif_evenements":
            return np.full(len(self.events), np.nan)
        if self.demande.method != "icm":
            return np.asarray(self.population.sum(axis=(1, 2)))
        if self.reference is None:
            return np.full(len(self.events), np.nan)
        return self._expected(
            self.events[self.reference], self.population[self.reference], self.population
        )

    @staticmethod
    def _expected(events: Tableau, base: Tableau, population: Tableau) -> Tableau:
        rates = np.divide(events, base, out=np.zeros_like(events), where=base > 0)
        return np.asarray((population * rates).sum(axis=(-2, -1)))

    def _values(
        self, events: Tableau, population: Tableau | None, denominator: Tableau
    ) -> tuple[Tableau, Tableau, Tableau]:
        observed = events.sum(axis=(1, 2))
        if self.demande.method == "effectif_evenements" or population is None:
            return observed, *poisson_exact(observed)
        if self.demande.method == "taux_standardise":
            weights = standard_weights(STANDARD_POPULATION, self.cube.ages)[self.ages]
            rate = direct_standardised_rate(
                events.sum(axis=1),
                population.sum(axis=1),
                weights,
                self.demande.multiplier,
                limits=LIMITS,
            )
            return rate.value, rate.lower, rate.upper
        if self.demande.method == Methode.ESPERANCE_VIE:
            return expectancies(events.sum(axis=1), population.sum(axis=1), self._starts)
        low, high = poisson_exact(observed)
        scale = np.divide(
            self.demande.multiplier,
            denominator,
            out=np.full(len(observed), np.nan),
            where=np.nan_to_num(denominator) > 0,
        )
        return observed * scale, low * scale, high * scale

    def _status(
        self, observed: Tableau, denominator: Tableau, masks: npt.NDArray[np.str_]
    ) -> tuple[npt.NDArray[np.str_], list[str | None]]:
        cube, method = self.cube, self.demande.method
        standardised = method in STANDARDISEES
        empty = np.zeros(len(observed), dtype=bool)
        if method != "effectif_evenements":
            empty = ~(np.nan_to_num(denominator) > 0)
        # A missing reference is not an empty territory.
        no_reference = empty & (method == "icm") & (self.reference is None)
        outside = [
            f"{count} commune(s) de ce territoire absente(s) de l'extrait." for count in cube.absent
        ]
        unknown = "Des cases attendues sont absentes de l'extrait."
        cases: list[tuple[npt.NDArray[np.bool_], str, str | list[str] | None]] = [
            (~cube.complete, "manquant", outside),
            (self.comptage.masked, "secret", MASQUE_PRODUCTEUR),
            (self.comptage.missing | cube.no_population, "manquant", unknown),
            (masks == "secret", "secret", _SOUS_SEUIL),
            (masks == "secret_secondaire", "secret_secondaire", _COMPLEMENT),
            (no_reference, "manquant", "L'extrait ne couvre aucun territoire de référence."),
            (empty, "non_applicable", None),
            ((masks == OUVERT) & (observed == 0), "zero", None),
            (standardised & (publication(observed) == "non_fiable"), "non_fiable", _PEU),
        ]
        status = np.full(len(observed), "valeur", dtype="<U20")
        motif: list[str | None] = [None] * len(observed)
        for chosen, name, reason in reversed(cases):
            for row in np.flatnonzero(chosen):
                status[row] = name
                motif[row] = reason[row] if isinstance(reason, list) else reason
        return status, motif

    def rests(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the reference without the area, where the area weighs over 5 % of it."""
        if self.population is None or self.demande.method == "effectif_evenements":
            return RESTES.to_frame()
        weight = self.population.sum(axis=(1, 2))
        shown = np.array(rows["status"].is_in(["valeur", "zero"]).to_list())
        names = self.cube.aires["aire"].to_list()
        larger = np.flatnonzero(
            shown & np.isin(self.cube.niveaux, ["departement", "region", "france"])
        )
        members = self.cube.members
        if self.demande.method == "icm":  # only against the communes that gave the rates
            base = members[self.reference] if self.reference is not None else None
            larger = np.array([row for row in larger if members[row] == base], dtype=np.int64)
        found = []
        for parent in larger:
            heavy = shown & (weight > MAX_SHARE * weight[parent]) & (weight < weight[parent])
            for row in np.flatnonzero(heavy):
                if members[row] < members[parent]:
                    value = self._rest(self.population, int(row), int(parent))
                    if value == value:  # a rest may have no life table
                        found.append(
                            (names[row], names[parent], self.demande.item.code, self.sexe, value)
                        )
        return pl.DataFrame(found, schema=RESTES, orient="row")

    def _rest(self, population: Tableau, row: int, parent: int) -> float:
        events = self.events[parent] - self.events[row]
        base = population[parent] - population[row]
        if self.demande.method == "icm":
            # The ICM is read on the rates of the whole; the bar moves to those of the rest.
            own = population[[row]]
            whole = self._expected(self.events[parent], population[parent], own)
            return float(100 * self._expected(events, base, own)[0] / whole[0])
        value, _, _ = self._values(events[None], base[None], np.array([base.sum()]))
        return float(value[0])


def _mask(values: Tableau, hidden: npt.NDArray[np.bool_]) -> pl.Series:
    return pl.Series(np.where(hidden, np.nan, values), dtype=pl.Float64).fill_nan(None)
