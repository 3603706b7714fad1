"""Choose the indicators, write sentences in place of the automatic ones."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.cadres import chapters_of
from ancrage.plateforme.diagnostics.models import (
    Brouillon,
    Diagnostic,
    Redaction,
    SelectionIndicateur,
)
from ancrage.plateforme.diagnostics.services.etapes import add_writer, check, move
from ancrage.plateforme.diagnostics.textes import (
    automatic_texts,
    chapter_of_key,
    computed_codes,
    ticked_codes,
)
from ancrage.plateforme.journal.services import record, snapshot

LONGUEUR_TEXTE = 4_000


def select_all(diagnostic: Diagnostic) -> None:
    """Begin with the indicators that the frame ticks and that have a figure, in its order."""
    _write(diagnostic, ticked_codes(diagnostic))


def copy_work(source: Diagnostic, target: Diagnostic) -> bool:
    """Copy what the frame keeps of the choice and the texts of another; say if a choice is left."""
    known, kept = set(computed_codes(target)), chapters_of(target)
    codes = [one for one in source.selection.values_list("code", flat=True) if one in known]
    _write(target, codes)
    Redaction.objects.bulk_create(
        Redaction(
            diagnostic=target,
            cle=one.cle,
            automatique=one.automatique,
            texte=one.texte,
            auteur=one.auteur,
            auteur_label=one.auteur_label,
            ecrit_le=one.ecrit_le,
        )
        for one in source.redactions.all()
        if chapter_of_key(target, one.cle) in kept
    )
    return bool(codes)


@transaction.atomic
def choose(
    *, acteur: Any, diagnostic: Diagnostic, expected: int, codes: Sequence[str]
) -> Diagnostic:
    """Keep these indicators, in this order; refuse an unknown one or none at all."""
    known = set(computed_codes(diagnostic))
    strangers = [code for code in codes if code not in known]
    if strangers or not codes:
        raise ActeRefuse(
            f"Sans chiffre pour ce territoire : {', '.join(strangers[:10])}."
            if strangers
            else "Aucun indicateur n’est choisi.",
            "Gardez au moins un indicateur de la liste.",
            champ="codes",
        )
    before = list(diagnostic.selection.values_list("code", flat=True))
    wanted = list(dict.fromkeys(codes))
    move(
        acteur=acteur,
        nom="choisir",
        diagnostic=diagnostic,
        expected=expected,
        details={"indicateurs": [" ".join(before), " ".join(wanted)]},
    )
    _write(diagnostic, wanted)
    add_writer(diagnostic, acteur)
    return diagnostic


def _write(diagnostic: Diagnostic, codes: Sequence[str]) -> None:
    diagnostic.selection.all().delete()
    SelectionIndicateur.objects.bulk_create(
        SelectionIndicateur(diagnostic=diagnostic, code=code, rang=rang)
        for rang, code in enumerate(codes, start=1)
    )


@transaction.atomic
def write_text(
    *,
    acteur: Any,
    diagnostic: Diagnostic,
    cle: str,
    texte: str,
    expected: int,
    brouillon: int = 0,
) -> Redaction | None:
    """Write a text in place of the automatic one; an empty or equal text gives it back.

    `expected` is the version of the text that was read, 0 when there was none. Saving again
    without a change says that the text still holds: it leaves the list « à revoir ». The draft of
    that version, `brouillon`, is over; one that someone has typed since then stays.
    """
    check_writing(acteur, diagnostic)
    automatic = find_automatic(diagnostic, cle)
    texte = texte.strip()
    check_length(texte)
    add_writer(diagnostic, acteur)
    Brouillon.objects.filter(diagnostic=diagnostic, cle=cle, version=brouillon).delete()
    known = Redaction.objects.filter(diagnostic=diagnostic, cle=cle).first()
    if not texte or texte == automatic:
        _give_back(acteur, known, expected)
        return None
    values = _text_values(acteur, texte, automatic)
    if known is None:
        return _add_text(acteur, diagnostic, cle, values, expected)
    before = snapshot(known)
    for name, value in values.items():
        setattr(known, name, value)
    known.save_version(expected=expected, fields=list(values))
    record(acteur=acteur, action="rédiger un texte", objet=known, before=before)
    return known


def check_writing(acteur: Any, diagnostic: Diagnostic) -> None:
    """Check on the stored state, held still: nothing is written behind a review that begins."""
    check(acteur, "rediger", Diagnostic.objects.select_for_update().get(pk=diagnostic.pk))


def find_automatic(diagnostic: Diagnostic, cle: str) -> str:
    """Return the automatic text of a key; refuse a key that this diagnosis does not have."""
    automatic = automatic_texts(diagnostic).get(cle)
    if automatic is None:
        raise ActeRefuse("Ce texte n’existe pas dans ce diagnostic.", "Rouvrez le chapitre.")
    return automatic


def check_length(texte: str) -> None:
    """Refuse a text too long to be printed."""
    if len(texte) > LONGUEUR_TEXTE:
        raise ActeRefuse(
            f"Ce texte dépasse {LONGUEUR_TEXTE} caractères.", "Raccourcissez-le.", champ="texte"
        )


def _text_values(acteur: Any, texte: str, automatic: str) -> dict[str, Any]:
    return {
        "texte": texte,
        "automatique": automatic,
        "auteur": acteur,
        "auteur_label": str(acteur),
        "ecrit_le": timezone.now(),
    }


def _add_text(
    acteur: Any, diagnostic: Diagnostic, cle: str, values: dict[str, Any], expected: int
) -> Redaction:
    """Add a text where there was none; one added meanwhile by someone else makes it stale."""
    written, made = Redaction.objects.get_or_create(diagnostic=diagnostic, cle=cle, defaults=values)
    if not made:
        written.save_version(expected=expected, fields=["texte"])
    record(acteur=acteur, action="rédiger un texte", objet=written)
    return written


def _give_back(acteur: Any, known: Redaction | None, expected: int) -> None:
    if known is None:
        return
    known.save_version(expected=expected, fields=["texte"])  # refuses a stale page
    record(acteur=acteur, action="rendre le texte automatique", objet=known)
    known.delete()


@transaction.atomic
def drop_text(*, acteur: Any, diagnostic: Diagnostic, cle: str) -> None:
    """Give up a text that no longer has a place: its indicator left, or lost its figure."""
    check_writing(acteur, diagnostic)
    Brouillon.objects.filter(diagnostic=diagnostic, cle=cle).delete()
    for known in Redaction.objects.filter(diagnostic=diagnostic, cle=cle):
        record(acteur=acteur, action="abandonner un texte", objet=known, before=snapshot(known))
        known.delete()
