"""Settings of the engine, from the environment (`ANCRAGE_…`)."""

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
    """Read the settings now (never cached: tests and users change the environment)."""
    return Reglages()
