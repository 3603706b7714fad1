"""A contract told to one person: the one next action, what to mend, its territory."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.contrats.situation import SANS_PAGE, ARegler, Suite, mine_to_bring
from ancrage.plateforme.territoires import analyse
from ancrage.plateforme.territoires.analyse import Population
from ancrage.plateforme.territoires.models import Perimetre, PerimetreQuerySet
from ancrage.plateforme.web.contrat.lieux import place_of


@dataclass(frozen=True, slots=True)
class Action:
    """What waits for one person: a sentence, and a button when there is something to open."""

    titre: str
    texte: str = ""
    url: str = ""
    bouton: str = ""
    presse: bool = True


def next_action(user: Any, contrat: Contrat, suite: Suite | None, reste: ARegler) -> Action:
    """Return the one thing to do now: take the step, bring what is missing, or wait and for whom.

    A contract in force may wait years for its evaluation: until it is near, what its life left
    open comes first.
    """
    if suite is None:
        return Action("Ce contrat est fini", "Il reste consultable, avec toute sa frise.")
    mend = _mend(user, contrat, reste) if contrat.is_signed else None
    if mend is not None:
        return mend
    if suite.automatique or suite.acte in SANS_PAGE:
        return _wait_for_calendar(suite)
    if suite.prete and suite.peut:
        return _take(contrat, suite, reste)
    return _bring(user, contrat, suite)


def _take(contrat: Contrat, suite: Suite, reste: ARegler) -> Action:
    url = reverse("contrat:acte", args=[contrat.slug, suite.acte])
    bouton = suite.libelle[:1].upper() + suite.libelle[1:]
    if contrat.is_signed and not suite.constats:
        return _by_calendar(reste, url, bouton)
    return Action("Tout est réuni : à vous d’agir", f"Vous pouvez {suite.libelle}.", url, bouton)


def _by_calendar(reste: ARegler, url: str, bouton: str) -> Action:
    """Return what the calendar says of an act that nothing holds back: is it time, or not yet."""
    if not reste.retards and not reste.echeances:
        return Action("À vous d’agir", "Aucune échéance n’est ouverte.", url, bouton)
    first = (*reste.retards, *reste.echeances)[0]
    if first not in reste.retards:
        words = f"Prochaine échéance : {first.libelle}, le {french(first.date)}."
        return Action("Rien ne presse", words, url, bouton, presse=False)
    if first.code != "evaluation":
        url, bouton = "#h-echeances", "Voir les échéances"
    return Action(
        f"En retard : {first.libelle}", f"C’était pour le {french(first.date)}.", url, bouton
    )


def _bring(user: Any, contrat: Contrat, suite: Suite) -> Action:
    mine = mine_to_bring(user, contrat, suite)
    if mine:
        more = f" Puis {len(mine) - 1} autre{'s' if len(mine) > 2 else ''}." if mine[1:] else ""
        return Action(
            f"À vous d’apporter : {mine[0].detail}",
            f"Il en faut pour {suite.libelle}.{more}",
            place_of(contrat, mine[0].fait), "Apporter cette pièce",
        )  # fmt: skip
    if suite.manques:
        first = suite.manques[0]
        return Action("Rien ne vous attend", f"En attente : {first.detail} ({first.qui}).")
    return Action("Rien ne vous attend", f"Peut {suite.libelle} : {suite.qui}.")


def _wait_for_calendar(suite: Suite) -> Action:
    waits = f" Il manque : {suite.manques[0].detail}." if suite.manques else ""
    return Action("Rien ne vous attend", f"Le site fera seul cet acte : {suite.libelle}.{waits}")


def _mend(user: Any, contrat: Contrat, reste: ARegler) -> Action | None:
    """Return what the life of a contract in force left open, for who prepares it."""
    if not can_prepare(user, contrat):
        return None
    team = reverse("contrat:equipe", args=[contrat.slug])
    if reste.vacant_depuis:
        since = french(reste.vacant_depuis)
        return Action(
            "Le poste de coordination est vacant", f"Depuis le {since}.", team, "Voir l’équipe"
        )
    if reste.avenants:
        draft = reste.avenants[0]
        return Action(
            f"L’avenant n° {draft.numero} est en préparation", draft.objet,
            reverse("contrat:avenant", args=[contrat.slug, draft.identifiant]),
            "Poursuivre l’avenant",
        )  # fmt: skip
    if reste.mandats:
        count = len(reste.mandats)
        return Action(
            f"{count} élu{'s' if count > 1 else ''} à désigner de nouveau",
            "Leurs mandats ont fini avec l’élection municipale.", team, "Désigner",
        )  # fmt: skip
    return None


def french(day: date) -> str:
    """Return a day as the pages write it."""
    return date_format(day, "j F Y")


@dataclass(frozen=True, slots=True)
class Territoire:
    """What a contract covers as of today."""

    perimetre: Perimetre
    communes: tuple[str, ...]
    population: Population
    code: str
    changements: int


def read_territoire(contrat: Contrat) -> Territoire:
    """Return the perimeter of a contract, its inhabitants as of today."""
    perimetre = contrat.dernier_perimetre
    today = analyse.bring_up_to_date(perimetre)
    return Territoire(
        perimetre,
        tuple(str(one) for one in perimetre.communes.all()),
        analyse.compute_population(today.communes),
        analyse.shortest_code(today.communes),
        len(today.changements),
    )


@dataclass(frozen=True, slots=True)
class ListeCommunes:
    """A perimeter as a page shows it; `page`: whether the person may open its own page."""

    titre: str
    perimetre: Perimetre
    communes: tuple[tuple[str, str], ...]
    population: Population
    changements: int
    page: bool


def read_liste_communes(
    titre: str, perimetre: Perimetre, readable: PerimetreQuerySet
) -> ListeCommunes:
    """Return a perimeter with its communes as listed and its inhabitants as of today."""
    today = analyse.bring_up_to_date(perimetre)
    return ListeCommunes(
        titre,
        perimetre,
        tuple((one.libelle, one.code) for one in perimetre.communes.all()),
        analyse.compute_population(today.communes),
        len(today.changements),
        readable.filter(pk=perimetre.pk).exists(),
    )
