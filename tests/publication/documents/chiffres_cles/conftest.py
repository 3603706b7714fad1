"""The eight pages of the invented Pays, and of territories that have almost nothing or all."""

import pytest

from ancrage.publication.documents.chiffres_cles.carte import CarteTerritoire, build_map
from ancrage.publication.documents.chiffres_cles.construction import Entrees, build_chiffres_cles
from ancrage.publication.documents.chiffres_cles.modeles import ChiffresCles
from ancrage.publication.documents.chiffres_cles.rendu import render_pdf

from .profils import build_entrees


@pytest.fixture(scope="session")
def entrees(profil_essai, indicateurs_essai) -> Entrees:
    return build_entrees(profil_essai, indicateurs_essai)


@pytest.fixture(scope="session")
def document(entrees) -> ChiffresCles:
    return build_chiffres_cles(entrees)


@pytest.fixture(scope="session")
def carte_essai(cartes_essai) -> CarteTerritoire:
    zones = cartes_essai["D05"].zones
    rings = {zone.code: zone.anneaux for zone in zones}
    return build_map(
        "Pays d'Essai",
        rings,
        {zone.code: zone.libelle for zone in zones},
        {zone.code: 100.0 * rank + 50 for rank, zone in enumerate(zones)},
        [zones[0].anneaux],
        frozenset(rings),
    )


@pytest.fixture(scope="session")
def pdf(document, carte_essai) -> bytes:
    return render_pdf(document, carte_essai)
