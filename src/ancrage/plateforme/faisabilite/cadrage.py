"""The framing figures of a territory: value, limits, reference, status, source, all in words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ancrage.plateforme.faisabilite.models import CadrageRegional
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Indicateur, Profil, Territoire, Valeur
from ancrage.plateforme.territoires.analyse import shortest_code
from ancrage.publication.documents.phrases import chiffre, chiffre_reference, niveau_employe
from ancrage.publication.typographie import intervalle_affiche, mot_statut, periode, unite

# documents.md § 1, row 10: what open data answer for any union.
DEFAUT = (
    "D01", "D02", "D07", "S02", "S19-PART", "O13", "P01", "M03-DECES", "O02", "S09-CAF",
)  # fmt: skip
NOMBRE = 10


def codes_of_region(region: str) -> tuple[str, ...]:
    """Return the indicators that the notes of a region show."""
    chosen = CadrageRegional.objects.filter(region=region).first()
    return tuple(chosen.indicateurs) if chosen else DEFAUT


def version_of_region(region: str) -> int:
    """Return the version of the region's choice, 1 before it made any."""
    chosen = CadrageRegional.objects.filter(region=region).first()
    return chosen.version if chosen else 1


def read_figures(
    communes: Collection[str], libelle: str, codes: Sequence[str]
) -> list[dict[str, Any]]:
    """Return one row per indicator for a territory, in the order asked for.

    An indicator that the store does not answer has its row too: its status in words, and why.
    """
    territoire = profils.find_territoire(shortest_code(communes), libelle)
    profil = profils.profil_of(territoire)
    latest = _latest(profil)
    parts = _members(territoire, profil) if territoire.niveau == "union" else {}
    return [_row(code, latest.get(code), profil, parts) for code in codes]


def _latest(profil: Profil) -> dict[str, Valeur]:
    """Return the latest entry of each indicator, both sexes together."""
    found: dict[str, Valeur] = {}
    for one in profil.indicateurs:
        held = found.get(one.code)
        if one.sexe == "ensemble" and (held is None or (one.periode or "") >= (held.periode or "")):
            found[one.code] = one
    return found


def _members(territoire: Territoire, profil: Profil) -> dict[str, list[str]]:
    """Return what each whole EPCI publishes of a value that does not add up."""
    wanted = {one.code for one in _latest(profil).values() if one.status == "non_additif"}
    whole = [
        area
        for area in profils.members_of(territoire, "epci")
        if set(area.communes) <= set(territoire.communes)
    ]
    found: dict[str, list[str]] = {code: [] for code in wanted}
    for area in whole if wanted else ():
        latest = _latest(profils.profil_of(area))
        for code in wanted & latest.keys():
            item = profils.catalogue()[code]
            found[code].append(f"{area.libelle} : {chiffre(latest[code], item)}")
    return found


def _row(
    code: str, valeur: Valeur | None, profil: Profil, parts: Mapping[str, list[str]]
) -> dict[str, Any]:
    item = profils.catalogue().get(code)
    row: dict[str, Any] = {
        "code": code, "libelle": item.libelle if item else code,
        "unite": _unit(item) if item else "", "periode": "", "valeur": "",
        "intervalle": "", "reference": "", "reference_nom": "", "status": "manquant",
        "mot": mot_statut("manquant"), "motif": "", "source": "", "niveau": "",
        "membres": parts.get(code, []),
    }  # fmt: skip
    if item is None or valeur is None:
        row["motif"] = "Aucune valeur publiée pour ce territoire dans les fichiers chargés."
        return row
    return row | _said(valeur, item, profil)


def _unit(item: Indicateur) -> str:
    """Return the unit as it stands alone: « % par an » would read as if a number came before."""
    said = unite(item.unite)
    return f"en {said}" if said[:1] == "%" else said


def _said(valeur: Valeur, item: Indicateur, profil: Profil) -> dict[str, Any]:
    beside = next((one for one in valeur.comparaisons if one.value is not None), None)
    region = next(
        (one for one in valeur.comparaisons if one.reference == "region" and one.value is not None),
        beside,
    )
    return {
        "periode": periode(valeur.periode or ""),
        "valeur": chiffre(valeur, item) if valeur.shown else "",
        "intervalle": intervalle_affiche(valeur.lower, valeur.upper, item.decimales)
        if valeur.shown and valeur.lower is not None
        else "",
        "reference": chiffre_reference(region, item) if region else "",
        "reference_nom": region.libelle if region else "",
        "status": valeur.status,
        "mot": mot_statut(valeur.status, valeur.geographie.niveau),
        "motif": valeur.motif or "",
        "source": f"{valeur.source.producteur}, {valeur.source.titre}" if valeur.source else "",
        "niveau": niveau_employe(valeur, profil.territoire.niveau) if valeur.periode else "",
    }
