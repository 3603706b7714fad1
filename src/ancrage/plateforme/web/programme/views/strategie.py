"""Needs, the grid, priorities, axes, objectives: read on one page, each written by its form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.programmes.acces import named_indicator, published_indicators
from ancrage.plateforme.programmes.models import Besoin, GrillePriorisation, Objectif, Priorite
from ancrage.plateforme.programmes.plan import AxeEcrit, BesoinEcrit
from ancrage.plateforme.programmes.services import priorites as choix
from ancrage.plateforme.programmes.services import strategie as services
from ancrage.plateforme.programmes.verification import build
from ancrage.plateforme.web.programme import forms as f
from ancrage.plateforme.web.programme.cadre import Plan, bound, frame, open_team, open_writer, show
from ancrage.plateforme.web.programme.grille import read_criteres, write_criteres
from ancrage.plateforme.web.socle.formulaires import traiter

FORMULAIRE = "programme/formulaire.html"


@require_safe
def strategie(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the needs with what they lean on, the grid, the priorities with their decisions."""
    plan = open_team(request, slug)
    grille = _grille(plan)
    besoins = plan.contrat.besoins.prefetch_related("appuis__edition__diagnostic", "priorites")
    context = {
        "besoins": [(one, _appuis(one)) for one in besoins],
        "priorites": plan.contrat.priorites.prefetch_related("besoins", "axes"),
        "grille": grille,
        "ranger": plan.ecrit,
    }
    return show(request, plan, "strategie.html", context)


def _grille(plan: Plan) -> GrillePriorisation | None:
    return getattr(plan.contrat, "grille", None)


def _appuis(besoin: Besoin) -> list[tuple[str, str]]:
    """Return what a need leans on: the words, and the source of a finding."""
    return [
        (named_indicator(one.edition, one.indicateur)[1], "")
        if one.edition
        else (one.constat, one.source)
        for one in besoin.appuis.all()
    ]


def _page(plan: Plan, titre: str, aide: str = "", retour: str = "strategie") -> dict[str, Any]:
    back = reverse(f"programme:{retour}", args=[plan.contrat.slug])
    return {"titre": titre, "aide": aide, "retour": back}


def _done(request: HttpRequest, plan: Plan, said: str, retour: str = "strategie") -> str:
    messages.success(request, said)
    return reverse(f"programme:{retour}", args=[plan.contrat.slug])


# --- needs


