"""The words readers see for statuses, verdicts and areas. One place, so they never differ."""

from typing import Final

from ancrage.publication.typographie.articles import a
from ancrage.publication.typographie.dates import periode
from ancrage.publication.typographie.nombres import (
    INSECABLE,
    decimales_utiles,
    intervalle,
    mesure,
    unite,
)

AFFICHES: Final = frozenset({"valeur", "zero", "emprunte"})
STATUTS: Final[dict[str, str]] = {
    "valeur": "valeur",
    "zero": "0",
    "secret": "secret statistique",
    "secret_secondaire": "secret statistique",
    "non_fiable": "effectif trop faible",
    "manquant": "non disponible",
    "non_applicable": "sans objet",
    "non_additif": "non calculable sur une union",
    "emprunte": "valeur d’un territoire plus grand",
}
VERDICTS: Final[dict[str, str]] = {
    "superieur": "plus élevé que",
    "inferieur": "plus faible que",
    "non_different": "pas de différence établie avec",
    "non_concluant": "non concluant",
}
VERDICTS_COURTS: Final[dict[str, str]] = {
    "superieur": "plus élevé",
    "inferieur": "plus faible",
    "non_different": "pas de différence établie",
    "non_concluant": "non concluant",
}
# The differences told, once the number of tests is counted (Benjamini and Hochberg).
RETENU: Final[dict[bool, str]] = {True: "retenu", False: "non retenu"}
NIVEAUX: Final[dict[str, str]] = {
    "iris": "du quartier",
    "qpv": "du quartier prioritaire",
    "commune": "de la commune",
    "bassin_de_vie": "du bassin de vie",
    "epci": "de l’intercommunalité",
    "departement": "du département",
    "region": "de la région",
    "france": "de la France",
}


def mot_statut(status: str, niveau: str | None = None) -> str:
    """Return the word shown in place of (or beside) a value of this status."""
    if status == "emprunte" and niveau:
        return f"valeur {NIVEAUX[niveau]}"
    return STATUTS[status]


def mot_verdict(verdict: str, reference: str = "") -> str:
    """Return « plus élevé que la région », « non concluant par rapport à la région »."""
    if not reference:
        return VERDICTS_COURTS[verdict]
    if verdict == "non_concluant":
        return f"non concluant par rapport {a(reference)}"
    return f"{VERDICTS[verdict]} {reference}"


def mot_retenu(verdict: str | None, retenu: bool | None) -> str:
    """Return « retenu » or « non retenu » for a difference told, nothing for the others."""
    if verdict not in {"superieur", "inferieur"} or retenu is None:
        return ""
    return RETENU[retenu]


def valeur_affichee(
    value: float | None,
    status: str,
    unit: str = "",
    decimales: int = 1,
    lower: float | None = None,
    upper: float | None = None,
    niveau: str | None = None,
) -> str:
    """Return the number with its unit, or the word of its status: never an empty cell."""
    if status not in AFFICHES or value is None:
        return mot_statut(status if status not in AFFICHES else "manquant")
    text = mesure(value, unit, decimales_utiles(lower, upper, decimales))
    if status == "emprunte":
        text += f"{INSECABLE}({mot_statut(status, niveau)})"
    return text


def intervalle_affiche(lower: float | None, upper: float | None, decimales: int = 1) -> str:
    """Return the printed interval, or « – » where the value has none."""
    if lower is None or upper is None:
        return "–"
    return intervalle(lower, upper, decimales_utiles(lower, upper, decimales))


def details(unit: str, period: str, *rest: str) -> str:
    """Return the second line of a figure: unit, period, level."""
    return ", ".join(part for part in (unite(unit), periode(period), *rest) if part)
