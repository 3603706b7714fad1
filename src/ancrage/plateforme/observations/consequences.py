"""What a new edition of the figures changes: figures, verdicts, and what was published with them.

Apps that publish figures register what they published (`register_publications`): this one knows
neither diagnoses nor fiches.
"""

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ancrage.observatoire import api
from ancrage.plateforme.observations.etats import GenreConsequence
from ancrage.plateforme.observations.profils import (
    Profil,
    Valeur,
    catalogue,
    find_territoire,
    regional_territoires,
)
from ancrage.publication.typographie.mots import VERDICTS_COURTS
from ancrage.publication.typographie.nombres import nombre

# area -> « M03|femmes » -> [period, value, status, {reference: verdict}]
Figures = dict[str, dict[str, list[Any]]]
SANS_VERDICT = "sans verdict"
REFERENCES = {"departement": "au département", "region": "à la région", "france": "à la France"}
MASQUES = frozenset({"secret", "secret_secondaire"})


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published with figures: a diagnosis, a fiche; its territory and indicators."""

    genre: GenreConsequence
    cle: str
    libelle: str
    lien: str
    territoire: str
    indicateurs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of the queue of review."""

    genre: GenreConsequence
    cle: str
    libelle: str
    constat: str
    lien: str = ""


Fournisseur = Callable[[str], Iterable[Publication]]
_fournisseurs: list[Fournisseur] = []


def register_publications(fournisseur: Fournisseur) -> None:
    """Add what lists the publications in force of a region; called in `AppConfig.ready()`."""
    if fournisseur not in _fournisseurs:
        _fournisseurs.append(fournisseur)


def list_publications(region: str) -> list[Publication]:
    """Return what is published in a region, of every kind."""
    return [one for fournisseur in _fournisseurs for one in fournisseur(region)]


def open_edition(region: str) -> str:
    """Return the edition of the open figures: deposits come and go without changing it."""
    return api.profile(f"region:{region}", usage="ouvert").edition


def read_millesimes() -> dict[str, list[str]]:
    """Return the vintages that the store holds, by source."""
    held: dict[str, set[str]] = defaultdict(set)
    files: Any = api.store_infos()["fichiers"]
    for one in files:
        if not str(one["source"]).startswith("depot:"):
            held[str(one["source"])].add(str(one["millesime"]))
    return {code: sorted(found) for code, found in sorted(held.items())}


def read_figures(
    region: str, publications: Iterable[Publication], tell: Callable[[int, int], None]
) -> Figures:
    """Return the latest open figure of each indicator, for the region and what was published."""
    codes = [f"region:{region}", *(area.code for area in regional_territoires(region))]
    codes = list(dict.fromkeys([*codes, *(one.territoire for one in publications)]))
    figures = {}
    for rank, code in enumerate(codes):
        tell(rank, len(codes))
        profil = api.profile(find_territoire(code), usage="ouvert")
        figures[code] = dict(_latest(profil))
    return figures


def _latest(profil: Profil) -> Iterator[tuple[str, list[Any]]]:
    """Yield the figure of each indicator and sex; a borrowed one is told by its own area."""
    last: dict[str, Valeur] = {}
    for valeur in profil.indicateurs:
        key = f"{valeur.code}|{valeur.sexe}"
        own = valeur.periode and valeur.status != "emprunte"
        if own and (key not in last or (last[key].periode or "") < (valeur.periode or "")):
            last[key] = valeur
    for key, valeur in last.items():
        verdicts = {c.reference: c.verdict for c in valeur.comparaisons}
        yield key, [valeur.periode, valeur.value, valeur.status, verdicts]


def pack(figures: Figures) -> bytes:
    """Return figures as the database keeps them."""
    return gzip.compress(json.dumps(figures).encode(), mtime=0)


def unpack(contenu: bytes | memoryview) -> Figures:
    """Return figures as they were kept."""
    figures: Figures = json.loads(gzip.decompress(bytes(contenu)))
    return figures


