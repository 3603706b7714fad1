"""Short automatic sentences that never say more than the interval allows.

A verdict is read, never inferred from two values; a rate published without counts gets none and
says so; no cause, no rank, no bare « significatif ». Every sentence is a draft that people edit.
"""

from collections.abc import Sequence

from ancrage.observatoire.api import Comparaison, Indicateur, Methode, Valeur
from ancrage.publication.typographie import (
    FINE,
    INSECABLE,
    decimales_utiles,
    enumeration,
    intervalle_affiche,
    mesure,
    mot_statut,
    nom_territoire,
    nombre,
    periode,
)

HASARD = "l’écart dépasse ce que le hasard explique"
NON_RETENU = "non retenu compte tenu du nombre de tests"
TROP_FAIBLE = "effectif trop faible pour trancher"
SANS_EFFECTIFS = "valeur publiée sans effectifs : ni intervalle ni verdict"
EXHAUSTIF = "comptage exhaustif, lu sans intervalle"
NON_ADDITIF = "non calculable sur une union : valeurs des membres ci-dessous"
PAR_QUARTIER = "publié par quartier prioritaire : valeurs des quartiers ci-dessous"
SEXES = {"ensemble": "", "hommes": "hommes", "femmes": "femmes"}
_PUBLISHED = {
    Methode.MEDIANE_PUBLIEE,
    Methode.TAUX_PUBLIE,
    Methode.TAUX_STANDARDISE_PUBLIE,
    Methode.ESPERANCE_VIE_PUBLIEE,
    Methode.INDICE_PUBLIE,
    Methode.MODELE,
    Methode.ENQUETE,
}
COMPTES = {Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS}  # not read against a larger area
_EXHAUSTIVE = {Methode.EFFECTIF, Methode.QUOTIENT, Methode.EVOLUTION_ANNUELLE}


def lieu(comparaison: Comparaison, seul: bool = True) -> str:
    """Return « dans la région », « en France », « dans le département du Loiret ».

    `seul`: the only reference of its kind, so its kind alone names it. A reference compared
    without the territory is « le reste de la région ».
    """
    if seul and comparaison.hors_territoire:
        return {
            "france": "dans le reste de la France",
            "region": "dans le reste de la région",
        }.get(comparaison.reference, "dans le reste du département")
    if comparaison.reference == "france":
        return "en France"
    if seul:
        return "dans la région" if comparaison.reference == "region" else "dans le département"
    return f"dans {nom_territoire(comparaison.reference, comparaison.libelle)}"


def decimales(valeur: Valeur, indicateur: Indicateur) -> int:
    """Return how many decimals to print: those of the catalogue, fewer if the interval is wide."""
    return decimales_utiles(valeur.lower, valeur.upper, indicateur.decimales)


def chiffre(valeur: Valeur, indicateur: Indicateur) -> str:
    """Return the number alone, « % » included, or the word of its status."""
    if not valeur.shown or valeur.value is None:
        return mot_statut("manquant" if valeur.shown else valeur.status)
    unit = "%" if indicateur.unite.strip() == "%" else ""
    return mesure(valeur.value, unit, decimales(valeur, indicateur))


def chiffre_reference(
    comparaison: Comparaison, indicateur: Indicateur, maximum: int | None = None
) -> str:
    """Return the value of a reference area, with « % » where it is the unit."""
    if comparaison.value is None:
        return mot_statut("manquant")
    unit = "%" if indicateur.unite.strip() == "%" else ""
    places = indicateur.decimales if maximum is None else min(maximum, indicateur.decimales)
    return mesure(comparaison.value, unit, places)


def niveau_employe(valeur: Valeur, niveau_territoire: str) -> str:
    """Return the level really used: « communes additionnées », « valeur du département … »."""
    if valeur.status == "emprunte":
        return f"valeur {_genitive(valeur)}"
    if valeur.status == "non_additif":
        return f"valeurs des {membres_nommes(valeur)}"
    words = {
        "commune": "valeur de la commune" if niveau_territoire == "commune" else "communes",
        "union": "somme des communes",
        "iris": "quartiers (IRIS)",
        "qpv": "quartiers prioritaires",
        "bassin_de_vie": "bassins de vie",
        "epci": "intercommunalité",
        "departement": "département",
        "region": "région",
        "france": "France",
    }
    return words.get(valeur.niveau, valeur.niveau)


