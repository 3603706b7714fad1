"""Start the site: prepare the database and the files, then the web server and the worker."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from ancrage.plateforme.commun.erreurs import ActeRefuse

PRODUCTION = "ancrage.plateforme.config.settings.production"
WSGI = "ancrage.plateforme.config.processus:application"
# Of two packages the pages use one file each: Bootstrap's reboot sheet and htmx 2.
INUTILES = [
    "bootstrap.*", "bootstrap-grid*", "bootstrap-utilities*", "bootstrap-reboot.rtl*",
    "bootstrap-reboot.css*", "htmax-*", "htmx-4*", "hx-*",
]  # fmt: skip
# The figures of one page are too small to share: with one thread each process computes a third
# faster, and leaves the other core to the other process. The worker keeps all of them.
CALCUL = "POLARS_MAX_THREADS"
FILS = 4  # blocking threads of each web process
ARRET = 10  # seconds that a process has to finish its pages, or its job, before it is killed


def prepare(say: Callable[[str], None] = lambda _text: None) -> None:
    """Load the settings, bring the database up to date, gather the static files.

    Raises `ActeRefuse` in French for a missing or wrong setting, or a database out of reach.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", PRODUCTION)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise ActeRefuse(str(error)) from None
    say("Mise à jour de la base")
    _migrate()
    say("Préparation des fichiers du site")
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=INUTILES)


def _migrate() -> None:
    from django.db import OperationalError

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        raise ActeRefuse(
            f"La base de données ne répond pas : {str(error).strip()}.",
            "Vérifiez ANCRAGE_DATABASE_URL, et que le serveur de la base est démarré.",
        ) from None


def run(adresse: str, port: int, processus: int) -> None:
    """Serve until a signal says stop; the worker is started again whenever it dies."""
    from granian import Granian
    from granian.constants import Interfaces

    stop = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(stop, dict(os.environ)), daemon=True)
    keeper.start()
    os.environ.setdefault(CALCUL, "1")
    try:
        Granian(
            WSGI,
            address=adresse,
            port=port,
            interface=Interfaces.WSGI,
            workers=processus,
            blocking_threads=FILS,
            log_access=False,
            websockets=False,
            workers_kill_timeout=ARRET,
        ).serve()
    finally:
        stop.set()
        keeper.join(timeout=15)


def _keep_worker(stop: threading.Event, environment: dict[str, str]) -> None:
    """Keep one worker alive: jobs that it left are taken back by the next one."""
    command = [sys.executable, "-m", "ancrage.plateforme.config.ouvrier"]
    while not stop.is_set():
        worker = subprocess.Popen(command, env=environment)  # noqa: S603 (our own interpreter and module)
        while worker.poll() is None and not stop.wait(0.5):
            pass
        stop_process(worker)
        stop.wait(1)


def stop_process(process: subprocess.Popen[bytes], patience: float = ARRET) -> None:
    """Ask a process to end, and kill it when it has not within `patience` seconds.

    A job that is cut is taken back at the next start.
    """
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
