"""Gather the synthesis of a contract on a day, as one person may read it."""

from datetime import date
from typing import Any

from ancrage.plateforme.commun.demonstration import marked
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.equipe import TypeMandat
from ancrage.plateforme.contrats.situation import (
    ARegler,
    Suite,
    forward_act,
    read_a_regler,
    read_suite,
)
from ancrage.plateforme.documents.synthese.acces import read_figures
from ancrage.plateforme.documents.synthese.avancement import (
    count,
    fiches_of,
    read_communes,
    read_priorites,
    say,
)
from ancrage.plateforme.documents.synthese.decisions import read_decisions
from ancrage.plateforme.programmes.lieux import (
    carte_of,
    draw_carte,
    draw_territoire,
    read_lieux,
)
from ancrage.plateforme.rencontres.models import Reunion, TypeInstance
from ancrage.plateforme.rencontres.models.reunions import A_VENIR
from ancrage.plateforme.territoires import analyse
from ancrage.publication.documents.synthese import (
    DECISIONS_MAX,
    CommuneElu,
    ComptesActions,
    ContactElu,
    DecisionElu,
    SyntheseElus,
)
from ancrage.publication.typographie import date_longue, nombre

SANS_ACTION = {
    True: "Aucune action n’est enregistrée pour ce contrat.",
    False: "Aucune action n’est encore écrite. Elles naissent dans les ateliers, une fois les "
    "priorités retenues par le comité de pilotage.",
}
SANS_PRIORITE = {
    True: "Aucune priorité n’est enregistrée pour ce contrat.",
    False: "Aucune priorité n’est encore retenue : le comité de pilotage en choisit trois à cinq "
    "après la restitution du diagnostic.",
}
SANS_DECISION = "Aucune décision n’attend les élus à ce jour."
CLOS = {
    Etat.NON_RECONDUIT: "Ce contrat n’a pas été reconduit.",
    Etat.ABANDONNE: "Ce contrat a été abandonné avant sa signature.",
    Etat.TERMINE: "Ce contrat est terminé : le suivant est signé.",
}


def gather_synthese(lecteur: Any, contrat: Contrat, on: date, commune: str = "") -> SyntheseElus:
    """Return all that the page and the two sheets say; `commune`: the code one asked about."""
    figures, fiches = read_figures(contrat), fiches_of(contrat)
    lieux = read_lieux(contrat, fiches)
    communes = read_communes(contrat, lieux)
    reste = read_a_regler(contrat, on)
    act = forward_act(contrat.etat)
    suite = read_suite(lecteur, contrat, act, on) if act else None
    reunions = Reunion.objects.visibles_par(lecteur).of(contrat)
    decisions = read_decisions(contrat, suite, reste, reunions, on)
    carte = carte_of(contrat, lieux)
    return SyntheseElus(
        nom=contrat.nom,
        generation=contrat.generation,
        etat=str(contrat.get_etat_display()),
        dates=_dates(contrat),
        perimetre=_perimeter(contrat),
        jour=on,
        essentiel=_essential(contrat, count(fiches), decisions, suite),
        acces=figures.acces,
        reperes=figures.reperes,
        bande=figures.bande,
        priorites=read_priorites(contrat, fiches, on),
        sans_priorite=SANS_PRIORITE[contrat.is_signed],
        decisions=tuple(decisions[:DECISIONS_MAX]),
        autres_decisions=max(0, len(decisions) - DECISIONS_MAX),
        sans_decision=SANS_DECISION,
        partout=tuple(say(one) for one in lieux.partout),
        comptes_partout=count(lieux.partout),
        sans_lieu=len(lieux.nulle_part),
        communes=communes,
        commune=_chosen(communes, commune),
        sans_action="" if fiches else SANS_ACTION[contrat.is_signed],
        carte=draw_carte(carte) if carte else draw_territoire(contrat),
        seance=_next_meeting(reunions, on),
        suite=_next_step(suite, reste),
        contacts=tuple(_contacts(contrat, reste, on)),
        mention=_mention(on),
    )


