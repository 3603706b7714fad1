"""The store: three Parquet tables built aside, swapped in one step, opened read-only.

`comptes`: counts or published values, per indicateur × series × area × period × sex, on today's
communes. `valeurs`: the same with limits and status for every standard area. Both are sorted by
code. `provenances`: the files behind each series and period. A store is a folder; `courant` is a
link replaced atomically, so a kill at any moment leaves the previous store in place.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.moteur.reglages import reglages

TABLES = ("comptes", "valeurs", "provenances")


@dataclass(frozen=True)
class Magasin:
    """A store opened read-only; tables are read once and kept."""

    dossier: Path

    @cached_property
    def infos(self) -> dict[str, Any]:
        """Return what `edition.json` says: edition, sources, files, warnings."""
        content: dict[str, Any] = json.loads((self.dossier / "edition.json").read_text("utf-8"))
        return content

    @property
    def edition(self) -> str:
        """Return the identifier of the edition."""
        return str(self.infos["edition"])

    @cached_property
    def comptes(self) -> pl.DataFrame:
        """Return the counts of every series."""
        return pl.read_parquet(self.dossier / "comptes.parquet")

    @cached_property
    def valeurs(self) -> pl.DataFrame:
        """Return the values of every standard area."""
        return pl.read_parquet(self.dossier / "valeurs.parquet")

    @cached_property
    def _comptes_rows(self) -> "Rangees":
        return Rangees(self.comptes["code"])

    @cached_property
    def _valeurs_rows(self) -> "Rangees":
        return Rangees(self.valeurs["aire"])

    def comptes_of(self, codes: Iterable[str]) -> pl.DataFrame:
        """Return the counts of some codes, without reading the others."""
        return self.comptes[self._comptes_rows.of(codes)]

    def valeurs_of(
        self, aires: Iterable[str], indicateurs: Iterable[str] | None = None
    ) -> pl.DataFrame:
        """Return the values of some standard areas, without reading the others.

        `indicateurs`: those alone. A région has 500,000 values: copying them all takes 0.2 s.
        """
        rows = self._valeurs_rows.of(aires)
        if indicateurs is not None:
            codes = self.valeurs["indicateur"].gather(rows)
            rows = rows[codes.is_in(list(indicateurs)).to_numpy()]
        return self.valeurs[rows]

    @cached_property
    def provenances(self) -> pl.DataFrame:
        """Return the files behind each series and period."""
        return pl.read_parquet(self.dossier / "provenances.parquet")

    def complete(
        self, rows: pl.DataFrame, compared: pl.DataFrame, aires: Aires, parents: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the values and comparisons of an area as they are: no deposit lies over."""
        del aires, parents
        return rows, compared


class Rangees:
    """Where each key stands in a column sorted by key."""

    def __init__(self, keys: pl.Series) -> None:
        runs = keys.rle().struct.unnest()
        ends = runs["len"].cast(pl.Int64).cum_sum()
        starts = ends - runs["len"].cast(pl.Int64)
        self._spans = dict(zip(runs["value"], zip(starts, ends, strict=True), strict=True))

    def of(self, keys: Iterable[str]) -> np.ndarray:
        """Return the row numbers of the keys, in their order."""
        spans = [self._spans[key] for key in keys if key in self._spans]
        if not spans:
            return np.array([], dtype=np.int64)
        return np.concatenate([np.arange(start, end) for start, end in spans])


def embedded_dir() -> Path:
    """Return the folder of the store shipped with the package."""
    return Path(str(resources.files("ancrage.observatoire.moteur"))) / "embarque"


def _stores() -> Path:
    return reglages().etat / "magasin"


@lru_cache(maxsize=4)
def _opened(dossier: Path, _modified: int) -> Magasin:
    return Magasin(dossier)


def open_magasin() -> Magasin:
    """Open the store the user built, else the embedded one; raise `Erreur` if there is none."""
    for candidate in (_stores() / "courant", embedded_dir()):
        marker = candidate / "edition.json"
        if marker.exists():
            return _opened(candidate.resolve(), marker.stat().st_mtime_ns)
    raise Erreur(
        "magasin_absent",
        "Aucun magasin de données n'est construit.",
        attendu="un magasin construit par « ancrage sources charger »",
        remede="lancez « ancrage sources charger --depuis <dossier des fichiers> »",
        sortie=CodeSortie.ATTENTE,
    )


def write_store(dossier: Path, tables: dict[str, pl.DataFrame], infos: dict[str, Any]) -> None:
    """Write the tables, then `edition.json` last: a folder without it is not a store."""
    dossier.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        tables[name].write_parquet(
            dossier / f"{name}.parquet", compression="zstd", compression_level=9, statistics=True
        )
    text = json.dumps(infos, ensure_ascii=False, indent=1, sort_keys=True)
    (dossier / "edition.json").write_text(text + "\n", "utf-8")


def replace_store(edition: str, write: Callable[[Path], None]) -> Path:
    """Build the edition in a folder aside, then swap the link `courant` in one rename.

    Older editions are removed after the swap; readers that hold one keep their open files.
    """
    stores = _stores()
    stores.mkdir(parents=True, exist_ok=True)
    aside = stores / f".en-cours-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    write(aside)
    final = stores / edition
    if final.exists():
        shutil.rmtree(aside)
    else:
        aside.replace(final)
    link = stores / f".courant-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.replace(stores / "courant")
    _remove_others(stores, keep=final.name)
    return final


def _remove_others(stores: Path, keep: str) -> None:
    for path in stores.iterdir():
        if path.name in {keep, "courant"}:
            continue
        if path.is_symlink():
            path.unlink()
        elif path.is_dir() and not path.name.startswith(".en-cours-"):
            shutil.rmtree(path, ignore_errors=True)
