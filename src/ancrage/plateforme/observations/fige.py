"""A profile frozen as `ancrage.profil/1`, and read back as the same record."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from ancrage.observatoire.api import Profil
from ancrage.plateforme.commun.erreurs import ActeRefuse

SCHEMA = "ancrage.profil/1"
_PROFIL = TypeAdapter(Profil)


def freeze_profil(profil: Profil) -> dict[str, Any]:
    """Return the published shape of a profile: JSON values only."""
    return profil.to_dict()


def thaw_profil(content: Mapping[str, Any]) -> Profil:
    """Return the profile that was frozen: equal to it, value for value."""
    if content.get("schema") != SCHEMA:
        raise ActeRefuse(
            f"Ce contenu n’est pas un profil « {SCHEMA} ».",
            "Il vient d’une autre version d’Ancrage : signalez-le à l’équipe technique.",
        )
    return _PROFIL.validate_python(dict(content))
