"""Every real file of these producers is the one declared, and passes the controls of the store."""

import hashlib
import importlib
from pathlib import Path

import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.sources.controle import check_prepare
from ancrage.observatoire.territoires import referentiel

from .conftest import entree_of

_PREFIXES = (
    "ars_",
    "banatic",
    "cartosante",
    "cepidc",
    "cnam_",
    "cnsa",
    "drees",
    "insee_bpe",
    "irep",
    "irsn",
    "spf_odisse",
)
FICHIERS = [
    (source.code, fichier.nom)
    for source in sources().values()
    if source.code.startswith(_PREFIXES)
    for edition in source.editions
    for fichier in edition.fichiers
]


@pytest.mark.donnees_officielles
@pytest.mark.parametrize(("code", "nom"), FICHIERS)
def test_official_file_passes_the_controls(code: str, nom: str, donnees_officielles: Path) -> None:
    source = sources()[code]
    entree = entree_of(source, nom, donnees_officielles)
    declared = next(f for e in source.editions for f in e.fichiers if f.nom == nom)
    assert hashlib.sha256(entree.chemin.read_bytes()).hexdigest() == declared.sha256
    module, function = source.lecteur.split(".")
    loader = getattr(importlib.import_module(f"ancrage.observatoire.sources.{module}"), function)
    table = loader(entree)
    assert set(table["niveau"]) <= set(source.niveaux)
    check_prepare(table, source, entree, referentiel.known_codes(entree.cog))
