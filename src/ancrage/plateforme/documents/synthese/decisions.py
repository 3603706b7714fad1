"""What waits for a decision of the élus, the most pressing first, at most five."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ancrage.plateforme.contrats.etats import C, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.parties import ActeAttendu
from ancrage.plateforme.contrats.propres import add_years, missing_of_deliberation, originals
from ancrage.plateforme.contrats.situation import ARegler, Suite
from ancrage.plateforme.contrats.suivi import asked_of
from ancrage.plateforme.programmes.models import Priorite
from ancrage.plateforme.rencontres.models import Decision
from ancrage.publication.documents.synthese import DecisionElu
from ancrage.publication.typographie import date_longue, enumeration

VOTENT = (Etat.REDACTION, Etat.VALIDATION)  # the text is there: assemblies may vote
NOMMES = 3


def read_decisions(
    contrat: Contrat, suite: Suite | None, reste: ARegler, reunions: Any, on: date
) -> list[DecisionElu]:
    """Return all that waits, the late first, then by date; nothing once the contract is over.

    `reunions` are those that the person may read.
    """
    if not contrat.is_open:
        return []
    found = [
        *_votes(contrat, on),
        *_priorites(contrat),
        *_step(contrat, suite, reste, on),
        *_end(contrat, reste, on),
        *_adhesions(reste),
        *_mandates(reste),
        *_amendments(reste),
        *_post(reste),
        *_taken(contrat, reunions, on),
    ]
    return sorted(found, key=lambda one: (not one.en_retard, one.quand or date.max))


def _named(items: Iterable[Any]) -> str:
    """Return a few names and how many others: a cell is no list."""
    names = [str(one) for one in items]
    others = len(names) - NOMMES
    if others <= 0:
        return enumeration(names)
    return enumeration([*names[:NOMMES], f"{others} autre{'s' if others > 1 else ''}"])


def _votes(contrat: Contrat, on: date) -> Iterator[DecisionElu]:
    if contrat.etat not in VOTENT:
        return
    waited = [
        one
        for one in originals(contrat)
        if one.acte_attendu == ActeAttendu.DELIBERATION and missing_of_deliberation(one, None, on)
    ]
    if waited:
        yield DecisionElu(
            "deliberations",
            "Voter la délibération qui autorise à signer",
            _named(waited),
            "Votée, transmise à la préfecture, publiée : le contrat se signe ensuite.",
        )


def _priorites(contrat: Contrat) -> Iterator[DecisionElu]:
    waiting = Priorite.objects.of(contrat).filter(decidee_le__isnull=True).count()
    if waiting and contrat.is_open:
        plural = "s" if waiting > 1 else ""
        yield DecisionElu(
            "priorites",
            "Retenir les priorités du contrat",
            "Comité de pilotage",
            f"{waiting} priorité{plural} proposée{plural}, sans décision du comité.",
        )


def _step(contrat: Contrat, suite: Suite | None, reste: ARegler, on: date) -> Iterator[DecisionElu]:
    """Return the step that comes, what it waits for, and when its state asks for it.

    In force, the step is the evaluation: its own duty says when, so it is told only once due.
    """
    due = _due(reste, "sortie")
    if suite is None or suite.automatique or (contrat.is_signed and due is None):
        return
    missing = [one for one in suite.manques if one.fait != "deliberations_completes"]
    detail = (
        f"Il manque : {_named(dict.fromkeys(one.detail for one in missing))}."
        if missing
        else "Rien ne manque."
    )
    yield DecisionElu(
        "acte", suite.en_mots[:1].upper() + suite.en_mots[1:], suite.qui, detail, due,
        due is not None and due < on,
    )  # fmt: skip


def _due(reste: ARegler, code: str) -> date | None:
    return next((one.date for one in (*reste.retards, *reste.echeances) if one.code == code), None)


def _end(contrat: Contrat, reste: ARegler, on: date) -> Iterator[DecisionElu]:
    """Return what to decide of the end, within a year of it or as soon as a duty is late."""
    told = {one.code for one in reste.retards} - {"sortie"}
    near = contrat.is_signed and contrat.is_open and contrat.date_fin is not None
    if near and contrat.date_fin is not None and contrat.date_fin <= add_years(on, 1):
        yield DecisionElu(
            "suite", "Décider de la suite du contrat", "Collectivités et ARS",
            "Évaluer, renouveler, prolonger ou arrêter avant le terme.",
            contrat.date_fin, contrat.date_fin < on,
        )  # fmt: skip
        told -= {"decision", "evaluation"}
    for one in reste.retards:
        if one.code in told:
            told -= {one.code}
            mine = not asked_of(one).isdisjoint(C)
            qui = "Collectivités et ARS" if mine else str(one.roles)
            libelle = one.libelle[:1].upper() + one.libelle[1:]
            yield DecisionElu("suite", libelle, qui, "", one.date, True)


def _adhesions(reste: ARegler) -> Iterator[DecisionElu]:
    asked = reste.confirmations
    if asked:
        day = date_longue(max(one.renouvellement.le for one in asked))
        yield DecisionElu(
            "adhesions", "Confirmer l’adhésion au contrat",
            _named(one.organisation for one in asked),
            f"Depuis les élections du {day}, l’assemblée ne s’est pas prononcée.",
        )  # fmt: skip


def _mandates(reste: ARegler) -> Iterator[DecisionElu]:
    if reste.mandats:
        yield DecisionElu(
            "mandats", "Désigner à nouveau les élus du contrat",
            _named(dict.fromkeys(str(one.organisation) for one in reste.mandats)),
            f"Mandats finis avec l’élection : {len(reste.mandats)}.",
        )  # fmt: skip


def _amendments(reste: ARegler) -> Iterator[DecisionElu]:
    for one in reste.avenants:
        yield DecisionElu("avenants", f"Signer l’avenant n° {one.numero}", "Signataires", one.objet)


def _post(reste: ARegler) -> Iterator[DecisionElu]:
    if reste.vacant_depuis:
        since = date_longue(reste.vacant_depuis)
        yield DecisionElu(
            "poste", "Pourvoir le poste de coordination", "Employeur et ARS",
            f"Vacant depuis le {since}.",
        )  # fmt: skip


def _taken(contrat: Contrat, reunions: Any, on: date) -> Iterator[DecisionElu]:
    """Return the decisions of meetings still to be carried out."""
    for one in Decision.objects.of(contrat).filter(reunion__in=reunions).ouvertes():
        detail = f"Décision n° {one.numero}, {one.get_etat_display()}."
        who = one.responsable or "à désigner"
        yield DecisionElu("reunions", one.quoi, who, detail, one.quand, one.is_late(on))
