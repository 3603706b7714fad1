"""The sheet of an indicateur as rows of French: no key, no code of a closed list is printed."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ancrage.observatoire.api import Indicateur, Serie, Source

PALIERS = {"K": "chiffres clés", "S": "socle du diagnostic", "X": "extension"}
SENS = {
    "haut_favorable": "une valeur haute est favorable",
    "bas_favorable": "une valeur basse est favorable",
    "neutre": "aucun : la valeur ne se juge pas",
}
NIVEAUX = {
    "commune": "commune",
    "iris": "Iris",
    "qpv": "quartier prioritaire",
    "bassin_de_vie": "bassin de vie",
    "epci": "EPCI",
    "departement": "département",
    "region": "région",
    "france": "France",
}


def rows_fiche(item: "Indicateur", sources: Mapping[str, "Source"]) -> list[list[str]]:
    """Return heading and content, in reading order; what is not said is left out."""
    rows = [*_identity(item), *_computation(item), *_origin(item, sources), *_review(item)]
    return [[heading, content] for heading, content in rows if content]


def _identity(item: "Indicateur") -> list[tuple[str, str]]:
    return [
        ("Code", item.code),
        ("Libellé", item.libelle),
        ("Libellé court", item.libelle_court),
        ("Définition", item.definition),
        ("Thème", item.theme),
        ("Place", _place(item)),
        ("Palier", PALIERS[item.palier]),
        ("Proche de", item.proche_de or ""),
    ]


def _place(item: "Indicateur") -> str:
    page = item.page_chiffres_cles
    told = f"chapitre {item.chapitre_dls} du diagnostic"
    return f"{told}, page {page} des chiffres clés" if page else told


def _computation(item: "Indicateur") -> list[tuple[str, str]]:
    from ancrage.publication.documents.dls.textes import METHODES
    from ancrage.publication.typographie import nombre

    pooled = item.pooling_years
    return [
        ("Unité", f"{item.unite}, {item.decimales} décimale{'s' if item.decimales > 1 else ''}"),
        ("Numérateur", item.numerator),
        ("Dénominateur", item.denominator or ""),
        ("Méthode", METHODES[item.method]),
        ("Multiplicateur", nombre(item.multiplier) if item.multiplier != 1 else ""),
        ("Années regroupées", str(pooled) if pooled > 1 else ""),
        ("Sens favorable", SENS[item.sense]),
        ("Maille la plus fine", item.maille_fine),
        ("Comparé à", _levels(item.reference_areas)),
        ("Réserves", "\n".join(item.caveats)),
        ("Ruptures de série", "\n".join(f"{one.annee} : {one.motif}" for one in item.ruptures)),
        ("Sans comparaison", item.sans_verdict or ""),
    ]


def _levels(niveaux: Iterable[str]) -> str:
    return ", ".join(NIVEAUX.get(niveau, niveau) for niveau in niveaux)


def _origin(item: "Indicateur", sources: Mapping[str, "Source"]) -> list[tuple[str, str]]:
    awaited = item.attente
    return [
        *(("Source", _serie(serie, sources)) for serie in item.series),
        ("En attente de", f"{awaited.fichier} ({awaited.producteur})" if awaited else ""),
        ("Rythme", item.frequence),
        ("Dernière édition", item.derniere_edition or ""),
        ("Prochaine édition", item.prochaine_edition or ""),
    ]


def _serie(serie: "Serie", sources: Mapping[str, "Source"]) -> str:
    """Return a way to obtain the indicateur, one thing per line."""
    source = sources[serie.source]
    below = sources[serie.denominator_source or serie.source]
    above = serie.numerator or tuple(filter(None, (serie.value, serie.share)))
    denominator = _measures(serie.denominator, below)
    lines = [
        f"{source.producteur}, {source.titre} ({source.code})",
        f"niveaux : {_levels(serie.niveaux)}",
        f"mesures : {_measures(above, source)}",
        f"rapportées à : {denominator}" if denominator else "",
        f"source du dénominateur : {below.titre} ({below.code})" if below != source else "",
        f"périodes : {', '.join(serie.periodes)}" if serie.periodes else "",
        f"sexes : {', '.join(serie.sexes)}" if serie.sexes != ("ensemble",) else "",
        f"borne du producteur : {serie.borne}" if serie.borne else "",
        f"réserve : {serie.reserve}" if serie.reserve else "",
    ]
    return "\n".join(filter(None, lines))


def _measures(terms: Iterable[str], source: "Source") -> str:
    """Return the labels of the measures of a term list; « - » subtracts, « @ » picks an age."""
    told = ""
    for term in terms:
        name, _, age = term.lstrip("-").partition("@")
        label = source.mesures[name].libelle if name in source.mesures else name
        sign = " − " if term.startswith("-") else " + "
        told += (sign if told else "") + label + (f" ({age})" if age else "")
    return told


def _review(item: "Indicateur") -> list[tuple[str, str]]:
    return [
        ("Auteur", item.auteur),
        ("Relecteur", item.relecteur),
        ("Relu le", f"{item.revu_le:%d/%m/%Y}, à revoir le {item.prochaine_revue:%d/%m/%Y}"),
    ]
