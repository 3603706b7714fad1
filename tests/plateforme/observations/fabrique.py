"""Deposits and requests as the tests need them."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.observations.services import depots
from ancrage.plateforme.travaux.ouvrier import drain

CSV = "cepidc_extrait_fictif.csv"


def upload(contenu: bytes | str, nom: str = CSV) -> SimpleUploadedFile:
    """Return a file as the browser sends it."""
    return SimpleUploadedFile(nom, contenu.encode() if isinstance(contenu, str) else contenu)


def deposer(acteur: Any, dossier: Path, **changes: Any) -> DepotRestreint:
    """Deposit the fictitious extract with its own description."""
    given = {
        "region": "99",
        "code": "cepidc_fictif",
        "titre": "Décès domiciliés",
        "fictif": True,
        "upload": upload((dossier / CSV).read_bytes()),
        "toml": upload((dossier / "depot.toml").read_bytes(), "depot.toml"),
    }
    return depots.deposit(acteur=acteur, **(given | changes))


def decrire(acteur: Any, depot: DepotRestreint, **changes: Any) -> DepotRestreint:
    """Send the description of a deposit as it stands, with some keys changed."""
    totaux = changes.pop("totaux", depot.totaux)
    expire_le = changes.pop("expire_le", depot.expire_le)
    return depots.describe(
        acteur=acteur, depot=depot, expected=depot.version, titre=depot.titre,
        expire_le=expire_le, description={**depot.description, **changes}, totaux=totaux,
    )  # fmt: skip


def controle(acteur: Any, dossier: Path, **changes: Any) -> DepotRestreint:
    """Return a deposit that the engine has checked."""
    depot = decrire(acteur, deposer(acteur, dossier), **changes)
    drain()
    depot.refresh_from_db()
    return depot


def actif(ors: Any, validateur: Any, dossier: Path, **changes: Any) -> DepotRestreint:
    """Return a deposit that answers."""
    depot = controle(ors, dossier, **changes)
    depots.approve(acteur=validateur, depot=depot, expected=depot.version)
    drain()
    depot.refresh_from_db()
    return depot


def description(dossier: Path) -> dict[str, Any]:
    """Return what the fictitious `depot.toml` says."""
    return tomllib.loads((dossier / "depot.toml").read_text("utf-8"))
