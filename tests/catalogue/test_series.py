"""The series of the computed indicateurs lead to sources and measures that exist."""

import pytest

from ancrage.observatoire.catalogue.chargement import indicateurs, sources
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode, Serie

SERIES = [
    pytest.param(item, serie, id=f"{item.code}-{rank}")
    for item in indicateurs().values()
    for rank, serie in enumerate(item.series, start=1)
]


def measure(term: str) -> str:
    """Return the measure of a signed term: "-deces", "population@75+"."""
    return term.removeprefix("-").split("@")[0]


def method(item: Indicateur, serie: Serie) -> Methode:
    return serie.method or item.method


@pytest.mark.parametrize(("item", "serie"), SERIES)
def test_every_measure_exists_in_its_source(item: Indicateur, serie: Serie) -> None:
    source = sources()[serie.source]
    divisor = sources()[serie.denominator_source or serie.source]
    above = {*map(measure, serie.numerator), *filter(None, (serie.share, serie.value))}
    assert above <= set(source.mesures)
    assert set(map(measure, serie.denominator)) <= set(divisor.mesures)


@pytest.mark.parametrize(("item", "serie"), SERIES)
def test_every_level_is_one_that_the_source_has(item: Indicateur, serie: Serie) -> None:
    assert set(serie.niveaux) <= set(sources()[serie.source].niveaux)


@pytest.mark.parametrize(("item", "serie"), SERIES)
def test_a_published_figure_is_never_recomputed_nor_a_count_taken_as_a_rate(
    item: Indicateur, serie: Serie
) -> None:
    assert (serie.value is not None) == method(item, serie).published


@pytest.mark.parametrize(("item", "serie"), SERIES)
def test_only_additive_measures_are_summed(item: Indicateur, serie: Serie) -> None:
    if serie.value is not None or not method(item, serie).additive:
        return
    source = sources()[serie.source]
    divisor = sources()[serie.denominator_source or serie.source]
    assert all(source.mesures[measure(term)].additive for term in serie.numerator)
    assert all(divisor.mesures[measure(term)].additive for term in serie.denominator)
