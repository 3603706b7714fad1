"""The description of the API as its page reads it: flat, in order, with an example each."""

from typing import Any
from urllib.parse import quote, urlencode

from ancrage.plateforme.web.api.description import operations

TYPES = {"string": "texte", "integer": "entier", "number": "nombre", "boolean": "vrai ou faux"}


def list_operations(schema: dict[str, Any], base: str) -> list[dict[str, Any]]:
    """Return each operation with its parameters and answers."""
    shapes = schema["components"]["schemas"]
    return [
        {
            "id": operation["operationId"],
            "adresse": path,
            "resume": operation["summary"],
            # Every other part stood between backticks: it is printed as code.
            "texte": operation["description"].split("`"),
            "theme": operation["tags"][0],
            "parametres": [_parameter(one) for one in operation["parameters"]],
            "reponses": [
                (code, one["description"]) for code, one in operation["responses"].items()
            ],
            "liste": "/Page" in str(operation["responses"][200]),
            "champs": _fields(operation, shapes),
            "exemple": _example(path, operation, base),
        }
        for path, operation in operations(schema)
    ]


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    shape = one["schema"]
    choices: list[str] = shape.get("enum") or next(
        (part["enum"] for part in shape.get("anyOf", ()) if "enum" in part), []
    )
    default = shape.get("default")
    bounds = [str(shape[name]) for name in ("minimum", "maximum") if name in shape]
    return {
        "nom": one["name"],
        "ou": {"path": "adresse", "query": "requête", "header": "en-tête"}[one["in"]],
        "type": TYPES.get(shape.get("type", "string"), "texte"),
        "obligatoire": one["required"],
        "texte": one.get("description", ""),
        "choix": [choice for choice in choices if choice != ""],
        "bornes": " à ".join(bounds),
        "defaut": "" if default is None else default,
    }


def _fields(operation: dict[str, Any], shapes: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the keys of the answer; of its lines when it is a list."""
    shape = operation["responses"][200]["content"]["application/json"]["schema"]
    fields = shape.get("properties", shape)
    if "$ref" in shape:
        fields = _resolve(shape, shapes)["properties"]
    if "resultats" in fields:
        fields = _resolve(fields["resultats"]["items"], shapes)["properties"]
    return [(name, field.get("description", "")) for name, field in fields.items()]


def _resolve(shape: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shapes[shape["$ref"].rsplit("/", 1)[-1]] if "$ref" in shape else shape
    return found


def _example(path: str, operation: dict[str, Any], base: str) -> str:
    """Return a command to paste in a terminal."""
    query = {}
    for one in operation["parameters"]:
        examples = one.get("examples") or one["schema"].get("examples")
        if not examples:
            continue
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(examples[0]), safe=":+"))
        elif one["in"] == "query":
            query[one["name"]] = examples[0]
    address = base.rstrip("/") + path.removeprefix("/api/v1")
    return f"curl '{address}{'?' + urlencode(query) if query else ''}'"
