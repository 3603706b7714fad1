"""Fetching from a producer: resumed, verified, with the origin kept; a local server stands in."""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from ancrage.observatoire.catalogue.modeles import Edition, Fichier, Mesure, Source
from ancrage.observatoire.moteur.recuperation import Recuperation, fetch_all, how_to_get

CONTENT = bytes(range(256)) * 400


def zipped(**members: bytes) -> bytes:
    """Return a zip of these members, in a folder as producers make them."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"base/{name}.csv", content)
    return kept.getvalue()


ARCHIVE = zipped(essai=CONTENT, voisin=b"autre")
PAGES = {
    "/archive.zip": ARCHIVE,
    "/coupe.zip": ARCHIVE[:2000],
    "/base_7z": b"7z\xbc\xaf\x27\x1c" + CONTENT,
    "/page": b"<html>Erreur</html>",
}


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
        body = PAGES.get(self.path, CONTENT)[start:]
        if self.path == "/page":
            self.send_header("Content-Type", "text/html; charset=utf-8")
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


def source(*fichiers: Fichier) -> dict[str, Source]:
    """Return a catalogue of one source with these files."""
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
        mesures={"essai": Mesure(libelle="Essai", unite="unités", additive=True)},
        editions=(Edition(millesime="2020", cog=2021, fichiers=fichiers),),
    )
    return {"essai": item}


def fichier(url: str | None, sha256: str | None, nom: str = "essai.bin", **rest: object) -> Fichier:
    """Return a file of the catalogue; a local server has no https, which the model asks for."""
    made = Fichier(nom=nom, sha256=sha256)
    seen = "essai" if url else None
    return made.model_copy(update={"url": url, "url_vue_dans": seen, **rest})


def fetch_files(
    dossier: Path, *fichiers: Fichier, keep_changed: bool = False
) -> list[Recuperation]:
    return fetch_all(
        source(*fichiers),
        dossier,
        lambda *_: None,
        httpx.Client(),
        keep_changed=keep_changed,
    )


def fetch(url: str | None, sha256: str | None, dossier: Path) -> Recuperation:
    return fetch_files(dossier, fichier(url, sha256))[0]


RIGHT = hashlib.sha256(CONTENT).hexdigest()
WRONG = "0" * 64


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
    done = fetch(f"{adresse}/fichier", WRONG, tmp_path)
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


def test_files_of_one_archive_are_taken_out_of_it_and_fetched_once(
    adresse: str, tmp_path: Path
) -> None:
    url = f"{adresse}/archive.zip"
    told = fetch_files(
        tmp_path,
        fichier(url, RIGHT, "essai.csv", membre="ESSAI.csv"),
        fichier(url, None, "autre.csv", membre="voisin.csv"),
    )
    assert [item.fait for item in told] == [True, True]
    assert (tmp_path / "essai.csv").read_bytes() == CONTENT
    assert (tmp_path / "autre.csv").read_bytes() == b"autre"
    assert len(Producteur.asked) == 1
    assert json.loads((tmp_path / "essai.csv.origine.json").read_text("utf-8"))["adresse"] == url


@pytest.mark.parametrize(
    ("path", "membre", "words"),
    [
        ("/archive.zip", "absent.csv", "ne contient pas « absent.csv », mais : essai.csv"),
        ("/coupe.zip", "essai.csv", "abîmée"),
        ("/base_7z", "essai.csv", "7-Zip"),
        ("/page", "essai.csv", "page web"),
    ],
)
def test_an_archive_that_gives_no_file_says_why(
    adresse: str, tmp_path: Path, path: str, membre: str, words: str
) -> None:
    (done,) = fetch_files(tmp_path, fichier(adresse + path, RIGHT, "essai.csv", membre=membre))
    assert not done.fait
    assert words in done.resultat
    assert not (tmp_path / "essai.csv").exists()


def test_a_damaged_archive_is_fetched_anew_and_a_foreign_one_is_kept(
    adresse: str, tmp_path: Path
) -> None:
    fetch_files(tmp_path, fichier(f"{adresse}/coupe.zip", RIGHT, membre="essai.csv"))
    fetch_files(tmp_path, fichier(f"{adresse}/base_7z", RIGHT, membre="essai.csv"))
    assert [path.name for path in (tmp_path / "archives").iterdir()] == ["base_7z"]


def test_a_web_page_in_place_of_the_file_is_never_kept(adresse: str, tmp_path: Path) -> None:
    (done,) = fetch_files(tmp_path, fichier(f"{adresse}/page", RIGHT, reenregistre=True))
    assert not done.fait
    assert list(tmp_path.iterdir()) == []


def test_the_whole_file_is_kept_under_its_own_name_when_an_extract_is_known(
    adresse: str, tmp_path: Path
) -> None:
    item = fichier(f"{adresse}/fichier", WRONG, "essai_region24.csv", nom_entier="essai.csv")
    (done,) = fetch_files(tmp_path, item)
    assert done.fait
    assert "extrait" in done.resultat
    assert (tmp_path / "essai.csv").read_bytes() == CONTENT
    (again,) = fetch_files(tmp_path, item)
    assert again.resultat == "déjà là, non vérifiable"
    assert len(Producteur.asked) == 1


def test_a_known_copy_saved_again_says_that_it_cannot_verify(adresse: str, tmp_path: Path) -> None:
    (done,) = fetch_files(tmp_path, fichier(f"{adresse}/fichier", WRONG, reenregistre=True))
    assert done.fait
    assert "réenregistrée" in done.resultat


def test_a_changed_file_is_kept_on_demand_only(adresse: str, tmp_path: Path) -> None:
    item = fichier(f"{adresse}/fichier", WRONG)
    (refused,) = fetch_files(tmp_path, item)
    assert "--meme-changes" in refused.resultat
    (kept,) = fetch_files(tmp_path, item, keep_changed=True)
    assert kept.fait
    assert "changé" in kept.resultat


def test_the_list_says_how_each_file_is_had() -> None:
    url = "https://www.insee.fr/fr/statistiques/fichier/1/a.zip"
    named = fichier(url, RIGHT, membre="a.csv")
    item = source(named)["essai"]
    assert how_to_get(item, named) == f"téléchargeable : {url} (dans l'archive : a.csv)"
    by_hand = fichier(None, RIGHT, page="https://www.insee.fr/fr/statistiques/1")
    assert how_to_get(item, by_hand) == (
        "à déposer à la main : https://www.insee.fr/fr/statistiques/1"
    )
