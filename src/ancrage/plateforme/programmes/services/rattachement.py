"""Tie sheets to the objectives of a revised plan: each time a person's choice, never a rewrite."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, K
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.rattachements import (
    CompteRattachements,
    Rattachement,
    count_by_contrat,
    rattachements_of,
)
from ancrage.plateforme.programmes.references import key_of
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import check_writer, edit_fiche, reload


@dataclass(frozen=True, slots=True)
class Choix:
    """What a person chose for one link of one sheet, on the version that she read.

    Without `nouveaux`, the link is taken off.
    """

    fiche: FicheAction
    expected: int
    ancien: ObjectifRegional
    nouveaux: tuple[ObjectifRegional, ...]


@transaction.atomic
def relink_fiches(
    *, acteur: Any, contrat: Contrat, choix: Sequence[Choix], on: date
) -> list[FicheAction]:
    """Tie sheets again, all or none: a sheet that somebody changed since refuses the whole."""
    check_writer(acteur, contrat)
    if contrat.etat not in AVANT_SIGNATURE:
        raise ActeRefuse(
            "Ce contrat est signé : il garde la version du plan de sa signature.",
            "Un avenant seul le change.",
        )
    if not choix:
        raise ActeRefuse("Rien n’est choisi.", "Cochez au moins un objectif, puis recommencez.")
    waiting = {(one.fiche.pk, one.ancien.pk): one for one in rattachements_of(contrat, on)}
    versions: dict[int, int] = {}
    written: dict[int, FicheAction] = {}
    for one in choix:
        found = waiting.get((one.fiche.pk, one.ancien.pk))
        _check_choice(one, found)
        expected = versions.get(one.fiche.pk, one.expected)
        written[one.fiche.pk] = fiche = _relink(acteur, one, expected)
        versions[one.fiche.pk] = fiche.version
    return list(written.values())


def _check_choice(one: Choix, found: Rattachement | None) -> None:
    """Refuse a link that no longer waits, and an objective that is not of the plan in force."""
    if found is None:
        raise ActeRefuse(
            f"La fiche {one.fiche.code} n’attend plus cet objectif.",
            "Rouvrez la page : quelqu’un l’a rattachée entre-temps.",
        )
    if any(new.plan_id != found.actuel.pk for new in one.nouveaux):
        raise ActeRefuse(
            f"Fiche {one.fiche.code} : l’objectif choisi n’est pas de la version en vigueur.",
            f"Choisissez-le dans « {found.actuel} ».",
        )


def _relink(acteur: Any, one: Choix, expected: int) -> FicheAction:
    """Put the new objectives where the old one was, through the edit of any sheet."""
    fiche = reload(one.fiche)
    contenu = read_fiche(fiche)
    old, new = key_of(one.ancien), [key_of(each) for each in one.nouveaux]
    keys = [key for held in contenu.liens_prs for key in (new if held == old else [held])]
    motif = f"Révision du plan régional : {one.ancien.plan}, version {one.ancien.plan.numero}, "
    motif += f"objectif {one.ancien.code}."
    try:
        return edit_fiche(
            acteur=acteur, fiche=fiche, expected=expected, motif=motif,
            contenu=contenu.model_copy(update={"liens_prs": tuple(dict.fromkeys(keys))}),
        )  # fmt: skip
    except EditionConcurrente:
        raise ActeRefuse(
            f"Quelqu’un a modifié la fiche {fiche.code} pendant que vous choisissiez.",
            "Rien n’est encore rattaché : relisez-la, puis recommencez.",
        ) from None


def tell_rattachements(*, on: date) -> int:
    """Tell the coordinators, once per revision, what waits; return how many were told."""
    rows = Contrat.objects.filter(etat__in=AVANT_SIGNATURE).order_by("pk")
    counts = count_by_contrat(rows.prefetch_related("aires"), on)
    return sum(_tell(one, on) for one in counts)


def _tell(one: CompteRattachements, on: date) -> int:
    """Tell one contract's coordinators, under a key that names the version of the plan."""
    first = rattachements_of(one.contrat, on)[0]
    return notify(
        destinataires=people_over(one.contrat, K),
        cle=f"contrat-rattachement:{first.actuel.identifiant}:{one.contrat.identifiant}",
        titre=f"{_fiches(one.fiches)} à rattacher au nouveau plan régional",
        texte=f"« {first.actuel} » est en vigueur depuis le {first.actuel.date_debut:%d/%m/%Y}. "
        f"{_fiches(one.fiches)} de « {one.contrat} » "
        f"{'décline' if one.fiches < 2 else 'déclinent'} encore l’ancienne version.",
        lien=f"/contrats/{one.contrat.slug}/programme/rattachements/",
    )


def _fiches(number: int) -> str:
    return f"{number} fiche{'s' if number > 1 else ''}"
