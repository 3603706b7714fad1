"""JSON Schemas of the catalogue's files, generated from the models for editors.

An editor that reads TOML then completes the keys and underlines a wrong value, with help in
French. The schemas are never written by hand.
"""

from typing import Any

from pydantic import BaseModel

from ancrage.observatoire.catalogue.aides import AIDES
from ancrage.observatoire.catalogue.modeles import Cadre, Indicateur, Source
from ancrage.observatoire.erreurs import CodeSortie, Erreur

MODELES: dict[str, type[BaseModel]] = {
    "indicateur": Indicateur,
    "source": Source,
    "cadre": Cadre,
}


def json_schema(nom: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of file: indicateur, source or cadre."""
    if nom not in MODELES:
        raise Erreur(
            "schema_inconnu",
            f"Aucun schéma ne porte le nom « {nom} ».",
            attendu=", ".join(MODELES),
            sortie=CodeSortie.USAGE,
        )
    modele = MODELES[nom]
    schema = modele.model_json_schema()
    _add_help(schema, modele.__name__)
    for name, definition in schema.get("$defs", {}).items():
        _add_help(definition, name)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _add_help(schema: dict[str, Any], name: str) -> None:
    """Put the French help in place of the English docstrings of the code."""
    schema.pop("description", None)
    for key, help_text in AIDES.get(name, {}).items():
        schema["properties"][key]["description"] = help_text
