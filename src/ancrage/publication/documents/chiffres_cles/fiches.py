"""Turn the entries of an indicateur into what a page prints: value, limits, references, words."""

import re
from collections.abc import Mapping, Sequence

from ancrage.observatoire.api import (
    Comparaison,
    Indicateur,
    Membre,
    Position,
    Profil,
    Valeur,
)
from ancrage.publication.documents.chiffres_cles.modeles import (
    Chiffre,
    Fiche,
    Lecture,
    Place,
    Retenu,
    Trace,
    Voisinage,
)
from ancrage.publication.documents.chiffres_cles.textes import plain_definition
from ancrage.publication.documents.chiffres_cles.traces import build_serie, build_traces
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
    mot_retenu,
    mot_statut,
    nombre,
    periode,
    unite_accordee,
)

SEXES = {"ensemble": "", "femmes": "Femmes", "hommes": "Hommes"}
VERDICTS = {
    "superieur": "plus élevé que",
    "inferieur": "plus faible que",
    "non_different": "pas de différence établie avec",
    "non_concluant": "non concluant face à",
}
MEMBRES_NOMMES = 5
FICTIF = "(extrait fictif)"  # how the engine ends the title of such a source
_EXHAUSTIVE = {"effectif", "quotient", "evolution_annuelle"}
_SIZES = {"departement": 1, "region": 2, "france": 3}
_FIFTHS = ("le plus bas", "deuxième", "du milieu", "quatrième", "le plus haut")

Ailleurs = Mapping[tuple[str, str, str], Voisinage]  # beside borrowed values: area, code, sex


def build_fiche(
    retenu: Retenu, profil: Profil, catalogue: Mapping[str, Indicateur], ailleurs: Ailleurs
) -> Fiche:
    """Return the fiche of a chosen indicateur.

    `ailleurs` gives what stands beside borrowed values, which the profile does not compare.
    """
    item, valeurs = retenu.indicateur, retenu.valeurs
    first = valeurs[0]
    beside = [neighbourhood(v, ailleurs) for v in valeurs]
    traces = build_traces(valeurs, item, [b.comparaisons for b in beside])
    return Fiche(
        code=item.code,
        libelle=marked(item.libelle_court, first),
        definition=plain_definition(item, catalogue),
        periodes=" ; ".join(dict.fromkeys(periode(v.periode or "") for v in valeurs)),
        maille=niveau_employe(first, profil.territoire.niveau),
        source=short_source(first),
        chiffres=tuple(build_chiffre(v, item, t) for v, t in zip(valeurs, traces, strict=True)),
        emprunte=first.status == "emprunte",
        rang=retenu.rang,
        notes=_notes(retenu),
        raisons=_reasons(retenu, traces, beside[0].comparaisons),
        serie=build_serie(profil.series(item.code, first.sexe), item, first, SEXES[first.sexe]),
        place=say_place(first, beside[0].position),
    )


def marked(label: str, valeur: Valeur) -> str:
    """Return the label, marked wherever its figure comes from a fictitious extract."""
    cited = valeur.source
    return f"{label} {FICTIF}" if cited is not None and FICTIF in cited.titre else label


def neighbourhood(valeur: Valeur, ailleurs: Ailleurs) -> Voisinage:
    """Return what a value stands beside: its own references, or those of the larger area."""
    if valeur.status != "emprunte":
        return Voisinage(tuple(references(valeur)), valeur.position)
    return ailleurs.get((valeur.geographie.code, valeur.code, valeur.sexe), Voisinage())


def references(valeur: Valeur) -> list[Comparaison]:
    """Return the references worth printing: areas larger than the territory, few enough to read.

    A région is not read against its own départements; astride several départements, région and
    France are enough. The spreadsheet lists them all.
    """
    own = _SIZES.get(valeur.geographie.code.partition(":")[0], 0)
    known = [c for c in valeur.comparaisons if c.value is not None and _SIZES[c.reference] > own]
    if sum(c.reference == "departement" for c in known) > 1:
        known = [c for c in known if c.reference != "departement"]
    return known


