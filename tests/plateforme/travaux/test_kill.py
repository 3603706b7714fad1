"""A kill -9 in the middle of a job loses nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = Path(__file__).parent / "ouvrier_tue.py"


def test_a_killed_worker_leaves_a_job_that_another_finishes(tmp_path):
    env = os.environ | {
        "ANCRAGE_STATE_DIR": str(tmp_path),
        "ANCRAGE_DATABASE_URL": f"sqlite:///{tmp_path / 'base.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "ancrage.plateforme.config.settings.dev",
    }

    def run(step: str) -> str:
        done = subprocess.run(
            [sys.executable, SCRIPT, step], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    run("prepare")
    worker = subprocess.Popen([sys.executable, SCRIPT, "work"], env=env)
    try:
        deadline = time.monotonic() + 60
        while not run("state").startswith("en_cours 1") and time.monotonic() < deadline:
            time.sleep(0.2)
        assert run("state") == "en_cours 1 {}"
    finally:
        worker.kill()
        worker.wait()
    assert run("repair") == "1 1"
    assert run("state") == "fait 2 {'tentative': 2}"
