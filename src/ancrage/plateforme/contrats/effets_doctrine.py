"""What a new edition of the doctrine would change for the running contracts, before it is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.contrats.etats import ACTES, AVANT_SIGNATURE, EN_VIGUEUR, Garde
from ancrage.plateforme.contrats.gardes import LIBELLES, Constat, Issue, check_guard
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.lectures import rule_in_force

NON_DEMANDE = "rien n’est demandé"


@dataclass(frozen=True, slots=True)
class EffetContrat:
    """What one step asks of one contract not signed, under the rule as it is and will be."""

    contrat: Contrat
    acte: str
    fait: str
    avant: str
    apres: str
    detail: str

    @property
    def change(self) -> bool:
        """Say whether the contract would stand otherwise today."""
        return self.avant != self.apres


@dataclass(frozen=True, slots=True)
class EffetsRegle:
    """What a new version of a rule touches: the steps that ask for it, contract by contract."""

    etapes: tuple[str, ...]
    effets: tuple[EffetContrat, ...]
    signes: int

    @property
    def touches(self) -> tuple[EffetContrat, ...]:
        """Return what would stand otherwise."""
        return tuple(one for one in self.effets if one.change)

    @property
    def contrats(self) -> int:
        """Return how many contracts that are not signed will meet the rule."""
        return len({one.contrat.pk for one in self.effets})


def running(region: str) -> list[Contrat]:
    """Return the contracts of a region that are not signed and go on, by name."""
    rows = Contrat.objects.filter(region=region, etat__in=AVANT_SIGNATURE).for_list()
    return list(rows.order_by("nom", "generation"))


def count_signed(region: str) -> int:
    """Return how many contracts are in force: each keeps the doctrine of its signature."""
    return int(Contrat.objects.filter(region=region, etat__in=EN_VIGUEUR).count())


def effects_of_rule(*, region: str, code: str, on: date, publish: Callable[[], Any]) -> EffetsRegle:
    """Return what a version of a rule would change: `publish` is run, read, then rolled back."""
    asked = [
        (nom, garde) for nom, acte in ACTES.items() for garde in acte.gardes if garde.regle == code
    ]
    contrats = running(region) if asked else []
    before = _constats(contrats, asked, code, on)
    with transaction.atomic():
        publish()
        after = _constats(contrats, asked, code, on)
        transaction.set_rollback(True)
    effets = tuple(
        EffetContrat(
            contrat,
            ACTES[nom].libelle,
            garde.fait,
            _word(was),
            _word(now),
            now.detail if now else "",
        )
        for (contrat, nom, garde, was), (*_, now) in zip(before, after, strict=True)
    )
    etapes = tuple(dict.fromkeys(ACTES[nom].libelle for nom, _ in asked))
    return EffetsRegle(etapes, effets, count_signed(region))


def _constats(
    contrats: Sequence[Contrat], asked: Sequence[tuple[str, Garde]], code: str, on: date
) -> list[tuple[Contrat, str, Garde, Constat | None]]:
    """Return what each step still ahead of each contract finds under the rule of a day."""
    found = []
    for contrat in contrats:
        rule = rule_in_force(contrat.region, code, on=on)
        for nom, garde in asked:
            if _is_ahead(contrat, nom):
                constat = check_guard(contrat, garde, rule, on) if rule else None
                found.append((contrat, nom, garde, constat))
    return found


def _is_ahead(contrat: Contrat, nom: str) -> bool:
    """Say whether a contract has still to go through an act."""
    rank = AVANT_SIGNATURE.index(contrat.etat)
    return any(etat in AVANT_SIGNATURE[rank:] for etat in ACTES[nom].de)


def _word(constat: Constat | None) -> str:
    return LIBELLES[Issue(constat.issue)] if constat else NON_DEMANDE
