"""Between the engine and the templates: what a page says of a territory, in printed French."""

from typing import Any

from django.utils.text import slugify

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import (
    Indicateur,
    Profil,
    Territoire,
    Usage,
    Valeur,
)
from ancrage.plateforme.observations.semblables import etendues_of
from ancrage.publication.documents.dls.contexte import CHAPITRES, Contexte, OptionsDls
from ancrage.publication.documents.phrases import (
    COMPTES,
    SEXES,
    chiffre,
    chiffre_reference,
    niveau_employe,
    phrase_valeur,
)
from ancrage.publication.production import read_catalogue, store_date
from ancrage.publication.typographie import (
    intervalle_affiche,
    mesure,
    mot_retenu,
    periode,
    unite,
)

# The document opens on the territory itself; on screen its figures are a dimension too.
TITRES = {2: "Population et territoire", **CHAPITRES}
DIMENSIONS = {slugify(titre): numero for numero, titre in TITRES.items()}
SLUGS = {numero: slug for slug, numero in DIMENSIONS.items()}


def read_territoire(territoire: Territoire, usage: Usage = "ouvert") -> Contexte:
    """Return the reading of a territory by dimension, as the DLS reads it: one computation."""
    return read_profil(profils.profil_of(territoire, usage))


def read_profil(profil: Profil) -> Contexte:
    """Return the reading of a profile, computed now or frozen in an edition."""
    return Contexte(profil, read_catalogue(profil), OptionsDls(date=store_date()))


def row_of(contexte: Contexte, valeur: Valeur) -> dict[str, Any]:
    """Return one line of a table of values: printed texts beside the codes that sort them."""
    item, main = contexte.of(valeur), contexte.main(valeur)
    return {
        "code": valeur.code,
        "libelle": item.libelle,
        "sexe": SEXES.get(valeur.sexe, valeur.sexe),
        "sexe_code": valeur.sexe,
        "periode": periode(valeur.periode or ""),
        "periode_code": valeur.periode or "",
        "unite": unite(item.unite),
        # Under a name, « % par an » would read as if a number came before it.
        "unite_seule": f"en {unite(item.unite)}" if item.unite[:1] == "%" else unite(item.unite),
        "niveau": niveau_employe(valeur, contexte.profil.territoire.niveau),
        "montre": valeur.shown and valeur.value is not None,
        "chiffre": chiffre(valeur, item),
        "intervalle": intervalle_affiche(valeur.lower, valeur.upper, item.decimales)
        if valeur.shown
        else "",
        "status": valeur.status,
        "status_niveau": valeur.geographie.niveau,
        "motif": valeur.motif or "",
        "verdict": (main.verdict if main else None) or "",
        "retenu": mot_retenu(main.verdict, main.retenu_fdr) if main else "",
        "sens": item.sense,
        "reference": chiffre_reference(main, item) if main and main.value is not None else "",
        "reference_nom": main.libelle if main else "",
        "source": f"{valeur.source.producteur}, {valeur.source.titre}" if valeur.source else "",
        "phrase": phrase_valeur(valeur, item),
    }


def compared_rows(valeur: Valeur, item: Indicateur) -> list[dict[str, str]]:
    """Return the reference areas of a value with their own value and the verdict."""
    if valeur.method in COMPTES:
        return []
    return [
        {
            "libelle": one.libelle,
            "chiffre": chiffre_reference(one, item),
            "verdict": one.verdict or "",
            "retenu": mot_retenu(one.verdict, one.retenu_fdr),
            "motif": one.motif or "",
            "hors_territoire": "territoire retiré" if one.hors_territoire else "",
        }
        for one in valeur.comparaisons
        if one.value is not None
    ]


def similar_rows(territoire: Territoire, valeur: Valeur, item: Indicateur) -> list[dict[str, str]]:
    """Return the similar territories beside a value: their median, and how far they spread."""
    key = (valeur.code, valeur.periode or "", valeur.sexe)
    spread = etendues_of(territoire, [valeur.code]).get(key)
    if spread is None or valeur.method in COMPTES:
        return []
    sign = "%" if item.unite.strip() == "%" else ""
    low, high = (mesure(v, sign, item.decimales) for v in (spread.bas, spread.haut))
    return [
        {
            "libelle": f"{spread.effectif} territoires semblables, médiane",
            "chiffre": mesure(spread.mediane, sign, item.decimales),
            "etendue": f"de {low} à {high}",
        }
    ]
