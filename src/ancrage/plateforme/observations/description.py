"""What `depot.toml` says, from the form or from a file, checked by the engine's own model."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ancrage.observatoire import api
from ancrage.plateforme.commun.erreurs import ActeRefuse

# The fields of the form that hold the keys of the description, to show an error beside them.
CHAMPS = {
    "usages_permis": "usages_permis",
    "periodes": "annees",
    "sexes": "sexe_hommes",
    "ages": "ages",
    "indicateurs": "indicateurs",
    "totaux": "total_effectif",
    "colonnes": "colonne_commune",
    "lecture": "separateur",
}


def read_toml_description(contenu: bytes) -> dict[str, Any]:
    """Return what an uploaded `depot.toml` says; refuse what is not TOML, with its line."""
    try:
        return tomllib.loads(contenu.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ActeRefuse(
            f"La description n’est pas un fichier TOML lisible : {error}.",
            "Corrigez-la, ou laissez ce champ vide et remplissez le formulaire.",
            champ="toml",
        ) from None


def check_description(description: Mapping[str, Any], totaux: Mapping[str, Any]) -> None:
    """Refuse a description that the engine would not read, naming the field at fault."""
    try:
        api.DepotRestreint.model_validate({**description, "totaux": dict(totaux)})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = [str(part) for part in first["loc"]]
        raise ActeRefuse(
            f"La description ne convient pas{' : ' + '.'.join(where) if where else ''}. "
            f"{_reason(first)}",
            "Corrigez ce point. Rien n’a été enregistré.",
            champ=CHAMPS.get(where[0], where[0]) if where else None,
        ) from None
    unknown = [
        one["code"] for one in description["indicateurs"] if one["code"] not in api.indicateurs()
    ]
    if unknown:
        raise ActeRefuse(
            f"Aucun indicateur ne porte le code « {unknown[0]} ».",
            "Prenez le code dans la liste des indicateurs.",
            champ="indicateurs",
        )


def _reason(error: Mapping[str, Any]) -> str:
    """Return why, in French: our own sentences, or the kind of fault."""
    own = (error.get("ctx") or {}).get("error")
    if own is not None:
        return f"{str(own)[0].upper()}{str(own)[1:]}."
    kinds = {
        "missing": "Cette information manque.",
        "extra_forbidden": "Cette clé n’est pas connue.",
        "string_too_short": "Cette information est vide.",
        "too_short": "Il en faut au moins une.",
        "string_pattern_mismatch": "La forme n’est pas celle attendue.",
        "literal_error": "Cette valeur n’est pas dans la liste.",
    }
    return kinds.get(str(error["type"]), "La valeur n’est pas celle attendue.")


def write_description(description: Mapping[str, Any], totaux: Mapping[str, Any]) -> str:
    """Return the text of `depot.toml`: plain values first, then tables, then lists of tables."""
    whole = {**description, "totaux": dict(totaux)}
    return "\n".join(_table("", {k: v for k, v in whole.items() if v not in (None, "", {}, [])}))


def _table(path: str, content: Mapping[str, Any]) -> list[str]:
    """Write a table; JSON spells strings, numbers and lists as TOML does."""
    tables = {k: v for k, v in content.items() if isinstance(v, Mapping)}
    lists = {k: v for k, v in content.items() if _is_list_of_tables(v)}
    lines = [
        f"{json.dumps(key, ensure_ascii=False)} = {_value(key, value)}"
        for key, value in content.items()
        if key not in tables and key not in lists and value is not None
    ]
    for key, inner in tables.items():
        name = f"{path}{json.dumps(key, ensure_ascii=False)}"
        lines += ["", f"[{name}]", *_table(f"{name}.", inner)]
    for key, items in lists.items():
        for item in items:
            lines += ["", f"[[{json.dumps(key)}]]", *_table("", item)]
    return lines


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(key: str, value: Any) -> str:
    """Write a value; a day stands bare in TOML."""
    return str(value) if key == "expire_le" else json.dumps(value, ensure_ascii=False)
