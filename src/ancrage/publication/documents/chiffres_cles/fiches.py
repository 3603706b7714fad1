"""Turn the entries of an indicateur into what a page prints: value, limits, references, words."""

from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import Comparaison, Indicateur, Membre, Profil, Valeur
from ancrage.publication.documents.chiffres_cles.modeles import (
    Chiffre,
    Fiche,
    Lecture,
    Place,
    Retenu,
)
from ancrage.publication.documents.chiffres_cles.traces import build_serie, build_trace
from ancrage.publication.documents.dls.contexte import ton
from ancrage.publication.documents.phrases import (
    EXHAUSTIF,
    SANS_EFFECTIFS,
    chiffre,
    chiffre_reference,
    decimales,
    is_alone,
    lieu,
    nearest_first,
    niveau_employe,
)
from ancrage.publication.typographie import (
    enumeration,
    intervalle,
    mesure,
    mot_statut,
    periode,
    unite,
)

SEXES = {"ensemble": "", "femmes": "Femmes", "hommes": "Hommes"}
VERDICTS = {
    "superieur": "plus élevé que",
    "inferieur": "plus faible que",
    "non_different": "pas de différence établie avec",
    "non_concluant": "non concluant par rapport à",
}
MEMBRES_NOMMES = 5
_EXHAUSTIVE = {"effectif", "quotient", "evolution_annuelle"}
_FIFTHS = ("le plus bas", "deuxième", "du milieu", "quatrième", "le plus haut")

References = Mapping[tuple[str, str, str], Sequence[Comparaison]]  # (area, code, sex) borrowed


def build_fiche(retenu: Retenu, profil: Profil, ailleurs: References) -> Fiche:
    """Return the fiche of a chosen indicateur.

    `ailleurs` gives the references of borrowed values, which the profile does not compare.
    """
    first = retenu.valeurs[0]
    item = retenu.indicateur
    return Fiche(
        code=item.code,
        libelle=item.libelle_court,
        definition=item.definition,
        periodes=" ; ".join(dict.fromkeys(periode(v.periode or "") for v in retenu.valeurs)),
        maille=niveau_employe(first, profil.territoire.niveau),
        source=_source(first),
        chiffres=tuple(build_chiffre(v, item, ailleurs) for v in retenu.valeurs),
        emprunte=first.status == "emprunte",
        rang=retenu.rang,
        notes=_notes(retenu),
        membres=members_text(first.membres, item),
        serie=build_serie(profil.series(item.code, first.sexe), item),
        place=_place(first),
    )


def build_chiffre(valeur: Valeur, item: Indicateur, ailleurs: References) -> Chiffre:
    """Return one figure with its limits, its drawing and its reading."""
    borrowed = (valeur.geographie.code, valeur.code, valeur.sexe)
    beside = valeur.comparaisons or ailleurs.get(borrowed, ())
    limits = ""
    if valeur.shown and valeur.lower is not None and valeur.upper is not None:
        limits = intervalle(valeur.lower, valeur.upper, decimales(valeur, item))
    return Chiffre(
        sexe=SEXES.get(valeur.sexe, valeur.sexe),
        valeur=chiffre(valeur, item),
        unite="" if item.unite.strip() == "%" or not valeur.shown else unite(item.unite),
        intervalle=limits,
        discret=not valeur.shown,
        trace=build_trace(valeur, item, beside),
        lectures=tuple(read_valeur(valeur, item, beside)),
    )


