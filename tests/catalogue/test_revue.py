"""docs/reference/indicateurs.md: for each code of the list, what answers, or why nothing does.

The tables of the page are those of the catalogue. After a wanted change, write them anew and read
the difference: ANCRAGE_INSTANTANES=1 .venv/bin/pytest tests/catalogue/test_revue.py
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from ancrage.observatoire.catalogue.chargement import indicateurs
from ancrage.observatoire.catalogue.modeles import Indicateur

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "indicateurs.md"
NIVEAUX = {
    "commune": "commune",
    "iris": "IRIS",
    "qpv": "quartier prioritaire",
    "bassin_de_vie": "bassin de vie",
    "epci": "EPCI",
    "departement": "département",
    "region": "région",
    "france": "France",
}
ITEMS = indicateurs().values()
LISTED = [item for item in ITEMS if "-" not in item.code]
OWN = [item for item in ITEMS if "-" in item.code]
AWAITED = [item for item in ITEMS if item.attente]
CODE = r"\b[A-Z][0-9]{2}(?:-[A-Z0-9]+)?\b"


def levels(item: Indicateur) -> str:
    """Return the levels that its series read, the finest first."""
    read = {niveau for serie in item.series for niveau in serie.niveaux}
    return ", ".join(name for niveau, name in NIVEAUX.items() if niveau in read)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- ", "|---")


def computed_table(items: Iterable[Indicateur], *, near: bool) -> str:
    head = ("Code", "Indicateur", *(("Proche de",) if near else ()), "Lu au niveau", "Sources")
    return table(
        head,
        (
            (
                f"`{item.code}`",
                item.libelle,
                *((f"`{item.proche_de}`" if item.proche_de else "",) if near else ()),
                levels(item),
                ", ".join(f"`{code}`" for code in dict.fromkeys(s.source for s in item.series)),
            )
            for item in items
            if item.computed
        ),
    )


def awaited_table() -> str:
    head = ("Code", "Indicateur", "Fichier attendu", "Pourquoi aucun fichier fourni ne convient")
    return table(
        head,
        (
            (
                f"`{item.code}`",
                item.libelle,
                f"{item.attente.producteur} : {item.attente.fichier}",
                item.attente.motif,
            )
            for item in AWAITED
            if item.attente
        ),
    )


def page() -> str:
    """Return the page with its tables made from the catalogue."""
    computed = [item for item in LISTED if item.computed]
    own = [item for item in OWN if item.computed]
    parts = {
        "calcules": computed_table(computed, near=False),
        "propres": computed_table(own, near=True),
        "attendus": awaited_table(),
        "bilan": f"Sur les {len(LISTED)} codes de la liste de référence, {len(computed)} sont "
        f"calculés exactement comme elle les définit et {len(LISTED) - len(computed)} attendent "
        f"leur fichier. {len(own)} figures s'y ajoutent sous leur propre code.",
    }
    text = PAGE.read_text("utf-8")
    for name, content in parts.items():
        text = re.sub(
            rf"(<!-- {name} -->\n)(?:.*?\n)??(<!-- fin -->)",
            lambda found, content=content: f"{found[1]}{content}\n{found[2]}",  # type: ignore[misc]
            text,
            flags=re.S,
        )
    return text


def test_the_page_tells_what_the_catalogue_holds() -> None:
    expected = page()
    if os.environ.get("ANCRAGE_INSTANTANES"):
        PAGE.write_text(expected, "utf-8")
    assert PAGE.read_text("utf-8") == expected
    assert all(f"| `{item.code}` |" in expected for item in ITEMS)


@pytest.mark.parametrize("item", AWAITED, ids=lambda item: item.code)
def test_a_reason_names_the_near_matches_that_answer_instead(item: Indicateur) -> None:
    assert item.attente
    named = set(re.findall(CODE, item.attente.motif))
    assert all(indicateurs()[code].computed for code in named)
    near = {other.code for other in ITEMS if other.proche_de == item.code and other.computed}
    assert bool(near & named) == bool(near), f"{item.code} : {', '.join(sorted(near))}"
