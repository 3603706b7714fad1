"""The benchmarks start: a bar that nobody can measure any more is worth nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ancrage.observatoire import api
from benchmarks.affichage import COLONNES, line
from benchmarks.cas import CAS, standardisation
from benchmarks.mesures import Reglage, Resultat, draw
from benchmarks.pays import write_pays

RACINE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def magasin(region_miniature_module: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        state = tmp_path_factory.mktemp("etat")
        patch.setenv("ANCRAGE_STATE_DIR", str(state))
        api.load(region_miniature_module)
    return state


@pytest.mark.parametrize("cas", ["profil", "passe_vectorielle", "dls", "secret"])
def test_a_case_gives_positive_times_on_the_invented_region(
    cas: str, magasin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(magasin))
    results = CAS[cas](Reglage(region="99", essai=True))
    assert results
    assert all(min(result.durees) > 0 for result in results)
    assert all(result.memoire for result in results)


def test_the_rebuild_is_measured_on_a_store_of_its_own(
    region_miniature_module: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("ANCRAGE_SOURCES_DIR", str(region_miniature_module))
    (result,) = CAS["magasin"](Reglage(region="99", essai=True))
    assert result.ratio is not None
    assert result.ratio < 1


def test_the_command_runs_a_case_in_a_process_of_its_own(magasin: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--ici", "profil", "--region", "99", "--essai"]
    done = subprocess.run(
        command,
        cwd=RACINE,
        env={**os.environ, "ANCRAGE_STATE_DIR": str(magasin)},
        capture_output=True,
        text=True,
        check=True,
    )
    (entry,) = json.loads(done.stdout.splitlines()[-1])
    assert Resultat(**entry).borne == 0.150


def test_the_work_by_hand_gives_the_rates_of_the_product(tmp_path: Path) -> None:
    pays = write_pays(tmp_path, 90)
    standardisation.check_same(pays)


def test_the_same_territories_are_drawn_every_day() -> None:
    codes = [f"epci:{rank}" for rank in range(100)]
    assert draw(codes, 5) == draw(codes, 5)
    assert len(draw(codes[:3], 5)) == 3


def test_a_line_shows_the_ratio_of_the_median_to_the_bar() -> None:
    cells = line(Resultat("DLS PDF", [1.0, 9.0, 3.0], [0.9, 0.8, 1.0], 2.0, 512.4))
    assert cells == ("DLS PDF", "3,00", "1,00", "9,00", "0,900", "2,00", "1,50", "512", "")
    assert len(cells) == len(COLONNES)
