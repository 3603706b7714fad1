"""Write an analysis to a file: a figure as SVG, PNG or page, rows as CSV, the whole as JSON."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ancrage.observatoire.api import CodeSortie, Erreur, TypologieTerritoires, libelle_aire
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.tableaux import LETTRES
from ancrage.publication.production import write_bytes

IMAGES = (".svg", ".png", ".html")


def to_json(donnees: Mapping[str, Any]) -> str:
    """Return the published shape of an analysis."""
    return json.dumps(donnees, ensure_ascii=False, indent=1) + "\n"


def write_figure(figure: Figure, sortie: Path) -> None:
    """Write a figure in the format of the file's suffix."""
    from ancrage.publication.figures.page_html import render_page
    from ancrage.publication.figures.rendu import render_png, render_svg

    check_suffix(sortie, IMAGES)
    suffix = sortie.suffix.lower()
    if suffix == ".png":
        write_bytes(sortie, render_png(figure))
    elif suffix == ".svg":
        write_bytes(sortie, render_svg(figure, fond=True).encode())
    else:
        write_bytes(sortie, render_page(figure).encode())


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
    write_bytes(sortie, stream.getvalue().encode())


def check_suffix(path: Path, allowed: tuple[str, ...]) -> None:
    """Refuse a file whose suffix is no format of this analysis."""
    if path.suffix.lower() not in allowed:
        raise Erreur(
            "format_inconnu",
            f"Le format « {path.suffix or path.name} » n'est pas proposé.",
            fichier=path,
            attendu=", ".join(allowed),
            remede="changez la fin du nom du fichier",
            sortie=CodeSortie.USAGE,
        )
