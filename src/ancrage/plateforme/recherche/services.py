"""Keep the index in step with what it lists: it is derived, and can be rebuilt at any time."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.recherche.classement import trigrams_of
from ancrage.plateforme.recherche.models import EntreeRecherche, TrigrammeRecherche
from ancrage.plateforme.recherche.registre import Entree, Lister, kinds

LOT = 500  # rows in a transaction: a rebuild never holds the database long
CHAMPS = ("libelle", "precision", "statut", "lien", "plie", "texte")


def rebuild() -> dict[str, int]:
    """Bring every kind up to date; only what changed is written. Return the entries by kind."""
    return {one.type: _update(one.type, one.lister, None) for one in kinds() if one.lister}


def refresh(type: str, cles: Collection[str]) -> None:
    """Bring a few things up to date, as their app has just changed them."""
    for one in kinds():
        if one.type == type and one.lister:
            _update(type, one.lister, cles)


def _update(type: str, lister: Lister, cles: Collection[str] | None) -> int:
    stored = EntreeRecherche.objects.filter(type=type)
    if cles is not None:
        stored = stored.filter(cle__in=cles)
    known = {row.cle: row for row in stored}
    wanted = {entree.cle: _row(type, entree) for entree in lister(cles)}
    gone = [row.pk for cle, row in known.items() if cle not in wanted]
    changed = [row for cle, row in wanted.items() if _differs(known.get(cle), row)]
    stale = gone + [known[row.cle].pk for row in changed if row.cle in known]
    for part in _parts(stale):
        EntreeRecherche.objects.filter(pk__in=part).delete()
    for part in _parts(changed):
        _write(part)
    return len(wanted)


def _row(type: str, entree: Entree) -> EntreeRecherche:
    return EntreeRecherche(
        type=type,
        cle=entree.cle,
        libelle=entree.libelle[:250],
        precision=entree.precision[:250],
        statut=entree.statut[:60],
        lien=entree.lien,
        plie=fold(entree.libelle)[:250],
        texte=fold(entree.texte),
    )


def _differs(stored: EntreeRecherche | None, row: EntreeRecherche) -> bool:
    return stored is None or any(getattr(stored, n) != getattr(row, n) for n in CHAMPS)


def _parts(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + LOT] for start in range(0, len(rows), LOT))


@transaction.atomic
def _write(rows: list[EntreeRecherche]) -> None:
    created = EntreeRecherche.objects.bulk_create(rows)
    TrigrammeRecherche.objects.bulk_create(
        (
            TrigrammeRecherche(entree=row, trigramme=trigramme)
            for row in created
            for trigramme in sorted(trigrams_of(f"{row.plie} {row.texte}"))
        ),
        batch_size=5_000,
    )
