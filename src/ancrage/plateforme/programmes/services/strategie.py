"""Write the needs, priorities, axes and objectives of a contract."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.contenu import codes_of
from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.programmes.listes import RANG_NIVEAU, EvolutionBesoin, NiveauObjectif
from ancrage.plateforme.programmes.models import (
    AppuiBesoin,
    Axe,
    Besoin,
    Objectif,
    Priorite,
)
from ancrage.plateforme.programmes.plan import AppuiEcrit, AxeEcrit, BesoinEcrit
from ancrage.plateforme.programmes.services.fiches import check_writer

RANGEABLES: dict[str, type[Any]] = {"besoins": Besoin, "priorites": Priorite, "axes": Axe}


def next_rank(rows: Any) -> int:
    """Return the rank after the last."""
    return (rows.aggregate(last=Max("rang"))["last"] or 0) + 1


# --- needs


@transaction.atomic
def create_besoin(*, acteur: Any, contrat: Contrat, contenu: BesoinEcrit) -> Besoin:
    """Add a need with what establishes it: at least one indicator or one sourced finding."""
    check_writer(acteur, contrat)
    besoin = insert_besoin(contrat, contenu)
    record(acteur=acteur, action="ajouter un besoin", objet=besoin)
    return besoin


def insert_besoin(contrat: Contrat, contenu: BesoinEcrit) -> Besoin:
    """Write a need and what it leans on; recorded above."""
    if contrat.besoins.filter(code=contenu.code).exists():
        raise ActeRefuse(f"Le code « {contenu.code} » est déjà pris.", champ="code")
    _check_besoin(contenu)
    besoin = Besoin.objects.create(
        region=contrat.region, contrat=contrat, rang=next_rank(contrat.besoins),
        **contenu.model_dump(exclude={"appuis"}),
    )  # fmt: skip
    _write_appuis(besoin, contenu.appuis)
    return besoin


def _check_besoin(contenu: BesoinEcrit) -> None:
    if contenu.evolution not in ("", *EvolutionBesoin.values):
        raise ActeRefuse(f"« {contenu.evolution} » n’est pas une évolution.", champ="evolution")
    if not contenu.appuis:
        raise ActeRefuse(
            f"Le besoin « {contenu.libelle} » ne s’appuie sur rien.",
            "Citez un indicateur d’une édition, ou un constat avec sa source.",
            champ="appuis",
        )


def _write_appuis(besoin: Besoin, appuis: Sequence[AppuiEcrit]) -> None:
    besoin.appuis.all().delete()
    for one in appuis:
        figured = one.edition and one.indicateur and not (one.constat or one.source)
        sourced = one.constat and one.source and not (one.edition or one.indicateur)
        if not (figured or sourced):
            raise ActeRefuse(
                "Un appui est un indicateur d’une édition, ou un constat avec sa source.",
                champ="appuis",
            )
        edition = _edition(besoin.region, one) if figured else None
        AppuiBesoin.objects.create(
            region=besoin.region, besoin=besoin, edition=edition,
            **one.model_dump(exclude={"edition"}),
        )  # fmt: skip


def _edition(region: str, appui: AppuiEcrit) -> Edition:
    """Return the edition of a print, that published the indicator."""
    edition = Edition.objects.filter(region=region, empreinte=appui.edition).first()
    if edition is None:
        raise ActeRefuse("Cette édition n’est pas de la région.", champ="appuis")
    if appui.indicateur not in codes_of(edition):
        raise ActeRefuse(
            f"L’édition « {edition} » ne publie pas l’indicateur « {appui.indicateur} ».",
            champ="appuis",
        )
    return edition


@transaction.atomic
def edit_besoin(*, acteur: Any, besoin: Besoin, expected: int, contenu: BesoinEcrit) -> Besoin:
    """Change a need."""
    check_writer(acteur, besoin.contrat)
    _check_besoin(contenu)
    before = snapshot(besoin)
    fields = ["code", "libelle", "description", "evolution"]
    others = besoin.contrat.besoins.exclude(pk=besoin.pk)
    if others.filter(code=contenu.code).exists():
        raise ActeRefuse(f"Le code « {contenu.code} » est déjà pris.", champ="code")
    for name in fields:
        setattr(besoin, name, getattr(contenu, name))
    besoin.save_version(expected=expected, fields=fields)
    _write_appuis(besoin, contenu.appuis)
    record(acteur=acteur, action="modifier un besoin", objet=besoin, before=before)
    return besoin


# --- axes and objectives


@transaction.atomic
def create_axe(*, acteur: Any, contrat: Contrat, contenu: AxeEcrit) -> Axe:
    """Add an axis, last in the order, under the priorities that it serves."""
    check_writer(acteur, contrat)
    axe = insert_axe(contrat, contenu)
    record(acteur=acteur, action="ajouter un axe", objet=axe)
    return axe


def insert_axe(contrat: Contrat, contenu: AxeEcrit) -> Axe:
    """Write an axis; recorded above."""
    if contrat.axes.filter(libelle=contenu.libelle).exists():
        raise ActeRefuse(f"L’axe « {contenu.libelle} » existe déjà.", champ="libelle")
    axe = Axe.objects.create(
        region=contrat.region, contrat=contrat, rang=next_rank(contrat.axes),
        libelle=contenu.libelle, description=contenu.description,
    )  # fmt: skip
    tie_priorites(axe, contenu.priorites)
    return axe


def tie_priorites(axe: Axe, labels: Sequence[str]) -> None:
    """Put an axis under priorities of its contract, named by their labels."""
    found = {one.libelle: one for one in axe.contrat.priorites.all()}
    unknown = [label for label in labels if label not in found]
    if unknown:
        raise ActeRefuse(f"La priorité « {unknown[0]} » n’existe pas.", champ="priorites")
    axe.priorites.set(found[label] for label in labels)


@transaction.atomic
def edit_axe(*, acteur: Any, axe: Axe, expected: int, contenu: AxeEcrit) -> Axe:
    """Change an axis; the sheets follow, none is renamed."""
    check_writer(acteur, axe.contrat)
    if axe.contrat.axes.exclude(pk=axe.pk).filter(libelle=contenu.libelle).exists():
        raise ActeRefuse(f"L’axe « {contenu.libelle} » existe déjà.", champ="libelle")
    before = snapshot(axe)
    axe.libelle, axe.description = contenu.libelle, contenu.description
    axe.save_version(expected=expected, fields=["libelle", "description"])
    tie_priorites(axe, contenu.priorites)
    record(acteur=acteur, action="modifier un axe", objet=axe, before=before)
    return axe


@transaction.atomic
def create_objectif(
    *, acteur: Any, axe: Axe, libelle: str, niveau: str, parent: Objectif | None = None,
    structurant: bool = False,
) -> Objectif:  # fmt: skip
    """Add an objective to an axis, at the root or under a wider one."""
    check_writer(acteur, axe.contrat)
    objectif = insert_objectif(axe, libelle, niveau, parent, structurant)
    record(acteur=acteur, action="ajouter un objectif", objet=objectif)
    return objectif


def insert_objectif(
    axe: Axe, libelle: str, niveau: str, parent: Objectif | None, structurant: bool
) -> Objectif:
    """Write an objective; recorded above."""
    name = " ".join(libelle.split())
    if not name:
        raise ActeRefuse("Donnez un libellé à l’objectif.", champ="libelle")
    if niveau not in NiveauObjectif.values:
        raise ActeRefuse(f"« {niveau} » n’est pas un niveau d’objectif.", champ="niveau")
    if parent is not None and (
        parent.axe_id != axe.pk or RANG_NIVEAU[parent.niveau] >= RANG_NIVEAU[niveau]
    ):
        raise ActeRefuse(
            f"Un objectif {NiveauObjectif(niveau).label} ne va pas sous « {parent} ».",
            "Du plus large au plus précis : général, spécifique, opérationnel, dans un même axe.",
            champ="parent",
        )
    rows = axe.objectifs.filter(parent=parent)
    if rows.filter(libelle=name).exists():
        raise ActeRefuse(f"L’objectif « {name} » existe déjà ici.", champ="libelle")
    return Objectif.objects.create(
        region=axe.region, axe=axe, parent=parent, niveau=niveau, rang=next_rank(rows),
        libelle=name, structurant=structurant,
    )  # fmt: skip


@transaction.atomic
def edit_objectif(
    *, acteur: Any, objectif: Objectif, expected: int, libelle: str, structurant: bool
) -> Objectif:
    """Change the words of an objective, or say that it is structuring."""
    check_writer(acteur, objectif.axe.contrat)
    before = snapshot(objectif)
    objectif.libelle, objectif.structurant = " ".join(libelle.split()), structurant
    if not objectif.libelle:
        raise ActeRefuse("Donnez un libellé à l’objectif.", champ="libelle")
    siblings = objectif.axe.objectifs.filter(parent=objectif.parent).exclude(pk=objectif.pk)
    if siblings.filter(libelle=objectif.libelle).exists():
        raise ActeRefuse(f"L’objectif « {objectif} » existe déjà ici.", champ="libelle")
    objectif.save_version(expected=expected, fields=["libelle", "structurant"])
    record(acteur=acteur, action="modifier un objectif", objet=objectif, before=before)
    return objectif


@transaction.atomic
def reorder(*, acteur: Any, contrat: Contrat, quoi: str, identifiants: Sequence[Any]) -> None:
    """Put the needs, priorities or axes of a contract in an order: every one, once."""
    check_writer(acteur, contrat)
    model = RANGEABLES[quoi]
    rows = {str(one.identifiant): one for one in model.objects.filter(contrat=contrat)}
    wanted = [str(one) for one in identifiants]
    if sorted(wanted) != sorted(rows):
        raise EditionConcurrente(
            "La liste a changé pendant que vous la rangiez.", "Rechargez la page.", actuel={}
        )
    before = " ; ".join(str(one) for one in rows.values())
    for rang, key in enumerate(wanted, start=1):
        rows[key].rang = rang
    model.objects.bulk_update(rows.values(), ["rang"])
    after = " ; ".join(str(rows[key]) for key in wanted)
    record(acteur=acteur, action="ranger le plan", objet=contrat, details={quoi: [before, after]})


@transaction.atomic
def delete_part(*, acteur: Any, objet: Any, motif: str) -> None:
    """Delete a need, priority, axis or objective that nothing else leans on."""
    contrat = objet.axe.contrat if isinstance(objet, Objectif) else objet.contrat
    check_writer(acteur, contrat)
    used = [name for name in LEANING[type(objet)] if getattr(objet, name).exists()]
    if used:
        raise ActeRefuse(
            f"« {objet} » sert encore : {', '.join(used)}.", "Rattachez-les d’abord ailleurs."
        )
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi.", champ="motif")
    record(acteur=acteur, action="supprimer du plan", objet=objet, motif=motif.strip())
    objet.delete()


LEANING: dict[type[Any], tuple[str, ...]] = {
    Besoin: ("priorites", "fiches"),
    Priorite: ("axes",),
    Axe: ("objectifs", "fiches"),
    Objectif: ("enfants", "fiches"),
}
