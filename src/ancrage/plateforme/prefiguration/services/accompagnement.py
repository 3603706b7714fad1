"""The support plan of élus: proposed from the catalogue, then written, ordered, done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.prefiguration.models import EtapeAccompagnement
from ancrage.plateforme.prefiguration.propositions import EtapeProposee, proposal_for
from ancrage.plateforme.prefiguration.services.acces import check_past, check_preparer

PROPOSITION = "accompagnement"


@dataclass(frozen=True, slots=True)
class EtapeEcrite:
    """What a form says of a step; without `fichier`, the document already given stays."""

    quoi: str
    pour: str
    par: str
    contenu: str = ""
    prevue_le: date | None = None
    faite_le: date | None = None
    fichier: Fichier | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept."""
        texts = {name: getattr(self, name).strip() for name in ("quoi", "pour", "par", "contenu")}
        kept = {"prevue_le": self.prevue_le, "faite_le": self.faite_le}
        return texts | kept | ({"fichier": self.fichier} if self.fichier else {})


def next_rank(rows: Any) -> int:
    """Return the rank after the last one."""
    return int(rows.aggregate(last=Max("rang"))["last"] or 0) + 1


def _check(contrat: Contrat, contenu: EtapeEcrite) -> None:
    needed = {
        "quoi": "Dites quelle est cette étape.", "pour": "Dites pour qui.", "par": "Dites par qui.",
    }  # fmt: skip
    for name, words in needed.items():
        if not getattr(contenu, name).strip():
            raise ActeRefuse(words, champ=name)
    check_past(contenu.faite_le, "faite_le")
    if contenu.fichier and contenu.fichier.region != contrat.region:
        raise ActeRefuse("Ce document vient d’une autre région.", champ="fichier")


def missing_etapes(contrat: Contrat, held: Collection[str], on: date) -> list[EtapeProposee]:
    """Return the proposed steps that a plan has not taken."""
    proposal = proposal_for(PROPOSITION, contrat.region, on)
    return [one for one in proposal.etapes if one.code not in held]


@transaction.atomic
def propose_plan(
    *, acteur: Any, contrat: Contrat, on: date | None = None
) -> list[EtapeAccompagnement]:
    """Add the steps of the catalogue that the plan has not taken yet, dated from a day."""
    check_preparer(acteur, contrat)
    jour = day_of_act(on)
    held = set(contrat.etapes_accompagnement.values_list("modele", flat=True))
    rank = next_rank(contrat.etapes_accompagnement)
    wanted = missing_etapes(contrat, held, jour)
    made = EtapeAccompagnement.objects.bulk_create(
        EtapeAccompagnement(
            region=contrat.region, contrat=contrat, rang=rank + shift, modele=one.code,
            quoi=one.quoi, contenu=one.contenu, pour=one.pour, par=one.par,
            prevue_le=jour + timedelta(weeks=one.semaines),
        )
        for shift, one in enumerate(wanted)
    )  # fmt: skip
    if made:
        proposal = proposal_for(PROPOSITION, contrat.region, jour)
        words = f"{proposal.libelle}, version {proposal.numero}, étapes ajoutées : {len(made)}"
        record(
            acteur=acteur, action="proposer un plan d’accompagnement", objet=contrat,
            details={"plan d’accompagnement": ["", words]},
        )  # fmt: skip
    return made


@transaction.atomic
def add_etape(*, acteur: Any, contrat: Contrat, contenu: EtapeEcrite) -> EtapeAccompagnement:
    """Add a step at the end of the plan."""
    check_preparer(acteur, contrat)
    _check(contrat, contenu)
    etape = EtapeAccompagnement.objects.create(
        region=contrat.region, contrat=contrat, rang=next_rank(contrat.etapes_accompagnement),
        **contenu.values,
    )  # fmt: skip
    record(acteur=acteur, action="ajouter une étape d’accompagnement", objet=etape)
    return etape


@transaction.atomic
def edit_etape(
    *, acteur: Any, etape: EtapeAccompagnement, expected: int, contenu: EtapeEcrite
) -> EtapeAccompagnement:
    """Write a step again: its words, its dates, that it was done, its document."""
    check_preparer(acteur, etape.contrat)
    _check(etape.contrat, contenu)
    before = snapshot(etape)
    for name, value in contenu.values.items():
        setattr(etape, name, value)
    etape.save_version(expected=expected, fields=list(contenu.values))
    record(acteur=acteur, action="modifier une étape d’accompagnement", objet=etape, before=before)
    return etape


@transaction.atomic
def move_etape(*, acteur: Any, etape: EtapeAccompagnement, up: bool) -> None:
    """Move a step of the plan one place up or down."""
    contrat = etape.contrat
    check_preparer(acteur, contrat)
    order = list(contrat.etapes_accompagnement.order_by("rang", "pk"))
    here = order.index(etape)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for rank, one in enumerate(order, start=1):
        one.rang = rank
    EtapeAccompagnement.objects.bulk_update(order, ["rang"])
    details = {"ordre": ["", ", ".join(str(one) for one in order)]}
    record(acteur=acteur, action="ranger le plan d’accompagnement", objet=contrat, details=details)


@transaction.atomic
def remove_etape(*, acteur: Any, etape: EtapeAccompagnement, expected: int) -> None:
    """Take a step out of the plan; one that was done stays: it tells what happened."""
    check_preparer(acteur, etape.contrat)
    if etape.faite_le is not None:
        raise ActeRefuse(
            f"« {etape} » est faite : elle reste dans le plan.",
            "Si elle n’a pas eu lieu, effacez d’abord sa date.",
        )
    if etape.version != expected:
        raise ActeRefuse("Cette étape a changé depuis.", "Rouvrez la page et recommencez.")
    record(
        acteur=acteur, action="retirer une étape d’accompagnement", objet=etape,
        before=snapshot(etape),
    )  # fmt: skip
    etape.delete()
