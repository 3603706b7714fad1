"""Write an action sheet: a new one, a change, a copy, its typology, its end."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.programmes.acces import all_readable
from ancrage.plateforme.programmes.listes import LienOrigine, StatutClassement
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.permissions import can_classify, can_edit
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.references import references_of
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.classements import classify
from ancrage.plateforme.programmes.services.fiches import (
    create_fiche,
    delete_fiche,
    duplicate_fiche,
    edit_fiche,
)
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.web.programme.cadre import (
    CLOS,
    bound,
    find_fiche,
    frame,
    open_plan,
    open_writer,
    require,
)
from ancrage.plateforme.web.programme.forms import DuplicationForm, MotifForm, TypologieForm
from ancrage.plateforme.web.programme.forms_fiche import FicheForm, initial_of
from ancrage.plateforme.web.programme.union import BASE, base_of, reconcile
from ancrage.plateforme.web.socle.formulaires import traiter

FORMULAIRE = "programme/fiche_formulaire.html"
REFUS = "L’équipe du contrat et la structure pilote modifient cette fiche."


def _where(contrat: Any, code: str) -> str:
    return reverse("programme:fiche", args=[contrat.slug, code])


def nouvelle(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a sheet; its title is enough to begin."""
    plan = open_writer(request, slug)
    blank = FicheEcrite(titre="Sans titre").model_copy(update={"titre": ""})
    initial = initial_of(blank, 1) | {"place": request.GET.get("place", "")}
    form = FicheForm(**bound(request), initial=initial, refs=references_of(plan.contrat))

    def act(data: dict[str, Any]) -> str:
        written = attempt(form, lambda: form.record(FicheEcrite(titre=data["titre"])))
        made = create_fiche(acteur=request.user, contrat=plan.contrat, contenu=written)
        messages.success(request, f"La fiche {made.code} est créée.")
        return _where(plan.contrat, made.code)

    return traiter(request, form, act, FORMULAIRE, frame(request, plan))


def attempt(form: forms.Form, read: Callable[[], Any]) -> Any:
    """Return what a form holds; what the record refuses is said on the form."""
    try:
        return read()
    except ActeRefuse as refused:
        name = (refused.champ or "").partition(".")[0]
        raise ActeRefuse(refused.message, refused.remede, champ=name) from None


def modifier(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a sheet; two people at once lose nothing."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    require(can_edit(request.user, found), REFUS)
    require(plan.contrat.is_open, CLOS)
    form = _form(request, found)

    def act(data: dict[str, Any]) -> str:
        saved = _save(request, found, form)
        messages.success(request, f"La fiche {saved.code} est enregistrée.")
        return _where(plan.contrat, saved.code)

    return traiter(request, form, act, FORMULAIRE, frame(request, plan) | {"fiche": found})


def _form(request: HttpRequest, found: FicheAction, data: Any = None) -> FicheForm:
    """Return the form of a sheet, which bears what it was opened on."""
    initial = initial_of(read_fiche(found), found.version)
    given: Any = bound(request) if data is None else {"data": data}
    form = FicheForm(
        **given, initial=initial, refs=references_of(found.contrat), figee=found.is_figee,
        code=found.code,
    )  # fmt: skip
    form.initial[BASE] = base_of(form, initial)
    return form


def _save(request: HttpRequest, found: FicheAction, form: FicheForm) -> FicheAction:
    """Write what was typed; when somebody else did too, join both or ask."""
    try:
        return _write(request, found, form)
    except EditionConcurrente as stale:
        fresh = find_fiche(request, found.contrat, found.code)
        stored = initial_of(read_fiche(fresh), fresh.version)
        data, disputed = reconcile(form, stored)
        if disputed:
            request.POST = data
            stale.actuel = {name: stored.get(name) for name in disputed}
            stale.actuel["version"] = fresh.version
            raise
        data["version"] = str(fresh.version)
        joined = _form(request, fresh, data)
        if not joined.is_valid():
            raise
        messages.info(request, "Une autre personne écrivait aussi : vos changements sont réunis.")
        return _write(request, fresh, joined)


def _write(request: HttpRequest, found: FicheAction, form: FicheForm) -> FicheAction:
    data = form.cleaned_data
    before = read_fiche(found)
    return edit_fiche(
        acteur=request.user,
        fiche=found,
        expected=data["version"],
        contenu=attempt(form, lambda: form.record(before)),
        motif=data.get("raison", ""),
    )


def dupliquer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Copy a sheet that one reads into a contract that one writes; its origin stays written."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    form = DuplicationForm(**bound(request), user=request.user)
    require(bool(form.cibles), "Vous n’écrivez le programme d’aucun contrat.")
    if plan.contrat in form.cibles:
        form.initial["contrat"] = plan.contrat.slug

    def act(data: dict[str, Any]) -> str:
        target = form.target
        follows = found.contrat_id == target.contrat_precedent_id
        lien = LienOrigine.POURSUITE if follows else LienOrigine.DUPLICATION
        made = duplicate_fiche(acteur=request.user, fiche=found, contrat=target, lien=lien)
        messages.success(request, f"La fiche {made.code} reprend « {found.titre} ».")
        return _where(target, made.code)

    context = frame(request, plan) | {"fiche": found}
    return traiter(request, form, act, "programme/fiche_dupliquer.html", context)


def supprimer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Delete a draft, with the reason."""
    plan = open_writer(request, slug)
    found = get_object_or_404(all_readable(request.user), contrat=plan.contrat, code=code)
    form = MotifForm(**bound(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        delete_fiche(acteur=request.user, fiche=found, motif=data["motif"])
        messages.success(request, f"La fiche {code} est supprimée.")
        return reverse("programme:arbre", args=[slug])

    context = frame(request, plan) | {"fiche": found}
    return traiter(request, form, act, "programme/fiche_supprimer.html", context)


def classer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Settle the typology: what the text suggests is kept or turned down by a person."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    require(can_classify(request.user, plan.contrat), "Vos rôles ne permettent pas de classer.")
    require(plan.contrat.is_open and not found.is_figee, "Cette fiche est figée.")
    kept, suggestions = _codes(found)
    form = TypologieForm(**bound(request), kept=kept, suggestions=suggestions)

    def act(data: dict[str, Any]) -> str:
        for facette in typologie().facettes:
            codes = form.codes(facette.code)
            if set(codes) != set(kept.get(facette.code, ())) or facette.code in suggestions:
                classify(acteur=request.user, fiche=found, facette=facette.code, codes=codes)
        messages.success(request, "Le classement est enregistré, à votre nom.")
        return _where(plan.contrat, code)

    context = frame(request, plan) | {"fiche": found}
    return traiter(request, form, act, "programme/fiche_classer.html", context)


def _codes(found: FicheAction) -> tuple[dict[str, list[str]], dict[str, dict[str, list[str]]]]:
    """Return the codes kept by facet, and those suggested with the words found."""
    kept: dict[str, list[str]] = {}
    suggestions: dict[str, dict[str, list[str]]] = {}
    for one in found.classements.all():
        if one.statut == StatutClassement.VALIDE:
            kept.setdefault(one.facette, []).append(one.code)
        elif one.statut == StatutClassement.SUGGERE:
            suggestions.setdefault(one.facette, {})[one.code] = one.mots
    return kept, suggestions
