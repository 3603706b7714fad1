"""How far the plan went: by priority, over the whole territory, commune by commune."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes.lieux import Lieux
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import Axe, FicheAction, Priorite
from ancrage.plateforme.programmes.passation import pilote_of
from ancrage.publication.documents.synthese import (
    ActionElu,
    CommuneElu,
    ComptesActions,
    PrioriteElu,
)


def fiches_of(contrat: Contrat) -> list[FicheAction]:
    """Return the sheets of a contract with what the synthesis says of them; not the given-up."""
    rows = FicheAction.objects.of(contrat).exclude(statut=StatutAction.ABANDONNEE)
    return list(rows.prefetch_related("lieux", "intervenants").order_by("rang", "pk"))


def count(fiches: Iterable[FicheAction]) -> ComptesActions:
    """Return sheets by status."""
    by = Counter(one.statut for one in fiches)
    return ComptesActions(
        realisees=by[StatutAction.REALISEE],
        en_cours=by[StatutAction.EN_COURS],
        a_lancer=by[StatutAction.A_LANCER],
        reportees=by[StatutAction.REPORTEE],
    )


def read_priorites(
    contrat: Contrat, fiches: list[FicheAction], on: date
) -> tuple[PrioriteElu, ...]:
    """Return the priorities chosen by a day, each with what its axes hold."""
    chosen = Priorite.objects.retenues(contrat, on).prefetch_related("axes__objectifs")
    return tuple(_priorite(one, fiches) for one in chosen.order_by("rang", "pk"))


def _priorite(priorite: Priorite, fiches: list[FicheAction]) -> PrioriteElu:
    axes: list[Axe] = list(priorite.axes.all())
    held = {one.pk for one in axes}
    return PrioriteElu(
        priorite.libelle,
        sum(len(one.objectifs.all()) for one in axes),
        count(one for one in fiches if one.axe_id in held),
    )


def read_communes(contrat: Contrat, lieux: Lieux) -> tuple[CommuneElu, ...]:
    """Return every commune by name, with the actions that name it or one of its quarters."""
    around = dict(contrat.dernier_perimetre.quartiers.values_list("libelle", "commune"))
    quarters: dict[str, list[tuple[FicheAction, str]]] = {}
    for nom, fiches in lieux.quartiers:
        code = around.get(nom, "")
        quarters.setdefault(code, []).extend((one, nom) for one in fiches)
    named = sorted(lieux.communes, key=lambda one: fold(one[1]))
    return tuple(_commune(code, nom, held, quarters.get(code, [])) for code, nom, held in named)


def _commune(
    code: str,
    nom: str,
    fiches: Iterable[FicheAction],
    quarters: Iterable[tuple[FicheAction, str]],
) -> CommuneElu:
    places = {one.pk: (one, "") for one in fiches}
    for one, quarter in quarters:
        places.setdefault(one.pk, (one, quarter))
    kept = sorted(places.values(), key=lambda pair: (pair[0].rang, pair[0].pk))
    return CommuneElu(
        code,
        nom,
        tuple(say(one, where) for one, where in kept),
        count(one for one, _ in kept),
    )


def say(fiche: FicheAction, where: str = "") -> ActionElu:
    """Return a sheet as an élu follows it."""
    return ActionElu(
        fiche.code, fiche.titre, str(fiche.get_statut_display()), pilote_of(fiche), where
    )
