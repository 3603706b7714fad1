"""Run a job in a new process: Polars does not survive a fork, and its memory is its own."""

import multiprocessing
from collections.abc import Callable
from typing import TypeVar

Reponse = TypeVar("Reponse")


def apart(job: Callable[..., Reponse], *arguments: object) -> Reponse:
    """Return what the job returns, run in a process that starts and ends with it."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(job, arguments)
