"""The real thing: `ancrage serve` prepares the base, answers, works in the background, stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from ancrage.plateforme.config.service import stop_process

ANCRAGE = Path(sys.executable).parent / "ancrage"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings_of(folder: Path, port: int) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return kept | {
        "ANCRAGE_STATE_DIR": str(folder),
        "ANCRAGE_SECRET_KEY": "x" * 50,
        "ANCRAGE_ALLOWED_HOSTS": "127.0.0.1",
        "ANCRAGE_BASE_URL": f"http://127.0.0.1:{port}",
    }


def wait_for(url: str, process: subprocess.Popen[str]) -> httpx.Response:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.3)
    raise AssertionError(f"no answer from {url}; exit code {process.poll()}")


def test_serve_answers_with_its_own_assets_and_stops_on_a_signal(tmp_path):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    env = settings_of(tmp_path, port)
    process = subprocess.Popen(
        [ANCRAGE, "serve", "--port", str(port), "--processus", "1"], env=env, text=True
    )
    try:
        page = wait_for(base, process)
        assert page.status_code == 200
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        assets = [part.split('"')[0] for part in page.text.split('href="/static/')[1:]]
        assert len(assets) >= 4
        for asset in assets:
            answer = httpx.get(f"{base}/static/{asset}")
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) is not None


@pytest.mark.parametrize(
    ("name", "told"),
    [("ANCRAGE_SECRET_KEY", "ANCRAGE_SECRET_KEY"), ("ANCRAGE_BASE_URL", "ANCRAGE_BASE_URL")],
)
def test_serve_without_a_setting_names_it_and_leaves_with_a_documented_code(tmp_path, name, told):
    env = {key: value for key, value in settings_of(tmp_path, 1).items() if key != name}
    result = subprocess.run(
        [ANCRAGE, "serve"], env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 3
    assert told in result.stderr and "Que faire" in result.stderr


def test_serve_without_its_database_says_so(tmp_path):
    env = settings_of(tmp_path, 1) | {
        "ANCRAGE_DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/absente"
    }
    result = subprocess.run(
        [ANCRAGE, "serve"], env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 3
    assert "ANCRAGE_DATABASE_URL" in result.stderr


def test_a_process_that_will_not_end_is_killed() -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); signal.pause()"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        process.stdout.readline()  # it is deaf from here on
        stop_process(process, patience=0.1)
        assert process.returncode == -signal.SIGKILL
        stop_process(process)  # ended already: nothing to do
