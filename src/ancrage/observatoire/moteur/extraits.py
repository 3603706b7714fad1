"""A restricted extract read and checked: its rows, its cube, the cells that its measures answer.

The same path for the extract that is deposited and for those admitted before it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.catalogue.depots import DepotRestreint, IndicateurDepose
from ancrage.observatoire.catalogue.modeles import Mesure, Source
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.cube_depot import Cube, build_cube
from ancrage.observatoire.moteur.depots import mesures_of
from ancrage.observatoire.moteur.harmonisation import harmonise_rows
from ancrage.observatoire.moteur.systeme_secret import Cases, Drapeaux, Tableau
from ancrage.observatoire.sources.depot import (
    check_totals,
    of_causes,
    prepare,
    read_extrait,
    unique_mesures,
)
from ancrage.observatoire.territoires.referentiel import known_codes, parent_of_arrondissement


@dataclass(frozen=True, eq=False)
class Extrait:
    """An extract with its description; `table` has its rows, on the communes of its own COG."""

    depot: DepotRestreint
    table: pl.DataFrame
    cube: Cube

    @cached_property
    def cases(self) -> dict[str, Cases]:
        """Return the cells of each measure."""
        return {item.mesure: self.cases_of(item) for item in unique_mesures(self.depot)}

    def cases_of(self, item: IndicateurDepose) -> Cases:
        """Return the cells of one measure on every area; the sexes' total comes last."""
        cube, comptage = self.cube, self.cube.comptages[item.mesure]
        counts = comptage.events[..., cube.band(item)].sum(axis=-1)
        if len(cube.sexes) > 1:
            counts = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
        known = cube.complete & ~comptage.masked & ~comptage.missing
        answered = np.repeat(known[:, None], counts.shape[1], axis=1)
        # The rows of communes stand in the order of the columns of `links`.
        local = np.flatnonzero(cube.niveaux == "commune")
        order = cube.links[local].indices
        return Cases(counts, answered, cube.links, local[np.argsort(order)])

    @cached_property
    def counts(self) -> dict[str, tuple[Tableau, Drapeaux]]:
        """Return for each measure its counts (area, sex), and which are known."""
        return {name: (cases.observed, cases.answered) for name, cases in self.cases.items()}

    @property
    def aires(self) -> list[str]:
        """Return the areas that it touches."""
        return self.cube.aires["aire"].to_list()

    @property
    def sexes(self) -> tuple[str, ...]:
        """Return the sexes that it tells apart."""
        return self.cube.sexes

    def covers(self, years: Collection[str]) -> bool:
        """Tell whether the events of some years can be counted apart from the others."""
        own = set(self.depot.periodes)
        return set(years) <= own if self.depot.colonnes.periode else set(years) == own

    def events(self, years: Collection[str]) -> dict[str, float]:
        """Return the events of some years by commune of today, where no cell is masked."""
        rows = self.today
        if self.depot.colonnes.periode:
            rows = rows.filter(pl.col("periode").is_in(list(years)))
        counted = rows.group_by("code").agg(pl.col("value").sum(), pl.col("secret").any())
        return dict(counted.filter(~pl.col("secret")).select("code", "value").iter_rows())

    @cached_property
    def causes(self) -> frozenset[str]:
        """Return the labels of the causes."""
        return frozenset(self.table["cause"])

    @cached_property
    def causes_comptees(self) -> frozenset[str]:
        """Return the labels that count at least one event, or a masked one."""
        rows = self.table.filter((pl.col("effectif") > 0) | (pl.col("status") == "secret"))
        return frozenset(rows["cause"])

    @cached_property
    def today(self) -> pl.DataFrame:
        """Return the events by commune of today, year and cause, masked cells without a value."""
        cells = self.table.group_by("code", "periode", "cause").agg(
            value=pl.col("effectif").sum(), secret=(pl.col("status") == "secret").any()
        )
        rows = cells.select(
            "code",
            "periode",
            mesure="cause",
            value=pl.when(~pl.col("secret")).then("value"),
            status=pl.when("secret").then(pl.lit("secret")).otherwise(pl.lit("valeur")),
            niveau=pl.lit("commune"),
            sexe=pl.lit("ensemble"),
            age=pl.lit("0"),
        )
        parents = parent_of_arrondissement()
        rows = rows.with_columns(pl.col("code").replace(parents))
        events = {
            cause: Mesure(libelle=cause, unite="événements", additive=True) for cause in self.causes
        }
        source = Source.model_construct(mesures=events)
        return (
            harmonise_rows(rows, source, self.depot.cog)
            .group_by("code", "periode", cause="mesure")
            .agg(pl.col("value").sum(), secret=pl.col("value").is_null().any())
        )


def matching(causes: Collection[str], labels: Collection[str]) -> frozenset[str]:
    """Return the labels that the causes of a measure take: themselves, a range, or all."""
    known = pl.DataFrame({"cause": sorted(labels)}, schema={"cause": pl.String})
    return frozenset(known.filter(of_causes(tuple(causes)))["cause"])


def read_cells(chemin: Path, depot: DepotRestreint, nom: str) -> Extrait:
    """Read an extract, refuse what is wrong in it, sum it over every area that it touches."""
    table = read_extrait(chemin, depot)
    _check_communes(table, depot, nom)
    check_totals(table, depot, nom)
    return cut_extract(table, depot, nom)


def cut_extract(table: pl.DataFrame, depot: DepotRestreint, nom: str) -> Extrait:
    """Sum the rows of an extract as its description says, on the communes of today."""
    prepared = _merge_arrondissements(prepare(table, depot, nom))
    source = Source.model_construct(mesures=mesures_of(depot))
    return Extrait(depot, table, build_cube(harmonise_rows(prepared, source, depot.cog), depot))


def _check_communes(table: pl.DataFrame, depot: DepotRestreint, nom: str) -> None:
    known = known_codes(depot.cog) | set(parent_of_arrondissement())
    wrong = table.filter(~pl.col("code").is_in(list(known)))
    if wrong.height:
        raise Erreur(
            "communes_inconnues",
            f"« {wrong['code'][0]} » n'est pas une commune du COG {depot.cog} "
            f"({wrong['code'].n_unique()} codes inconnus).",
            fichier=nom,
            ligne=wrong["ligne"][0],
            colonne=depot.colonnes.commune,
            attendu="un code de cinq caractères, zéros initiaux compris",
            remede="corrigez « cog » dans la description, ou reprenez l'extrait d'origine",
        )


def _merge_arrondissements(prepared: pl.DataFrame) -> pl.DataFrame:
    """Sum the arrondissements of Paris, Lyon and Marseille into their commune."""
    cell = ["code", "niveau", "periode", "sexe", "age", "mesure"]
    parents = parent_of_arrondissement()
    if not prepared["code"].is_in(list(parents)).any():
        return prepared
    secret = (pl.col("status") == "secret").any()
    return (
        prepared.with_columns(pl.col("code").replace(parents))
        .group_by(cell, maintain_order=True)
        .agg(
            value=pl.when(~secret).then(pl.col("value").sum()),
            status=pl.when(secret).then(pl.lit("secret")).otherwise(pl.lit("valeur")),
            ligne=pl.col("ligne").first(),
        )
        .select(prepared.columns)
    )
