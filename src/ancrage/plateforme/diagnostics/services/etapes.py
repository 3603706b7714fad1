"""Move a diagnosis from one state to the next: right, state, version, then the audit."""

from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.etats import ACTES
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.diagnostics.permissions import refusal
from ancrage.plateforme.journal.services import record, snapshot


def check(acteur: Any, nom: str, diagnostic: Diagnostic) -> None:
    """Refuse an act that the table does not open to this person in this state."""
    reason = refusal(acteur, nom, diagnostic)
    if reason:
        raise ActeRefuse(reason, "Rouvrez le diagnostic pour voir où il en est.")


@transaction.atomic
def move(
    *,
    acteur: Any,
    nom: str,
    diagnostic: Diagnostic,
    expected: int,
    motif: str = "",
    fields: tuple[str, ...] = (),
    details: dict[str, list[str]] | None = None,
) -> Diagnostic:
    """Do one act of the table on the version that the person read; `fields` were set before."""
    check(acteur, nom, diagnostic)
    before = snapshot(Diagnostic.objects.get(pk=diagnostic.pk))
    acte = ACTES[nom]
    saved = list(fields)
    if acte.vers is not None:
        diagnostic.etat = acte.vers
        saved.append("etat")
    diagnostic.save_version(expected=expected, fields=saved)
    record(
        acteur=acteur,
        action=f"{acte.libelle} (diagnostic)",
        objet=diagnostic,
        before=before,
        details=details,
        motif=motif,
    )
    return diagnostic


def add_writer(diagnostic: Diagnostic, acteur: Any) -> None:
    """Remember that a person wrote: she will not review."""
    diagnostic.redacteurs.add(acteur)