def besoin_nouveau(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a need."""
    plan = open_writer(request, slug)
    number = plan.contrat.besoins.count() + 1
    offered = published_indicators(plan.contrat)
    initial = {"version": 1, "code": f"B{number}"}
    form = f.BesoinForm(**bound(request), initial=initial, offered=offered)

    def act(data: dict[str, Any]) -> str:
        services.create_besoin(acteur=request.user, contrat=plan.contrat, contenu=_besoin(form))
        return _done(request, plan, "Le besoin est ajouté.")

    context = frame(request, plan) | _page(
        plan, "Ajouter un besoin",
        "Un besoin s’appuie sur au moins un indicateur publié, ou un constat avec sa source.",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, context)


def _besoin(form: f.BesoinForm) -> BesoinEcrit:
    data = form.cleaned_data
    names = ("code", "libelle", "description", "evolution")
    written: BesoinEcrit = build(
        BesoinEcrit, **{name: data[name] for name in names}, appuis=form.appuis
    )
    return written


def besoin(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change a need."""
    plan = open_writer(request, slug)
    found = get_object_or_404(plan.contrat.besoins, identifiant=identifiant)
    held = [named_indicator(a.edition, a.indicateur)
            for a in found.appuis.select_related("edition__diagnostic") if a.edition]  # fmt: skip
    offered = list(dict([*published_indicators(plan.contrat), *held]).items())
    form = f.BesoinForm(**bound(request), initial=f.initial_besoin(found), offered=offered)

    def act(data: dict[str, Any]) -> str:
        services.edit_besoin(
            acteur=request.user, besoin=found, expected=data["version"], contenu=_besoin(form)
        )
        return _done(request, plan, "Le besoin est enregistré.")

    context = frame(request, plan) | _page(plan, f"Besoin {found.code}")
    return traiter(request, form, act, FORMULAIRE, context | {"objet": found, "quoi": "besoins"})


# --- priorities


def grille(request: HttpRequest, slug: str) -> HttpResponse:
    """Lay down the criteria of the choice."""
    plan = open_writer(request, slug)
    held = _grille(plan)
    initial = {
        "version": held.version if held else 1,
        "criteres": write_criteres(held.criteres if held else ()),
        "note_maximale": held.note_maximale if held else 5,
    }
    form = f.GrilleForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        choix.set_grille(
            acteur=request.user, contrat=plan.contrat, note_maximale=data["note_maximale"],
            criteres=read_criteres(data["criteres"], held.criteres if held else ()),
        )  # fmt: skip
        return _done(
            request, plan, "La grille est fixée ; les notes déjà données sont recalculées."
        )

    context = frame(request, plan) | _page(plan, "Grille de priorisation")
    return traiter(request, form, act, FORMULAIRE, context)


def priorite_nouvelle(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a priority."""
    plan = open_writer(request, slug)
    form = f.PrioriteForm(**bound(request), contrat=plan.contrat)

    def act(data: dict[str, Any]) -> str:
        choix.propose_priorite(
            acteur=request.user, contrat=plan.contrat, libelle=data["libelle"],
            besoins=list(data["besoins"]),
        )  # fmt: skip
        return _done(request, plan, "La priorité est proposée.")

    context = frame(request, plan) | _page(plan, "Proposer une priorité")
    return traiter(request, form, act, FORMULAIRE, context)


def _priorite(plan: Plan, identifiant: UUID) -> Priorite:
    found: Priorite = get_object_or_404(plan.contrat.priorites, identifiant=identifiant)
    return found


def priorite_noter(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Note a priority on the grid."""
    plan = open_writer(request, slug)
    found = _priorite(plan, identifiant)
    held = _grille(plan)
    if held is None:
        raise Http404
    form = f.NotesForm(
        **bound(request), initial={"version": found.version}, priorite=found, grille=held
    )

    def act(data: dict[str, Any]) -> str:
        choix.score_priorite(
            acteur=request.user, priorite=found, expected=data["version"], notes=form.notes
        )
        return _done(request, plan, "Les notes sont enregistrées.")

    context = frame(request, plan) | _page(plan, f"Noter : {found.libelle}")
    return traiter(request, form, act, FORMULAIRE, context)


def priorite_retenir(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Write the decision that chose a priority."""
    plan = open_writer(request, slug)
    found = _priorite(plan, identifiant)
    initial = {"decision": found.decision, "decidee_le": found.decidee_le, "version": found.version}
    form = f.DecisionForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        choix.decide_priorite(
            acteur=request.user, priorite=found, expected=data["version"],
            decision=data["decision"], decidee_le=data["decidee_le"], fichier=found.fichier,
        )  # fmt: skip
        return _done(request, plan, "La priorité est retenue.")

    context = frame(request, plan) | _page(plan, f"Retenir : {found.libelle}")
    return traiter(request, form, act, FORMULAIRE, context)


def priorite_retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take back the choice of a priority."""
    plan = open_writer(request, slug)
    found = _priorite(plan, identifiant)
    form = f.MotifForm(**bound(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        choix.withdraw_priorite(
            acteur=request.user, priorite=found, expected=data["version"], motif=data["motif"]
        )
        return _done(request, plan, "La priorité n’est plus retenue.")

    context = frame(request, plan) | _page(plan, f"Ne plus retenir : {found.libelle}")
    return traiter(request, form, act, FORMULAIRE, context)


# --- axes and objectives


def _axe(data: dict[str, Any]) -> AxeEcrit:
    written: AxeEcrit = build(
        AxeEcrit, libelle=data["libelle"], description=data["description"],
        priorites=tuple(data["priorites"]),
    )  # fmt: skip
    return written


def axe_nouveau(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an axis."""
    plan = open_writer(request, slug)
    form = f.AxeForm(**bound(request), initial={"version": 1}, contrat=plan.contrat)

    def act(data: dict[str, Any]) -> str:
        services.create_axe(acteur=request.user, contrat=plan.contrat, contenu=_axe(data))
        return _done(request, plan, "L’axe est ajouté.", "arbre")

    context = frame(request, plan) | _page(plan, "Ajouter un axe", retour="arbre")
    return traiter(request, form, act, FORMULAIRE, context)


def axe(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change an axis."""
    plan = open_writer(request, slug)
    found = get_object_or_404(plan.contrat.axes, identifiant=identifiant)
    initial = {
        "libelle": found.libelle, "description": found.description, "version": found.version,
        "priorites": [one.libelle for one in found.priorites.all()],
    }  # fmt: skip
    form = f.AxeForm(**bound(request), initial=initial, contrat=plan.contrat)

    def act(data: dict[str, Any]) -> str:
        services.edit_axe(
            acteur=request.user, axe=found, expected=data["version"], contenu=_axe(data)
        )
        return _done(request, plan, "L’axe est enregistré.", "arbre")

    context = frame(request, plan) | _page(plan, "Modifier un axe", retour="arbre")
    return traiter(request, form, act, FORMULAIRE, context | {"objet": found, "quoi": "axes"})


def objectif_nouveau(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Add an objective to an axis."""
    plan = open_writer(request, slug)
    above = get_object_or_404(plan.contrat.axes, identifiant=identifiant)
    form = f.ObjectifNouveauForm(**bound(request), initial={"version": 1}, axe=above)

    def act(data: dict[str, Any]) -> str:
        services.create_objectif(
            acteur=request.user, axe=above, libelle=data["libelle"], niveau=data["niveau"],
            parent=form.parents.get(data["parent"]), structurant=data["structurant"],
        )  # fmt: skip
        return _done(request, plan, "L’objectif est ajouté.", "arbre")

    context = frame(request, plan) | _page(
        plan, f"Ajouter un objectif à l’axe « {above.libelle} »", retour="arbre"
    )
    return traiter(request, form, act, FORMULAIRE, context)


def objectif(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change the words of an objective."""
    plan = open_writer(request, slug)
    found = _objectif(plan, identifiant)
    initial = {name: getattr(found, name) for name in ("libelle", "structurant", "version")}
    form = f.ObjectifForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.edit_objectif(
            acteur=request.user, objectif=found, expected=data["version"],
            libelle=data["libelle"], structurant=data["structurant"],
        )  # fmt: skip
        return _done(request, plan, "L’objectif est enregistré.", "arbre")

    context = frame(request, plan) | _page(plan, "Modifier un objectif", retour="arbre")
    return traiter(request, form, act, FORMULAIRE, context | {"objet": found, "quoi": "objectifs"})


def _objectif(plan: Plan, identifiant: UUID) -> Objectif:
    for one in plan.contrat.axes.prefetch_related("objectifs"):
        for found in one.objectifs.all():
            if found.identifiant == identifiant:
                return found
    raise Http404


# --- the end of a part


def supprimer(request: HttpRequest, slug: str, quoi: str, identifiant: UUID) -> HttpResponse:
    """Delete a need, a priority, an axis or an objective that nothing leans on."""
    plan = open_writer(request, slug)
    retour = "strategie" if quoi in ("besoins", "priorites") else "arbre"
    found: Any = (
        _objectif(plan, identifiant)
        if quoi == "objectifs"
        else get_object_or_404(getattr(plan.contrat, quoi), identifiant=identifiant)
    )
    form = f.MotifForm(**bound(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        services.delete_part(acteur=request.user, objet=found, motif=data["motif"])
        return _done(request, plan, f"« {found} » est supprimé du programme.", retour)

    context = frame(request, plan) | _page(plan, f"Supprimer « {found} »", retour=retour)
    return traiter(request, form, act, FORMULAIRE, context | {"grave": True})
