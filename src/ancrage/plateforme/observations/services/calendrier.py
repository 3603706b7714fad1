"""Keep the release calendar, and the queue of what a new edition obliges to read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.observations.consequences import (
    Figures,
    compare,
    list_publications,
    pack,
    unpack,
)
from ancrage.plateforme.observations.destinataires import members_of
from ancrage.plateforme.observations.models import CalendrierDiffusion, Consequence, ReleveEdition
from ancrage.plateforme.observations.models.calendrier import Origine
from ancrage.plateforme.observations.parutions import read_annonces
from ancrage.plateforme.observations.permissions import is_ors
from ancrage.plateforme.observations.profils import sources
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.services import enqueue

RELEVES_GARDES = 3


@transaction.atomic
def sync_calendar(*, region: str) -> int:
    """Add the releases that the catalogue announces, once each; return how many are new."""
    known = set(CalendrierDiffusion.objects.filter(region=region).values_list("source", "annonce"))
    added = 0
    for annonce in read_annonces():
        if (annonce.source, annonce.texte) not in known:
            _add(None, region, annonce.source, annonce.texte, annonce.jour, Origine.CATALOGUE)
            added += 1
    return added


def _add(
    acteur: Any, region: str, code: str, annonce: str, jour: date | None, origine: Origine,
    **received: Any,
) -> CalendrierDiffusion:  # fmt: skip
    source = sources()[code]
    parution = CalendrierDiffusion.objects.create(
        region=region, source=code, producteur=source.producteur[:200], titre=source.titre[:250],
        annonce=annonce[:200], attendue_le=jour, origine=origine, **received,
    )  # fmt: skip
    record(acteur=acteur, action="noter une parution attendue", objet=parution)
    return parution


@transaction.atomic
def enter_release(
    *, acteur: Any, region: str, source: str, annonce: str, attendue_le: date
) -> CalendrierDiffusion:
    """Note a release that a producer announced."""
    _refuse_others(acteur, region)
    if source not in sources():
        raise ActeRefuse(f"Aucune source ne porte le code « {source} ».", champ="source")
    taken = CalendrierDiffusion.objects.filter(region=region, source=source, annonce=annonce)
    if taken.exists():
        raise ActeRefuse(
            "Cette parution est déjà au calendrier.", "Corrigez sa date.", champ="annonce"
        )
    return _add(acteur, region, source, annonce.strip(), attendue_le, Origine.SAISIE)


@transaction.atomic
def change_date(
    *, acteur: Any, parution: CalendrierDiffusion, expected: int, attendue_le: date
) -> CalendrierDiffusion:
    """Change the day of a release that has not come."""
    _refuse_others(acteur, parution.region)
    _refuse_received(parution)
    before = snapshot(parution)
    parution.attendue_le = attendue_le
    parution.save_version(expected=expected, fields=["attendue_le"])
    record(acteur=acteur, action="dater une parution", objet=parution, before=before)
    return parution


@transaction.atomic
def receive(
    *, acteur: Any, parution: CalendrierDiffusion, expected: int, millesime: str
) -> CalendrierDiffusion:
    """Say that a release came; the loading of its file says it too."""
    _refuse_others(acteur, parution.region)
    _refuse_received(parution)
    before = snapshot(parution)
    parution.recue_le, parution.millesime_recu = timezone.localdate(), millesime[:60]
    parution.save_version(expected=expected, fields=["recue_le", "millesime_recu"])
    record(acteur=acteur, action="recevoir une parution", objet=parution, before=before)
    return parution


def _refuse_others(acteur: Any, region: str) -> None:
    if not is_ors(acteur, region):
        raise ActeRefuse("Le calendrier de diffusion est tenu par l’observatoire de la région.")


def _refuse_received(parution: CalendrierDiffusion) -> None:
    if parution.recue_le:
        raise ActeRefuse(f"Cette parution est reçue depuis le {parution.recue_le:%d/%m/%Y}.")


def compare_now(*, acteur: Any, region: str) -> Travail:
    """Queue the comparison of the figures in use with the last reading."""
    _refuse_others(acteur, region)
    return enqueue("observations.consequences", acteur=acteur, region=region, region_lue=region)


@transaction.atomic
def record_edition(
    *, region: str, edition: str, figures: Figures, millesimes: Mapping[str, list[str]]
) -> int:
    """Keep a reading of the figures, and queue what it changes; return how many lines.

    The first reading changes nothing: there is nothing to compare it with.
    """
    previous = ReleveEdition.objects.filter(region=region).first()
    if previous is not None and previous.edition == edition:
        return 0
    # An edition may come back (a deposit of files undone): its reading is then the latest again.
    ReleveEdition.objects.filter(region=region, edition=edition).delete()
    releve = ReleveEdition.objects.create(
        region=region, edition=edition, contenu=pack(figures), millesimes=dict(millesimes)
    )
    record(acteur=None, action="relever une édition des chiffres", objet=releve)
    _prune(region)
    if previous is None:
        return 0
    _receive_new(region, previous.millesimes, millesimes)
    rows = [
        Consequence(
            region=region, edition_avant=previous.edition, edition_apres=edition,
            genre=line.genre, cle=line.cle, libelle=line.libelle[:250], constat=line.constat,
            lien=line.lien[:300],
        )
        for line in compare(unpack(previous.contenu), figures, list_publications(region))
    ]  # fmt: skip
    Consequence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        notify(
            destinataires=members_of(region), cle=f"edition:{region}:{edition}"[:120],
            titre=f"Nouvelle édition des chiffres : {len(rows)} points à revoir",
            texte="Indicateurs, verdicts et documents publiés qu’elle change.",
            lien="/observatoire/calendrier/consequences/",
        )  # fmt: skip
    return len(rows)


def _prune(region: str) -> None:
    kept = ReleveEdition.objects.filter(region=region).values_list("pk", flat=True)
    ReleveEdition.objects.filter(region=region).exclude(pk__in=list(kept[:RELEVES_GARDES])).delete()


def _receive_new(
    region: str, before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> None:
    """Mark as received the release of each source that has a new vintage."""
    for code, held in after.items():
        new = sorted(set(held) - set(before.get(code, ())))
        if not new or code not in sources():
            continue
        waiting = CalendrierDiffusion.objects.filter(region=region, source=code).attendues()
        parution = waiting.first()
        if parution is None:
            _add(
                None, region, code, f"millésime {new[-1]}", None, Origine.MAGASIN,
                recue_le=timezone.localdate(), millesime_recu=new[-1],
            )  # fmt: skip
            continue
        old = snapshot(parution)
        parution.recue_le, parution.millesime_recu = timezone.localdate(), new[-1]
        parution.save_version(expected=parution.version, fields=["recue_le", "millesime_recu"])
        record(acteur=None, action="recevoir une parution", objet=parution, before=old)


@transaction.atomic
def review(*, acteur: Any, consequence: Consequence, expected: int, note: str = "") -> Consequence:
    """Say that a person read what a new edition changes, and what she did of it."""
    _refuse_others(acteur, consequence.region)
    if consequence.revue_le:
        raise ActeRefuse(f"Ce point est déjà revu, par {consequence.revue_par}.")
    before = snapshot(consequence)
    consequence.revue_par, consequence.revue_le = acteur, timezone.now()
    consequence.note = note.strip()
    consequence.save_version(expected=expected, fields=["revue_par", "revue_le", "note"])
    record(acteur=acteur, action="revoir une conséquence", objet=consequence, before=before)
    return consequence
