"""Give the sheets of who leaves to who comes: all of them at once, or none."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.programmes.listes import RoleIntervenant
from ancrage.plateforme.programmes.plan import FicheEcrite, IntervenantEcrit
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import check_writer, edit_fiche, reload


@transaction.atomic
def hand_over_fiches(
    *,
    acteur: Any,
    contrat: Contrat,
    codes: Sequence[str],
    structure: str,
    fonction: str = "",
    motif: str,
) -> int:
    """Make one organisation the pilot of several sheets; return how many changed hands."""
    check_writer(acteur, contrat)
    structure = " ".join(structure.split())
    if not structure:
        raise ActeRefuse("Nommez la structure qui reprend les fiches.", champ="structure")
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi les fiches changent de pilote.", champ="motif")
    rows = list(contrat.fiches.filter(code__in=codes).order_by("code"))
    if not rows or len(rows) != len(set(codes)):
        raise ActeRefuse("Choisissez des fiches de ce contrat.", champ="codes")
    for fiche in rows:
        edit_fiche(
            acteur=acteur, fiche=fiche, expected=fiche.version, motif=motif.strip(),
            contenu=_with_pilot(read_fiche(reload(fiche)), structure, fonction.strip()),
        )  # fmt: skip
    details = {"fiches confiées": ["", f"{' '.join(one.code for one in rows)} : {structure}"]}
    record(
        acteur=acteur, action="confier des fiches", objet=contrat, details=details,
        motif=motif.strip(),
    )  # fmt: skip
    return len(rows)


def _with_pilot(contenu: FicheEcrite, structure: str, fonction: str) -> FicheEcrite:
    """Return a sheet with its new pilot first; the former one leaves it."""
    others = tuple(one for one in contenu.intervenants if one.role != RoleIntervenant.PILOTE)
    pilot = IntervenantEcrit(role=RoleIntervenant.PILOTE, structure=structure, fonction=fonction)
    return contenu.model_copy(update={"intervenants": (pilot, *others)})
