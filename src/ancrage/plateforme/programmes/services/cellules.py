"""Change many sheets by their cells, as in a spreadsheet: each cell alone, nothing overwritten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.references import References, references_of
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import SUIVI, check_writer
from ancrage.plateforme.programmes.verification import build, changed_fields, check_fiche

CHAMPS = (
    "titre", "nature", "statut", "motif", "avancement", "debut", "fin", "statut_financement",
    "etp", "effectif_vise", "domaine_legal", "strategie_inegalites", "participation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell as it is to become; `avant` is what its writer read, when she read something."""

    code: str
    champ: str
    apres: Any
    avant: Any = None
    lue: bool = False


@dataclass(frozen=True, slots=True)
class CelluleRefusee:
    """A cell that was not written, and why."""

    code: str
    champ: str
    message: str


@transaction.atomic
def edit_cells(
    *, acteur: Any, contrat: Contrat, cellules: Sequence[Cellule]
) -> tuple[list[str], list[CelluleRefusee]]:
    """Write cells; return the codes of the sheets that changed, and the cells refused.

    A cell that somebody else changed since it was read is refused, the others are written.
    """
    check_writer(acteur, contrat)
    refs = references_of(contrat)
    wanted: dict[str, list[Cellule]] = defaultdict(list)
    for one in cellules:
        wanted[one.code].append(one)
    rows = FicheAction.objects.of(contrat).filter(code__in=wanted).with_parts()
    known = {one.code: one for one in rows}
    changed: list[str] = []
    refused: list[CelluleRefusee] = []
    for code, cells in wanted.items():
        if code not in known:
            refused.append(CelluleRefusee(code, "code", "aucune fiche ne porte ce code"))
        elif _edit_one(acteur, known[code], cells, refs, refused):
            changed.append(code)
    return changed, refused


def _edit_one(
    acteur: Any,
    fiche: FicheAction,
    cells: Sequence[Cellule],
    refs: References,
    refused: list[CelluleRefusee],
) -> bool:
    """Write the cells of a sheet; say whether it changed."""
    before = read_fiche(fiche)
    values: dict[str, Any] = {}
    for one in cells:
        reason = _refusal(fiche, before, one)
        if reason:
            refused.append(CelluleRefusee(fiche.code, one.champ, reason))
        else:
            values[one.champ] = one.apres
    try:
        after: FicheEcrite = build(FicheEcrite, **dict(before) | values)
        check_fiche(after, refs)
    except ActeRefuse as refusal:
        refused.append(CelluleRefusee(fiche.code, refusal.champ or "", str(refusal)))
        return False
    details = changed_fields(before, after)
    if details:
        for name in details:
            setattr(fiche, name, getattr(after, name))
        fiche.modifie_le = timezone.now()
        fiche.save_version(expected=fiche.version, fields=[*details, "modifie_le"])
        record(acteur=acteur, action="modifier une fiche action", objet=fiche, details=details)
    return bool(details)


def _refusal(fiche: FicheAction, before: FicheEcrite, one: Cellule) -> str:
    if one.champ not in CHAMPS:
        return "cette colonne ne se modifie pas dans le tableau"
    stored = getattr(before, one.champ)
    if stored == one.apres:
        return ""
    if one.lue and stored != one.avant:
        return f"quelqu’un a écrit « {stored} » entre-temps ; choisissez, puis enregistrez"
    if fiche.is_figee and one.champ not in SUIVI:
        return "fiche validée : son contenu se change sur sa page, avec une raison"
    return ""