def read_valeur(valeur: Valeur, item: Indicateur, beside: Sequence[Comparaison]) -> list[Lecture]:
    """Return the verdicts in words, grouped, or why there is none."""
    ordered = nearest_first([c for c in valeur.comparaisons if c.verdict in VERDICTS])
    if ordered and valeur.shown:
        return _verdicts(ordered, valeur, item)
    readings = []
    if valeur.status == "emprunte":
        readings.append(f"{_capital(niveau_employe(valeur, ''))} : ne dit rien de propre ici")
    elif valeur.shown and item.method.published:
        readings.append(_capital(SANS_EFFECTIFS))
    elif valeur.shown and valeur.method in _EXHAUSTIVE:
        readings.append(_capital(EXHAUSTIF))
    elif not valeur.shown and valeur.motif and not valeur.membres:
        readings.append(valeur.motif.rstrip("."))
    if not valeur.shown and (values := _reference_values(beside, item)):
        readings.append(f"Repères : {values}")
    return [Lecture(text) for text in readings]


def _verdicts(ordered: Sequence[Comparaison], valeur: Valeur, item: Indicateur) -> list[Lecture]:
    groups: dict[str, list[str]] = {}
    for comparaison in ordered:
        name = _nom(comparaison, is_alone(comparaison, valeur.comparaisons))
        groups.setdefault(comparaison.verdict or "", []).append(name)
    return [
        Lecture(
            f"{VERDICTS[verdict]} {enumeration(_bare(names, verdict))}", verdict, ton(verdict, item)
        )
        for verdict, names in groups.items()
    ]


def _bare(names: list[str], verdict: str) -> list[str]:
    """Contract « à le département » into « au département »."""
    if verdict != "non_concluant":
        return names
    return [
        name.replace("le département", "au département")
        if i == 0 and name.startswith("le ")
        else name
        for i, name in enumerate(names)
    ]


def _nom(comparaison: Comparaison, seul: bool) -> str:
    if comparaison.reference == "france":
        return "la France"
    if seul:
        return "la région" if comparaison.reference == "region" else "le département"
    return comparaison.libelle


def _reference_values(beside: Sequence[Comparaison], item: Indicateur) -> str:
    return ", ".join(
        f"{lieu(c, is_alone(c, beside))} {chiffre_reference(c, item)}"
        for c in nearest_first(beside)
        if c.value is not None
    )


def members_text(membres: Sequence[Membre], item: Indicateur) -> str:
    """Return the published values of the members: each one, or their spread when many."""
    known = [m.value for m in membres if m.value is not None]
    if not known:
        return ""
    if len(membres) <= MEMBRES_NOMMES:
        return " ; ".join(f"{m.libelle} {_member_value(m, item)}" for m in membres)
    unit = item.unite if item.unite.strip() == "%" else ""
    ends = [mesure(value, unit, item.decimales) for value in (min(known), max(known))]
    text = f"{len(known)} valeurs publiées, de {ends[0]} à {ends[1]}"
    hidden = len(membres) - len(known)
    return text + (f" ; {hidden} non publiées" if hidden > 1 else " ; 1 non publiée" * hidden)


def _member_value(membre: Membre, item: Indicateur) -> str:
    if membre.value is None:
        return mot_statut(membre.status)
    return mesure(membre.value, "%" if item.unite.strip() == "%" else "", item.decimales)


def _notes(retenu: Retenu) -> tuple[str, ...]:
    notes = [f"{periode(v.periode or '')} : {mot_statut(v.status)}" for v in retenu.masques]
    first = retenu.valeurs[0]
    if first.borne:
        notes.append(f"valeur bornée par le producteur ({first.borne})")
    if first.reliability == "prudence":
        notes.append("effectif modeste, à lire avec prudence")
    if any(c.hors_territoire for c in first.comparaisons):
        notes.append("territoire retiré des références où il pèse plus de 5 %")
    return tuple(notes)


def _source(valeur: Valeur) -> str:
    cited = valeur.source
    if cited is None:
        return ""
    return f"{cited.producteur}, {cited.titre}"


def _place(valeur: Valeur) -> Place | None:
    position = valeur.position
    if position is None or not valeur.shown:
        return None
    word = _FIFTHS[position.quintile - 1]
    fifth = f"{word} cinquième" if word in ("deuxième", "quatrième") else f"cinquième {word}"
    return Place(position.quintile, f"{fifth} des {position.effectif} {position.ensemble}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