def compare(before: Figures, after: Figures, publications: Iterable[Publication]) -> list[Ligne]:
    """Return what is to be read again: indicators, then verdicts, then publications."""
    changed = {
        (aire, key): (rows.get(key), now.get(key))
        for aire, now in after.items()
        if (rows := before.get(aire)) is not None
        for key in sorted({*rows, *now})
        if _differ(rows.get(key), now.get(key))
    }
    touched: dict[str, set[str]] = defaultdict(set)
    for aire, key in changed:
        touched[aire].add(key.partition("|")[0])
    everywhere = set().union(*touched.values()) if touched else set()
    return [
        *_indicator_lines(changed),
        *_verdict_lines(changed),
        *_publication_lines(publications, before, touched, everywhere),
    ]


def _differ(old: list[Any] | None, new: list[Any] | None) -> bool:
    if old is None or new is None:
        return old is not new
    return old[0] != new[0] or old[2:] != new[2:] or not _same_number(old[1], new[1])


def _same_number(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is new
    return math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-12)


Changes = Mapping[tuple[str, str], tuple[list[Any] | None, list[Any] | None]]


def _indicator_lines(changed: Changes) -> Iterator[Ligne]:
    """Yield one line per indicator: new periods, revisions, what appears or goes."""
    facts: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, key), (old, new) in changed.items():
        facts[key.partition("|")[0]][_fact(old, new)] += 1
    for code in sorted(facts):
        told = sorted(facts[code].items(), key=lambda pair: (-pair[1], pair[0]))
        text = " ; ".join(f"{what} ({nombre(count)})" for what, count in told)
        yield Ligne(
            GenreConsequence.INDICATEUR, code, _name(code),
            f"{text}. Entre parenthèses : nombre de chiffres.",
            f"/indicateurs/{code}/",
        )  # fmt: skip


def _fact(old: list[Any] | None, new: list[Any] | None) -> str:
    if old is None or new is None:
        return "chiffre nouveau" if old is None else "chiffre disparu"
    if old[0] != new[0]:
        return f"période {old[0]} remplacée par {new[0]}"
    if old[2] != new[2]:
        if new[2] in MASQUES:
            return "chiffre désormais couvert par le secret"
        return "statut modifié"
    return "verdict modifié" if _same_number(old[1], new[1]) else "valeur révisée"


def _verdict_lines(changed: Changes) -> Iterator[Ligne]:
    """Yield one line per verdict that says something else than before."""
    for (aire, key), (old, new) in sorted(changed.items(), key=lambda pair: pair[0]):
        code, _, sexe = key.partition("|")
        was, now = (old or [None] * 4)[3] or {}, (new or [None] * 4)[3] or {}
        for reference in REFERENCES:
            if was.get(reference) != now.get(reference):
                words = [
                    VERDICTS_COURTS.get(one.get(reference) or "", SANS_VERDICT)
                    for one in (was, now)
                ]
                yield Ligne(
                    GenreConsequence.VERDICT, f"{code}|{sexe}|{aire}|{reference}"[:200],
                    f"{_name(code)}{'' if sexe == 'ensemble' else f', {sexe}'}, {_place(aire)}",
                    f"Par rapport {REFERENCES[reference]} : « {words[0]} » devient « {words[1]} ».",
                    f"/territoires/{aire}/indicateurs/{code}/",
                )  # fmt: skip


def _publication_lines(
    publications: Iterable[Publication],
    before: Figures,
    touched: Mapping[str, set[str]],
    everywhere: set[str],
) -> Iterator[Ligne]:
    """Yield one line per publication; one unknown of the last reading is judged by indicator."""
    for one in publications:
        known = touched.get(one.territoire, set()) if one.territoire in before else everywhere
        codes = sorted(one.indicateurs & known)
        if codes:
            text = f"{nombre(len(codes))} de ses indicateurs changent : {', '.join(codes)}."
            yield Ligne(one.genre, one.cle[:200], one.libelle[:250], text, one.lien)


def _name(code: str) -> str:
    found = catalogue().get(code)
    return f"{found.libelle_court} ({code})" if found else code


def _place(aire: str) -> str:
    return find_territoire(aire).libelle
