"""Read from the engine what the eight pages need for one territory: profiles, references, map."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from ancrage.observatoire.api import (
    Geographie,
    Membre,
    Profil,
    Territoire,
    Valeur,
    anneaux,
    cadres,
    carte,
    departements_of,
    epci_of,
    indicateurs,
    libelle_aire,
    list_depots,
    parse_territoire,
    profile,
    region_of,
    store_infos,
)
from ancrage.publication.documents.chiffres_cles.carte import CarteTerritoire, build_map
from ancrage.publication.documents.chiffres_cles.construction import Entrees
from ancrage.publication.documents.chiffres_cles.modeles import Voisinage

POPULATION = "D01"
USAGE: Final = "chiffres_cles"  # restricted deposits answer only if their agreement names this use
COMMUNES_MAX = 700  # beyond, a map of communes is a grey mass: its EPCI are drawn


def read_entrees(territoire: Territoire, precedent: Profil | None = None) -> Entrees:
    """Return what the eight pages are made from, from the store in use."""
    edition = data_version()
    profil = _with_departements(profile(territoire, usage=USAGE), territoire, edition)
    return Entrees(
        profil=profil,
        catalogue=indicateurs(),
        cadre=cadres()["chiffres_cles"],
        ailleurs=_beside_borrowed(profil, edition),
        region=_region_profile(territoire, edition),
        precedent=precedent,
    )


def data_version() -> str:
    """Return what the figures depend on: the store, and the deposits open to this use today."""
    deposits = [
        f"{item.sha256} {item.depot.model_dump_json()}"
        for item in list_depots()
        if item.allows(USAGE)
    ]
    return "\n".join([str(store_infos()["edition"]), *sorted(deposits)])


def _with_departements(profil: Profil, territoire: Territoire, edition: str) -> Profil:
    """Add what only its départements publish, when the territory lies in several of them.

    No single one can stand in for it: their values are listed, as those of members, rather than
    one of the région or of France.
    """
    codes = [f"departement:{code}" for code in departements_of(territoire)]
    if len(codes) < 2 or territoire.niveau in {"region", "france"}:
        return profil
    far = {(v.code, v.sexe) for v in profil.indicateurs if v.status == "emprunte"}
    known = {(v.code, v.sexe) for v in profil.indicateurs if v.periode is not None} - far
    held = [{(v.code, v.sexe): v for v in _profile_of(c, edition).indicateurs} for c in codes]
    added = [
        _listed(entries, codes, profil)
        for key in held[0]
        if key not in known
        for entries in [[found[key] for found in held if key in found]]
        if len(entries) == len(codes) and any(_own(v) for v in entries)
    ]
    nearer = {(v.code, v.sexe) for v in added}
    kept = [v for v in profil.indicateurs if (v.code, v.sexe) not in nearer]
    return replace(profil, indicateurs=(*kept, *added))


def _own(valeur: Valeur) -> bool:
    return valeur.shown and valeur.status != "emprunte" and valeur.periode is not None


def _listed(entries: Sequence[Valeur], codes: Sequence[str], profil: Profil) -> Valeur:
    """Return an entry without a value of its own, with those of the départements."""
    area = profil.territoire
    newest = max((v for v in entries if _own(v)), key=lambda v: v.periode or "")
    return replace(
        newest,
        value=None,
        numerator=None,
        denominator=None,
        lower=None,
        upper=None,
        status="non_additif",
        niveau="departement",
        geographie=Geographie(area.niveau, area.code, area.libelle),
        comparaisons=tuple(c for c in newest.comparaisons if c.reference == "france"),
        position=None,
        reliability=None,
        motif="Publié par département seulement : valeurs des départements du territoire.",
        membres=tuple(
            Membre(
                code,
                libelle_aire(code),
                v.value if _own(v) and v.periode == newest.periode else None,
                v.status if v.periode == newest.periode else "manquant",
            )
            for code, v in zip(codes, entries, strict=True)
        ),
    )


def _beside_borrowed(profil: Profil, edition: str) -> dict[tuple[str, str, str], Voisinage]:
    """Return what the values of larger areas stand beside, when they stand in for the territory's.

    Without verdicts: those speak of the larger area, not of the territory.
    """
    areas = {v.geographie.code for v in profil.indicateurs if v.status == "emprunte"}
    return {
        (area, code, sexe): voisinage
        for area in sorted(areas)
        if area.partition(":")[0] in {"departement", "region"}
        for code, sexe, voisinage in _newest(area, edition)
    }


@cache
def _newest(area: str, edition: str) -> tuple[tuple[str, str, Voisinage], ...]:
    newest = {(v.code, v.sexe): v for v in _profile_of(area, edition).indicateurs if v.shown}
    return tuple(
        (code, sexe, Voisinage(tuple(replace(c, verdict=None) for c in v.comparaisons), v.position))
        for (code, sexe), v in newest.items()
    )


@cache
def _profile_of(area: str, _edition: str) -> Profil:
    """Return the profile of a large area, read once for all the territories of a batch."""
    return profile(area, usage=USAGE)


def _region_profile(territoire: Territoire, edition: str) -> Profil | None:
    region = region_of(territoire)
    if region is None or territoire.niveau in {"region", "france"}:
        return None
    return _profile_of(f"region:{region}", edition)


def read_carte(territoire: Territoire) -> CarteTerritoire | None:
    """Return the map of the cover: communes and outlines of the EPCI.

    A lone commune is drawn among those of its EPCI; a région by its EPCI.
    """
    around = territoire
    if territoire.niveau == "commune" and (epci := epci_of(territoire)):
        around = parse_territoire(f"epci:{epci[0]}")
    if len(around.communes) > COMMUNES_MAX:
        return _map_of_epci(around)
    rings = anneaux("commune", around.communes)
    if not rings:
        return None
    outlines = anneaux("epci", epci_of(around))
    return build_map(
        territoire.libelle,
        rings,
        {code: libelle_aire(f"commune:{code}") for code in rings},
        _populations(around),
        list(outlines.values()) if len(outlines) > 1 else [],
        frozenset(territoire.communes),
    )


def _map_of_epci(territoire: Territoire) -> CarteTerritoire | None:
    rings = anneaux("epci", epci_of(territoire))
    if not rings:
        return None
    outlines = anneaux("departement", departements_of(territoire))
    return build_map(
        territoire.libelle,
        rings,
        {code: libelle_aire(f"epci:{code}") for code in rings},
        {},
        list(outlines.values()),
        frozenset(rings),
        nom_zones="EPCI",
        nom_contours="départements",
    )


def _populations(territoire: Territoire) -> dict[str, float]:
    known = carte(territoire, POPULATION)
    if known is None:
        return {}
    return {zone.code.partition(":")[2]: zone.value for zone in known.zones if zone.value}
