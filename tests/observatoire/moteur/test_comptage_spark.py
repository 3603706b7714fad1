"""The counting step on a real Apache Spark, started on loopback: the counts of the other engines.

Few tests here: the rules are tested on the embedded engines, which must give the same bits.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.appartenance import territory_table
from ancrage.observatoire.moteur.comptage import (
    aggregate_counts,
    collect_counts,
    complete_grid,
    count_individuals,
    count_losses,
)
from ancrage.observatoire.moteur.moteurs_calcul import MoteurCalcul, open_moteur
from tests.conftest import GEOGRAPHIE_MINIATURE
from tests.observatoire.moteur.individus import PLAN, draw_individuals

SCRIPT = Path(__file__).parents[3] / "scripts" / "start_spark_connect.sh"
START_SECONDS = 120
# A short life does not repay the second compiler of Java, nor a parallel collector.
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

pytestmark = pytest.mark.spark


@pytest.fixture(scope="session")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Spark Connect server; yield its address. Without Java, only CI must fail."""
    if shutil.which("java") is None and not os.environ.get("CI"):
        pytest.skip("no Java here: scripts/install_test_tools.sh installs it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("spark")
    journal = folder / "spark.log"
    with journal.open("w") as log:
        process = subprocess.Popen(
            ["bash", str(SCRIPT), str(port)],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ | {"SPARK_LOCAL_DIRS": str(folder), "SPARK_JAVA_OPTIONS": QUICK_START},
        )
    try:
        _wait_for(process, port, journal)
        yield f"sc://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(process: "subprocess.Popen[bytes]", port: int, journal: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.3)
    pytest.fail("the Spark server did not start:\n" + journal.read_text("utf-8")[-2000:])


@pytest.fixture(scope="session")
def spark(serveur: str) -> Iterator[MoteurCalcul]:
    with open_moteur(serveur) as moteur:
        yield moteur


@pytest.fixture(scope="module")
def fichier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("individus") / "deces.parquet"
    draw_individuals(20_000).write_parquet(chemin)
    return chemin


@pytest.mark.usefixtures("spark")
def test_spark_is_opened_by_the_setting(serveur: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_ENGINE", serveur)
    assert open_moteur().nom == "spark"


def test_counts_are_equal_to_the_bit_on_three_engines(spark: MoteurCalcul, fichier: Path) -> None:
    counts, losses = [], []
    for moteur in (open_moteur("polars"), open_moteur("duckdb"), spark):
        rows = moteur.scan(str(fichier))
        counts.append(collect_counts(moteur, count_individuals(moteur, rows, PLAN), PLAN))
        losses.append(count_losses(moteur, rows, PLAN))
    assert counts[0].equals(counts[1])
    assert counts[0].equals(counts[2])
    assert losses[0] == losses[1] == losses[2]
    assert counts[0].height > 5_000


def test_areas_with_shares_and_zeros_are_equal_to_the_bit_on_three_engines(
    spark: MoteurCalcul, fichier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    half = pl.DataFrame({"commune": ["0A001"], "aire": ["epci:990000003"], "poids": [0.37]})
    table = pl.concat([territory_table("epci", 2018), half])
    found = []
    for moteur in (open_moteur("polars"), open_moteur("duckdb"), spark):
        counts = count_individuals(moteur, moteur.scan(str(fichier)), PLAN)
        areas = aggregate_counts(moteur, counts, table)
        found.append(collect_counts(moteur, complete_grid(moteur, areas, table, PLAN), PLAN))
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])
    assert (found[0]["effectif"] == 0).any()


def test_a_file_that_the_cluster_does_not_see_is_a_clear_error(spark: MoteurCalcul) -> None:
    with pytest.raises(Erreur, match="Spark n'a pas pu") as caught:
        spark.scan("/nulle/part/deces.parquet")
    assert caught.value.attendu is not None
    assert "cluster" in caught.value.attendu


def test_a_text_file_is_read_as_text(spark: MoteurCalcul, fichier: Path, tmp_path: Path) -> None:
    text = tmp_path / "deces.csv"
    pl.read_parquet(fichier).head(500).write_csv(text, separator=";")
    counts = []
    for moteur in (open_moteur("polars"), spark):
        rows = moteur.scan(str(text))
        counts.append(collect_counts(moteur, count_individuals(moteur, rows, PLAN), PLAN))
    assert counts[0].equals(counts[1])
