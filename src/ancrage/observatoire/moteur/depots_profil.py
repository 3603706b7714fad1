"""Lay the protected values of the deposits over the store, for one use, at the time of asking.

Permitted: pick the row of an area of the closed list, compare it with its references. Forbidden:
sum anything. A free union gets no figure, only the reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.comparaison import MAX_SHARE
from ancrage.observatoire.calculs.puissance import power_poisson, verdict
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode, Serie, Source
from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.moteur.comparaisons import A_CHEVAL
from ancrage.observatoire.moteur.construction import PROVENANCES
from ancrage.observatoire.moteur.depots import DepotEnregistre, depots_stamp, list_depots
from ancrage.observatoire.moteur.magasin import Magasin, Rangees
from ancrage.observatoire.moteur.standardises import read_demandes
from ancrage.observatoire.moteur.valeurs import VALEURS

Series = tuple[tuple[str, int], ...]  # code of an indicateur, number of its series
SHOWN = ["valeur", "zero"]
UNION_MOTIF = (
    "Données sous convention : elles répondent sur une liste fermée de territoires "
    "(commune, EPCI, département, région), pas sur une union libre."
)
_KEY = ["indicateur", "serie", "periode", "sexe"]
_COMPARED = [
    "aire",
    *_KEY,
    "reference",
    "ref_aire",
    "ref_value",
    "verdict",
    "motif_verdict",
    "hors_territoire",
]
_NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]


@dataclass(frozen=True)
class DepotPlace:
    """A deposit with the number of its series in each indicateur."""

    enregistre: DepotEnregistre
    series: Mapping[str, int]

    @cached_property
    def valeurs(self) -> pl.DataFrame:
        """Return its protected values as rows of `VALEURS`."""
        numbers = pl.DataFrame(
            list(self.series.items()),
            schema={"indicateur": pl.String, "serie": pl.UInt8},
            orient="row",
        )
        return (
            self.enregistre.valeurs.join(numbers, on="indicateur")
            .with_columns(geo="aire", origine=pl.lit("publie"))
            .select(VALEURS)
        )

    @cached_property
    def provenances(self) -> pl.DataFrame:
        """Return the extract behind its values, by name and checksum."""
        item = self.enregistre
        period = item.depot.periode
        rows = [
            (code, serie, period, item.source.code, period, item.fichier, item.sha256)
            for code, serie in self.series.items()
        ]
        return pl.DataFrame(rows, schema=PROVENANCES, orient="row")


@dataclass(frozen=True)
class MagasinDepots(Magasin):
    """The store in use with the deposits that may serve, laid over it."""

    depots: tuple[DepotPlace, ...] = ()

    @cached_property
    def infos(self) -> dict[str, Any]:
        """Return the facts of the store; the edition names the deposits too."""
        base = Magasin(self.dossier).infos
        stamp = depots_stamp([item.enregistre for item in self.depots])
        return base | {"edition": f"{base['edition']}-{stamp}"}

    @cached_property
    def provenances(self) -> pl.DataFrame:
        """Return the files behind each series, extracts included."""
        own = pl.read_parquet(self.dossier / "provenances.parquet")
        return pl.concat([own, *(item.provenances for item in self.depots)])

    def valeurs_of(
        self, aires: Iterable[str], indicateurs: Iterable[str] | None = None
    ) -> pl.DataFrame:
        """Return the values of some standard areas, deposits included."""
        wanted = list(aires)
        codes = None if indicateurs is None else list(indicateurs)
        held = super().valeurs_of(wanted, codes)
        own = self._deposited[self._deposited_rows.of(wanted)]
        if codes is not None:
            own = own.filter(pl.col("indicateur").is_in(codes))
        return pl.concat([held, own.select(held.columns).cast(held.schema)])

    @cached_property
    def _deposited(self) -> pl.DataFrame:
        return pl.concat([item.valeurs for item in self.depots]).sort("aire", maintain_order=True)

    @cached_property
    def _deposited_rows(self) -> Rangees:
        return Rangees(self._deposited["aire"])

    def lay(self, rows: pl.DataFrame, aires: Aires) -> pl.DataFrame:
        """Add the deposits' rows; a figure of one's own replaces a borrowed one."""
        own = self._own(rows, aires)
        shown = own.filter(pl.col("status").is_in(SHOWN))
        stand_in = pl.col("origine").is_in(["emprunte", "non_additif"])
        cell = ["aire", "indicateur", "sexe"]
        kept = pl.concat(
            [
                rows.filter(~stand_in),
                rows.filter(stand_in).join(shown, on=cell, how="anti"),
            ]
        )
        return pl.concat([kept, own]).sort("aire", "indicateur", "periode", "sexe")

    def complete(
        self, rows: pl.DataFrame, compared: pl.DataFrame, aires: Aires, parents: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Add the deposits' rows and their comparisons."""
        own = self._own(rows, aires)
        judged = [self._compare(item, own, parents) for item in self.depots]
        return (
            self.lay(rows, aires),
            pl.concat([compared.select(_COMPARED), *judged], how="vertical_relaxed"),
        )

    def _own(self, rows: pl.DataFrame, aires: Aires) -> pl.DataFrame:
        own = pl.concat(
            [self._deposited.join(aires.table, on="aire", how="semi"), self._free(aires)]
        )
        return own.select(rows.columns).cast(rows.schema)

    def _free(self, aires: Aires) -> pl.DataFrame:
        """Say of each free union that touches a deposit why it gets no figure."""
        free = aires.table.filter(pl.col("niveau").is_in(["union", "liste"]))
        members = aires.communes.join(free, on="aire", how="semi").select(
            union="aire", aire=pl.format("commune:{}", "membre")
        )
        touched = (
            self._deposited.join(members, on="aire")
            .unique(["union", *_KEY], maintain_order=True)
            .with_columns(aire="union", geo="union")
            .join(free.select("aire", niveau_aire="niveau"), on="aire")
        )
        return touched.with_columns(
            *(pl.lit(None, pl.Float64).alias(name) for name in _NUMBERS),
            status=pl.lit("secret"),
            reliability=pl.lit(None, pl.String),
            reparti=pl.lit(value=False),
            niveau="niveau_aire",
            motif=pl.lit(UNION_MOTIF),
        ).select(VALEURS)

    def _compare(self, depot: DepotPlace, own: pl.DataFrame, parents: pl.DataFrame) -> pl.DataFrame:
        """Compare a deposit's values with the larger areas that the same deposit covers."""
        links = parents.select(
            "aire", "entier", reference="niveau", ref_aire=pl.format("{}:{}", "niveau", "code")
        ).with_columns(pl.col("ref_aire").replace("france:france", "france"))
        references = depot.valeurs.filter(pl.col("status").is_in(SHOWN)).select(
            *_KEY,
            ref_aire="aire",
            ref_value="value",
            ref_denominator="denominator",
            basis=(pl.col("numerator") - pl.col("denominator")).abs() < 1e-6,
        )
        ours = pl.DataFrame(
            list(depot.series.items()),
            schema={"indicateur": pl.String, "serie": own.schema["serie"]},
            orient="row",
        )
        rests = depot.enregistre.restes.rename({"ref_value": "rest"})
        rows = (
            own.join(ours, on=["indicateur", "serie"], how="semi")
            .filter(pl.col("method") != Methode.EFFECTIF_EVENEMENTS)
            .join(links, on="aire")
            .filter(pl.col("aire") != pl.col("ref_aire"))
            .join(references, on=["ref_aire", *_KEY])
            # Two ICM are never compared: each one against the area whose rates it uses.
            .filter((pl.col("method") != Methode.ICM) | pl.col("basis"))
            .join(rests, on=["aire", "ref_aire", "indicateur", "sexe"], how="left")
            .with_columns(
                ref_value=pl.coalesce("rest", "ref_value"),
                hors_territoire=pl.col("rest").is_not_null(),
                # Astride: its counts cannot be taken out of a reference that holds a part of it.
                mele=~pl.col("entier")
                & (pl.col("denominator") > MAX_SHARE * pl.col("ref_denominator")),
            )
            .with_columns(pl.col("mele").fill_null(value=False))
        )
        return _judge(rows).select(_COMPARED)