def build_chiffre(valeur: Valeur, item: Indicateur, trace: Trace | None = None) -> Chiffre:
    """Return one figure with its limits, its drawing and its verdicts."""
    limits = ""
    if valeur.shown and valeur.lower is not None and valeur.upper is not None:
        limits = intervalle(valeur.lower, valeur.upper, decimales(valeur, item))
    return Chiffre(
        sexe=SEXES.get(valeur.sexe, valeur.sexe),
        valeur=chiffre(valeur, item),
        unite=shown_unit(valeur, item),
        intervalle=limits,
        discret=not valeur.shown,
        trace=trace,
        lectures=tuple(read_verdicts(valeur, item)),
        membres=members_text(valeur.membres, item),
    )


def shown_unit(valeur: Valeur, item: Indicateur) -> str:
    """Return the unit printed beside the number, nothing for a share or a word."""
    if item.unite.strip() == "%" or not valeur.shown or valeur.value is None:
        return ""
    return unite_accordee(valeur.value, item.unite)


def read_verdicts(valeur: Valeur, item: Indicateur) -> list[Lecture]:
    """Return the verdicts in words, those that agree in one line."""
    if not valeur.shown or valeur.status == "emprunte":
        return []
    ordered = nearest_first([c for c in references(valeur) if c.verdict in VERDICTS])
    return _verdicts(ordered, item)


def _reasons(
    retenu: Retenu, traces: Sequence[Trace | None], beside: Sequence[Comparaison]
) -> tuple[str, ...]:
    """Return, once for the indicateur, why there is no verdict or no value."""
    item, first = retenu.indicateur, retenu.valeurs[0]
    if any(read_verdicts(v, item) for v in retenu.valeurs):
        return ()
    found = []
    if first.status == "emprunte":
        found.append(f"{_capital(niveau_employe(first, ''))}, faute de chiffre plus local")
    elif first.shown and first.method in _EXHAUSTIVE:
        found.append(_capital(EXHAUSTIF))
    elif first.shown and first.lower is None:
        found.append(_capital(SANS_EFFECTIFS))
    elif first.shown and (motif := next((c.motif for c in beside if c.motif), None)):
        found.append(_capital(motif.rstrip(".")))
    elif not first.shown and first.motif and not first.membres:
        found.append(_capital(first.motif.rstrip(".")))
    if not any(traces) and (values := _reference_values(beside, item)):
        found.append(f"Repères : {values}")
    return tuple(found)


def _verdicts(ordered: Sequence[Comparaison], item: Indicateur) -> list[Lecture]:
    groups: dict[tuple[str, str], list[str]] = {}
    for comparaison in ordered:
        name = _nom(comparaison, is_alone(comparaison, ordered))
        key = (comparaison.verdict or "", mot_retenu(comparaison.verdict, comparaison.retenu_fdr))
        groups.setdefault(key, []).append(name)
    return [
        Lecture(
            ", ".join(filter(None, (_capital(f"{VERDICTS[verdict]} {enumeration(names)}"), mark))),
            verdict,
            ton(verdict, item),
        )
        for (verdict, mark), names in groups.items()
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
    if first.method == "taux_brut":
        notes.append("taux brut : dépend de l’âge de la population")
    if first.reliability == "prudence":
        notes.append("effectif modeste, à lire avec prudence")
    if any(c.hors_territoire for c in first.comparaisons):
        notes.append("territoire retiré des références où il pèse plus de 5 %")
    return tuple(notes)


def short_source(valeur: Valeur) -> str:
    """Return « Insee, Comparateur de territoires »; the full titles are on the last page."""
    cited = valeur.source
    if cited is None:
        return ""
    title = re.split(r" – |, | \(", cited.titre)[0]
    return f"{cited.producteur.split(' (')[0]}, {title}"


def say_place(valeur: Valeur, position: Position | None) -> Place | None:
    """Return the fifth of the comparable areas that a value falls in, in words."""
    if position is None or not valeur.shown or valeur.value in (0, 100):
        # At the end of the scale many areas are equal: no fifth would mean anything.
        return None
    word = _FIFTHS[position.quintile - 1]
    fifth = f"{word} cinquième" if word in ("deuxième", "quatrième") else f"cinquième {word}"
    kind = position.ensemble.split(" ")[0]
    text = f"{fifth} des {nombre(position.effectif)} {kind}"
    if valeur.status == "emprunte":
        text = f"{valeur.geographie.libelle} : {text}"
    elif position.ensemble.partition(" de la ")[2]:
        text += " de la région"
    return Place(position.quintile, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
