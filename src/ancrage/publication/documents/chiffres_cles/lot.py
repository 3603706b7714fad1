"""The chiffres clés of a list of territories: resumable, unchanged files left as they are.

What was made from what is kept in `.etat.json` beside the files. A territory that fails is told
at the end and does not stop the others. Two processes share the work; each is renewed after some
files, so that memory stays flat.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ancrage.observatoire.api import (
    CodeSortie,
    Erreur,
    Territoire,
    cadres,
    indicateurs,
    parse_territoire,
)
from ancrage.publication.documents.chiffres_cles.ecriture import render
from ancrage.publication.documents.chiffres_cles.rendu import forget_layouts
from ancrage.publication.documents.chiffres_cles.territoire import data_version
from ancrage.publication.fichiers import write_whole

ETAT = ".etat.json"
PROCESSUS = 2
RENEWED_AFTER = 50  # files made by one process
ALONE = 3  # so few files are made faster without starting processes
_NAME_MAX = 60

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class BilanLot:
    """What a batch did: files written, left unchanged, and the territories that failed."""

    ecrits: list[Path] = field(default_factory=list)
    inchanges: list[Path] = field(default_factory=list)
    echecs: list[tuple[str, str]] = field(default_factory=list)  # territory, why


@dataclass(frozen=True, slots=True)
class Tache:
    """One file to make."""

    texte: str
    nom: str | None
    sortie: Path
    empreinte: str


def write_batch(
    territoires: Sequence[str] | Path,
    dossier: Path,
    *,
    formats: Sequence[str] = ("pdf",),
    processus: int = PROCESSUS,
    progress: Progress = lambda _name, _done, _total: None,
) -> BilanLot:
    """Write the documents of many territories in a folder; call again to go on after a stop.

    `territoires`: codes, or a file with one code a line, a name after « ; » where wanted.
    """
    dossier.mkdir(parents=True, exist_ok=True)  # refused once, before the first territory
    bilan = BilanLot()
    state = _State(dossier)
    lines = read_list(territoires) if isinstance(territoires, Path) else _pairs(territoires)
    tasks = list(_plan(lines, dossier, formats, bilan))
    waiting = [task for task in tasks if not state.holds(task)]
    bilan.inchanges = [task.sortie for task in tasks if task not in waiting]
    total, done = len(tasks), len(tasks) - len(waiting)
    progress("", done, total)
    for task, error, digest in _run(waiting, processus):
        done += 1
        if error:
            bilan.echecs.append((task.texte, error))
        else:
            bilan.ecrits.append(task.sortie)
            state.record(task, digest)
        progress(task.sortie.name, done, total)
    bilan.ecrits.sort()
    bilan.echecs.sort()
    return bilan


def read_list(path: Path) -> list[tuple[str, str | None]]:
    """Return the territories of a file: « code » or « code ; nom » a line, # for a comment."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Erreur(
            "liste_illisible",
            "La liste de territoires ne se lit pas.",
            fichier=path,
            attendu="un texte en UTF-8, un territoire par ligne (« epci:244500468 »)",
            remede="vérifiez le chemin et l'encodage du fichier",
            sortie=CodeSortie.ENTREE,
        ) from error
    return _pairs([line for line in map(str.strip, lines) if line and not line.startswith("#")])


def _pairs(lines: Sequence[str]) -> list[tuple[str, str | None]]:
    split = [line.partition(";") for line in lines]
    return [(code.strip(), name.strip() or None) for code, _, name in split]


def _plan(
    lines: Sequence[tuple[str, str | None]],
    dossier: Path,
    formats: Sequence[str],
    bilan: BilanLot,
) -> Iterator[Tache]:
    """Yield the files to make, each once; a territory that does not exist is told."""
    seen: set[Path] = set()
    for text, name in lines:
        try:
            area = parse_territoire(text, libelle=name)
        except Erreur as error:
            bilan.echecs.append((text, str(error)))
            continue
        for kind in formats:
            path = dossier / f"{file_stem(area)}.{kind}"
            if path not in seen:
                seen.add(path)
                yield Tache(text, name, path, fingerprint(area, kind))