def has_quartiers(valeur: Valeur) -> bool:
    """Tell whether the members listed are quartiers, which do not make the territory."""
    return any(membre.code.startswith("qpv:") for membre in valeur.membres)


def membres_nommes(valeur: Valeur) -> str:
    """Return what the members of an entry are called."""
    return "quartiers prioritaires" if has_quartiers(valeur) else "membres"


def _genitive(valeur: Valeur) -> str:
    area = nom_territoire(valeur.geographie.niveau, valeur.geographie.libelle)
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if area.startswith(article):
            return contracted + area[len(article) :]
    return f"de {area}"


def phrases_comparaison(comparaisons: Sequence[Comparaison], indicateur: Indicateur) -> list[str]:
    """Return one clause per verdict, its reference areas together; none without a verdict."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for comparaison in nearest_first(comparaisons):
        if comparaison.verdict:
            key = (comparaison.verdict, is_fragile(comparaison))
            alone = is_alone(comparaison, comparaisons)
            place = lieu(comparaison, alone)
            value = chiffre_reference(comparaison, indicateur)
            outside = ", territoire retiré" if comparaison.hors_territoire and not alone else ""
            groups.setdefault(key, []).append(f"{place} ({value}{outside})")
    return [_clause(*key, enumeration(places)) for key, places in groups.items()]


def is_fragile(comparaison: Comparaison) -> bool:
    """Tell whether a difference told does not stay once the number of tests is counted."""
    return comparaison.verdict in {"superieur", "inferieur"} and comparaison.retenu_fdr is False


def _clause(verdict: str, fragile: bool, places: str) -> str:
    apart = f"{HASARD}, {NON_RETENU}" if fragile else HASARD
    return {
        "superieur": f"plus élevé que {places}{FINE}; {apart}",
        "inferieur": f"plus faible que {places}{FINE}; {apart}",
        "non_different": f"pas de différence établie avec ce qu’on observe {places}",
        "non_concluant": f"non concluant face à ce qu’on observe {places}{FINE}; {TROP_FAIBLE}",
    }[verdict]


def phrase_valeur(valeur: Valeur, indicateur: Indicateur) -> str:
    """Return the sentence of one value: what it is, then what may be said of it."""
    head = _head(valeur, indicateur)
    if not valeur.shown:
        return f"{head}{INSECABLE}: {_masked(valeur)}."
    text = f"{head}{INSECABLE}: {_with_interval(valeur, indicateur)}"
    return text + ". ".join(["", *map(_capital, _clauses(valeur, indicateur))]) + "."


def _head(valeur: Valeur, indicateur: Indicateur) -> str:
    details = [SEXES.get(valeur.sexe, valeur.sexe), periode(valeur.periode or "")]
    inside = ", ".join(part for part in details if part)
    return indicateur.libelle + (f" ({inside})" if inside else "")


def _with_interval(valeur: Valeur, indicateur: Indicateur) -> str:
    if valeur.value is None:
        return mot_statut("manquant")
    text = mesure(valeur.value, indicateur.unite, decimales(valeur, indicateur))
    if valeur.status == "emprunte":
        text += f", valeur {_genitive(valeur)}"
    if valeur.lower is None or valeur.upper is None:
        return text
    return f"{text} {intervalle_affiche(valeur.lower, valeur.upper, indicateur.decimales)}"


def _masked(valeur: Valeur) -> str:
    if valeur.status == "non_additif":
        if not valeur.membres:
            return mot_statut("non_additif")
        return PAR_QUARTIER if has_quartiers(valeur) else NON_ADDITIF
    word = mot_statut(valeur.status)
    return f"{word} ({valeur.motif.rstrip('.')})" if valeur.motif else word


def _clauses(valeur: Valeur, indicateur: Indicateur) -> list[str]:
    clauses = phrases_comparaison(valeur.comparaisons, indicateur)
    if not clauses:
        clauses = [clause for clause in (_without_verdict(valeur, indicateur),) if clause]
    if valeur.reliability == "prudence":
        clauses.append("effectif modeste, à interpréter avec prudence")
    if valeur.borne:
        clauses.append(f"valeur bornée par le producteur ({valeur.borne})")
    return clauses


def _without_verdict(valeur: Valeur, indicateur: Indicateur) -> str:
    """Return why no verdict is given, with the references' values beside."""
    method = Methode(valeur.method)
    reason = ""
    if valeur.status == "emprunte":
        reason = "elle ne dit rien de particulier du territoire"
    elif method in _PUBLISHED:
        reason = SANS_EFFECTIFS
    elif method in _EXHAUSTIVE:
        reason = EXHAUSTIF
    beside = [
        f"{lieu(c, is_alone(c, valeur.comparaisons))} {chiffre_reference(c, indicateur)}"
        for c in nearest_first(valeur.comparaisons)
        if c.value is not None and method not in COMPTES
    ]
    return f"{FINE}; ".join(part for part in (reason, ", ".join(beside)) if part)


