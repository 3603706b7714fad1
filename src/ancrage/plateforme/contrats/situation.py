"""Where a contract stands for a person: the step that comes, what it waits for, what to mend."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ancrage.plateforme.contrats.etats import ACTES, Etat, acts_from
from ancrage.plateforme.contrats.faits import FAITS, is_attested, provider_of, roles_in_words
from ancrage.plateforme.contrats.gardes import Constat, Issue, check_guards
from ancrage.plateforme.contrats.lectures import mandats_to_renew
from ancrage.plateforme.contrats.models import Avenant, Confirmation, Contrat, Echeance, Mandat
from ancrage.plateforme.contrats.permissions import can_attest, has_role_for
from ancrage.plateforme.contrats.services.equipe import vacancy_since

# The step that goes forward; the other acts of a state stop, pause or amend.
EN_AVANT: dict[str, str] = {
    Etat.EN_OEUVRE: "ouvrir_evaluation",
    Etat.EVALUATION: "renouveler",
    Etat.RENOUVELLEMENT: "terminer",
    Etat.SUSPENDU: "relancer",
}
# What the calendar or another act does: nobody is sent to a page for it.
SANS_PAGE = frozenset({"constater_echeance", "terminer"})


@dataclass(frozen=True, slots=True)
class Suite:
    """The step that comes: its guards as they stand, who may take it, whether this person may."""

    acte: str
    libelle: str
    constats: tuple[Constat, ...]
    qui: str
    peut: bool
    automatique: bool = False

    @property
    def en_mots(self) -> str:
        """Return the step with its object: « relancer le contrat », « signer le contrat »."""
        return self.libelle if " " in self.libelle else f"{self.libelle} le contrat"

    @property
    def manques(self) -> tuple[Constat, ...]:
        """Return what it still waits for."""
        return tuple(one for one in self.constats if one.blocks)

    @property
    def alertes(self) -> tuple[Constat, ...]:
        """Return what does not hold it back, and is told."""
        return tuple(one for one in self.constats if one.issue == Issue.ALERTE)

    @property
    def prete(self) -> bool:
        """Say whether nothing holds it back."""
        return not self.manques


def forward_act(etat: str) -> str:
    """Return the act that goes forward from a state; empty at the end of a life."""
    return EN_AVANT.get(etat) or next(iter(acts_from(etat)), "")


def other_acts(user: Any, contrat: Contrat) -> list[str]:
    """Return the acts open to a person now, that of the forward step left out."""
    forward = forward_act(contrat.etat)
    return [
        nom
        for nom in acts_from(contrat.etat)
        if nom != forward and nom not in SANS_PAGE and has_role_for(user, nom, contrat)
    ]


def read_suite(user: Any, contrat: Contrat, acte: str, on: date) -> Suite:
    """Return an act of a contract as it stands on a day for a person."""
    fiche = ACTES[acte]
    return Suite(
        acte,
        fiche.libelle,
        tuple(check_guards(contrat, acte, on)),
        roles_in_words(fiche.roles),
        has_role_for(user, acte, contrat),
        not fiche.roles,
    )


def mine_to_bring(user: Any, contrat: Contrat, suite: Suite) -> list[Constat]:
    """Return what is missing and this person may bring."""
    return [one for one in suite.manques if can_attest(user, one.fait, contrat)]


@dataclass(frozen=True, slots=True)
class ARegler:
    """What the life of a contract left open on a day."""

    retards: tuple[Echeance, ...]
    echeances: tuple[Echeance, ...]
    mandats: tuple[Mandat, ...]
    confirmations: tuple[Confirmation, ...]
    avenants: tuple[Avenant, ...]
    vacant_depuis: date | None


def read_a_regler(contrat: Contrat, on: date) -> ARegler:
    """Return what is late, due, vacant, to designate again, to confirm, or being amended."""
    due = list(Echeance.objects.of(contrat).ouvertes(on))
    asked = contrat.confirmations.filter(confirmee_le__isnull=True, renouvellement__le__lte=on)
    drafts = contrat.avenants.filter(signe_le__isnull=True, abandonne_le__isnull=True)
    return ARegler(
        tuple(one for one in due if one.date < on),
        tuple(one for one in due if one.date >= on),
        tuple(mandats_to_renew(contrat, on)) if contrat.is_open else (),
        tuple(asked.select_related("organisation", "renouvellement")),
        tuple(drafts.order_by("numero")),
        vacancy_since(contrat, on) if contrat.is_open else None,
    )


def asked_by(fait: str) -> list[str]:
    """Return the acts that ask for a fact, in words."""
    return [
        acte.libelle for acte in ACTES.values() if any(garde.fait == fait for garde in acte.gardes)
    ]


def how_known(fait: str) -> str:
    """Say how the site knows a fact: found by itself, or attested by a dated file."""
    if is_attested(fait) and provider_of(fait):
        return "Cet avis se rend sur le site ; rendu ailleurs, il s’atteste par un document daté."
    if is_attested(fait):
        return "Ce fait s’atteste par un document daté : le site ne le suppose jamais."
    if FAITS[fait].attestable:
        return (
            "Le site constate ce fait lui-même. Un document déposé avant qu’il le constate "
            "compte encore."
        )
    return "Le site constate ce fait lui-même : il ne s’atteste pas par un document."
