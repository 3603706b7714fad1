"""Where the installation keeps its database, uploads and editions (ANCRAGE_STATE_DIR)."""

import os
from pathlib import Path

DEFAULT = "~/.local/share/ancrage"


def state_dir() -> Path:
    """Return the absolute state folder, the same as the engine's; read now, never cached."""
    return Path(os.environ.get("ANCRAGE_STATE_DIR", DEFAULT)).expanduser().absolute()
