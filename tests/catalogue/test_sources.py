"""Each file of catalogue/sources/ names a loader, its files, a licence and a rule of secrecy."""

from importlib import import_module
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from ancrage.observatoire.catalogue.chargement import catalogue_root, indicateurs, sources
from ancrage.observatoire.catalogue.modeles import Fichier, Source

PRODUCTEURS = {  # where producers publish: an address elsewhere is a copy
    "www.insee.fr",
    "static.data.gouv.fr",
    "odisse.santepubliquefrance.fr",
    "data.drees.solidarites-sante.gouv.fr",
}
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


def test_an_address_is_that_of_the_producer_and_of_one_file() -> None:
    seen: dict[tuple[str, str | None], str] = {}
    for source in sources().values():
        for file in (file for edition in source.editions for file in edition.fichiers):
            if file.url:
                assert urlsplit(file.url).hostname in PRODUCTEURS, file.url
                assert seen.setdefault((file.url, file.membre), file.nom) == file.nom
    assert len(seen) >= 19


@pytest.mark.parametrize("source", ITEMS)
def test_an_extract_says_the_name_of_the_whole_file(source: Source) -> None:
    for file in (file for edition in source.editions for file in edition.fichiers):
        assert file.nom_entier != file.nom
        assert not (file.nom_entier and file.reenregistre)


def test_an_address_without_where_it_was_read_is_refused() -> None:
    with pytest.raises(ValidationError, match="url_vue_dans"):
        Fichier(nom="a.csv", url="https://www.insee.fr/a.csv")
    with pytest.raises(ValidationError, match="archive"):
        Fichier(nom="a.csv", membre="a.csv")
    with pytest.raises(ValidationError, match="pattern"):
        Fichier(nom="a.csv", url="http://www.insee.fr/a.csv", url_vue_dans="essai")


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
