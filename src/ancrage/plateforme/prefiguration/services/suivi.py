"""The indicators of the elaboration: proposed, written, measured."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.prefiguration.models import Calcul, IndicateurSuivi, MesureSuivi
from ancrage.plateforme.prefiguration.permissions import can_measure
from ancrage.plateforme.prefiguration.propositions import IndicateurPropose, proposal_for
from ancrage.plateforme.prefiguration.services.acces import (
    author_of,
    check_open,
    check_past,
    check_preparer,
)
from ancrage.plateforme.prefiguration.services.accompagnement import next_rank

PROPOSITION = "suivi"
TEXTES = ("nom", "mesure", "unite", "qui")


@dataclass(frozen=True, slots=True)
class IndicateurEcrit:
    """What a form says of an indicator."""

    nom: str
    mesure: str
    sens: str
    cible: Decimal
    unite: str
    frequence: str
    qui: str
    calcul: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """Return the fields as they are kept."""
        return asdict(self) | {name: getattr(self, name).strip() for name in TEXTES}


def check_unagreed(contrat: Contrat) -> None:
    """Refuse any change of a list to which a side has agreed."""
    if contrat.accords_suivi.filter(retire_le__isnull=True).exists():
        raise ActeRefuse(
            "Un accord porte sur cette liste : elle ne change plus.",
            "Rouvrez-la, avec le motif : chaque partie donnera de nouveau son accord.",
        )


def _check(contrat: Contrat, contenu: IndicateurEcrit, but: IndicateurSuivi | None = None) -> None:
    check_unagreed(contrat)
    for name, words in zip(TEXTES, ("un nom", "comment il se mesure", "l’unité", "qui mesure"),
                           strict=True):  # fmt: skip
        if not getattr(contenu, name).strip():
            raise ActeRefuse(f"Donnez {words}.", champ=name)
    if contenu.cible < 0:
        raise ActeRefuse("Une cible n’est pas négative.", champ="cible")
    if contenu.calcul not in ("", *Calcul.values):
        raise ActeRefuse("Le site ne compte pas cela.", champ="calcul")
    others = contrat.indicateurs_suivi.exclude(pk=but.pk) if but else contrat.indicateurs_suivi
    if others.filter(nom=contenu.nom.strip()).exists():
        raise ActeRefuse("Un indicateur de cette liste porte déjà ce nom.", champ="nom")


def missing_indicateurs(
    contrat: Contrat, held: Collection[str], on: date
) -> list[IndicateurPropose]:
    """Return the proposed indicators that a list does not name."""
    proposal = proposal_for(PROPOSITION, contrat.region, on)
    return [one for one in proposal.indicateurs if one.nom not in held]


@transaction.atomic
def propose_indicateurs(
    *, acteur: Any, contrat: Contrat, on: date | None = None
) -> list[IndicateurSuivi]:
    """Add the indicators of the catalogue that the list does not name yet."""
    check_preparer(acteur, contrat)
    check_unagreed(contrat)
    held = set(contrat.indicateurs_suivi.values_list("nom", flat=True))
    rank = next_rank(contrat.indicateurs_suivi)
    jour = day_of_act(on)
    made = IndicateurSuivi.objects.bulk_create(
        IndicateurSuivi(
            region=contrat.region, contrat=contrat, rang=rank + shift, nom=one.nom,
            mesure=one.mesure, calcul=one.calcul or "", sens=one.sens, cible=one.cible,
            unite=one.unite, frequence=one.frequence, qui=one.qui,
        )
        for shift, one in enumerate(missing_indicateurs(contrat, held, jour))
    )  # fmt: skip
    if made:
        proposal = proposal_for(PROPOSITION, contrat.region, jour)
        words = f"{proposal.libelle}, version {proposal.numero}, ajoutés : {len(made)}"
        record(
            acteur=acteur, action="proposer des indicateurs de suivi", objet=contrat,
            details={"indicateurs de suivi": ["", words]},
        )  # fmt: skip
    return made


@transaction.atomic
def add_indicateur(*, acteur: Any, contrat: Contrat, contenu: IndicateurEcrit) -> IndicateurSuivi:
    """Add an indicator at the end of the list."""
    check_preparer(acteur, contrat)
    _check(contrat, contenu)
    made = IndicateurSuivi.objects.create(
        region=contrat.region, contrat=contrat, rang=next_rank(contrat.indicateurs_suivi),
        **contenu.values,
    )  # fmt: skip
    record(acteur=acteur, action="ajouter un indicateur de suivi", objet=made)
    return made


@transaction.atomic
def edit_indicateur(
    *, acteur: Any, indicateur: IndicateurSuivi, expected: int, contenu: IndicateurEcrit
) -> IndicateurSuivi:
    """Write an indicator again, before anybody agreed to the list."""
    check_preparer(acteur, indicateur.contrat)
    _check(indicateur.contrat, contenu, indicateur)
    if contenu.calcul and indicateur.mesures.exists():
        raise ActeRefuse(
            "Des valeurs ont été saisies : le site ne peut pas les compter à la place.",
            "Ajoutez un autre indicateur, que le site comptera.",
            champ="calcul",
        )
    before = snapshot(indicateur)
    for name, value in contenu.values.items():
        setattr(indicateur, name, value)
    indicateur.save_version(expected=expected, fields=list(contenu.values))
    record(acteur=acteur, action="modifier un indicateur de suivi", objet=indicateur, before=before)
    return indicateur


@transaction.atomic
def remove_indicateur(*, acteur: Any, indicateur: IndicateurSuivi, expected: int) -> None:
    """Take an indicator out of the list; one that was measured stays."""
    check_preparer(acteur, indicateur.contrat)
    check_unagreed(indicateur.contrat)
    if indicateur.mesures.exists():
        raise ActeRefuse(f"« {indicateur} » a des valeurs : il reste dans la liste.")
    if indicateur.version != expected:
        raise ActeRefuse("Cet indicateur a changé depuis.", "Rouvrez la page et recommencez.")
    record(
        acteur=acteur, action="retirer un indicateur de suivi", objet=indicateur,
        before=snapshot(indicateur),
    )  # fmt: skip
    indicateur.delete()


@transaction.atomic
def measure(
    *, acteur: Any, indicateur: IndicateurSuivi, le: date, valeur: Decimal, note: str = ""
) -> MesureSuivi:
    """Type the value of a day; typed again, it is corrected, and the audit keeps both."""
    contrat = indicateur.contrat
    if acteur is not None and not can_measure(acteur, contrat):
        raise ActeRefuse("Le coordonnateur, les élus et l’ARS saisissent ces valeurs.")
    check_open(contrat)
    if indicateur.calcul:
        raise ActeRefuse("Le site compte cet indicateur : il ne se saisit pas.")
    check_past(le, "le")
    if valeur < 0:
        raise ActeRefuse("Une valeur n’est pas négative.", champ="valeur")
    known = indicateur.mesures.filter(le=le).first()
    before = snapshot(known) if known else None
    made, _ = MesureSuivi.objects.update_or_create(
        indicateur=indicateur, le=le,
        defaults={
            "region": contrat.region, "valeur": valeur, "note": note.strip(), **author_of(acteur),
        },
    )  # fmt: skip
    record(acteur=acteur, action="mesurer un indicateur de suivi", objet=made, before=before)
    return made
