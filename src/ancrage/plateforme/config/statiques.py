"""Static files: named by their content, compressed once."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class FichiersStatiques(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage with gzip alone: brotli at its best takes minutes for a few kB."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Return a compressor that leaves brotli out, whatever is installed."""
        return Compressor(**kwargs | {"use_brotli": False})
