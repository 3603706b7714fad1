"""A site of its own for the load test: a database made and dropped, a state folder, a server."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from psycopg import sql

ANCRAGE = Path(sys.executable).with_name("ancrage")
BUILD = (
    "from ancrage.plateforme.config.service import prepare; prepare();"
    "from ancrage.plateforme.config.demonstration import build_region; print(build_region())"
)


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """Make a database on the PostgreSQL server of an address; yield its address; drop it."""
    name = f"ancrage_charge_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


def settings_of(folder: Path, database: str, port: int) -> dict[str, str]:
    """Return the environment of the site: production, on the loopback address."""
    return os.environ | {
        "ANCRAGE_STATE_DIR": str(folder),
        "ANCRAGE_DATABASE_URL": database,
        "ANCRAGE_SECRET_KEY": secrets.token_urlsafe(50),
        "ANCRAGE_ALLOWED_HOSTS": "127.0.0.1",
        "ANCRAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ANCRAGE_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "ancrage.plateforme.config.settings.production",
    }


def load_france(env: dict[str, str], fichiers: Path) -> None:
    """Build the store of all of France from the official files."""
    subprocess.run([ANCRAGE, "sources", "charger", "--depuis", fichiers], env=env, check=True)


def build_accounts(env: dict[str, str]) -> str:
    """Prepare the database and make one account per role; return their password."""
    command = [sys.executable, "-c", BUILD]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return done.stdout.split()[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(env: dict[str, str], port: int) -> Iterator[str]:
    """Run `ancrage serve` until the end of the block."""
    base = f"http://127.0.0.1:{port}"
    with (Path(env["ANCRAGE_STATE_DIR"]) / "serveur.log").open("w") as log:
        process = subprocess.Popen(
            [ANCRAGE, "serve", "--port", str(port)], env=env, stdout=log, stderr=log
        )
        try:
            _wait(base, process)
            yield base
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(base, timeout=5)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"Le site ne répond pas ({base}) ; code {process.poll()}.")