def _mention(on: date) -> str:
    said = f"Document de travail du {date_longue(on)}, non diffusé"
    return marked(said)


def _chosen(communes: tuple[CommuneElu, ...], code: str) -> CommuneElu | None:
    return next((one for one in communes if one.code == code), None)


def _dates(contrat: Contrat) -> str:
    start, end = contrat.date_debut, contrat.date_fin
    if start and end:
        return f"du {date_longue(start)} au {date_longue(end)}"
    return "dates à fixer" if contrat.etat in AVANT_SIGNATURE else ""


def _perimeter(contrat: Contrat) -> str:
    """Return the communes and the inhabitants of today, with the year of the census."""
    codes = analyse.bring_up_to_date(contrat.dernier_perimetre).communes
    said = f"{nombre(len(codes))} commune{'s' if len(codes) > 1 else ''}"
    held = analyse.compute_population(codes)
    if held.habitants is None:
        return said
    return f"{said}, {nombre(held.habitants)} habitants en {held.annee}"


def _essential(
    contrat: Contrat, actions: ComptesActions, decisions: list[DecisionElu], suite: Suite | None
) -> tuple[str, ...]:
    """Return three sentences: where the contract is, what was done, what waits for the élus."""
    state = CLOS.get(Etat(contrat.etat)) or _where(contrat, suite)
    plural = "s" if actions.total > 1 else ""
    done = f"{actions.total} action{plural} : {actions.en_mots}."
    if not actions.total:
        done = SANS_ACTION[contrat.is_signed]
    late = sum(one.en_retard for one in decisions)
    waits = f"{len(decisions)} décision{'s' if len(decisions) > 1 else ''} à prendre"
    waits += f", dont {late} en retard." if late else "."
    return (state, done, waits if decisions else SANS_DECISION)


def _where(contrat: Contrat, suite: Suite | None) -> str:
    state = f"Le contrat est à l’état « {contrat.get_etat_display()} »"
    if contrat.is_signed and contrat.date_signature:
        state += f", signé le {date_longue(contrat.date_signature)}"
    if not contrat.is_signed and suite is not None:
        state += f". Prochaine étape : {suite.en_mots}"
    return f"{state}."


def _next_meeting(reunions: Any, on: date) -> str:
    """Return the next meeting of the COPIL that the person may read."""
    ahead = reunions.filter(
        instance__type=TypeInstance.COPIL, le__gte=on, etat__in=A_VENIR
    ).order_by("le")
    found = ahead.first()
    if found is None:
        return "Aucune séance du comité de pilotage n’est fixée."
    return f"Prochain comité de pilotage : le {date_longue(found.le)}, {found.lieu}."


def _next_step(suite: Suite | None, reste: ARegler) -> str:
    """Return the step that comes, when its duty asks for it, and who may take it."""
    if suite is None:
        return "Ce contrat est fini : aucune étape ne suit."
    code = "evaluation" if suite.acte == "ouvrir_evaluation" else "sortie"
    due = next((one for one in (*reste.retards, *reste.echeances) if one.code == code), None)
    when = f", attendue pour le {date_longue(due.date)}" if due else ""
    who = "Le site la constate seul." if suite.automatique else f"Peut agir : {suite.qui}."
    return f"Prochaine étape : {suite.en_mots}{when}. {who}"


def _contacts(contrat: Contrat, reste: ARegler, on: date) -> list[ContactElu]:
    """Return who answers, by function: nobody is named."""
    posts = contrat.coordonnateurs.en_cours(on).select_related("employeur")
    mandates = contrat.mandats.en_cours(on).filter(type=TypeMandat.ELU_REFERENT)
    found = [ContactElu("Coordination du contrat", str(one.employeur)) for one in posts]
    if reste.vacant_depuis:
        found.append(ContactElu("Coordination du contrat", "poste vacant"))
    found += [
        ContactElu(f"Élu référent, {one.fonction}", str(one.organisation))
        for one in mandates.select_related("organisation")
    ]
    found += [
        ContactElu("Collectivité porteuse", str(one))
        for one in contrat.porteurs.select_related("organisation")
    ]
    return list(dict.fromkeys(found))
