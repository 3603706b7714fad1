"""Two readings of a contract side by side: its two perimeters, before and after an amendment."""

from dataclasses import dataclass
from datetime import date

from ancrage.plateforme.contrats.models import (
    ActeAttendu,
    Avenant,
    ChangementCommune,
    Contrat,
    Deliberation,
    Signataire,
    Signature,
)
from ancrage.plateforme.contrats.models.avenants import NatureChangement
from ancrage.plateforme.contrats.propres import has_accord, missing_of_deliberation
from ancrage.plateforme.contrats.services.avenants import parties_of
from ancrage.plateforme.territoires.analyse import Population, compute_population, follow
from ancrage.plateforme.territoires.millesimes import MILLESIMES
from ancrage.plateforme.territoires.models import Perimetre

Communes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EcartPerimetres:
    """What one list of communes holds and the other does not, by name."""

    communes: int
    perdues: Communes
    gagnees: Communes

    @property
    def identiques(self) -> bool:
        """Say whether both lists hold the same communes."""
        return not self.perdues and not self.gagnees


def compare(avant: Perimetre, apres: Perimetre) -> EcartPerimetres:
    """Compare two lists of communes by their codes."""
    before = {one.code: one.libelle for one in avant.communes.all()}
    after = {one.code: one.libelle for one in apres.communes.all()}
    return EcartPerimetres(
        len(before.keys() & after.keys()),
        tuple(sorted(before[code] for code in before.keys() - after.keys())),
        tuple(sorted(after[code] for code in after.keys() - before.keys())),
    )


@dataclass(frozen=True, slots=True)
class EffetChangement:
    """What a commune that merged or left does to the figures."""

    changement: ChangementCommune
    communes_avant: int
    communes_apres: int
    population_avant: Population | None
    population_apres: Population


def effects_of(contrat: Contrat) -> list[EffetChangement]:
    """Return the effect of each change of communes of a contract, the latest first."""
    rows = contrat.changements.select_related("avenant", "contrat__perimetre")
    return [_effect(one) for one in rows]


def _effect(one: ChangementCommune) -> EffetChangement:
    """Compute inhabitants on the communes of today; a merger keeps those of the territory."""
    left = one.nature == NatureChangement.DEPART
    signed = one.contrat.perimetre
    millesime = signed.millesime if left and signed else MILLESIMES[0]
    before = compute_population(follow(one.avant, millesime).communes) if left else None
    after = follow(one.apres, millesime).communes if left else one.apres
    return EffetChangement(one, len(one.avant), len(one.apres), before, compute_population(after))


# --- the acts of the parties


@dataclass(frozen=True, slots=True)
class LignePartie:
    """A signatory and where its acts stand, for the contract or for one amendment."""

    signataire: Signataire
    attendu: ActeAttendu
    deliberation: Deliberation | None
    signature: Signature | None
    acte_manques: tuple[str, ...]


def read_parties(contrat: Contrat, on: date, avenant: Avenant | None = None) -> list[LignePartie]:
    """Return the signatories in their order, with what each still owes."""
    if avenant is not None:
        signing = parties_of(avenant)
    else:
        signing = list(
            contrat.signataires.filter(avenant__isnull=True)
            .select_related("organisation")
            .prefetch_related("deliberations", "accordecrits", "signatures")
        )
    key = avenant.pk if avenant else None
    return [_line(one, key, on) for one in signing]


def _line(one: Signataire, avenant: int | None, on: date) -> LignePartie:
    expected, missing = one.acte_attendu, []
    if expected == ActeAttendu.DELIBERATION:
        missing = missing_of_deliberation(one, avenant, on)
    if expected == ActeAttendu.ACCORD and not has_accord(one, avenant, on):
        missing = ["l’accord écrit"]
    votes = (row for row in one.deliberations.all() if row.avenant_id == avenant)
    signed = (row for row in one.signatures.all() if row.avenant_id == avenant)
    return LignePartie(one, expected, next(votes, None), next(signed, None), tuple(missing))
