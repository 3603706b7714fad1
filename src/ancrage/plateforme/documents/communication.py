"""The plan of communication that the catalogue proposes."""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from ancrage.plateforme.commun.catalogue import catalogue_dir
from ancrage.plateforme.documents.models import PublicVise


class LigneType(BaseModel):
    """A row to begin with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    public: PublicVise
    message: str = Field(min_length=1, max_length=500)
    support: str = Field(min_length=1, max_length=200)
    responsable: str = Field(min_length=1, max_length=150)


class PlanType(BaseModel):
    """The rows, and where they come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1)
    lignes: tuple[LigneType, ...]


@cache
def plan_type() -> PlanType:
    """Return the plan of the catalogue, read once."""
    path = catalogue_dir() / "contrats" / "communication.toml"
    return PlanType.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
