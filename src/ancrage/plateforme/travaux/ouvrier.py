"""The worker process: runs queued jobs, takes back lost ones, queues the recurring ones."""

import logging
import threading
from typing import Any

from django.db import close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ancrage.plateforme.travaux.services import reap, run_due

logger = logging.getLogger(__name__)

RONDE_SECONDES = 15.0


def _worker(**options: Any) -> Worker:
    defaults: dict[str, Any] = {
        "queue_names": ["*"],
        "excluded_queue_names": [],
        "interval": 0.5,
        "batch": False,
        "backend_name": "default",
        "startup_delay": False,
        "max_tasks": None,
        "worker_id": get_random_string(32),
    }
    return Worker(**defaults | options)


def run() -> None:
    """Work until a signal says stop; the current job then ends first."""
    thread = threading.Thread(target=_watch, name="ronde", daemon=True)
    thread.start()
    worker = _worker()
    worker.configure_signals()
    worker.run()


def _watch() -> None:
    stop = threading.Event()
    while True:
        close_old_connections()
        try:
            reap()
            run_due()
        except Exception:
            logger.exception("The round of the worker failed")
        connection.close()
        stop.wait(RONDE_SECONDES)


def drain() -> int:
    """Run what is queued now, in this process, and return how many jobs ran."""
    worker, count = _worker(), 0
    while row := DBTaskResult.objects.ready().first():
        row.claim(worker.worker_id)
        worker.run_task(row)
        count += 1
    return count
