"""What the OpenAPI description says of every operation: token, errors, headers, formats."""

from collections.abc import Iterator
from typing import Any

from ancrage.plateforme.web.api.acces import DEBITS
from ancrage.plateforme.web.api.problemes import NATURES, TYPE
from ancrage.plateforme.web.api.schemas import ProblemeJson

JETON = {
    "type": "http",
    "scheme": "bearer",
    "description": "Jeton créé dans « Mon compte », « Jetons d’API ». Facultatif.",
}
COMMUNS = ("jeton-refuse", "demande-illisible", "trop-de-demandes")
NOMME = ("inconnu",)  # an address, or a question, that names an object
ETAG = {"schema": {"type": "string"}, "description": "État de la réponse, pour If-None-Match."}
LIEN = {"schema": {"type": "string"}, "description": "Pages voisines (RFC 8288)."}
ATTENTE = {"schema": {"type": "integer"}, "description": "Secondes à attendre."}
SI_CHANGE = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "ETag déjà tenu : la réponse est 304 si rien n’a changé.",
}


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each address with its one operation."""
    for path, methods in schema["paths"].items():
        yield path, methods["get"]


def complete(schema: Any) -> Any:
    """Add to ninja's description what our door does around each operation."""
    components = schema["components"]
    components["securitySchemes"] = {"Jeton": JETON}
    components["schemas"]["ProblemeJson"] = ProblemeJson.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    components["schemas"] |= components["schemas"]["ProblemeJson"].pop("$defs", {})
    for path, operation in operations(schema):
        _complete(path, operation)
    return schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{}, {"Jeton": []}]
    operation["parameters"].append(SI_CHANGE)
    responses = operation["responses"]
    ok = responses[200]
    ok["description"] = "La réponse demandée."
    ok["headers"] = {"ETag": ETAG}
    names = {parameter["name"] for parameter in operation["parameters"]}
    if "offset" in names:
        ok["headers"]["Link"] = LIEN
    named = "{" in path or {"region", "niveau"} <= names
    natures = [*COMMUNS, "format", *(NOMME if named else ())]
    if "format" in names:
        ok["content"]["text/csv"] = {"schema": {"type": "string"}}
    if "{code}" in path:
        natures += ["entree-refusee", "source-attendue"]
    if "{numero}" in path:
        natures.append("retire")
    if "usage" in names and "{code}" in path:
        natures.append("refus")
    responses[304] = {"description": "Rien n’a changé depuis cet ETag.", "headers": {"ETag": ETAG}}
    for nature in natures:
        responses.setdefault(NATURES[nature].status, _problem(nature))


def _problem(nature: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": NATURES[nature].titre,
        "content": {TYPE: {"schema": {"$ref": "#/components/schemas/ProblemeJson"}}},
    }
    if nature == "trop-de-demandes":
        told["description"] += f" : {DEBITS['anonyme']} par minute, {DEBITS['jeton']} avec un jeton"
        told["headers"] = {"Retry-After": ATTENTE}
    return told
