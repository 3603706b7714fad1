"""The texts of the catalogue read as French: the reader sees them as they are."""

import re

import pytest

from ancrage.observatoire.catalogue.chargement import cadres, indicateurs
from ancrage.observatoire.catalogue.modeles import Indicateur

FAULTS = {
    "double or edge space": re.compile(r"  |^\s|\s$"),
    "no space before a high mark": re.compile(r"[^\s][;!?»]|[^\s\d/]:(?!//)"),
    "no space after an opening mark": re.compile(r"«\S"),
    "no space before a unit": re.compile(r"\d[%€]"),
    "question left open": re.compile(r"\?"),
    "three dots": re.compile(r"\.\.\."),
    "English quotes": re.compile(r'"'),
    "wrong ordinal": re.compile(r"\d(ère|ème|nde)\b"),
    "missing accent on a capital": re.compile(r"\b(Etat|Education|Equipement|Age|Ile)\b"),
    "decimal point": re.compile(r"\d\.\d"),
}
FILE_NAME = re.compile(r"\S+_\S+|\S+\.(csv|CSV|txt|xlsx)")
ITEMS = [pytest.param(item, id=item.code) for item in indicateurs().values()]


def texts(item: Indicateur) -> list[str]:
    found = [item.libelle, item.libelle_court, item.definition, item.numerator, *item.caveats]
    found += [rupture.motif for rupture in item.ruptures]
    found += [serie.reserve for serie in item.series if serie.reserve]
    if item.denominator:
        found.append(item.denominator)
    if item.attente:
        found += [item.attente.producteur, FILE_NAME.sub("x", item.attente.fichier)]
    return found


@pytest.mark.parametrize("item", ITEMS)
def test_texts_keep_french_typography(item: Indicateur) -> None:
    faults = [
        (name, text)
        for text in texts(item)
        for name, pattern in FAULTS.items()
        if pattern.search(text)
    ]
    assert faults == []


@pytest.mark.parametrize("item", ITEMS)
def test_labels_start_with_a_capital_and_sentences_end_with_a_point(item: Indicateur) -> None:
    starts = [item.libelle, item.libelle_court, item.definition, item.numerator, *item.caveats]
    assert all(text[0].isupper() or text[0] in "«0123456789" for text in starts)
    assert not item.libelle.endswith(".")
    assert all(text.endswith(".") for text in (item.definition, *item.caveats))


@pytest.mark.parametrize("item", ITEMS)
def test_a_definition_says_more_than_the_label(item: Indicateur) -> None:
    assert len(item.definition) > len(item.libelle)
    assert not item.definition.startswith(item.libelle + " :")


def test_frames_keep_french_typography() -> None:
    for cadre in cadres().values():
        for partie in cadre.parties:
            for text in (partie.titre, partie.contenu):
                assert not [name for name, fault in FAULTS.items() if fault.search(text)], text
