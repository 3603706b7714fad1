"""Fetching from a producer: resumed, verified, with the origin kept; a local server stands in."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from ancrage.observatoire.catalogue.modeles import Edition, Fichier, Source
from ancrage.observatoire.moteur.recuperation import fetch_all

CONTENT = bytes(range(256)) * 400


class Producteur(BaseHTTPRequestHandler):
    """A server that honours ranges and remembers what it was asked."""

    asked: list[str | None] = []  # noqa: RUF012 (one server, one list)

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.asked.append(wanted)
        if self.path == "/absent":
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        body = CONTENT[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def adresse() -> Iterator[str]:
    """Serve on loopback for the time of a test."""
    Producteur.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Producteur)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def source(url: str | None, sha256: str | None) -> dict[str, Source]:
    """Return a catalogue of one source with one file."""
    item = Source(
        code="essai",
        producteur="Producteur",
        titre="Essai",
        licence="Licence Ouverte 2.0",
        diffusable=True,
        description="Essai",
        lecteur="insee.read_comparateur",
        frequence="annuelle",
        niveaux=("commune",),
        secret={"libre": True, "regle": "aucune"},  # type: ignore[arg-type]
        mesures={},
        editions=(
            Edition(
                millesime="2020",
                cog=2021,
                fichiers=(Fichier(nom="essai.bin", url=url, sha256=sha256),),
            ),
        ),
    )
    return {"essai": item}


def fetch(url: str | None, sha256: str | None, dossier: Path):  # type: ignore[no-untyped-def]
    return fetch_all(source(url, sha256), dossier, lambda *_: None, httpx.Client())[0]


RIGHT = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_is_fetched_verified_and_its_origin_kept(adresse: str, tmp_path: Path) -> None:
    done = fetch(f"{adresse}/fichier", RIGHT, tmp_path)
    assert done.fait
    assert (tmp_path / "essai.bin").read_bytes() == CONTENT
    origin = json.loads((tmp_path / "essai.bin.origine.json").read_text("utf-8"))
    assert origin["sha256"] == RIGHT
    assert origin["licence"] == "Licence Ouverte 2.0"


def test_an_interrupted_file_goes_on_where_it_stopped(adresse: str, tmp_path: Path) -> None:
    (tmp_path / "essai.bin.partiel").write_bytes(CONTENT[:1000])
    assert fetch(f"{adresse}/fichier", RIGHT, tmp_path).fait
    assert Producteur.asked == ["bytes=1000-"]
    assert (tmp_path / "essai.bin").read_bytes() == CONTENT
    assert not (tmp_path / "essai.bin.partiel").exists()


def test_a_wrong_checksum_keeps_nothing(adresse: str, tmp_path: Path) -> None:
    done = fetch(f"{adresse}/fichier", "0" * 64, tmp_path)
    assert not done.fait
    assert "empreinte inattendue" in done.resultat
    assert list(tmp_path.iterdir()) == []


def test_a_file_already_there_is_not_asked_again(adresse: str, tmp_path: Path) -> None:
    (tmp_path / "essai.bin").write_bytes(CONTENT)
    assert fetch(f"{adresse}/fichier", RIGHT, tmp_path).fait
    assert Producteur.asked == []


@pytest.mark.parametrize("path", [None, "/absent"])
def test_a_file_that_cannot_be_had_is_told_and_stops_nothing(
    adresse: str, tmp_path: Path, path: str | None
) -> None:
    done = fetch(f"{adresse}{path}" if path else None, RIGHT, tmp_path)
    assert not done.fait
    assert done.resultat
