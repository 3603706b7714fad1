"""Write the local processes beside a contract, or take them from its feasibility note."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.models import ActeurLocal
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.programmes.models import DemarcheLiee, FicheAction, TypeDemarche
from ancrage.plateforme.programmes.services.fiches import check_writer

CHAMPS = ["type", "nom", "organisme", "depuis", "jusqu_au", "prise_en_compte", "source"]


@dataclass(frozen=True, slots=True)
class DemarcheEcrite:
    """A local process as written: who carries it, since when, how the contract takes it in."""

    type: str
    nom: str
    organisme: str = ""
    depuis: date | None = None
    jusqu_au: date | None = None
    prise_en_compte: str = ""
    source: str = ""
    fiches: Sequence[FicheAction] = ()


@transaction.atomic
def add_demarche(*, acteur: Any, contrat: Contrat, contenu: DemarcheEcrite) -> DemarcheLiee:
    """Add a process to those that the contract takes into account."""
    check_writer(acteur, contrat)
    made = _insert(contrat, contenu)
    record(acteur=acteur, action="ajouter une démarche liée", objet=made)
    return made


@transaction.atomic
def edit_demarche(
    *, acteur: Any, demarche: DemarcheLiee, expected: int, contenu: DemarcheEcrite
) -> DemarcheLiee:
    """Change what is said of a process."""
    check_writer(acteur, demarche.contrat)
    values = _checked(demarche.contrat, contenu, demarche.pk)
    before = snapshot(demarche)
    for name, value in values.items():
        setattr(demarche, name, value)
    demarche.save_version(expected=expected, fields=CHAMPS)
    demarche.fiches.set(contenu.fiches)
    record(acteur=acteur, action="modifier une démarche liée", objet=demarche, before=before)
    return demarche


@transaction.atomic
def remove_demarche(*, acteur: Any, demarche: DemarcheLiee) -> None:
    """Take a process off; the journal keeps it."""
    check_writer(acteur, demarche.contrat)
    record(acteur=acteur, action="retirer une démarche liée", objet=demarche)
    demarche.delete()


def _insert(contrat: Contrat, contenu: DemarcheEcrite) -> DemarcheLiee:
    values = _checked(contrat, contenu)
    made = DemarcheLiee.objects.create(region=contrat.region, contrat=contrat, **values)
    made.fiches.set(contenu.fiches)
    return made


def _checked(contrat: Contrat, contenu: DemarcheEcrite, own: int = 0) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(contenu, name) for name in CHAMPS}
    for name in ("nom", "organisme", "prise_en_compte", "source"):
        values[name] = values[name].strip()
    if contenu.type not in TypeDemarche.values:
        raise ActeRefuse("Dites de quel type de démarche il s’agit.", champ="type")
    if not values["nom"]:
        raise ActeRefuse("Nommez la démarche.", champ="nom")
    if contenu.depuis and contenu.jusqu_au and contenu.jusqu_au < contenu.depuis:
        raise ActeRefuse("La fin précède le début.", champ="jusqu_au")
    same = contrat.demarches_liees.filter(type=contenu.type, nom__iexact=values["nom"])
    if same.exclude(pk=own).exists():
        raise ActeRefuse(f"« {values['nom']} » est déjà parmi les démarches liées.", champ="nom")
    if any(one.contrat_id != contrat.pk for one in contenu.fiches):
        raise ActeRefuse("Une de ces fiches est d’un autre contrat.", champ="fiches")
    return values


# --- from the feasibility note


def proposed_demarches(contrat: Contrat) -> list[ActeurLocal]:
    """Return the local actors of the notes of a contract that it does not list yet."""
    known = {(one.type, one.nom.casefold()) for one in contrat.demarches_liees.all()}
    rows = ActeurLocal.objects.filter(note__contrat=contrat).select_related("note")
    found: dict[tuple[str, str], ActeurLocal] = {}
    for one in rows.order_by("-note__cree_le", "rang"):
        key = (one.type, one.nom.casefold())
        if key not in known:
            found.setdefault(key, one)
    return list(found.values())


@transaction.atomic
def take_from_note(*, acteur: Any, contrat: Contrat, acteurs: Collection[int]) -> int:
    """Take the chosen local actors of the note as linked processes; return how many."""
    check_writer(acteur, contrat)
    taken = [one for one in proposed_demarches(contrat) if one.pk in acteurs]
    if not taken:
        raise ActeRefuse("Choisissez au moins une démarche.", champ="acteurs")
    for one in taken:
        made = _insert(contrat, _from_note(one))
        record(acteur=acteur, action="reprendre une démarche de la note", objet=made)
    return len(taken)


def _from_note(one: ActeurLocal) -> DemarcheEcrite:
    """Return what a note knows of a process; how the contract takes it in is still to be said."""
    said = f"note de faisabilité « {one.note} »"
    source = f"{said}, d’après {one.source}" if one.source else said
    return DemarcheEcrite(
        one.type, one.nom, depuis=one.debut, jusqu_au=one.fin, source=source[:300]
    )
