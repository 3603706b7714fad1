"""Settings by environment: a wrong one stops the start with its name and the remedy."""

import os
import subprocess
import sys

import pytest

from ancrage.plateforme.config.environnement import database


def start(**env: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of its own."""
    keep = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    module = "ancrage.plateforme.config.settings.production"
    return subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env=keep | env,
        capture_output=True,
        text=True,
        check=False,
    )


COMPLETE = {
    "ANCRAGE_SECRET_KEY": "x" * 40,
    "ANCRAGE_ALLOWED_HOSTS": "cls.example",
    "ANCRAGE_BASE_URL": "https://cls.example",
}


def test_complete_settings_start(tmp_path):
    assert start(**COMPLETE, ANCRAGE_STATE_DIR=str(tmp_path)).returncode == 0


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_missing_setting_is_named_with_its_remedy(tmp_path, name):
    partial = {key: value for key, value in COMPLETE.items() if key != name}
    result = start(**partial, ANCRAGE_STATE_DIR=str(tmp_path))
    assert result.returncode != 0
    assert f"Réglage manquant : {name}" in result.stderr
    assert "Que faire" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANCRAGE_SECRET_KEY", "court"),
        ("ANCRAGE_BASE_URL", "cls.example"),
        ("ANCRAGE_DATABASE_URL", "mysql://x@y/z"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(tmp_path, name, value):
    result = start(**COMPLETE | {name: value}, ANCRAGE_STATE_DIR=str(tmp_path))
    assert result.returncode != 0
    assert f"Réglage refusé : {name}" in result.stderr
    assert "Que faire" in result.stderr


def test_sqlite_writers_wait_for_each_other():
    options = database("sqlite:////tmp/essai.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
