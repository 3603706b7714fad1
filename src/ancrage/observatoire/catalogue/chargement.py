"""Load the catalogue: every TOML file under `catalogue_root()`, validated, by code."""

import csv
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ancrage.observatoire.catalogue.modeles import Cadre, Indicateur, Source, Theme
from ancrage.observatoire.erreurs import CodeSortie, Erreur

Modele = TypeVar("Modele", bound=BaseModel)


@cache
def catalogue_root() -> Path:
    """Return the folder of the catalogue: in the wheel, else at the root of the checkout."""
    installed = Path(str(resources.files("ancrage"))) / "catalogue_donnees"
    if installed.is_dir():
        return installed
    return Path(str(resources.files("ancrage"))).parents[1] / "catalogue"


def read_toml(path: Path, modele: type[Modele]) -> Modele:
    """Read and validate one TOML file; raise `Erreur` naming file, key and rule."""
    try:
        return modele.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise Erreur(
            "toml_illisible",
            f"Le fichier n'est pas un TOML valable : {error}",
            fichier=path,
            remede="corrigez la ligne indiquée ; partez d'un fichier voisin",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise Erreur(
            "catalogue_invalide",
            f"{error.error_count()} erreur(s) ; la première : {first['msg']}",
            fichier=path,
            colonne=".".join(str(part) for part in first["loc"]),
            remede="voir docs/reference/catalogue.md pour les clés et leurs valeurs",
        ) from error


def _load_all(folder: Path, modele: type[Modele]) -> dict[str, Modele]:
    items: dict[str, Modele] = {}
    for path in sorted(folder.rglob("*.toml")):
        item = read_toml(path, modele)
        code: str = item.code  # type: ignore[attr-defined]  # each of these models has one
        if path.stem != code:
            raise Erreur(
                "code_different_du_nom",
                f"Le code « {code} » ne porte pas le nom de son fichier.",
                fichier=path,
                attendu=f'code = "{path.stem}"',
                remede="renommez le fichier ou corrigez le code",
            )
        items[code] = item
    return items


@cache
def sources() -> dict[str, Source]:
    """Return every source of the catalogue by code."""
    return _load_all(catalogue_root() / "sources", Source)


@cache
def indicateurs() -> dict[str, Indicateur]:
    """Return every indicateur of the catalogue by code, in the order of the codes."""
    items = _load_all(catalogue_root() / "indicateurs", Indicateur)
    return {code: items[code] for code in sorted(items)}


@cache
def cadres() -> dict[str, Cadre]:
    """Return the frames of the documents by code."""
    return _load_all(catalogue_root() / "cadres", Cadre)


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes in the order of the documents."""
    path = catalogue_root() / "nomenclatures" / "themes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Theme.model_validate(line) for line in csv.DictReader(lines, delimiter=";"))


def find_indicateur(code: str) -> Indicateur:
    """Return one indicateur; raise `Erreur` with the nearest codes when there is none."""
    known = indicateurs()
    if code in known:
        return known[code]
    near = [item for item in known if item[0] == code[:1].upper()][:8]
    raise Erreur(
        "indicateur_inconnu",
        f"Aucun indicateur ne porte le code « {code} ».",
        attendu=", ".join(near) or None,
        remede="lancez « ancrage catalogue liste »",
        sortie=CodeSortie.USAGE,
    )
