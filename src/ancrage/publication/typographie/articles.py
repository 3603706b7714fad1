"""Articles and prepositions before the names of areas: « du Loiret », « d’Orléans »."""

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_DU: Final = _names(
    "Bas-Rhin|Calvados|Cantal|Cher|Doubs|Finistère|Gard|Gers|Haut-Rhin|Jura|Loiret|Lot|"
    "Lot-et-Garonne|Morbihan|Nord|Pas-de-Calais|Puy-de-Dôme|Rhône|Tarn|Tarn-et-Garonne|"
    "Territoire de Belfort|Val-de-Marne|Val-d’Oise|Var"
)
_DE_LA: Final = _names(
    "Charente|Charente-Maritime|Corrèze|Corse-du-Sud|Côte-d’Or|Creuse|Dordogne|Drôme|Gironde|"
    "Guadeloupe|Guyane|Haute-Corse|Haute-Garonne|Haute-Loire|Haute-Marne|Haute-Saône|"
    "Haute-Savoie|Haute-Vienne|Loire|Loire-Atlantique|Lozère|Manche|Marne|Martinique|Mayenne|"
    "Meuse|Moselle|Nièvre|Sarthe|Savoie|Seine-Maritime|Seine-Saint-Denis|Somme|Vendée|Vienne"
)
_DES: Final = _names(
    "Alpes-de-Haute-Provence|Alpes-Maritimes|Ardennes|Bouches-du-Rhône|Côtes-d’Armor|"
    "Deux-Sèvres|Hautes-Alpes|Hautes-Pyrénées|Hauts-de-Seine|Landes|Pyrénées-Atlantiques|"
    "Pyrénées-Orientales|Vosges|Yvelines"
)
_DE_L: Final = _names(
    "Ain|Aisne|Allier|Ardèche|Ariège|Aube|Aude|Aveyron|Essonne|Eure|Hérault|Indre|Isère|Oise|"
    "Orne|Yonne"
)
_VOWELS: Final = "AEIOUÉÈÊÀÂÎÔŒ"


def nom_territoire(niveau: str, libelle: str) -> str:
    """Return the area with its kind: « le département du Loiret », « la France »."""
    if niveau == "france":
        return "la France"
    if niveau == "departement":
        return f"le département {_de_departement(libelle)}"
    if niveau == "region":
        return f"la région {libelle}"
    if niveau == "commune":
        return f"la commune {de(libelle)}"
    if niveau == "bassin_de_vie":
        return f"le bassin de vie {de(libelle)}"
    return libelle


def de(name: str) -> str:
    """Return « d’Orléans », « de Tours », « du Mans », « des Essarts », « de La Riche »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name[len(article) :]
    elided = name[:1].upper() in _VOWELS or name.startswith("Yv")
    return ("d’" if elided else "de ") + name


def a(reference: str) -> str:
    """Return « à la région », « au département » for a reference that bears its article."""
    return "au " + reference[3:] if reference.startswith("le ") else "à " + reference


def _de_departement(name: str) -> str:
    plain = name.replace("'", "’")
    for names, preposition in (
        (_DU, "du "),
        (_DE_LA, "de la "),
        (_DES, "des "),
        (_DE_L, "de l’"),
    ):
        if plain in names:
            return preposition + plain
    return de(plain)
