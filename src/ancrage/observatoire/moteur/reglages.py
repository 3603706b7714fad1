"""Settings of the engine, from the environment (`ANCRAGE_…`)."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Reglages(BaseSettings):
    """Where the engine keeps its store and finds official files.

    ANCRAGE_STATE_DIR: prepared files and the built store. ANCRAGE_SOURCES_DIR: folder searched
    for official files when none is given. ANCRAGE_ENGINE: where individual files are counted,
    « polars » (default) or « duckdb » on this machine, « sc://host:port » on an Apache Spark.
    """

    model_config = SettingsConfigDict(env_prefix="ANCRAGE_", extra="ignore")

    state_dir: Path = Path("~/.local/share/ancrage")
    sources_dir: Path | None = None
    engine: str = "polars"

    @property
    def etat(self) -> Path:
        """Return the absolute state folder."""
        return self.state_dir.expanduser().absolute()


def reglages() -> Reglages:
    """Read the settings of the environment as it is now: tests and users change it."""
    return _read(*(os.environ.get(f"ANCRAGE_{name.upper()}") for name in Reglages.model_fields))


@lru_cache(maxsize=8)  # a page asks ten times, and a reading takes two milliseconds
def _read(*_environment: str | None) -> Reglages:
    return Reglages()
