"""The opinion of the delegation, the decision that freezes a note, its files, the next version."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.faisabilite.contenu import digest, gather
from ancrage.plateforme.faisabilite.destinataires import followers_of
from ancrage.plateforme.faisabilite.document import render_note
from ancrage.plateforme.faisabilite.listes import Sens
from ancrage.plateforme.faisabilite.manques import blocking
from ancrage.plateforme.faisabilite.models import DecisionNote, DocumentNote, NoteFaisabilite
from ancrage.plateforme.faisabilite.models.decisions import FormatNote
from ancrage.plateforme.faisabilite.permissions import can_advise, can_decide, can_revise
from ancrage.plateforme.fichiers.services import keep_bytes
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.travaux.services import enqueue

DESSINER = "faisabilite.dessiner"
Dire = Callable[[int, int, str], None]


@transaction.atomic
def advise(
    *, acteur: Any, note: NoteFaisabilite, expected: int, sens: str, motif: str,
    on: date | None = None,
) -> NoteFaisabilite:  # fmt: skip
    """Write the reasoned opinion of the delegation; it may be written again until the decision."""
    if not can_advise(acteur, note):
        raise ActeRefuse("La délégation départementale donne l’avis, avant la décision.")
    _check_reasoned(sens, motif)
    before = snapshot(note)
    note.avis_dd, note.avis_motif, note.avis_le = sens, motif.strip(), day_of_act(on)
    note.save_version(expected=expected, fields=["avis_dd", "avis_motif", "avis_le"])
    record(acteur=acteur, action="donner l’avis de la délégation", objet=note, before=before)
    return note


def _check_reasoned(sens: str, motif: str) -> None:
    if sens not in Sens.values:
        raise ActeRefuse("Choisissez favorable, réserve ou défavorable.", champ="sens")
    if not motif.strip():
        raise ActeRefuse("Écrivez le motif.", champ="motif")


@transaction.atomic
def decide(
    *, acteur: Any, note: NoteFaisabilite, expected: int, sens: str, motif: str,
    on: date | None = None,
) -> DecisionNote:  # fmt: skip
    """Decide: the note, its figures included, is frozen under its print; its files are queued."""
    if not can_decide(acteur, note):
        raise ActeRefuse("Le siège de l’ARS décide, une fois par version de la note.")
    _check_reasoned(sens, motif)
    jour = day_of_act(on)
    content = gather(note, jour)
    missing = blocking(content, sens)
    if missing:
        raise ActeRefuse(
            f"La note n’est pas assez complète pour cette décision. Manque : {', '.join(missing)}.",
            "Faites compléter les rubriques, puis décidez.",
        )
    before = snapshot(note)
    note.decidee_le = jour
    note.save_version(expected=expected, fields=["decidee_le"])
    record(acteur=acteur, action="clore une note", objet=note, before=before, motif=motif.strip())
    return _freeze(acteur, note, content, sens, motif.strip(), jour)


def _freeze(
    acteur: Any, note: NoteFaisabilite, content: dict[str, Any], sens: str, motif: str, jour: date
) -> DecisionNote:
    content["decision"] = {
        "code": sens, "sens": str(Sens(sens).label), "motif": motif, "le": jour.isoformat(),
    }  # fmt: skip
    made = DecisionNote.objects.create(
        region=note.region, note=note, numero=note.numero, sens=sens, motif=motif, le=jour,
        contenu=content, empreinte=digest(content), auteur=acteur, auteur_label=str(acteur),
    )  # fmt: skip
    record(acteur=acteur, action="décider de la faisabilité", objet=made, motif=motif)
    enqueue(
        DESSINER, acteur=acteur, region=note.region,
        libelle=f"Écrire la note : {note.libelle}"[:200], decision=str(made.identifiant),
    )  # fmt: skip
    notify(
        destinataires=followers_of(note),
        cle=f"faisabilite:{made.identifiant}",
        titre=f"Faisabilité, {note.libelle} : {made.get_sens_display()}",
        texte=motif[:500],
        lien=f"/faisabilite/{note.identifiant}/",
    )
    return made


@transaction.atomic
def revise(*, acteur: Any, note: NoteFaisabilite, expected: int, motif: str) -> NoteFaisabilite:
    """Open the next version of a decided note: its content is kept, its opinion is to be given."""
    if not can_revise(acteur, note):
        raise ActeRefuse("La délégation départementale reprend une note décidée.")
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi la note est reprise.", champ="motif")
    before = snapshot(note)
    note.decidee_le, note.numero = None, note.numero + 1
    note.avis_dd, note.avis_motif, note.avis_le = "", "", None
    note.save_version(
        expected=expected, fields=["decidee_le", "numero", "avis_dd", "avis_motif", "avis_le"]
    )
    record(
        acteur=acteur, action="reprendre une note", objet=note, before=before, motif=motif.strip()
    )
    return note


def draw(*, acteur: Any, decision: DecisionNote, dire: Dire) -> int:
    """Draw the files of a decision from its frozen content; those already kept are left."""
    kept = set(decision.documents.values_list("format", flat=True))
    for rank, format in enumerate(FormatNote.values):
        dire(rank, len(FormatNote), f"écrire le document {FormatNote(format).label}")
        if format not in kept:
            _keep(
                acteur, decision, format, render_note(decision.contenu, format, decision.empreinte)
            )
    return len(FormatNote) - len(kept)


@transaction.atomic
def _keep(acteur: Any, decision: DecisionNote, format: str, octets: bytes) -> None:
    made = DocumentNote.objects.create(
        decision=decision, format=format, sha256=keep_bytes(octets), taille=len(octets)
    )
    record(acteur=acteur, action="écrire un document de note", objet=made)
