"""Read a file of the catalogue as the engine does: its edition, its role, its loader."""

import importlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.catalogue.modeles import Source
from ancrage.observatoire.moteur.fichiers import FichierTrouve
from ancrage.observatoire.sources.octets import Entree

MINIATURE = Path(__file__).parents[2] / "donnees" / "miniature"
LireSource = Callable[..., pl.DataFrame]


def entree_of(source: Source, nom: str, dossier: Path) -> Entree:
    """Return what the loader of `source` receives for its file `nom`."""
    edition, fichier = next(
        (edition, fichier)
        for edition in source.editions
        for fichier in edition.fichiers
        if fichier.nom == nom
    )
    chemin = next(dossier.rglob(nom))
    return FichierTrouve(source, edition, fichier, chemin, "").entree


@pytest.fixture
def miniature() -> Path:
    """Return the folder of the invented region's files."""
    return MINIATURE


@pytest.fixture
def read_source() -> LireSource:
    """Return a function (source code, file name, folder) -> prepared table."""

    def read(code: str, nom: str, dossier: Path = MINIATURE) -> pl.DataFrame:
        source = sources()[code]
        module, function = source.lecteur.split(".")
        loader = getattr(
            importlib.import_module(f"ancrage.observatoire.sources.{module}"), function
        )
        table: pl.DataFrame = loader(entree_of(source, nom, dossier))
        return table

    return read


@pytest.fixture
def cell() -> Callable[..., tuple[float | None, str]]:
    """Return a function (table, column=value…) -> (value, status) of the only row that answers."""

    def find(table: pl.DataFrame, **where: str) -> tuple[float | None, str]:
        rows = table.filter(**where).select("value", "status").rows()
        assert len(rows) == 1, f"{len(rows)} rows for {where}"
        value, status = rows[0]
        return value, status

    return find


@pytest.fixture
def make_entree(tmp_path: Path) -> Callable[..., Entree]:
    """Return a function (bytes, name, …) -> Entree on a temporary file."""

    def make(content: bytes, nom: str = "essai.csv", **more: object) -> Entree:
        path = tmp_path / nom
        path.write_bytes(content)
        fields: dict[str, object] = {"millesime": "2020", "cog": 2021, **more}
        return Entree(chemin=path, nom=nom, **fields)  # type: ignore[arg-type]

    return make
