"""The communes of a perimeter as a contract lists them, with their EPCI and population of today."""

from dataclasses import dataclass

from ancrage.plateforme.diagnostics.reperes import territoire_code
from ancrage.plateforme.observations import profils
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.publication.documents.contrat import CommuneDite
from ancrage.publication.typographie import nombre


@dataclass(frozen=True, slots=True)
class Habitants:
    """How many live there, and in which year."""

    nombre: float
    annee: str


def communes_dites(perimetre: Perimetre) -> tuple[CommuneDite, ...]:
    """Return the communes as frozen, by name; a code that is gone has no EPCI of today."""
    today = {one.code: one.epci for one in _today(perimetre)}
    return tuple(
        CommuneDite(one.code, one.libelle, today.get(one.code, ""))
        for one in perimetre.communes.all()
    )


def portrait_of(perimetre: Perimetre) -> str:
    """Return one sentence on the population; nothing where one commune has none."""
    known = _habitants(perimetre)
    if known is None:
        return ""
    return (
        f"Sa population municipale est de {nombre(known.nombre)} habitants "
        f"(Insee, populations de référence {known.annee})."
    )


def _habitants(perimetre: Perimetre) -> Habitants | None:
    found = _today(perimetre)
    periods = {one.periode for one in found}
    if not found or len(periods) > 1 or any(one.population is None for one in found):
        return None
    return Habitants(sum(one.population or 0 for one in found), (periods.pop() or "")[:4])


def _today(perimetre: Perimetre) -> tuple[profils.CommuneSituee, ...]:
    if not perimetre.communes.all():
        return ()
    return profils.communes_of(profils.find_territoire(territoire_code(perimetre)))
