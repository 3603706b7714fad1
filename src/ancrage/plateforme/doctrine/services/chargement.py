"""Load the doctrine that the catalogue holds: once each, whatever the number of runs."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from ancrage.plateforme.commun.catalogue import catalogue_dir
from ancrage.plateforme.doctrine.models import Doctrine, Visa
from ancrage.plateforme.doctrine.services.regles import NouvelleRegle, publish_doctrine
from ancrage.plateforme.journal.services import record


class RegleEcrite(BaseModel):
    """One rule of a file."""

    model_config = ConfigDict(extra="forbid")

    code: str
    enonce: str
    effet: str
    source: str
    parametres: dict[str, Any] = {}


class EditionEcrite(BaseModel):
    """One edition of a region: the rules that change, and the delays."""

    model_config = ConfigDict(extra="forbid")

    libelle: str
    date_debut: date
    source: str
    delais: dict[str, int] = {}
    regles: list[RegleEcrite]


class VisaEcrit(BaseModel):
    """One wording of a legal text."""

    model_config = ConfigDict(extra="forbid")

    code: str
    numero: int
    rang: int
    texte: str
    date_texte: date
    date_debut: date
    date_fin: date | None = None
    a_verifier: bool = False
    source: str


def doctrine_dir() -> Path:
    """Return the folder of the doctrine in the catalogue."""
    return catalogue_dir() / "doctrine"


def regions_written() -> list[str]:
    """Return the regions whose doctrine the catalogue holds."""
    return sorted(path.name for path in doctrine_dir().iterdir() if path.is_dir())


def editions_written(region: str) -> list[EditionEcrite]:
    """Return the editions of a region, the oldest first."""
    paths = (doctrine_dir() / region).glob("*.toml")
    found = [EditionEcrite.model_validate(tomllib.loads(one.read_text("utf-8"))) for one in paths]
    return sorted(found, key=lambda one: one.date_debut)


@transaction.atomic
def load_doctrine(region: str) -> int:
    """Publish the editions of the catalogue that the region does not have; return how many.

    What the ARS published since stays: an edition older than the one in force is left out.
    """
    latest = Doctrine.objects.filter(region=region).order_by("-date_debut").first()
    missing = [
        one
        for one in editions_written(region)
        if latest is None or one.date_debut > latest.date_debut
    ]
    for one in missing:
        publish_doctrine(
            acteur=None,
            region=region,
            date_debut=one.date_debut,
            libelle=one.libelle,
            source=one.source,
            regles=[NouvelleRegle(**regle.model_dump()) for regle in one.regles],
            delais=one.delais,
        )
    return len(missing) + load_visas(region)


@transaction.atomic
def load_visas(region: str) -> int:
    """Store the legal texts that the region does not have; return how many."""
    rows = tomllib.loads((doctrine_dir() / "visas.toml").read_text("utf-8"))["visas"]
    written = [VisaEcrit.model_validate(row) for row in rows]
    held = set(Visa.objects.filter(region=region).values_list("code", "numero"))
    missing = [one for one in written if (one.code, one.numero) not in held]
    for one in missing:
        visa = Visa.objects.create(region=region, **one.model_dump())
        record(acteur=None, action="charger un visa", objet=visa)
    return len(missing)
