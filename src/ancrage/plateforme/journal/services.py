"""Write the audit, and check that nobody altered it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ancrage.plateforme.journal.models import Acte

# Any constant will do: it names the lock that puts the rows of the chain one after the other.
CHAIN_LOCK = 7_340_651


PERSONNE = "personne:"  # a person in a difference: her reference, the page says her name


def snapshot(objet: models.Model) -> dict[str, str]:
    """Return the object's own fields as text, by verbose name; take one before a change.

    A choice is its label, a related object its name, a date its ISO text, a list its JSON. A
    related person is a reference: her name can then be erased. A personal field
    (`CHAMPS_PERSONNELS` of the model) leaves a print that cannot be read back: the audit says
    that it changed, never to what.
    """
    personal: frozenset[str] = getattr(objet, "CHAMPS_PERSONNELS", frozenset())
    values = {}
    for field in objet._meta.concrete_fields:
        if field.primary_key or field.name in ("version", "modifie_le", "password", "last_login"):
            continue
        text = _text(objet, field)
        values[str(field.verbose_name)] = _mask(text) if field.name in personal else text
    return values


def _text(objet: models.Model, field: Any) -> str:
    """Return the value of a field as the audit keeps it."""
    value = getattr(objet, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _related(getattr(objet, field.name))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def _related(other: Any) -> str:
    """Return the name of an object, or the reference of one whose name is personal."""
    if isinstance(other, get_user_model()):
        return f"{PERSONNE}{other.identifiant}"
    return str(other)[:200]


def _mask(text: str) -> str:
    """Return a keyed print of a hidden value: enough to see that it changed."""
    return f"(masqué {salted_hmac('journal', text).hexdigest()[:8]})" if text else ""


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """Return what changed, as {field: [before, after]}."""
    return {
        name: [before.get(name, ""), after.get(name, "")]
        for name in after
        if before.get(name, "") != after.get(name, "")
    }


@transaction.atomic
def record(
    *,
    acteur: Any,
    action: str,
    objet: models.Model,
    before: dict[str, str] | None = None,
    details: dict[str, list[str]] | None = None,
    motif: str = "",
) -> Acte:
    """Add one row to the audit, inside the caller's transaction.

    `acteur` is a user, or None for the platform itself. `before` is the `snapshot` taken before
    the change (None for a creation: no difference is stored); `details` adds differences that no
    field of the object holds. An act that rolls back leaves no row.
    """
    changes = differences(before, snapshot(objet)) if before is not None else {}
    _lock_chain()
    previous = Acte.objects.order_by("-rang").only("rang", "empreinte").first()
    acte = Acte(
        rang=previous.rang + 1 if previous else 1,
        quand=timezone.now(),
        region=getattr(objet, "region", "") or getattr(acteur, "region", "") or "",
        acteur_id=str(getattr(acteur, "identifiant", "") or ""),
        acteur_label=str(acteur) if acteur else "Ancrage",
        action=action,
        objet_type=objet._meta.label_lower,
        objet_id=str(objet.pk),
        objet_label=str(objet)[:200],
        motif=motif,
        differences=changes | (details or {}),
        precedente=previous.empreinte if previous else "",
    )
    acte.empreinte = compute_empreinte(acte)
    acte.save(force_insert=True)
    return acte


def _lock_chain() -> None:
    """Let one writer at a time read the last row: SQLite's IMMEDIATE transactions already do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def compute_empreinte(acte: Acte) -> str:
    """Return the print of a row: SHA-256 over the previous print and its own content.

    The two labels stay outside: erasing a person's name must not break the chain.
    """
    content = [
        acte.precedente,
        acte.rang,
        acte.quand.isoformat(),
        acte.region,
        acte.acteur_id,
        acte.action,
        acte.objet_type,
        acte.objet_id,
        acte.motif,
        acte.differences,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def find_break(actes: Iterable[Acte] | None = None) -> int | None:
    """Return the rank of the first row that does not follow from the one before, or None."""
    empreinte, rang = "", 0
    rows = Acte.objects.order_by("rang").iterator() if actes is None else actes
    for acte in rows:
        sound = acte.rang == rang + 1 and acte.precedente == empreinte
        if not sound or acte.empreinte != compute_empreinte(acte):
            return acte.rang
        empreinte, rang = acte.empreinte, acte.rang
    return None


@transaction.atomic
def pseudonymise(*, acteur_id: str, objets: Iterable[models.Model], label: str) -> int:
    """Replace a person's name by `label` where the audit shows it; return how many rows changed.

    Only the two labels change, which stand outside the prints: the chain still holds. The act
    of erasing is itself recorded by the caller, before.
    """
    changed = Acte.objects.filter(acteur_id=acteur_id).update(acteur_label=label)
    for objet in objets:
        changed += Acte.objects.of(objet).update(objet_label=label)
    return changed
