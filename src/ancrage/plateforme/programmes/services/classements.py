"""Settle the typology of a sheet: suggestions are kept or turned down by a person."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.programmes.listes import StatutClassement
from ancrage.plateforme.programmes.models import Classement, FicheAction
from ancrage.plateforme.programmes.permissions import can_classify
from ancrage.plateforme.programmes.typologie import check_code, typologie


@transaction.atomic
def classify(
    *, acteur: Any, fiche: FicheAction, facette: str, codes: Collection[str]
) -> list[Classement]:
    """Keep some codes of a facet, turn down its other suggestions; each under the coder's name."""
    if not can_classify(acteur, fiche.contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de classer cette fiche.")
    if fiche.is_figee:
        raise ActeRefuse("Cette fiche est figée.", "Son contenu se change avec un motif.")
    for code in codes:
        check_code(facette, code)
    if len(codes) > 1 and not typologie().facette(facette).multiple:
        raise ActeRefuse("Cette facette prend une seule valeur.", champ=facette)
    before = _kept(fiche, facette)
    rows = {one.code: one for one in fiche.classements.filter(facette=facette)}
    for code in rows.keys() - set(codes):
        _settle(rows[code], StatutClassement.ECARTE, acteur)
    for code in sorted(codes):
        one = rows.get(code) or Classement(
            region=fiche.region, fiche=fiche, facette=facette, code=code
        )
        if one.statut != StatutClassement.VALIDE:
            _settle(one, StatutClassement.VALIDE, acteur)
    record(
        acteur=acteur, action="classer une fiche action", objet=fiche,
        details={facette: [before, _kept(fiche, facette)]},
    )  # fmt: skip
    return list(fiche.classements.filter(facette=facette))


def _settle(one: Classement, statut: str, codeur: Any) -> None:
    one.statut, one.schema = statut, typologie().version
    one.codeur, one.codeur_label, one.code_le = codeur, str(codeur), timezone.now()
    one.save()


def _kept(fiche: FicheAction, facette: str) -> str:
    kept = fiche.classements.valides().filter(facette=facette)
    return ", ".join(kept.order_by("code").values_list("code", flat=True))
