"""Choose what each page shows: its core indicateurs, what stands near the awaited ones, the rest.

A core indicateur that has an entry is always shown, masked or not; the others must have something
to read. A near-match never replaces a core indicateur that has its own value.
"""

from collections.abc import Iterator, Mapping

from ancrage.observatoire.api import Indicateur, Profil, Valeur
from ancrage.publication.documents.chiffres_cles.modeles import Attendu, Retenu

SEXES = ("femmes", "hommes")
_PALIERS = {"K": 0, "S": 1, "X": 2}


def choose_entries(profil: Profil, code: str) -> tuple[tuple[Valeur, ...], tuple[Valeur, ...]]:
    """Return the entries to show, one per sex, and the later ones that are masked.

    The newest one, or the newest with a number when a producer came to hide it.
    """
    sexes = {v.sexe for v in profil.indicateurs if v.code == code and v.periode is not None}
    kept = ["ensemble"] if "ensemble" in sexes else [sexe for sexe in SEXES if sexe in sexes]
    chosen, masked = [], []
    for sexe in kept:
        entries = [v for v in profil.series(code, sexe) if v.periode is not None]
        newest = entries[-1]
        readable = [v for v in entries if is_readable(v)]
        chosen.append(readable[-1] if readable else newest)
        if readable and readable[-1] is not newest:
            masked.append(newest)
    return tuple(chosen), tuple(masked)


def is_readable(valeur: Valeur) -> bool:
    """Tell whether there is a number to read: the value, or those of the members."""
    return valeur.shown or any(membre.value is not None for membre in valeur.membres)


def choose_page(
    profil: Profil,
    catalogue: Mapping[str, Indicateur],
    numero: int,
    coeur: tuple[str, ...],
    options: tuple[str, ...],
    places: int,
) -> tuple[Retenu, ...]:
    """Return the indicateurs of a page in reading order, at most `places`."""
    found = [
        Retenu(catalogue[code], chosen, rang, masked)
        for code, rang in _candidates(catalogue, numero, coeur, options, _present(profil))
        for chosen, masked in [choose_entries(profil, code)]
        if chosen and (rang == 0 or any(is_readable(v) for v in chosen))
    ]
    best = sorted(found, key=_weight)[:places]
    return tuple(item for item in found if item in best)


def _weight(item: Retenu) -> tuple[int, bool, int]:
    borrowed = all(v.status == "emprunte" for v in item.valeurs)
    return (item.rang if item.rang < 2 else 2, borrowed, item.rang)


def _present(profil: Profil) -> set[str]:
    return {v.code for v in profil.indicateurs if v.periode is not None and is_readable(v)}


def _candidates(
    catalogue: Mapping[str, Indicateur],
    numero: int,
    coeur: tuple[str, ...],
    options: tuple[str, ...],
    present: set[str],
) -> Iterator[tuple[str, int]]:
    """Yield codes with their rank: 0 core, 1 near a core one, 2 option, 3 the rest of the page."""
    near: dict[str, list[str]] = {}
    for item in catalogue.values():
        if item.proche_de and item.page_chiffres_cles == numero:
            near.setdefault(item.proche_de, []).append(item.code)
    seen: set[str] = set()

    def once(codes: list[str], rang: int) -> Iterator[tuple[str, int]]:
        for code in codes:
            if code not in seen and code in catalogue:
                seen.add(code)
                yield code, rang

    for code in coeur:
        yield from once([code], 0)
        if code not in present:
            yield from once(near.get(code, []), 1)
    for code in options:
        yield from once([code], 2)
        if code not in present:
            yield from once(near.get(code, []), 2)
    shadowed = {code for of, codes in near.items() if of in present for code in codes}
    rest = [
        item
        for item in catalogue.values()
        if item.page_chiffres_cles == numero and item.code not in shadowed
    ]
    rest.sort(key=lambda item: (_PALIERS[item.palier], item.code))
    yield from once([item.code for item in rest], 3)


def awaited(
    profil: Profil, catalogue: Mapping[str, Indicateur], codes: tuple[str, ...]
) -> tuple[Attendu, ...]:
    """Return the indicateurs without any entry, grouped by the file they wait for."""
    known = {v.code for v in profil.indicateurs if v.periode is not None}
    groups: dict[tuple[str, str], list[Indicateur]] = {}
    for code in codes:
        item = catalogue.get(code)
        if item is None or code in known:
            continue
        key = (item.attente.fichier, item.attente.producteur) if item.attente else ("", "")
        groups.setdefault(key, []).append(item)
    return tuple(
        Attendu(
            libelles=", ".join(item.libelle_court for item in items),
            fichier=fichier or "aucune donnée chargée pour ce territoire",
            producteur=producteur,
            details=tuple(f"{item.libelle} : {item.definition}" for item in items),
        )
        for (fichier, producteur), items in groups.items()
    )
