"""Read the frozen content of an edition: parsed once, as it never changes."""

import json
from functools import lru_cache
from typing import Any

from ancrage.plateforme.diagnostics.models import ContenuEdition, Edition


def content_of(edition: Edition) -> dict[str, Any]:
    """Return the content of an edition, from its print: no query when it was read before."""
    return _content(edition.pk, edition.empreinte)


@lru_cache(maxsize=8)
def _content(pk: int, empreinte: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ContenuEdition.objects.get(edition_id=pk).texte)
    return found


def codes_of(edition: Edition) -> list[str]:
    """Return the indicators that an edition published."""
    return list(content_of(edition)["options"]["selection"])


def texts_of(edition: Edition) -> dict[str, str]:
    """Return the texts that an edition published in place of the automatic ones."""
    return dict(content_of(edition)["options"]["textes"])
