"""The criteria of a grid as one types them: « Gravité = 2 », one per line."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.programmes.valeurs import Illisible, read_decimal

POIDS_MAX = 999


def write_criteres(criteres: Sequence[Mapping[str, Any]]) -> str:
    """Return criteria as one types them."""
    return "\n".join(f"{one['libelle']} = {one['poids']:g}".replace(".", ",") for one in criteres)


def read_criteres(texte: str, held: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the criteria of a text; one whose words are unchanged keeps its code, so its notes."""
    codes = {one["libelle"]: one["code"] for one in held}
    found = []
    for numero, ligne in enumerate(filter(str.strip, texte.splitlines()), start=1):
        libelle, sign, poids = ligne.rpartition("=")
        label = " ".join((libelle if sign else poids).split())[:300]
        weight = _weight(numero, ligne, poids if sign else "1")
        code = codes.get(label) or slugify(label).replace("-", "_")[:20]
        found.append({"code": code, "libelle": label, "poids": weight})
    return found


def _weight(numero: int, ligne: str, texte: str) -> float:
    try:
        weight = read_decimal(texte)
    except Illisible:
        weight = None
    if weight is None or not 0 < weight <= POIDS_MAX:
        raise ActeRefuse(
            f"Ligne {numero} : « {ligne.strip()[:60]} ».", "Attendu : « Gravité = 2 ».",
            champ="criteres",
        )  # fmt: skip
    return float(weight)
