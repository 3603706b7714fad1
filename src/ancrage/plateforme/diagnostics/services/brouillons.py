"""Keep a text as it is typed, until it is saved or given up: a closed tab loses nothing."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.models import Brouillon, Diagnostic, Redaction
from ancrage.plateforme.diagnostics.services.etapes import add_writer
from ancrage.plateforme.diagnostics.services.selection import (
    check_length,
    check_writing,
    find_automatic,
)
from ancrage.plateforme.journal.services import record, snapshot

CHAMPS = ["texte", "lu", "auteur", "auteur_label", "ecrit_le"]


@transaction.atomic
def keep_draft(
    *, acteur: Any, diagnostic: Diagnostic, cle: str, texte: str, lu: int, expected: int
) -> Brouillon | None:
    """Keep what is being typed; the text as it stands already needs no draft, and None is said.

    `lu` is the version of the text under the eyes of the writer, `expected` that of the draft (0:
    none). Raises `EditionConcurrente` when someone else has typed since. The journal tells who
    began a draft and whose draft was written over, not every pause of a keyboard.
    """
    check_writing(acteur, diagnostic)
    check_length(texte)
    values = {
        "texte": texte, "lu": lu, "auteur": acteur, "auteur_label": str(acteur),
        "ecrit_le": timezone.now(),
    }  # fmt: skip
    known = Brouillon.objects.filter(diagnostic=diagnostic, cle=cle).first()
    if texte.strip() == _stored(diagnostic, cle):
        _forget(known, expected)
        return None
    add_writer(diagnostic, acteur)
    if known is None:
        return _begin(acteur, diagnostic, cle, values, expected)
    before, other = snapshot(known), known.auteur_id != acteur.pk
    for name, value in values.items():
        setattr(known, name, value)
    known.save_version(expected=expected, fields=CHAMPS)
    if other:
        record(acteur=acteur, action="reprendre un brouillon", objet=known, before=before)
    return known


def _stored(diagnostic: Diagnostic, cle: str) -> str:
    """Return the text that would be published now: the saved one, else the automatic one."""
    automatic = find_automatic(diagnostic, cle)
    written = Redaction.objects.filter(diagnostic=diagnostic, cle=cle).first()
    return written.texte if written else automatic


def _begin(
    acteur: Any, diagnostic: Diagnostic, cle: str, values: dict[str, Any], expected: int
) -> Brouillon:
    kept, made = Brouillon.objects.get_or_create(diagnostic=diagnostic, cle=cle, defaults=values)
    if not made:  # two people began at the same moment
        kept.save_version(expected=expected, fields=CHAMPS)
    record(acteur=acteur, action="commencer un brouillon", objet=kept)
    return kept


def _forget(known: Brouillon | None, expected: int) -> None:
    if known is not None:
        known.save_version(expected=expected, fields=CHAMPS)  # refuses a stale page
        known.delete()


@transaction.atomic
def drop_draft(*, acteur: Any, diagnostic: Diagnostic, cle: str, expected: int) -> None:
    """Give a draft up, as it was read."""
    check_writing(acteur, diagnostic)
    known = Brouillon.objects.filter(diagnostic=diagnostic, cle=cle).first()
    if known is None:
        return
    before = snapshot(known)
    _forget(known, expected)
    record(acteur=acteur, action="abandonner un brouillon", objet=diagnostic, details={
        "brouillon": [before["brouillon"], ""]})  # fmt: skip


def refuse_pending(diagnostic: Diagnostic) -> None:
    """Refuse to go on while a text is only a draft: it would be left out without a word."""
    waiting = diagnostic.brouillons.count()
    if waiting:
        raise ActeRefuse(
            f"{waiting} brouillon(s) ne sont pas enregistrés.",
            "Ouvrez chaque texte : enregistrez-le, ou abandonnez son brouillon.",
        )
