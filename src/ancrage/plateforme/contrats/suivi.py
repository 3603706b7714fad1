"""What a person has to follow: duties that wait for her, those late, what others did since."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps

from ancrage.plateforme.comptes.permissions import roles_over
from ancrage.plateforme.contrats.etats import DEVOIRS
from ancrage.plateforme.contrats.lectures import contrats_suivis_par, echeances_visibles_par
from ancrage.plateforme.contrats.models import Contrat, Echeance
from ancrage.plateforme.contrats.permissions import PREPARENT
from ancrage.plateforme.journal.models import Acte

LUS = 400  # acts read at most: beyond, the visit is too old to be told line by line

Resolveur = Callable[[Any, Collection[str]], Mapping[str, int]]
_autres: dict[str, Resolveur] = {}

# How each row of a contract leads to it.
_CHEMINS = {
    "contrat": "pk", "transition": "contrat", "echeance": "contrat", "attestation": "contrat",
    "derogation": "contrat", "reprise": "contrat", "avenant": "contrat", "signataire": "contrat",
    "partenaire": "contrat", "porteur": "contrat", "coordonnateur": "contrat",
    "mandat": "contrat", "aliascontrat": "contrat", "confirmation": "contrat",
    "diagnosticanterieur": "contrat", "deliberation": "signataire__contrat",
    "accordecrit": "signataire__contrat", "signature": "signataire__contrat",
    "aviscontrat": "contrat", "engagement": "signataire__contrat",
    "constatengagement": "engagement__signataire__contrat",
}  # fmt: skip


def register_resolveur(objet_type: str, resolveur: Resolveur) -> None:
    """Let an app above tell its own acts: which contract each of its objects belongs to.

    `resolveur(user, ids)` leaves out what the person may not read.
    """
    _autres[objet_type] = resolveur


@dataclass(frozen=True, slots=True)
class Devoir:
    """A duty of a contract as one person sees it."""

    echeance: Echeance
    mien: bool
    en_retard: bool

    @property
    def contrat(self) -> Contrat:
        """Return the contract."""
        contrat: Contrat = self.echeance.contrat
        return contrat


def duties_of(user: Any, on: date) -> list[Devoir]:
    """Return what is asked of a person, and what is late on the contracts that she prepares.

    The late first, then by date.
    """
    rows = echeances_visibles_par(user, on).select_related("contrat", "transition")
    found = []
    for one in rows.prefetch_related("contrat__aires").order_by("date", "pk"):
        held = roles_over(user, one.contrat.cible)
        duty = Devoir(one, not held.isdisjoint(asked_of(one)), one.date < on)
        if duty.mien or (duty.en_retard and not held.isdisjoint(PREPARENT)):
            found.append(duty)
    return sorted(found, key=lambda one: (not one.en_retard, one.echeance.date))


def asked_of(echeance: Echeance) -> frozenset[str]:
    """Return the roles that a duty is asked of, from the table of the states."""
    duties = DEVOIRS.get(echeance.transition.vers, ())
    return next((one.roles for one in duties if one.code == echeance.code), frozenset())


@dataclass(frozen=True, slots=True)
class Changement:
    """What somebody else did on a contract."""

    contrat: Contrat
    acte: Acte


def changes_since(user: Any, since: datetime) -> list[Changement]:
    """Return what others did since a moment on the contracts that a person follows."""
    followed = {one.pk: one for one in contrats_suivis_par(user)}
    if not followed:
        return []
    types = [*(f"contrats.{name}" for name in _CHEMINS), *_autres]
    actes = list(
        Acte.objects.filter(
            quand__gt=since, objet_type__in=types,
            region__in={one.region for one in followed.values()},
        ).exclude(acteur_id=str(user.identifiant)).order_by("-rang")[:LUS]
    )  # fmt: skip
    owners = _owners(user, actes)
    found = []
    for acte in actes:
        contrat = followed.get(owners.get((acte.objet_type, acte.objet_id), 0))
        if contrat is not None:
            found.append(Changement(contrat, acte))
    return found


def _owners(user: Any, actes: Collection[Acte]) -> dict[tuple[str, str], int]:
    """Return the contract of each object, one query per type met."""
    ids: dict[str, set[str]] = defaultdict(set)
    for acte in actes:
        ids[acte.objet_type].add(acte.objet_id)
    found: dict[tuple[str, str], int] = {}
    for type_, wanted in ids.items():
        resolve = _autres.get(type_) or _own(type_)
        found |= {(type_, pk): contrat for pk, contrat in resolve(user, wanted).items()}
    return found


def _own(type_: str) -> Resolveur:
    def resolve(user: Any, ids: Collection[str]) -> Mapping[str, int]:
        model = apps.get_model(type_)
        chemin = _CHEMINS[type_.partition(".")[2]]
        rows: Any = model._default_manager.filter(pk__in=ids).values_list("pk", chemin)
        return {str(pk): contrat for pk, contrat in rows}

    return resolve
