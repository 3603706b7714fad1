"""What the sheets of a contract refer to by code or by label, read once."""

from dataclasses import dataclass, field

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes.models import Axe, Besoin, Objectif

Chemin = tuple[str, ...]


@dataclass
class References:
    """The rows of a contract, and those of its region, by what a workbook calls them."""

    contrat: Contrat
    axes: dict[str, Axe] = field(default_factory=dict)
    objectifs: dict[Chemin, Objectif] = field(default_factory=dict)
    besoins: dict[str, Besoin] = field(default_factory=dict)
    fiches: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    plans: dict[str, ObjectifRegional] = field(default_factory=dict)
    communes: dict[str, str] = field(default_factory=dict)


def references_of(contrat: Contrat) -> References:
    """Return what the sheets of a contract may name."""
    found = References(contrat)
    found.axes = {one.libelle: one for one in contrat.axes.all()}
    found.objectifs = paths_of(contrat)
    found.besoins = {one.code: one for one in contrat.besoins.all()}
    found.fiches = dict(contrat.fiches.values_list("code", "pk"))
    around = Organisation.objects.filter(region=contrat.region).order_by("pk")
    found.organisations = {fold(one.nom): one for one in around}
    regional = ObjectifRegional.objects.filter(region=contrat.region).select_related("plan")
    found.plans = {key_of(one): one for one in regional.order_by("pk")}
    communes = contrat.dernier_perimetre.communes.order_by("code")
    found.communes = dict(communes.values_list("code", "libelle"))
    return found


def key_of(objectif: ObjectifRegional) -> str:
    """Return how a sheet names a regional objective: « prs:1:1.1 »."""
    return f"{objectif.plan.type}:{objectif.plan.numero}:{objectif.code}"


def paths_of(contrat: Contrat) -> dict[Chemin, Objectif]:
    """Return the objectives of a contract by path: axis, then labels from the widest."""
    rows = Objectif.objects.filter(axe__contrat=contrat).select_related("axe")
    by_pk = {one.pk: one for one in rows.order_by("axe__rang", "axe__pk", "rang", "pk")}

    def path(one: Objectif) -> Chemin:
        above = path(by_pk[one.parent_id]) if one.parent_id else (one.axe.libelle,)
        return (*above, one.libelle)

    return {path(one): one for one in by_pk.values()}


def path_of(axe: Axe | None, objectif: Objectif | None) -> Chemin:
    """Return the path of a sheet; empty without axis."""
    if axe is None:
        return ()
    labels: list[str] = []
    while objectif is not None:
        labels.insert(0, objectif.libelle)
        objectif = objectif.parent
    return (axe.libelle, *labels)
