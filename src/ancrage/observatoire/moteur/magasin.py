"""The store: three Parquet tables built aside, swapped in one step, opened read-only.

`comptes`: counts or published values, per indicateur × series × area × period × sex, on today's
communes. `valeurs`: the same with limits and status for every standard area. Both are sorted by
code. `provenances`: the files behind each series and period. A store is a folder; `courant` is a
link replaced atomically, so a kill at any moment leaves the previous store in place.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.moteur.reglages import reglages
from ancrage.observatoire.moteur.repartitions import Repartitions

VERROU = ".verrou"
TABLES = ("comptes", "valeurs", "provenances")
INFOS = ("edition", "version", "date", "fichiers", "avertissements")


class FichierSource(NamedTuple):
    """A file behind some values."""

    millesime: str
    fichier: str
    sha256: str


@dataclass(frozen=True)
class Magasin:
    """A store opened read-only; tables are read once and kept."""

    dossier: Path

    @cached_property
    def infos(self) -> dict[str, Any]:
        """Return what `edition.json` says: edition, sources, files, warnings."""
        try:
            text = (self.dossier / "edition.json").read_text("utf-8")
            content: dict[str, Any] = json.loads(text)
        except (OSError, ValueError) as error:
            raise _damaged(self.dossier / "edition.json") from error
        missing = [key for key in INFOS if key not in content]
        if missing:
            raise _outdated(self.dossier / "edition.json", missing)
        return content

    @property
    def edition(self) -> str:
        """Return the identifier of the edition."""
        return str(self.infos["edition"])

    @cached_property
    def comptes(self) -> pl.DataFrame:
        """Return the counts of every series."""
        return _read_table(self.dossier, "comptes")

    @cached_property
    def valeurs(self) -> pl.DataFrame:
        """Return the values of every standard area."""
        return _read_table(self.dossier, "valeurs")

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
        return _read_table(self.dossier, "provenances")

    @cached_property
    def repartitions(self) -> dict[Hashable, Repartitions]:
        """Return the distributions computed so far from this store, by set of areas."""
        return {}

    @cached_property
    def files(self) -> Mapping[tuple[str, int, str], Sequence[FichierSource]]:
        """Return the files behind each indicateur, series and period."""
        held: dict[tuple[str, int, str], list[FichierSource]] = {}
        names = ("indicateur", "serie", "periode", "millesime", "fichier", "sha256")
        for code, serie, periode, *told in self.provenances.select(names).iter_rows():
            held.setdefault((code, serie, periode), []).append(FichierSource(*told))
        return held

    def lay(self, rows: pl.DataFrame, aires: Aires) -> pl.DataFrame:
        """Return the values of areas as they are: no deposit lies over."""
        del aires
        return rows

    def complete(
        self, rows: pl.DataFrame, compared: pl.DataFrame, aires: Aires, parents: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the values and comparisons of an area as they are: no deposit lies over."""
        del aires, parents
        return rows, compared


def _read_table(dossier: Path, name: str) -> pl.DataFrame:
    path = dossier / f"{name}.parquet"
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> Erreur:
    return Erreur(
        "magasin_abime",
        "Le magasin de données est abîmé : rien n'est calculé.",
        fichier=path,
        attendu="les tables écrites par « ancrage sources charger »",
        remede="relancez « ancrage sources charger --depuis <dossier des fichiers> »",
    )


def _outdated(path: Path, missing: list[str]) -> Erreur:
    return Erreur(
        "magasin_ancien",
        "Le magasin de données a été écrit par une version plus ancienne d'Ancrage : "
        f"il ne dit pas « {missing[0]} ». Rien n'est calculé.",
        fichier=path,
        attendu=", ".join(INFOS),
        remede="relancez « ancrage sources charger --depuis <dossier des fichiers> »",
    )


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


@lru_cache(maxsize=1)  # a page asks twenty times, and finding a package takes half a millisecond
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
        if candidate.is_symlink() and not marker.exists():
            raise _damaged(candidate)  # the embedded figures would pass for the user's own
        if marker.exists():
            return _opened(candidate.resolve(), marker.stat().st_mtime_ns)
    raise Erreur(
        "magasin_absent",
        "Aucun magasin de données n'est construit.",
        attendu="un magasin construit par « ancrage sources charger »",
        remede="lancez « ancrage sources charger --depuis <dossier des fichiers> »",
        sortie=CodeSortie.ATTENTE,
    )


def write_table(table: pl.DataFrame, path: Path, **options: Any) -> None:
    """Write a Parquet file; a full disk is an `Erreur` (polars gives it no kind of its own)."""
    try:
        table.write_parquet(path, compression="zstd", **options)
    except pl.exceptions.PolarsError as error:
        raise Erreur(
            "ecriture_impossible",
            "Le fichier ne peut pas être écrit ; le magasin en service est resté tel quel.",
            fichier=path,
            attendu="de la place libre et le droit d'écrire",
            remede="libérez de la place, ou changez ANCRAGE_STATE_DIR, puis relancez",
        ) from error


def write_store(dossier: Path, tables: dict[str, pl.DataFrame], infos: dict[str, Any]) -> None:
    """Write the tables, then `edition.json` last: a folder without it is not a store."""
    dossier.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        write_table(tables[name], dossier / f"{name}.parquet", compression_level=9)
    text = json.dumps(infos, ensure_ascii=False, indent=1, sort_keys=True)
    (dossier / "edition.json").write_text(text + "\n", "utf-8")


def replace_store(edition: str, write: Callable[[Path], None]) -> Path:
    """Build the edition in a folder aside, then swap the link `courant` in one rename.

    One load writes at a time; what a killed one left is removed. The same edition is written
    again all the same: that is how a damaged store is mended. The previous edition stays until
    the next swap, for the readers that still hold it.
    """
    stores = _stores()
    stores.mkdir(parents=True, exist_ok=True)
    with _alone(stores):
        aside = stores / f".en-cours-{os.getpid()}"
        shutil.rmtree(aside, ignore_errors=True)
        try:
            write(aside)
            final = _free_name(stores, edition)
            aside.replace(final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        current = stores / "courant"
        previous = current.resolve().name if current.is_symlink() else ""
        link = stores / f".courant-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(final.name)
        link.replace(current)
        _remove_others(stores, keep={final.name, previous, "courant", VERROU})
    return final


@contextmanager
def _alone(stores: Path) -> Iterator[None]:
    """Wait until no other load writes; the system frees the lock of a killed process."""
    with (stores / VERROU).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _free_name(stores: Path, edition: str) -> Path:
    names = (edition, *(f"{edition}-{number}" for number in range(2, 5)))
    return next(stores / name for name in names if not (stores / name).exists())


def _remove_others(stores: Path, keep: set[str]) -> None:
    for path in stores.iterdir():
        if path.name in keep:
            continue
        if path.is_symlink():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