def phrase_evolution(serie: Sequence[Valeur], indicateur: Indicateur) -> str:
    """Return what changed over the last unbroken stretch of a series, or nothing.

    Five years apart at least (overlapping censuses are not compared); where the method has
    limits, a change is said only if those of both ends are disjoint.
    """
    stretch = _since_break(serie)
    if len(stretch) < 2:
        return ""
    first, last = stretch[0], stretch[-1]
    if _year(last) - _year(first) < 5 or _overlap(first, last):
        return ""
    assert first.value is not None and last.value is not None  # noqa: S101 (shown values)
    places = min(decimales(first, indicateur), decimales(last, indicateur))
    ends = (
        f"de {nombre(first.value, places)} ({periode(first.periode or '')}) "
        f"à {mesure(last.value, indicateur.unite, places)} ({periode(last.periode or '')})"
    )
    limits = [first.lower, first.upper, last.lower, last.upper]
    if any(limit is None for limit in limits):
        return (
            f"Évolution{INSECABLE}: {ends}, sans test possible."
            if _untested(last)
            else (f"Évolution{INSECABLE}: {ends}.")
        )
    assert first.lower is not None and first.upper is not None  # noqa: S101
    assert last.lower is not None and last.upper is not None  # noqa: S101
    if last.lower > first.upper:
        return f"En hausse, {ends}{FINE}: les intervalles ne se recoupent pas."
    if last.upper < first.lower:
        return f"En baisse, {ends}{FINE}: les intervalles ne se recoupent pas."
    return f"Pas d’évolution établie, {ends}{FINE}: les intervalles se recoupent."


def _untested(valeur: Valeur) -> bool:
    return Methode(valeur.method) in _PUBLISHED


def _since_break(serie: Sequence[Valeur]) -> list[Valeur]:
    shown = [v for v in serie if v.shown and v.value is not None and v.status != "emprunte"]
    start = max((i for i, v in enumerate(shown) if v.rupture), default=0)
    return shown[start:]


def _year(valeur: Valeur) -> int:
    return int((valeur.periode or "0")[-4:])


def _overlap(first: Valeur, last: Valeur) -> bool:
    """Tell whether two pooled windows share years."""
    return int((last.periode or "0")[:4]) <= _year(first)


def is_alone(comparaison: Comparaison, others: Sequence[Comparaison]) -> bool:
    """Tell whether no other reference of the same kind stands beside this one."""
    return sum(c.reference == comparaison.reference for c in others) == 1


def nearest_first(comparaisons: Sequence[Comparaison]) -> list[Comparaison]:
    """Return the région first (the document's main reference), then France, then départements."""
    order = {"region": 0, "france": 1, "departement": 2}
    return sorted(comparaisons, key=lambda c: order.get(c.reference, 3))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
