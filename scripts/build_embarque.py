"""Build the store shipped with the package: derived figures of one region, open licences only.

Reads the official files of ANCRAGE_SOURCES_DIR, writes src/ancrage/observatoire/moteur/embarque/.
Run it with `make embarque` after a change of catalogue, loaders or geography.
"""

import os
import shutil
import sys
from pathlib import Path

from ancrage.observatoire.catalogue.chargement import indicateurs, sources
from ancrage.observatoire.moteur.ages_medecins import copy_ages
from ancrage.observatoire.moteur.construction import Rapport, build_tables
from ancrage.observatoire.moteur.embarque import restrict
from ancrage.observatoire.moteur.fichiers import find_files
from ancrage.observatoire.moteur.magasin import embedded_dir
from ancrage.observatoire.moteur.reglages import reglages

REGION = "24"


def main() -> int:
    """Build, restrict, replace; print the size of each file."""
    folder = os.environ.get("ANCRAGE_SOURCES_DIR")
    if not folder:
        print("Indiquez le dossier des fichiers officiels : ANCRAGE_SOURCES_DIR=… make embarque")
        return 2
    found = find_files(Path(folder), sources())
    tables = build_tables(found, sources(), indicateurs(), Rapport(), lambda *_: None)
    shipped = restrict(tables, REGION, sources(), indicateurs())
    target = embedded_dir()
    shutil.rmtree(target, ignore_errors=True)
    shipped.write(target)
    copy_ages(reglages().etat / "prepare", target)
    for path in sorted(target.iterdir()):
        print(f"{path.name} : {path.stat().st_size / 1e6:.2f} Mo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
