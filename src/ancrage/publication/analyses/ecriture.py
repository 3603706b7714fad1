"""Write an analysis: rows as CSV, the whole as JSON."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ancrage.observatoire.api import TypologieTerritoires, libelle_aire
from ancrage.publication.fichiers import write_whole
from ancrage.publication.figures.tableaux import LETTRES


def to_json(donnees: Mapping[str, Any]) -> str:
    """Return the published shape of an analysis."""
    return json.dumps(donnees, ensure_ascii=False, indent=1) + "\n"


def write_classes(typologie: TypologieTerritoires, sortie: Path) -> None:
    """Write one line per area with its class, and those left out with their reason."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(["code", "libelle", "classe", "description", "motif"])
    rows = [(aire, LETTRES[c.rang - 1], c.nom, "") for c in typologie.classes for aire in c.aires]
    rows += [(aire, "", "", "population trop faible") for aire in typologie.trop_petites]
    rows += [(aire, "", "", "variable absente ou masquée") for aire in typologie.incompletes]
    for aire, letter, name, motif in sorted(rows):
        writer.writerow([aire.partition(":")[2], libelle_aire(aire), letter, name, motif])
    write_whole(sortie, stream.getvalue().encode())
