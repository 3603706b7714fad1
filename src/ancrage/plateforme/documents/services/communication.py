"""Write the plan of communication of a contract, a row at a time."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.documents.communication import plan_type
from ancrage.plateforme.documents.models import LigneCommunication
from ancrage.plateforme.journal.services import record, snapshot


@dataclass(frozen=True, slots=True)
class LigneEcrite:
    """A row as a person writes it."""

    public: str
    message: str
    support: str
    responsable: str
    pour_le: date | None = None
    fait_le: date | None = None


CHAMPS = ["public", "message", "support", "responsable", "pour_le", "fait_le"]


@transaction.atomic
def add_ligne(*, acteur: Any, contrat: Contrat, contenu: LigneEcrite) -> LigneCommunication:
    """Add a row."""
    _check(acteur, contrat)
    _check_row(contrat, contenu)
    made: LigneCommunication = LigneCommunication.objects.create(
        region=contrat.region, contrat=contrat, **asdict(contenu)
    )
    record(acteur=acteur, action="ajouter au plan de communication", objet=made)
    return made


@transaction.atomic
def edit_ligne(
    *, acteur: Any, ligne: LigneCommunication, expected: int, contenu: LigneEcrite
) -> LigneCommunication:
    """Change a row, or say that it is done; `EditionConcurrente` when somebody did since."""
    _check(acteur, ligne.contrat)
    _check_row(ligne.contrat, contenu, but=ligne)
    before = snapshot(ligne)
    for name, value in asdict(contenu).items():
        setattr(ligne, name, value)
    ligne.save_version(expected=expected, fields=CHAMPS)
    record(acteur=acteur, action="modifier le plan de communication", objet=ligne, before=before)
    return ligne


@transaction.atomic
def remove_ligne(*, acteur: Any, ligne: LigneCommunication) -> None:
    """Take a row out; the journal keeps what it said."""
    _check(acteur, ligne.contrat)
    record(
        acteur=acteur, action="retirer du plan de communication", objet=ligne,
        details={"message": [ligne.message, ""]},
    )  # fmt: skip
    ligne.delete()


@transaction.atomic
def propose_plan(*, acteur: Any, contrat: Contrat) -> int:
    """Add the rows of the catalogue that the plan lacks, without a day; return how many."""
    _check(acteur, contrat)
    rows = LigneCommunication.objects.of(contrat).values_list("public", "message")
    known = set(rows)
    missing = [one for one in plan_type().lignes if (str(one.public), one.message) not in known]
    for one in missing:
        contenu = LigneEcrite(str(one.public), one.message, one.support, one.responsable)
        add_ligne(acteur=acteur, contrat=contrat, contenu=contenu)
    return len(missing)


def _check(acteur: Any, contrat: Contrat) -> None:
    if acteur is not None and not can_prepare(acteur, contrat):
        raise ActeRefuse("L’équipe du contrat et l’ARS écrivent le plan de communication.")
    if not contrat.is_open:
        raise ActeRefuse("Ce contrat est clos : son plan de communication ne change plus.")


def _check_row(
    contrat: Contrat, contenu: LigneEcrite, but: LigneCommunication | None = None
) -> None:
    if contenu.fait_le and contenu.fait_le > today():
        raise ActeRefuse(
            "Ce qui est fait l’est au plus tard aujourd’hui.",
            "Pour un jour à venir, remplissez « pour le ».", champ="fait_le",
        )  # fmt: skip
    same = LigneCommunication.objects.of(contrat).filter(
        public=contenu.public, message=contenu.message
    )
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise ActeRefuse(
            "Ce message est déjà prévu pour ce public.", "Modifiez sa ligne.", champ="message"
        )
