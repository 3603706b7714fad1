"""Read a territoire as a user writes it: codes, unions with « + », a file of commune codes."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rapidfuzz import process

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.territoires import referentiel
from ancrage.observatoire.territoires.aires import (
    LIBELLES_NIVEAUX,
    NiveauTerritoire,
    Territoire,
    aire,
    aires,
    appartenance,
    departements_of,
    epci_of,
    exists,
    region_of,
    regions_of,
)
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, check_millesime
from ancrage.observatoire.territoires.passage import successors
from ancrage.observatoire.territoires.recherche import chercher, fold

FORMES = (
    "commune:45234, epci:244500468, departement:45, region:24, france, une union avec « + », "
    "ou un fichier d'un code de commune par ligne"
)
_ALIAS: dict[str, NiveauTerritoire] = {
    "commune": "commune",
    "com": "commune",
    "epci": "epci",
    "departement": "departement",
    "dep": "departement",
    "region": "region",
    "reg": "region",
}
_MAX_FILE_BYTES = 4 << 20
_SPACES = "\u00a0\u202f"  # French typography; Python holds them unprintable


def parse_territoire(
    texte: str, millesime: int | None = None, libelle: str | None = None, *, files: bool = True
) -> Territoire:
    """Return the territoire written in `texte`, at the vintage (the current one by default).

    The code is canonical: parts sorted, repeated or contained parts left out. Former codes are
    carried to the vintage and the territoire says so in `notes`. `files=False` reads no file:
    for text that comes from the web.
    """
    vintage = check_millesime(millesime or MILLESIME_COURANT)
    texte = texte.strip()
    if files and _is_file(texte):
        found = _read_file(Path(texte), vintage)
    else:
        parts = [part.strip() for part in texte.split("+")]
        if not all(parts):
            raise _refuse(f"« {texte} » ne désigne aucun territoire.")
        found = _unite([_parse_part(part, vintage, files=files) for part in parts], vintage)
    return replace(found, libelle=_printable(libelle or "") or _printable(found.libelle))


def _printable(text: str) -> str:
    """Return a name on one line, without the control characters that no document can hold."""
    return "".join(c if c.isprintable() or c in _SPACES else " " for c in text).strip()


def _is_file(texte: str) -> bool:
    if "+" not in texte and re.search(r"\.(txt|csv)$", texte, re.IGNORECASE):
        return True
    try:
        return bool(texte) and Path(texte).is_file()
    except OSError:  # the text of a long union is no possible file name
        return False


def _parse_part(part: str, millesime: int, *, files: bool) -> Territoire:
    if files and _is_file(part):
        return _read_file(Path(part), millesime)
    prefix, separator, code = part.partition(":")
    if fold(prefix) == "france" and not separator:
        return aire("france", "", millesime)
    if fold(prefix) == "cls" and separator:
        raise _refuse(
            f"« {part} » est le périmètre d'un contrat : seule la plateforme le connaît.",
            "donnez ses communes ou ses EPCI",
        )
    niveau = _ALIAS.get(fold(prefix))
    if niveau is None or not separator:
        raise _refuse(f"« {part} » n'est pas un territoire.", _propose(part))
    code = re.sub(r"\s", "", code).upper() if re.search(r"\d", code) else code.strip()
    if exists(niveau, code, millesime):
        return aire(niveau, code, millesime)
    if niveau == "commune" and (carried := _carry(code, millesime)):
        communes, note = carried
        areas = [aire("commune", commune, millesime) for commune in communes]
        return _unite([replace(area, notes=(note,)) for area in areas], millesime)
    raise _unknown(niveau, code, millesime)


def _carry(code: str, millesime: int) -> tuple[tuple[str, ...], str] | None:
    """Return the communes that a former code or an arrondissement belongs to, and a note."""
    parent = referentiel.parent_of_arrondissement().get(code)
    if parent:
        name = aire("commune", parent, millesime).libelle
        return (parent,), f"{code} est un arrondissement : remplacé par {parent} ({name})."
    found = successors(code, millesime)
    if found is None:
        return None
    communes, year = found
    names = _join([f"{c} ({aire('commune', c, millesime).libelle})" for c in communes])
    return communes, (
        f"Le code {code}, valable jusqu'au COG {year}, est reporté sur {names} "
        f"au millésime {millesime}."
    )


def _unite(parts: Sequence[Territoire], millesime: int) -> Territoire:
    """Return one territoire from its parts, those repeated or contained in another left out."""
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    unique = {part.code: part for part in parts}
    inside = _contained(unique)
    kept = [part for code, part in unique.items() if code not in inside]
    absorbed = [unique[code].libelle for code in inside]
    if absorbed:
        notes = (*notes, f"Déjà compris dans le reste de l'union : {_join(sorted(absorbed))}.")
    if len(kept) == 1:
        return replace(kept[0], notes=notes)
    kept.sort(key=lambda part: part.code)
    flat = sorted({code for part in kept for code in part.code.split("+")})
    return Territoire(
        code="+".join(flat),
        libelle=_join([part.libelle for part in kept]),
        niveau="union",
        millesime=millesime,
        communes=tuple(sorted(set().union(*(part.communes for part in kept)))),
        notes=notes,
    )


def _contained(parts: Mapping[str, Territoire]) -> set[str]:
    """Return the codes of the parts that another one contains; of two equal ones, the second."""
    sets = {code: set(part.communes) for code, part in parts.items()}
    holders: dict[str, list[str]] = {}
    for code, part in parts.items():
        for commune in part.communes:
            holders.setdefault(commune, []).append(code)
    return {
        code
        for code, part in parts.items()
        for other in holders[part.communes[0]]  # who contains it holds its first commune
        if other != code
        and (sets[code] < sets[other] or (sets[code] == sets[other] and other < code))
    }


def _read_file(path: Path, millesime: int) -> Territoire:
    lines = _file_codes(path)
    communes: set[str] = set()
    notes: list[str] = []
    for number, code in lines:
        if exists("commune", code, millesime):
            communes.add(code)
        elif carried := _carry(code, millesime):
            communes.update(carried[0])
            notes.append(carried[1])
        else:
            raise _unknown("commune", code, millesime, path, number)
    if not communes:
        raise _refuse("Le fichier ne contient aucun code de commune.", fichier=path)
    return liste(communes, path.stem.replace("_", " "), millesime, notes)


def liste(
    communes: Iterable[str], libelle: str, millesime: int, notes: Sequence[str] = ()
) -> Territoire:
    """Return a list of communes that exist at the vintage; its code is a hash of the list."""
    codes = tuple(sorted(set(communes)))
    digest = hashlib.sha256("\n".join(codes).encode()).hexdigest()[:12]
    unique = tuple(dict.fromkeys(notes))
    return Territoire(f"liste:{digest}", libelle, "liste", millesime, codes, unique)


def _file_codes(path: Path) -> list[tuple[int, str]]:
    """Return line number and code; the first cell of each line, comments and header left out."""
    if not path.is_file():
        raise _refuse("Le fichier de communes est introuvable.", fichier=path)
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise _refuse("Le fichier est trop gros pour une liste de communes.", fichier=path)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.partition("#")[0].strip()
        cell = _first_cell(line)
        code = cell.strip().removeprefix("commune:").strip().upper()
        if code and not (not rows and not re.search(r"\d", code)):
            rows.append((number, code))
    return rows


def _first_cell(line: str) -> str:
    try:
        return next(csv.reader([re.sub(r"[;\t]", ",", line)]), [""])[0] if line else ""
    except csv.Error:  # a cell longer than the module allows is no code: told as unknown
        return line[:40]


def _unknown(
    niveau: NiveauTerritoire,
    code: str,
    millesime: int,
    fichier: Path | None = None,
    ligne: int | None = None,
) -> Erreur:
    return Erreur(
        "territoire_inconnu",
        f"Aucun territoire de niveau {LIBELLES_NIVEAUX[niveau]} n'a le code « {code} » "
        f"au millésime {millesime}.",
        fichier=fichier,
        ligne=ligne,
        attendu=FORMES if fichier is None else "un code de commune de cinq caractères par ligne",
        remede=_propose_code(niveau, code, millesime),
        sortie=CodeSortie.USAGE if fichier is None else CodeSortie.ENTREE,
    )


def _propose_code(niveau: NiveauTerritoire, code: str, millesime: int) -> str:
    """Return the codes that look like it; for a name, the territoires that bear it."""
    if not re.search(r"\d", code):
        return _propose(code, niveau)
    width = {"commune": 5, "departement": 2, "region": 2, "epci": 9}[niveau]
    if exists(niveau, padded := code.zfill(width), millesime):
        name = aire(niveau, padded, millesime).libelle
        return f"les zéros du début comptent : écrivez {niveau}:{padded} ({name})"
    table = {
        "commune": referentiel.communes,
        "epci": referentiel.epci,
        "departement": referentiel.departements,
        "region": referentiel.regions,
    }[niveau](millesime)
    near = process.extract(code, table["code"].to_list(), limit=3, score_cutoff=70)
    names = dict(zip(table["code"], table["libelle"], strict=True))
    if not near:
        return "cherchez-le par son nom : « ancrage territoire chercher »"
    return "vouliez-vous " + _join([f"{niveau}:{c} ({names[c]})" for c, _, _ in near], "ou") + " ?"


def _propose(texte: str, niveau: str | None = None) -> str:
    """Return the territoires whose name or code looks like `texte`."""
    wanted = texte.partition(":")[2] or texte
    hits = [hit for hit in chercher(wanted, 12) if niveau in (None, hit.niveau)][:3]
    if not hits:
        return "vérifiez l'écriture du code"
    return "vouliez-vous " + _join([f"{hit.code} ({hit.libelle})" for hit in hits], "ou") + " ?"


def _refuse(message: str, remede: str | None = None, fichier: Path | None = None) -> Erreur:
    return Erreur(
        "territoire_illisible",
        message,
        fichier=fichier,
        attendu=FORMES,
        remede=remede,
        sortie=CodeSortie.USAGE if fichier is None else CodeSortie.ENTREE,
    )


def _join(names: Sequence[str], word: str = "et") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


__all__ = [
    "FORMES",
    "Territoire",
    "aire",
    "aires",
    "appartenance",
    "departements_of",
    "epci_of",
    "exists",
    "liste",
    "parse_territoire",
    "region_of",
    "regions_of",
]
