"""Each file of catalogue/sources/ names a loader, its files, a licence and a rule of secrecy."""

from importlib import import_module

import pytest

from ancrage.observatoire.catalogue.chargement import catalogue_root, indicateurs, sources
from ancrage.observatoire.catalogue.modeles import Source

ITEMS = [pytest.param(source, id=source.code) for source in sources().values()]


@pytest.mark.parametrize("source", ITEMS)
def test_the_loader_exists(source: Source) -> None:
    module, _, function = source.lecteur.partition(".")
    assert callable(getattr(import_module(f"ancrage.observatoire.sources.{module}"), function))


@pytest.mark.parametrize("source", ITEMS)
def test_every_known_file_can_be_recognised(source: Source) -> None:
    for edition in source.editions:
        names = [file.nom for file in edition.fichiers]
        assert len(names) == len(set(names))
        assert all(file.sha256 and file.taille for file in edition.fichiers), names


@pytest.mark.parametrize("source", ITEMS)
def test_a_source_without_an_open_licence_is_never_shipped(source: Source) -> None:
    assert not source.diffusable or "ouverte" in source.licence.lower(), source.licence


@pytest.mark.parametrize("source", ITEMS)
def test_texts_are_sentences(source: Source) -> None:
    for text in (source.description, source.secret.regle, *source.corrections):
        assert text[0].isupper() or text[0] in "«0123456789"
        assert text.endswith(".")
        assert "  " not in text


def test_no_two_sources_share_a_code() -> None:
    assert len(list((catalogue_root() / "sources").rglob("*.toml"))) == len(sources())


def test_deaths_by_place_of_death_feed_no_indicateur() -> None:
    fed = {serie.source for item in indicateurs().values() for serie in item.series}
    fed |= {s.denominator_source or "" for item in indicateurs().values() for s in item.series}
    assert "insee_deces_individuels" in sources()
    assert "insee_deces_individuels" not in fed
