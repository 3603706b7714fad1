"""Check an extract as the engine would admit it, on a copy of what it keeps, in a process apart.

    python -m ancrage.plateforme.observations.controle_isole <folder>

The folder holds `extrait/<name>` and `depot.toml`; its `etat/` stands for the state of the site.
One line of JSON comes out: the facts of the deposit, or the error, with its line and column.
"""

import json
import sys
from pathlib import Path
from typing import Any

from ancrage.observatoire import api


def check(folder: Path) -> dict[str, Any]:
    """Admit the extract into the copy, and return what was found or refused."""
    extrait = next((folder / "extrait").iterdir())
    try:
        item = api.add_depot(extrait, folder / "depot.toml")
    except api.Erreur as erreur:
        return {"erreur": tell(erreur)}
    return {"faits": facts(item)}


def tell(erreur: api.Erreur) -> dict[str, Any]:
    """Return an error of the engine as data; a folder of ours is never in it."""
    return {
        "code": erreur.code,
        "message": erreur.message,
        "fichier": Path(erreur.fichier).name if erreur.fichier else "",
        "ligne": erreur.ligne,
        "colonne": erreur.colonne or "",
        "attendu": erreur.attendu or "",
        "remede": erreur.remede or "",
    }


def facts(item: api.DepotEnregistre) -> dict[str, Any]:
    """Return what the engine says of a deposit that it took."""
    told = api.describe_depot(item)
    kept = ("sha256", "lignes", "communes", "totaux", "statuts", "seuil")
    return {name: told[name] for name in kept}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(check(Path(sys.argv[1])), ensure_ascii=False))
