"""Publish a new edition of the doctrine: the rules that change, the others as they were."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import Doctrine, Effet, RegleRegionale
from ancrage.plateforme.doctrine.parametres import read_parametres
from ancrage.plateforme.doctrine.permissions import can_rule
from ancrage.plateforme.journal.services import record, snapshot

DELAI_MAX = 3_650


@dataclass(frozen=True, slots=True)
class NouvelleRegle:
    """One rule as it will be: its statement, what it does when unmet, its parameters."""

    code: str
    enonce: str
    effet: str
    source: str
    parametres: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def publish_doctrine(
    *,
    acteur: Any,
    region: str,
    date_debut: date,
    libelle: str,
    source: str,
    regles: Sequence[NouvelleRegle],
    delais: dict[str, int] | None = None,
) -> Doctrine:
    """Open an edition from a day on: `regles` replace those of the same code, the others stay.

    `delais` replaces the delays it names. Past editions never change: an edition starts after
    the one before. Only the head office of the ARS may; the platform itself (None) loads.
    """
    check_ruler(acteur, region)
    former = Doctrine.objects.filter(region=region, date_fin__isnull=True).first()
    if former and former.date_debut >= date_debut:
        raise ActeRefuse(
            f"La doctrine en cours date du {former.date_debut:%d/%m/%Y}.",
            "Une nouvelle édition commence après elle : les contrats passés gardent la leur.",
            champ="date_debut",
        )
    for one in regles:
        _replace_rule(acteur, region, date_debut, one)
    if former:
        _close(acteur, former, date_debut)
    doctrine = Doctrine.objects.create(
        region=region,
        numero=former.numero + 1 if former else 1,
        libelle=libelle.strip(),
        date_debut=date_debut,
        delais=_checked((former.delais if former else {}) | (delais or {})),
        source=source.strip(),
    )
    doctrine.regles.set(RegleRegionale.objects.filter(region=region, date_fin__isnull=True))
    record(acteur=acteur, action="publier une doctrine", objet=doctrine)
    return doctrine


def _close(acteur: Any, former: Doctrine | RegleRegionale, date_debut: date) -> None:
    """End a version on the eve of the next."""
    before = snapshot(former)
    former.date_fin = date_debut - timedelta(days=1)
    former.save(update_fields=["date_fin"])
    label = former._meta.verbose_name
    record(acteur=acteur, action=f"clore une {label}", objet=former, before=before)


def check_ruler(acteur: Any, region: str) -> None:
    """Refuse who does not lay the doctrine of a region down."""
    if acteur is not None and not can_rule(acteur, region):
        raise ActeRefuse("Seul le siège de l’ARS règle la doctrine de sa région.")


def _checked(delais: dict[str, int]) -> dict[str, int]:
    for etape, jours in delais.items():
        if not 1 <= jours <= DELAI_MAX:
            raise ActeRefuse(
                f"Le délai de l’étape « {etape} » ne convient pas : {jours} jours.",
                f"Donnez de 1 à {DELAI_MAX} jours.",
                champ="delais",
            )
    return delais


def _replace_rule(acteur: Any, region: str, date_debut: date, one: NouvelleRegle) -> None:
    """Close the version in force and write the next."""
    values = read_parametres(one.code, one.parametres)
    if one.effet not in Effet.values or not one.enonce.strip() or not one.source.strip():
        raise ActeRefuse(
            f"Règle {one.code} : il manque l’énoncé, la source ou un effet connu.",
            f"Effets : {', '.join(Effet.values)}.",
            champ="effet",
        )
    former = RegleRegionale.objects.filter(
        region=region, code=one.code, date_fin__isnull=True
    ).first()
    if former:
        _close(acteur, former, date_debut)
    created = RegleRegionale.objects.create(
        region=region,
        code=one.code,
        numero=former.numero + 1 if former else 1,
        date_debut=date_debut,
        enonce=one.enonce.strip(),
        effet=one.effet,
        parametres=values.model_dump(mode="json"),
        source=one.source.strip(),
    )
    record(acteur=acteur, action="publier une règle", objet=created)
