"""The frame of an imported plan: its needs, priorities, axes and objectives.

Parts of an import, which records the whole. What exists already is left as it is.
"""

from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.models import (
    Axe,
    Besoin,
    GrillePriorisation,
    Objectif,
    Priorite,
)
from ancrage.plateforme.programmes.plan import ObjectifEcrit, Plan, PrioriteEcrite
from ancrage.plateforme.programmes.references import paths_of
from ancrage.plateforme.programmes.services.priorites import (
    insert_priorite,
    write_grille,
    write_notes,
)
from ancrage.plateforme.programmes.services.strategie import (
    insert_axe,
    insert_besoin,
    insert_objectif,
)
from ancrage.plateforme.programmes.valeurs import Ecart

FAITS_PAR_UN_IMPORT = ("besoins", "grille", "priorites", "axes", "objectifs")


def insert_trame(contrat: Contrat, plan: Plan, ecarts: list[Ecart]) -> dict[str, list[Any]]:
    """Add the parts of a plan that a contract has not; return what was added, by kind."""
    made: dict[str, list[Any]] = {name: [] for name in FAITS_PAR_UN_IMPORT}
    besoins = {one.code: one for one in contrat.besoins.all()}
    for besoin in plan.besoins:
        if besoin.code not in besoins:
            with _told(ecarts, "Besoins", besoin.libelle):
                besoins[besoin.code] = insert_besoin(contrat, besoin)
                made["besoins"].append(besoin.code)
    if plan.criteres and not GrillePriorisation.objects.filter(contrat=contrat).exists():
        with _told(ecarts, "Grille", "critères"):
            _insert_grille(contrat, plan)
            made["grille"] = [one.code for one in plan.criteres]
    priorites = set(contrat.priorites.values_list("libelle", flat=True))
    for priorite in plan.priorites:
        if priorite.libelle not in priorites:
            with _told(ecarts, "Priorités", priorite.libelle):
                _insert_priorite(contrat, priorite, besoins)
                made["priorites"].append(priorite.libelle)
    axes = {one.libelle: one for one in contrat.axes.all()}
    for axe in plan.axes:
        if axe.libelle not in axes:
            with _told(ecarts, "Axes", axe.libelle):
                axes[axe.libelle] = insert_axe(contrat, axe)
                made["axes"].append(axe.libelle)
    known = paths_of(contrat)
    for objectif in plan.objectifs:
        if objectif.chemin not in known:
            with _told(ecarts, "Objectifs", " > ".join(objectif.chemin)):
                known[objectif.chemin] = _insert_objectif(objectif, axes, known)
                made["objectifs"].append(list(objectif.chemin))
    return made


class _told:  # noqa: N801 (read as a word of the sentence: with told…)
    """Leave out what is refused inside, and say why."""

    def __init__(self, ecarts: list[Ecart], sheet: str, what: str) -> None:
        self.ecarts, self.sheet, self.what = ecarts, sheet, what
        self.block = transaction.atomic()

    def __enter__(self) -> None:
        self.block.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.block.__exit__(kind, error, trace)
        if isinstance(error, ActeRefuse):
            words = f"non repris : {error}"
            self.ecarts.append(Ecart(self.sheet, 0, "", self.what, words))
            return True
        return False


def _insert_grille(contrat: Contrat, plan: Plan) -> None:
    criteres = [
        {"code": one.code, "libelle": one.libelle, "poids": float(one.poids)}
        for one in plan.criteres
    ]
    write_grille(contrat, criteres, plan.criteres[0].note_maximale)


def _read_notes(priorite: PrioriteEcrite) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in priorite.notes:
        code, _, note = line.rpartition("=")
        try:
            found[code.strip()] = float(note.replace(",", "."))
        except ValueError:
            raise ActeRefuse(f"La note « {line} » ne se lit pas : « critère = note ».") from None
    return found


def _insert_priorite(
    contrat: Contrat, priorite: PrioriteEcrite, besoins: dict[str, Besoin]
) -> None:
    unknown = [code for code in priorite.besoins if code not in besoins]
    if unknown:
        raise ActeRefuse(f"Le besoin « {unknown[0]} » n’existe pas.")
    if bool(priorite.decision) != (priorite.decidee_le is not None):
        raise ActeRefuse("Une priorité retenue a le numéro et la date de sa décision.")
    row = insert_priorite(contrat, priorite.libelle, [besoins[code] for code in priorite.besoins])
    if priorite.notes:
        write_notes(row, _read_notes(priorite))
    row.decision, row.decidee_le = priorite.decision, priorite.decidee_le
    row.save(update_fields=["decision", "decidee_le"])


def _insert_objectif(
    objectif: ObjectifEcrit, axes: dict[str, Axe], known: dict[tuple[str, ...], Objectif]
) -> Objectif:
    *above, libelle = objectif.chemin
    if not above or above[0] not in axes:
        raise ActeRefuse("Son axe n’existe pas.")
    parent = known.get(tuple(above)) if len(above) > 1 else None
    if len(above) > 1 and parent is None:
        raise ActeRefuse("L’objectif au-dessus n’existe pas.")
    return insert_objectif(axes[above[0]], libelle, objectif.niveau, parent, objectif.structurant)


def remove_trame(contrat: Contrat, made: dict[str, list[Any]]) -> None:
    """Take off what an import added, but for what something else leans on now."""
    known = paths_of(contrat)
    for chemin in sorted(made["objectifs"], key=len, reverse=True):
        objectif = known.get(tuple(chemin))
        if objectif is not None and not (objectif.fiches.exists() or objectif.enfants.exists()):
            objectif.delete()
    for axe in Axe.objects.filter(contrat=contrat, libelle__in=made["axes"]):
        if not (axe.fiches.exists() or axe.objectifs.exists()):
            axe.delete()
    for priorite in Priorite.objects.filter(contrat=contrat, libelle__in=made["priorites"]):
        if not priorite.axes.exists():
            priorite.delete()
    if made["grille"]:
        GrillePriorisation.objects.filter(contrat=contrat).delete()
    for besoin in Besoin.objects.filter(contrat=contrat, code__in=made["besoins"]):
        if not (besoin.fiches.exists() or besoin.priorites.exists()):
            besoin.delete()
