"""Write a part of a contract in place of its automatic text, or come back to it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.articles import PartieLue, part_of
from ancrage.plateforme.documents.models import RedactionContrat
from ancrage.plateforme.documents.permissions import can_write
from ancrage.plateforme.journal.services import record, snapshot

TEXTE_MAX = 20_000
CHAMPS = ["texte", "automatique", "auteur", "auteur_label", "ecrit_le"]


@transaction.atomic
def write_part(
    *, acteur: Any, contrat: Contrat, cle: str, texte: str, expected: int, on: date | None = None
) -> RedactionContrat:
    """Keep what the team wrote, with its author and date.

    `expected` is the version that the form was opened on, 0 when nobody had written yet. Raises
    `EditionConcurrente` when somebody else has saved since.
    """
    part = _check(acteur, contrat, cle, day_of_act(on))
    cleaned = "\n".join(line.rstrip() for line in texte.replace("\r\n", "\n").split("\n")).strip()
    if not cleaned:
        raise ActeRefuse("Un texte vide ne remplace rien.", "Reprenez le texte automatique.",
                         champ="texte")  # fmt: skip
    if len(cleaned) > TEXTE_MAX:
        raise ActeRefuse(f"Ce texte dépasse {TEXTE_MAX} caractères.", "Raccourcissez-le.",
                         champ="texte")  # fmt: skip
    values = {
        "texte": cleaned, "automatique": part.automatique, "auteur": acteur,
        "auteur_label": str(acteur), "ecrit_le": timezone.now(),
    }  # fmt: skip
    known = part.redaction
    if known is None:
        return _begin(acteur, contrat, cle, values, expected)
    before = snapshot(known)
    for name, value in values.items():
        setattr(known, name, value)
    known.save_version(expected=expected, fields=CHAMPS)
    record(acteur=acteur, action="écrire le texte d’un contrat", objet=known, before=before)
    return known


def _begin(
    acteur: Any, contrat: Contrat, cle: str, values: dict[str, Any], expected: int
) -> RedactionContrat:
    if expected:  # the text that the form was opened on was given up meanwhile
        raise EditionConcurrente(
            "Quelqu’un est revenu au texte automatique pendant que vous écriviez.",
            "Votre texte est conservé ci-dessous : choisissez ce qui reste.",
            actuel={"texte": values["automatique"], "version": 0},
        )
    made, created = RedactionContrat.objects.get_or_create(
        contrat=contrat, cle=cle, defaults={**values, "region": contrat.region}
    )
    if not created:  # two people began at the same moment
        made.save_version(expected=expected, fields=CHAMPS)
    record(acteur=acteur, action="écrire le texte d’un contrat", objet=made)
    return made


@transaction.atomic
def drop_part(*, acteur: Any, contrat: Contrat, cle: str, expected: int) -> None:
    """Come back to the automatic text; the journal keeps what was written."""
    part = _check(acteur, contrat, cle, day_of_act(None))
    known = part.redaction
    if known is None:
        return
    before = snapshot(known)
    known.save_version(expected=expected, fields=["ecrit_le"])
    record(
        acteur=acteur, action="revenir au texte automatique", objet=known, before=before,
        details={"texte": [known.texte, ""]},
    )  # fmt: skip
    known.delete()


def _check(acteur: Any, contrat: Contrat, cle: str, on: date) -> PartieLue:
    if not can_write(acteur, contrat):
        raise ActeRefuse(
            "Vous ne pouvez pas écrire le texte de ce contrat.",
            "L’équipe du contrat l’écrit jusqu’à la signature ; un avenant le modifie ensuite.",
        )
    part = part_of(contrat, cle, on)
    if part is None:
        raise ActeRefuse(f"Le contrat n’a pas de partie « {cle} ».")
    return part
