"""Choose what each page shows: its core indicateurs, what stands near the awaited ones, the rest.

A core indicateur that has an entry is always shown, masked or not; the others must have something
to read. A near-match never stands beside a core indicateur that has its own local value. The
complements of the frame come last, own values first, until the page has enough to read.
"""

from collections.abc import Iterator, Mapping

from ancrage.observatoire.api import Indicateur, Partie, Profil, Valeur
from ancrage.publication.documents.chiffres_cles.modeles import Attendu, Retenu
from ancrage.publication.documents.chiffres_cles.textes import plain_definition

SEXES = ("femmes", "hommes")
ASSEZ = 7  # a page with so many indicateurs takes no complement
COMPLEMENT = 4
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
    profil: Profil, catalogue: Mapping[str, Indicateur], partie: Partie, places: int
) -> tuple[Retenu, ...]:
    """Return the indicateurs of a page in reading order, at most `places`."""
    found = [
        Retenu(catalogue[code], chosen, rang, masked)
        for code, rang in _candidates(catalogue, partie, _local(profil))
        for chosen, masked in [choose_entries(profil, code)]
        if chosen and (rang == 0 or any(is_readable(v) for v in chosen))
    ]
    best = sorted((item for item in found if item.rang < COMPLEMENT), key=_weight)[:places]
    more = sorted((item for item in found if item.rang == COMPLEMENT), key=_weight)
    best += more[: max(0, min(ASSEZ, places) - len(best))]
    return tuple(item for item in found if item in best)


def _weight(item: Retenu) -> tuple[int, bool, int]:
    borrowed = all(v.status == "emprunte" for v in item.valeurs)
    return (min(item.rang, 2), borrowed, item.rang)


def _local(profil: Profil) -> set[str]:
    """Return the codes with a value of the territory itself."""
    return {
        v.code
        for v in profil.indicateurs
        if v.periode is not None and is_readable(v) and v.status != "emprunte"
    }


def _candidates(
    catalogue: Mapping[str, Indicateur], partie: Partie, local: set[str]
) -> Iterator[tuple[str, int]]:
    """Yield codes once, ranked: 0 core, 1 near it, 2 option, 3 rest of the page, 4 complement."""
    here = [item for item in catalogue.values() if item.page_chiffres_cles == partie.numero]
    near: dict[str, list[str]] = {}
    for item in here:
        if item.proche_de:
            near.setdefault(item.proche_de, []).append(item.code)
    ranked: list[tuple[str, int]] = []
    for codes, rang, rang_near in ((partie.indicateurs, 0, 1), (partie.options, 2, 2)):
        for code in codes:
            ranked.append((code, rang))
            if code not in local:
                ranked += [(other, rang_near) for other in near.get(code, [])]
    shadowed = {code for of, codes in near.items() if of in local for code in codes}
    rest = [item for item in here if item.code not in shadowed]
    rest.sort(key=lambda item: (_PALIERS[item.palier], item.code))
    ranked += [(item.code, 3) for item in rest]
    ranked += [(code, COMPLEMENT) for code in partie.complements]
    seen: set[str] = set()
    for code, rang in ranked:
        if code in catalogue and code not in seen:
            seen.add(code)
            yield code, rang


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
            details=tuple(
                f"{item.libelle} : {plain_definition(item, catalogue)}" for item in items
            ),
        )
        for (fichier, producteur), items in groups.items()
    )
