"""Entries of the builder from an invented profile."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ancrage.observatoire.api import Indicateur, Profil, Valeur, cadres
from ancrage.publication.documents.chiffres_cles.construction import Entrees


def build_entrees(profil: Profil, catalogue: Mapping[str, Indicateur], **more: Any) -> Entrees:
    return Entrees(profil, catalogue, cadres()["chiffres_cles"], {}, **more)


def awaited_entry(profil: Profil, code: str) -> Valeur:
    """Return the entry of an indicateur that waits for its source."""
    model = profil.indicateurs[0]
    return replace(
        model, code=code, periode=None, value=None, numerator=None, status="manquant", source=None
    )