def file_stem(area: Territoire) -> str:
    """Return « epci-244500468-orleans-metropole »: readable, one per territory and name."""
    code = area.code.replace(":", "-")
    if "+" in code or "/" in code or len(code) > _NAME_MAX:
        code = f"{area.niveau}-{hashlib.sha256(area.code.encode()).hexdigest()[:10]}"
    plain = unicodedata.normalize("NFKD", area.libelle).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_NAME_MAX].strip("-")
    return f"{code}-{words}" if words else code


def fingerprint(area: Territoire, kind: str) -> str:
    """Return the hash of what makes a file: data, code, catalogue, territory, name, format."""
    parts = [
        data_version(),
        code_version(),
        catalogue_version(),
        area.code,
        area.libelle,
        str(area.millesime),
        *area.communes,
        kind,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_version() -> str:
    """Return the hash of the code and templates: a version number does not move between commits."""
    root = Path(str(resources.files("ancrage")))
    digest = hashlib.sha256()
    for folder in ("observatoire", "publication"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".typ"}:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def catalogue_version() -> str:
    """Return the hash of what the catalogue says: a reworded definition is a new document."""
    items = [cadres()["chiffres_cles"], *indicateurs().values()]
    return hashlib.sha256("\n".join(i.model_dump_json() for i in items).encode()).hexdigest()


class _State:
    """The record of what was made from what, written after each file."""

    def __init__(self, dossier: Path) -> None:
        self.path = dossier / ETAT
        self.files: dict[str, dict[str, str]] = {}
        try:
            known = json.loads(self.path.read_text("utf-8"))
            self.files = dict(known["fichiers"])
        except (OSError, ValueError, KeyError, TypeError):
            self.files = {}  # none yet, or damaged: every file is made again

    def holds(self, task: Tache) -> bool:
        """Tell whether the file is there, as it was made, from the same inputs."""
        known = self.files.get(task.sortie.name, {})
        if known.get("empreinte") != task.empreinte or not task.sortie.is_file():
            return False
        return known.get("sha256") == hashlib.sha256(task.sortie.read_bytes()).hexdigest()

    def record(self, task: Tache, digest: str) -> None:
        """Remember a file just made."""
        self.files[task.sortie.name] = {"empreinte": task.empreinte, "sha256": digest}
        plain: dict[str, Any] = {"fichiers": dict(sorted(self.files.items()))}
        text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.path, text.encode())


def _run(waiting: Sequence[Tache], processus: int) -> Iterator[tuple[Tache, str, str]]:
    """Yield each task with its error, or the checksum of its file."""
    if processus <= 1 or len(waiting) <= ALONE:
        for task in waiting:
            yield (task, *_make(task))
        return
    # « spawn »: a forked process would inherit the threads and locks of polars.
    with ProcessPoolExecutor(
        processus, mp_context=get_context("spawn"), max_tasks_per_child=RENEWED_AFTER
    ) as pool:
        running = {pool.submit(_make, task): task for task in waiting}
        for future in as_completed(running):
            try:
                error, digest = future.result()
            except BrokenProcessPool:
                error, digest = "le calcul a été interrompu ; relancez la commande", ""
            yield running[future], error, digest


def _make(task: Tache) -> tuple[str, str]:
    """Make one file; return (error, "") or ("", checksum). One failure never stops the batch."""
    try:
        area = parse_territoire(task.texte, libelle=task.nom)
        content = render(area, task.sortie.suffix.removeprefix("."))
        write_whole(task.sortie, content)
        forget_layouts()
    except Erreur as error:
        return str(error), ""
    except Exception as error:
        return f"défaut du programme ({type(error).__name__} : {error})", ""
    return "", hashlib.sha256(content).hexdigest()
