"""What is left of an extract that was erased with its deposit: what was shown of it, and no row.

A shown count is a fact; a masked one is lost, its mark is not. Both weigh on the extracts to come
as they did when the extract was there.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from ancrage.observatoire.catalogue.depots import DepotRestreint
from ancrage.observatoire.moteur.standardises import MASQUE_PRODUCTEUR
from ancrage.observatoire.moteur.systeme_secret import Drapeaux, Tableau
from ancrage.observatoire.sources.depot import unique_mesures


@dataclass(frozen=True, eq=False)
class Trace:
    """A removed deposit: its description, its protected values, the labels of its causes."""

    depot: DepotRestreint
    valeurs: pl.DataFrame
    causes: frozenset[str]

    @cached_property
    def aires(self) -> list[str]:
        """Return the areas that it answered or touched."""
        return self.valeurs["aire"].unique(maintain_order=True).to_list()

    @property
    def sexes(self) -> tuple[str, ...]:
        """Return the sexes that it told apart."""
        return self.depot.sexes_lus

    @cached_property
    def counts(self) -> dict[str, tuple[Tableau, Drapeaux]]:
        """Return for each measure the counts (area, sex), NaN when lost, and which were known."""
        return {item.mesure: self._counts(item.mesure) for item in unique_mesures(self.depot)}

    def _counts(self, mesure: str) -> tuple[Tableau, Drapeaux]:
        columns = [*self.sexes, "ensemble"] if len(self.sexes) > 1 else ["ensemble"]
        rows = {aire: rank for rank, aire in enumerate(self.aires)}
        counts = np.full((len(rows), len(columns)), np.nan)
        answered = np.zeros(counts.shape, dtype=bool)
        for row in self.told(mesure).iter_rows(named=True):
            place = rows[row["aire"]], columns.index(row["sexe"])
            answered[place] = row["status"] != "manquant" and row["motif"] != MASQUE_PRODUCTEUR
            if row["numerator"] is not None:
                counts[place] = row["numerator"]
        return counts, answered

    def told(self, mesure: str) -> pl.DataFrame:
        """Return the values that say something of a measure."""
        codes = [item.code for item in self.depot.indicateurs if item.mesure == mesure]
        return self.valeurs.filter(pl.col("indicateur").is_in(codes))
