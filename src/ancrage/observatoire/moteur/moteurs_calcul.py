"""Open the engine that counts individual files: Polars, DuckDB, or Apache Spark.

`ANCRAGE_ENGINE` chooses; the counting step (`comptage`) is the same Narwhals expressions on all of
them. Text files are read as text everywhere: each engine would guess types its own way.
"""

import socket
import sys
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import narwhals as nw
import polars as pl

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.reglages import reglages

Rangs = nw.LazyFrame[Any]
CONNECT_SECONDS = 5.0
SPARK_PORT = 15002


class MoteurCalcul(ABC):
    """An engine: it reads files, takes in small tables, and collects what was asked lazily."""

    nom: str

    def __enter__(self) -> Self:
        """Return the engine, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()

    def scan(self, chemin: str | Path, *, separateur: str = ";") -> Rangs:
        """Return the rows of a Parquet or CSV file (globs allowed), nothing read yet."""
        return nw.from_native(self._scan(str(chemin), separateur))

    def take_in(self, table: pl.DataFrame) -> Rangs:
        """Return a small table as a table of this engine, to join with its rows."""
        return nw.from_native(self._take_in(table))

    @abstractmethod
    def close(self) -> None:
        """Give back what the engine holds."""

    @abstractmethod
    def _scan(self, chemin: str, separateur: str) -> Any: ...

    @abstractmethod
    def _take_in(self, table: pl.DataFrame) -> Any: ...

    @abstractmethod
    def collect(self, rows: Rangs) -> pl.DataFrame:
        """Run the whole plan and bring back the result, in no particular order."""


class MoteurPolars(MoteurCalcul):
    """Polars, streaming: memory grows with the number of counts, not with the rows read."""

    nom = "polars"

    def close(self) -> None:
        """Nothing is held."""

    def _scan(self, chemin: str, separateur: str) -> pl.LazyFrame:
        _check_present(chemin)
        if _is_csv(chemin):
            return pl.scan_csv(chemin, separator=separateur, infer_schema=False)
        return pl.scan_parquet(chemin)

    def _take_in(self, table: pl.DataFrame) -> pl.LazyFrame:
        return table.lazy()

    def collect(self, rows: Rangs) -> pl.DataFrame:
        """Run on this machine, in batches."""
        native: pl.LazyFrame = rows.to_native()
        return native.collect(engine="streaming")


class MoteurDuckdb(MoteurCalcul):
    """DuckDB, in this process: spills to disk when the memory is short."""

    nom = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect()

    def close(self) -> None:
        """Forget the tables taken in."""
        self._connection.close()

    def _scan(self, chemin: str, separateur: str) -> Any:
        _check_present(chemin)
        if _is_csv(chemin):
            return self._connection.read_csv(chemin, sep=separateur, header=True, all_varchar=True)
        return self._connection.read_parquet(chemin)

    def _take_in(self, table: pl.DataFrame) -> Any:
        return self._connection.from_arrow(table.to_arrow())

    def collect(self, rows: Rangs) -> pl.DataFrame:
        """Run on this machine, out of core."""
        return rows.collect(backend="polars").to_native()


class MoteurSpark(MoteurCalcul):
    """Apache Spark through Spark Connect: paths are those that the cluster sees."""

    nom = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session

    def close(self) -> None:
        """End the session: the client would otherwise wait for a server stopped before it."""
        self._session.stop()

    def _scan(self, chemin: str, separateur: str) -> Any:
        reader = self._session.read
        if _is_csv(chemin):
            found = reader.option("header", True).option("sep", separateur).csv(chemin)
        else:
            found = reader.parquet(chemin)
        try:
            found.schema  # noqa: B018 - Spark looks for the files when asked for the columns
        except Exception as error:
            raise _refused(error, chemin) from error
        return found

    def _take_in(self, table: pl.DataFrame) -> Any:
        return self._session.createDataFrame(table.to_arrow())

    def collect(self, rows: Rangs) -> pl.DataFrame:
        """Run on the cluster; only the counts travel."""
        try:
            return rows.collect(backend="polars").to_native()
        except Exception as error:
            raise _refused(error, None) from error


def open_moteur(adresse: str | None = None) -> MoteurCalcul:
    """Open the engine of `ANCRAGE_ENGINE`, or the one given."""
    name = (adresse or reglages().engine).strip()
    if name == "polars":
        return MoteurPolars()
    if name == "duckdb":
        return MoteurDuckdb()
    if name.startswith("sc://"):
        return MoteurSpark(_connect_spark(name))
    raise Erreur(
        "moteur_inconnu",
        f"Moteur de calcul inconnu : « {name} ».",
        attendu="polars, duckdb, ou sc://hôte:port pour Apache Spark",
        remede="corrigez la variable ANCRAGE_ENGINE",
        sortie=CodeSortie.USAGE,
    )


def _connect_spark(adresse: str) -> Any:
    builder = _import_spark()
    _check_listening(adresse)
    try:
        session = builder.remote(adresse).getOrCreate()
        session.version  # noqa: B018 - the first call that reaches the server
    except Exception as error:
        raise _unreachable(adresse, _first_line(error)) from error
    return session


def _import_spark() -> Any:
    try:
        with warnings.catch_warnings(), _named_main():
            # pyspark tells of its limits with pandas 3; only Arrow tables are exchanged here.
            warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
            from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise Erreur(
            "extra_absent",
            "Le client d'Apache Spark n'est pas installé.",
            attendu="le paquet pyspark-client",
            remede="installez l'extra « spark » : pip install 'ancrage[spark]'",
            sortie=CodeSortie.USAGE,
        ) from error
    return SparkSession.builder


@contextmanager
def _named_main() -> Iterator[None]:
    """Give a file to a main module that has none while pyspark loads.

    Without one (`python -c`, a worker of pytest-xdist) the client believes that its own doctests
    run, looks for a whole Spark and leaves the process.
    """
    main = sys.modules["__main__"]
    if main.__spec__ is not None or hasattr(main, "__file__"):
        yield
        return
    main.__file__ = "ancrage"
    try:
        yield
    finally:
        del main.__file__


def _check_listening(adresse: str) -> None:
    """Refuse at once a server that does not listen: the client would try again for minutes."""
    try:
        parts = urlsplit(adresse)
        host, port = parts.hostname, parts.port or SPARK_PORT
    except ValueError as error:
        raise _unreachable(adresse, "le port n'est pas un nombre de 1 à 65535") from error
    if not host:
        raise _unreachable(adresse, "l'adresse ne nomme aucun hôte")
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise _unreachable(adresse, error.strerror or "aucune réponse") from error


def _unreachable(adresse: str, why: str) -> Erreur:
    return Erreur(
        "moteur_injoignable",
        f"Le serveur Spark Connect {adresse.partition(';')[0]} ne répond pas ({why}).",
        attendu="un serveur Spark Connect à l'écoute, sc://hôte:port",
        remede="démarrez le serveur, corrigez ANCRAGE_ENGINE, ou retirez-la pour compter "
        "sur cette machine",
        sortie=CodeSortie.ATTENTE,
    )


def _refused(error: Exception, chemin: str | None) -> Erreur:
    return Erreur(
        "calcul_refuse",
        f"Spark n'a pas pu faire le calcul ({_kind(error)}).",
        fichier=chemin,
        attendu="un fichier que tous les nœuds du cluster voient sous ce chemin"
        if chemin
        else None,
        remede="lisez le journal du serveur Spark",
    )


def _kind(error: Exception) -> str:
    """Return the class of an error of Spark: its message may quote a record."""
    condition = getattr(error, "getCondition", lambda: None)()
    return str(condition or type(error).__name__)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _is_csv(chemin: str) -> bool:
    return chemin.lower().endswith((".csv", ".csv.gz", ".txt"))


def _check_present(chemin: str) -> None:
    if any(sign in chemin for sign in "*?[") or Path(chemin).exists():
        return
    raise Erreur(
        "fichier_absent",
        "Le fichier à compter n'existe pas.",
        fichier=chemin,
        attendu="un fichier ou un dossier Parquet, ou un fichier CSV",
    )
