"""What the guards of an act find on a day: kept, attested, lifted, an alert, or what blocks."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ancrage.plateforme.contrats.etats import ACTES, EffetGarde, Garde
from ancrage.plateforme.contrats.faits import (
    FAITS,
    Reponse,
    provider_of,
    roles_in_words,
)
from ancrage.plateforme.contrats.models import Attestation, Contrat, Derogation
from ancrage.plateforme.doctrine.lectures import rules_in_force
from ancrage.plateforme.doctrine.models import RegleRegionale


class Issue(StrEnum):
    """What a guard says."""

    TENUE = "tenue"
    ATTESTEE = "attestee"
    DEROGEE = "derogee"
    ALERTE = "alerte"
    BLOQUE = "bloque"


LIBELLES = {
    Issue.TENUE: "constaté",
    Issue.ATTESTEE: "attesté par un document",
    Issue.DEROGEE: "dérogation motivée",
    Issue.ALERTE: "alerte",
    Issue.BLOQUE: "manque",
}


@dataclass(frozen=True, slots=True)
class Constat:
    """What one guard found. `detail` says what is there, or what is missing."""

    fait: str
    libelle: str
    regle: str
    issue: str
    detail: str
    qui: str

    @property
    def blocks(self) -> bool:
        """Say whether the act waits for it."""
        return self.issue == Issue.BLOQUE

    def as_row(self) -> dict[str, Any]:
        """Return what the transition keeps."""
        return asdict(self)


def read_fact(contrat: Contrat, code: str, on: date) -> tuple[Reponse, bool]:
    """Return what is known of a fact on a day, and whether a dated file alone says it.

    A file given while nobody provided the fact still counts once an app does.
    """
    provider = provider_of(code)
    answer = provider(contrat, on) if provider else Reponse(False)
    if answer.tenu or answer.contraire or not FAITS[code].attestable:
        return answer, False
    attested = valid_attestation(contrat, code, on)
    if attested is None:
        return answer, False
    words = f"{attested.fichier.nom}, document du {attested.date:%d/%m/%Y}"
    return Reponse(True, words, nombre=attested.nombre), True


def valid_attestation(contrat: Contrat, code: str, on: date) -> Attestation | None:
    """Return the file that attests a fact on a day, the latest first."""
    found = contrat.attestations.filter(fait=code, attestee_le__lte=on).select_related("fichier")
    for one in found:
        if one.retiree_le is None or one.retiree_le > on:
            return one
    return None


def check_guards(contrat: Contrat, acte: str, on: date) -> list[Constat]:
    """Return what each guard of an act finds; those of a rule not yet in force are left out."""
    gardes = ACTES[acte].gardes
    rules = rules_in_force(contrat.region, on=on) if any(one.regle for one in gardes) else {}
    return [
        check_guard(contrat, garde, rules.get(garde.regle), on)
        for garde in gardes
        if not garde.regle or garde.regle in rules
    ]


def check_guard(contrat: Contrat, garde: Garde, rule: RegleRegionale | None, on: date) -> Constat:
    """Return what one guard finds, under the rule in force when it has one."""
    fait = FAITS[garde.fait]
    answer, attested = read_fact(contrat, garde.fait, on)
    effect = garde.effet or (rule.effet if rule else EffetGarde.BLOQUE)
    issue, detail = Issue.ATTESTEE if attested else Issue.TENUE, answer.detail
    if not answer.tenu:
        issue, detail = _unmet(contrat, garde.fait, rule, effect, answer, on)
    return Constat(
        garde.fait,
        fait.libelle,
        f"{rule.code}, version {rule.numero}" if rule else "",
        issue,
        detail or fait.libelle,
        roles_in_words(fait.par),
    )


def _unmet(
    contrat: Contrat, code: str, rule: RegleRegionale | None, effect: str, answer: Reponse, on: date
) -> tuple[Issue, str]:
    """Return what an unmet guard does: it blocks, unless a reason was accepted or it only warns."""
    missing = answer.manque or FAITS[code].manque
    if effect != EffetGarde.BLOQUE and rule is not None:
        lifted = valid_derogation(contrat, code, rule, answer.nombre, on)
        if lifted is not None:
            return Issue.DEROGEE, f"{missing} : {lifted.motif}"
    blocks = effect in (EffetGarde.BLOQUE, EffetGarde.DEROGATION)
    return (Issue.BLOQUE if blocks else Issue.ALERTE), missing


def valid_derogation(
    contrat: Contrat, code: str, rule: RegleRegionale, nombre: int | None, on: date
) -> Derogation | None:
    """Return the derogation that lifts a guard as it stands: same rule, same number."""
    found: Derogation | None = contrat.derogations.filter(
        fait=code, regle=rule, nombre=nombre, le__lte=on
    ).first()
    return found


def missing_in_words(constats: list[Constat]) -> list[str]:
    """Return one French line per guard that blocks: what is missing, who can bring it."""
    return [
        f"{one.detail}{f' (règle {one.regle})' if one.regle else ''}. "
        f"Peut l’apporter : {one.qui or 'personne'}."
        for one in constats
        if one.blocks
    ]
