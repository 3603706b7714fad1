"""Hand an extract to the engine: try it on a copy, admit it for good, take it away.

One admission at a time: the secrecy of a deposit is solved with all those before it.
"""

import fcntl
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ancrage.observatoire import api
from ancrage.plateforme.commun.etat import state_dir
from ancrage.plateforme.observations.controle_isole import facts, tell
from ancrage.plateforme.observations.description import write_description
from ancrage.plateforme.observations.extraits import extract_bytes
from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.observations.totaux import mask_totals

logger = logging.getLogger(__name__)
DUREE_MAX = 1800  # seconds: an extract of all of France with its earlier ones takes minutes
INTERROMPU = {
    "code": "controle_interrompu",
    "message": "Le contrôle s’est arrêté avant la fin.",
    "remede": "relancez-le ; s’il s’arrête encore, prévenez l’administrateur du site",
}


def try_admission(depot: DepotRestreint) -> dict[str, Any]:
    """Return the facts of the deposit, or the error, as the engine would; keep nothing."""
    with _files_of(depot) as folder:
        _copy_deposits(folder / "etat" / "depots")
        command = [sys.executable, "-m", "ancrage.plateforme.observations.controle_isole"]
        try:
            done = subprocess.run(  # noqa: S603 (our own module, on our own folder)
                [*command, str(folder)],
                env={**os.environ, "ANCRAGE_STATE_DIR": str(folder / "etat")},
                capture_output=True, timeout=DUREE_MAX, check=True,
            )  # fmt: skip
            found: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError) as error:
            logger.error(
                "A check of a deposit stopped: %s", (getattr(error, "stderr", None) or b"")[-2000:]
            )
            return {"erreur": INTERROMPU}
    return _without_counts(found)


def admit(depot: DepotRestreint) -> dict[str, Any]:
    """Give the extract to the engine for good; a second call finds what the first one did."""
    with _one_at_a_time():
        held = next((d for d in api.list_depots() if d.depot.code == depot.code), None)
        if held is not None and held.sha256 == depot.bilan.get("faits", {}).get("sha256"):
            return _without_counts({"faits": facts(held)})
        with _files_of(depot) as folder:
            extrait = next((folder / "extrait").iterdir())
            try:
                found = {"faits": facts(api.add_depot(extrait, folder / "depot.toml"))}
            except api.Erreur as erreur:
                found = {"erreur": tell(erreur)}
    return _without_counts(found)


def remove(depot: DepotRestreint) -> bool:
    """Take a deposit out of the engine; say whether it was there."""
    with _one_at_a_time():
        if depot.code not in {item.depot.code for item in api.list_depots()}:
            return False
        api.remove_depot(depot.code)
        return True


def codes_outside(codes: set[str]) -> list[api.DepotEnregistre]:
    """Return the deposits that the engine holds and that no row knows: the command line's."""
    return [item for item in api.list_depots() if item.depot.code not in codes]


@contextmanager
def _files_of(depot: DepotRestreint) -> Iterator[Path]:
    """Write the extract and its description in a folder that only the site reads, then erase it."""
    root = state_dir() / "depots-en-controle"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root))
    try:
        if depot.fichier is None:
            raise FileNotFoundError(depot.fichier_nom)
        (folder / "extrait").mkdir()
        (folder / "extrait" / Path(depot.fichier_nom).name).write_bytes(
            extract_bytes(depot.fichier)
        )
        text = write_description(depot.description, depot.totaux)
        (folder / "depot.toml").write_text(text, "utf-8")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_deposits(copy: Path) -> None:
    """Give the trial what was admitted before, and the public counts that bound the masks.

    The files themselves, under another name; a store of the user is read where it is.
    """
    held, store = state_dir() / "depots", state_dir() / "magasin"
    copy.parent.mkdir(parents=True)
    if store.is_dir():
        (copy.parent / "magasin").symlink_to(store.resolve())
    if held.is_dir():
        shutil.copytree(held, copy, copy_function=os.link, ignore=shutil.ignore_patterns(".*"))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    path = state_dir() / "depots.verrou"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _without_counts(found: dict[str, Any]) -> dict[str, Any]:
    """Mask the totals, and take them out of an error: one that differs may be a small count."""
    if "faits" in found:
        told = dict(found["faits"])
        lines = mask_totals(told["totaux"], told["seuil"])
        return {"faits": told | {"totaux": [[line.libelle, line.value] for line in lines]}}
    erreur: Mapping[str, Any] = found["erreur"]
    if erreur["code"] != "total_different":
        return found
    name = str(erreur["message"]).split("»")[0].partition("«")[2].strip()
    return {
        "erreur": {
            **erreur,
            "message": f"Le total « {name} » de l’extrait n’est pas celui que vous annoncez.",
            "attendu": "exactement le total que le producteur joint à l’extrait",
        }
    }
