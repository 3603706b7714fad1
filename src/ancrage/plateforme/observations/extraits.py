"""Look into an uploaded extract: its columns, and what the mapping could be; never its counts."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ancrage.observatoire import api
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import read_first
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier

SEPARATEURS = (";", ",", "\t", "|")
LIGNES_LUES = 20_000  # enough to meet every age and sex; the engine reads them all
COLONNES_MAX = 200
# What column names usually say, folded to letters.
NOMS = {
    "commune": ("com", "commune", "codecommune", "codgeo", "comdom", "insee"),
    "periode": ("annee", "an", "periode", "anneedeces"),
    "sexe": ("sexe", "sx"),
    "age": ("age", "clage", "classeage", "trancheage"),
    "cause": ("cause", "causeinitiale", "cim10", "code"),
    "effectif": ("nbdeces", "effectif", "nb", "nombre", "deces", "n"),
    "population": ("pop", "population", "personnesannees"),
}
HOMMES = ("1", "h", "m", "homme", "hommes", "masculin")
FEMMES = ("2", "f", "femme", "femmes", "feminin")
AGE = re.compile(
    r"^\D*(\d{1,3})\s*(?:ans?)?\s*(?:(?:-|à|_)\s*\d{1,3}|\+|et plus|ou plus)?\D*$", re.I
)


@dataclass(frozen=True, slots=True)
class Apercu:
    """What an extract shows of itself: how it is written, its columns, a first mapping."""

    separateur: str
    encodage: str
    colonnes: tuple[str, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    sexes: Mapping[str, str] = field(default_factory=dict)
    ages: Mapping[str, int] = field(default_factory=dict)
    annees: tuple[str, ...] = ()


def extract_bytes(fichier: Fichier) -> bytes:
    """Return the extract as the text that the engine reads; a workbook gives its first sheet."""
    try:
        contenu = fichier.chemin.read_bytes()
    except OSError:
        raise ActeRefuse(
            "L’extrait n’est plus là : il a été effacé.", "Déposez-le à nouveau."
        ) from None
    return _sheet_as_csv(fichier.nom, contenu) if fichier.type == TypeFichier.XLSX else contenu


def _sheet_as_csv(nom: str, contenu: bytes) -> bytes:
    """Write the first sheet as text, one line per row: the line numbers stay those of Excel."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    for row in read_first(nom, contenu):
        writer.writerow([" ".join(cell.split()) for cell in row])
    return out.getvalue().encode()


def look_into(contenu: bytes) -> Apercu:
    """Return how an extract is written and a mapping to start from; nothing is decided."""
    encodage = _encoding(contenu)
    text = contenu.decode(encodage, errors="replace")
    first = text.partition("\n")[0]
    separateur = max(SEPARATEURS, key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=separateur)
    try:
        colonnes = tuple(cell.strip() for cell in next(rows, []))
        body = [row for row, _ in zip(rows, range(LIGNES_LUES), strict=False)]
    except csv.Error:
        raise _unreadable() from None
    if not 2 <= len(colonnes) <= COLONNES_MAX or not all(colonnes):
        raise _unreadable()
    roles = _guess_roles(colonnes)
    return Apercu(
        separateur, encodage, colonnes, roles,
        sexes=guess_sexes(_labels(body, colonnes, roles.get("sexe"))),
        ages=guess_ages(_labels(body, colonnes, roles.get("age"))),
        annees=_years(_labels(body, colonnes, roles.get("periode"))),
    )  # fmt: skip


def _unreadable() -> ActeRefuse:
    return ActeRefuse(
        "La première ligne de l’extrait ne donne pas le nom des colonnes.",
        "Attendu : une ligne d’en-têtes, puis une ligne par case. Rien n’a été gardé.",
        champ="fichier",
    )


def _encoding(contenu: bytes) -> str:
    try:
        contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _guess_roles(colonnes: Sequence[str]) -> dict[str, str]:
    known = {re.sub(r"[^a-z0-9]", "", name.casefold().replace("é", "e")): name for name in colonnes}
    found = {
        role: next((known[one] for one in names if one in known), "")
        for role, names in NOMS.items()
    }
    return {role: name for role, name in found.items() if name}


def _labels(
    body: Sequence[Sequence[str]], colonnes: Sequence[str], column: str | None
) -> list[str]:
    if not column:
        return []
    place = colonnes.index(column)
    return sorted({row[place].strip() for row in body if len(row) > place and row[place].strip()})


def guess_sexes(labels: Sequence[str]) -> dict[str, str]:
    """Return the label of men and the label of women, where both are usual ones."""
    men = [one for one in labels if api.fold(one) in HOMMES]
    women = [one for one in labels if api.fold(one) in FEMMES]
    return {men[0]: "hommes", women[0]: "femmes"} if men and women else {}


def guess_ages(labels: Sequence[str]) -> dict[str, int]:
    """Return the first age of each band, where every label begins with one."""
    matches = {label: AGE.match(label) for label in labels}
    if not labels or not all(matches.values()):
        return {}
    ages = {label: int(found[1]) for label, found in matches.items() if found}
    return dict(sorted(ages.items(), key=lambda pair: pair[1]))


def _years(labels: Sequence[str]) -> tuple[str, ...]:
    years = [one for one in labels if re.fullmatch(r"[12]\d{3}", one)]
    return tuple(years) if len(years) == len(labels) else ()


def as_initial(apercu: Apercu) -> dict[str, Any]:
    """Return the description to start from."""
    return {
        "lecture": {"separateur": apercu.separateur, "encodage": apercu.encodage},
        "colonnes": dict(apercu.roles),
        "sexes": dict(apercu.sexes),
        "ages": dict(apercu.ages),
        "periodes": list(apercu.annees),
    }


def columns_of(fichier: Fichier | None) -> tuple[str, ...]:
    """Return the columns of an extract that is still here."""
    if fichier is None:
        raise ActeRefuse("L’extrait n’est plus là : il a été effacé.", "Déposez-le à nouveau.")
    return look_into(extract_bytes(fichier)).colonnes
