"""Read the table of a regional plan (code, label, code of the parent): pasted, CSV or workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif
from ancrage.plateforme.fichiers.models import TypeFichier

ADMIS = frozenset({TypeFichier.XLSX, TypeFichier.CSV, TypeFichier.TXT})
ENTETES = frozenset({"code", "code de l’objectif", "code de l'objectif", "code objectif"})
OBJECTIFS_MAX = 2_000
CODE_MAX = ObjectifRegional._meta.get_field("code").max_length or 20
LIBELLE_MAX = ObjectifRegional._meta.get_field("libelle").max_length or 300
Rangee = tuple[int, list[str]]  # line of the table, its cells


@dataclass(frozen=True, slots=True)
class EcartPlan:
    """A line that cannot be taken, and why."""

    ligne: int
    code: str
    message: str


@dataclass
class TablePlan:
    """What a table says: its objectives, each after its parent, and the lines refused."""

    objectifs: list[NouvelObjectif] = field(default_factory=list)
    ecarts: list[EcartPlan] = field(default_factory=list)


def text_of_rows(rows: Sequence[Sequence[str]]) -> str:
    """Return cells as the text that `fichiers.tableau` reads back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([(*row, "", "", "")[:3] for row in rows])
    return out.getvalue()


def read_table(rows: Sequence[Sequence[str]]) -> TablePlan:
    """Return the objectives of a table, and every line that cannot be taken, with its reason."""
    found = TablePlan()
    lines = list(_filled(rows))
    if len(lines) > OBJECTIFS_MAX:
        raise ActeRefuse(
            f"Ce tableau a {len(lines)} lignes.",
            f"Un plan a au plus {OBJECTIFS_MAX} objectifs : vérifiez la feuille choisie.",
            champ="tableau",
        )
    codes = [cells[0] for _, cells in lines if cells[0]]
    parents = {cells[0]: cells[2] for _, cells in lines}
    seen: set[str] = set()
    for number, cells in lines:
        reason = _reason(cells, seen, frozenset(codes), parents)
        seen.add(cells[0])
        if reason:
            found.ecarts.append(EcartPlan(number, cells[0], reason))
        else:
            found.objectifs.append(NouvelObjectif(cells[0], cells[1], cells[2]))
    if not found.ecarts:
        found.objectifs = _parents_first(found.objectifs)
    return found


def _filled(rows: Sequence[Sequence[str]]) -> Iterator[Rangee]:
    """Yield the lines that hold something, three cells each, the heads left out."""
    for number, row in enumerate(rows, start=1):
        cells = [" ".join(cell.split()) for cell in (*row, "", "", "")[:3]]
        if any(cells) and not (number == 1 and cells[0].casefold() in ENTETES):
            yield number, cells


def _reason(
    cells: Sequence[str], seen: set[str], codes: frozenset[str], parents: dict[str, str]
) -> str:
    """Return why a line cannot be taken, nothing when it can."""
    code, libelle, parent = cells
    checks = (
        (not code, "il manque le code"),
        (not libelle, "il manque le libellé"),
        (len(code) > CODE_MAX, f"le code dépasse {CODE_MAX} caractères"),
        (len(libelle) > LIBELLE_MAX, f"le libellé dépasse {LIBELLE_MAX} caractères"),
        (code in seen, f"le code « {code} » est déjà pris plus haut"),
        (bool(parent) and parent not in codes,
         f"l’objectif parent « {parent} » n’est pas dans le tableau"),
        (_loops(code, parents), f"l’objectif « {code} » se contient lui-même"),
    )  # fmt: skip
    return next((message for wrong, message in checks if wrong), "")


def _loops(code: str, parents: dict[str, str]) -> bool:
    met = {code}
    above = parents.get(code, "")
    while above:
        if above in met:
            return above == code
        met.add(above)
        above = parents.get(above, "")
    return False


def _parents_first(objectifs: Sequence[NouvelObjectif]) -> list[NouvelObjectif]:
    """Return the objectives in the order of the table, a parent moved above what it contains."""
    known = {one.code: one for one in objectifs}
    placed: dict[str, NouvelObjectif] = {}
    for one in objectifs:
        above = [one]
        while above[-1].parent and above[-1].parent not in placed:
            above.append(known[above[-1].parent])
        placed |= {each.code: each for each in reversed(above)}
    return list(placed.values())
