"""The engine is chosen by ANCRAGE_ENGINE; what cannot be opened is told at once, in French."""

import builtins
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.moteurs_calcul import open_moteur


def test_polars_counts_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANCRAGE_ENGINE", raising=False)
    assert open_moteur().nom == "polars"


def test_the_environment_chooses_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_ENGINE", "duckdb")
    assert open_moteur().nom == "duckdb"


@pytest.mark.parametrize("wrong", ["pandas", "spark", "http://serveur:15002", "SC://x"])
def test_an_unknown_engine_is_refused_with_the_list(wrong: str) -> None:
    with pytest.raises(Erreur, match="inconnu") as caught:
        open_moteur(wrong)
    assert caught.value.attendu is not None
    assert "duckdb" in caught.value.attendu
    assert caught.value.sortie == CodeSortie.USAGE


def test_a_server_that_does_not_answer_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    before = time.monotonic()
    with pytest.raises(Erreur, match="ne répond pas") as caught:
        open_moteur(f"sc://127.0.0.1:{port}/;token=secret")
    assert time.monotonic() - before < 20
    assert caught.value.code == "moteur_injoignable"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["sc://", "sc://serveur:port", "sc://:15002"])
def test_an_address_without_host_or_port_is_told(wrong: str) -> None:
    with pytest.raises(Erreur, match="ne répond pas"):
        open_moteur(wrong)


def test_the_missing_client_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyspark"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(Erreur, match="pas installé") as caught:
        open_moteur("sc://127.0.0.1:15002")
    assert caught.value.remede is not None
    assert "ancrage[spark]" in caught.value.remede


@pytest.mark.parametrize("name", ["polars", "duckdb"])
def test_an_absent_file_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(Erreur, match=r"absent\.parquet"):
        open_moteur(name).scan(tmp_path / "absent.parquet")