def _judge(rows: pl.DataFrame) -> pl.DataFrame:
    """Give each comparison its verdict on the exact limits, with the power of that rule."""
    expected = (
        pl.when(pl.col("method") == Methode.TAUX_STANDARDISE, pl.col("value") > 0)
        .then(pl.col("numerator") * pl.col("ref_value") / pl.col("value"))
        .otherwise(pl.col("denominator") * pl.col("ref_value") / pl.col("multiplier"))
    )
    told = rows.with_columns(attendu=expected).with_row_index("rang")
    ready = told.filter(
        pl.col("status").is_in(SHOWN),
        ~pl.col("mele"),
        pl.col("ref_value") > 0,
        pl.col("attendu") > 0,
    )
    words: list[str] = []
    if ready.height:
        power = np.asarray(power_poisson(ready["attendu"].to_numpy()))
        words = verdict(
            ready["lower"].to_numpy(),
            ready["upper"].to_numpy(),
            ready["ref_value"].to_numpy(),
            power,
        ).tolist()
    judged = ready.select("rang", verdict=pl.Series(words, dtype=pl.String))
    hidden = ~pl.col("status").is_in(SHOWN)
    return told.join(judged, on="rang", how="left").with_columns(
        motif_verdict=pl.when(pl.col("verdict").is_not_null())
        .then(None)
        .when(hidden)
        .then(pl.lit("valeur du territoire non diffusée"))
        .when("mele")
        .then(pl.lit(A_CHEVAL))
        .otherwise(pl.lit("référence nulle : pas de verdict"))
    )


def lay_depots(
    magasin: Magasin,
    indicateurs: Mapping[str, Indicateur],
    sources: Mapping[str, Source],
    usage: str,
) -> tuple[Magasin, Mapping[str, Indicateur], Mapping[str, Source]]:
    """Return the store, indicateurs and sources with the deposits allowed for this use today."""
    allowed = [item for item in list_depots() if item.allows(usage)]
    if not allowed:
        return magasin, indicateurs, sources
    known, placed = dict(indicateurs), []
    for item in allowed:
        series = {}
        for demande in read_demandes(item.depot, indicateurs):
            code = demande.item.code
            series[code] = len(known[code].series)
            known[code] = _with_serie(known[code], item, demande.item.mesure, demande.method)
        placed.append((item, tuple(series.items())))
    cited = dict(sources) | {item.source.code: item.source for item in allowed}
    return _laid(magasin.dossier, magasin.edition, tuple(placed)), known, cited


@lru_cache(maxsize=4)
def _laid(
    dossier: Path, _edition: str, placed: tuple[tuple[DepotEnregistre, Series], ...]
) -> MagasinDepots:
    """Lay the deposits once for the many profiles of a store; each record is its own key."""
    return MagasinDepots(dossier, tuple(DepotPlace(item, dict(series)) for item, series in placed))


def _with_serie(
    indicateur: Indicateur, item: DepotEnregistre, mesure: str, method: str
) -> Indicateur:
    serie = Serie(
        source=item.source.code,
        niveaux=item.source.niveaux,
        numerator=(mesure,),
        method=Methode(method),
        sexes=("ensemble", "hommes", "femmes"),
    )
    return indicateur.model_copy(update={"series": (*indicateur.series, serie)})
