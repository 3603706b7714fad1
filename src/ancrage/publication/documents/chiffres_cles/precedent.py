"""Read an earlier edition: a profile saved by `ancrage profil <territoire> --format json`."""

import json
from pathlib import Path
from typing import Any

from ancrage.observatoire.api import (
    Comparaison,
    FichierCite,
    Geographie,
    Membre,
    Multiplicite,
    Position,
    Profil,
    SourceCitee,
    TerritoireDecrit,
    Valeur,
)
from ancrage.observatoire.erreurs import CodeSortie, Erreur

SCHEMA = "ancrage.profil/1"


def read_profil(path: Path) -> Profil:
    """Return the profile of a JSON file; raise `Erreur` when it is not one."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw.get("schema") != SCHEMA:
            raise ValueError(f"schéma « {raw.get('schema')} »")
        return Profil(
            territoire=TerritoireDecrit(**_tuples(raw["territoire"])),
            millesime=raw["millesime"],
            run=raw["run"],
            edition=raw["edition"],
            indicateurs=tuple(_valeur(entry) for entry in raw["indicateurs"]),
            tests=Multiplicite(**raw.get("tests", {})),
        )
    except FileNotFoundError as error:
        raise Erreur(
            "edition_absente",
            "Le fichier de l'édition antérieure n'existe pas.",
            fichier=path,
            remede="vérifiez le chemin",
            sortie=CodeSortie.USAGE,
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Erreur(
            "edition_illisible",
            f"Ce fichier n'est pas un profil enregistré : {error}.",
            fichier=path,
            attendu=f"un JSON au schéma « {SCHEMA} »",
            remede="enregistrez-le par « ancrage profil <territoire> --format json »",
        ) from error


def _valeur(entry: dict[str, Any]) -> Valeur:
    plain = {key: value for key, value in entry.items() if key in Valeur.__dataclass_fields__}
    cited = entry.get("source")
    if cited is not None:
        files = tuple(FichierCite(**item) for item in cited.get("fichiers", ()))
        cited = SourceCitee(**{**cited, "fichiers": files})
    position = entry.get("position")
    return Valeur(
        **{
            **plain,
            "geographie": Geographie(**entry["geographie"]),
            "comparaisons": tuple(Comparaison(**item) for item in entry.get("comparaisons", ())),
            "membres": tuple(Membre(**item) for item in entry.get("membres", ())),
            "position": Position(**position) if position else None,
            "source": cited,
        }
    )


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items()}
