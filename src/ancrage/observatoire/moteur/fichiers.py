"""Find the official files of the catalogue in a folder, and know each one by its checksum."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ancrage.observatoire.catalogue.modeles import Edition, Fichier, Source
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.sources.lecture import Entree


@dataclass(frozen=True, slots=True)
class FichierTrouve:
    """A file of an edition as found on disk; `conforme` when its bytes are the known ones.

    Where the catalogue knows an extract, the producer's whole file wins over it.
    """

    source: Source
    edition: Edition
    fichier: Fichier
    chemin: Path
    sha256: str

    @property
    def conforme(self) -> bool:
        """Tell whether the checksum is that of the catalogue (an unknown one passes)."""
        return self.fichier.sha256 in {None, self.sha256}

    @property
    def nom(self) -> str:
        """Return the name of the file as found: the known one, or that of the whole file."""
        return self.chemin.name

    @property
    def note(self) -> str | None:
        """Return what to tell of bytes that are not the known ones; a cut file is shorter."""
        if self.conforme:
            return None
        if self.nom == self.fichier.nom_entier:
            return (
                f"{self.nom} : fichier entier du producteur, dont le catalogue ne connaît "
                "l'empreinte que d'un extrait."
            )
        told = (
            f"{self.nom} : empreinte différente de l'édition connue "
            f"({self.source.producteur}, {self.edition.millesime})"
        )
        missing = (self.fichier.taille or 0) - self.chemin.stat().st_size
        if missing <= 0:
            return f"{told}."
        return f"{told}, et {missing} octets de moins : il est peut-être incomplet."

    @property
    def entree(self) -> Entree:
        """Return what the loader receives."""
        return Entree(
            chemin=self.chemin,
            nom=self.nom,
            millesime=self.edition.millesime,
            cog=self.edition.cog,
            role=self.fichier.role,
            options=dict(self.edition.options),
            table=self.source.tables.get(self.fichier.role or ""),
        )


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_files(dossier: Path, sources: Mapping[str, Source]) -> list[FichierTrouve]:
    """Return the files of the catalogue present anywhere under `dossier`, in catalogue order."""
    if not dossier.is_dir():
        raise Erreur(
            "dossier_absent",
            f"Le dossier « {dossier} » n'existe pas.",
            attendu="un dossier qui contient les fichiers officiels",
            remede="donnez le bon chemin, ou lancez « ancrage sources recuperer »",
        )
    index: dict[str, list[Path]] = {}
    for path in sorted(dossier.rglob("*")):
        if path.is_file():
            index.setdefault(path.name, []).append(path)
    found = [
        FichierTrouve(source, edition, fichier, *_choose(fichier, index[nom]))
        for source in sources.values()
        for edition in source.editions
        for fichier in edition.fichiers
        if (nom := _name_in(index, fichier))
    ]
    if not found:
        raise Erreur(
            "aucun_fichier",
            f"Aucun fichier du catalogue n'a été trouvé sous « {dossier} ».",
            attendu="les fichiers nommés comme chez leur producteur (« ancrage sources liste »)",
            remede="déposez-y les fichiers d'origine, sans les renommer",
            sortie=CodeSortie.ATTENTE,
        )
    return found


def _name_in(index: Mapping[str, list[Path]], fichier: Fichier) -> str | None:
    names = (fichier.nom_publie, fichier.nom)
    return next((nom for nom in names if nom in index), None)


def _choose(fichier: Fichier, paths: list[Path]) -> tuple[Path, str]:
    """Return the file and its checksum; among files of one name, the known one or none."""
    sums = {checksum(path): path for path in reversed(paths)}
    if fichier.sha256 in sums:
        return sums[fichier.sha256], fichier.sha256
    if len(sums) > 1:
        raise Erreur(
            "fichier_ambigu",
            f"Deux fichiers différents portent le nom « {paths[0].name} ».",
            fichier=" et ".join(str(path) for path in sorted(sums.values())[:2]),
            attendu="un seul fichier de ce nom",
            remede="retirez du dossier celui qui n'est pas l'original du producteur",
        )
    return paths[0], next(iter(sums))
