"""The table of a revision: what each old objective became, answered as one goes, then mended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.effets_doctrine import running
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.doctrine.lectures import plan_before
from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.doctrine.permissions import can_rule
from ancrage.plateforme.doctrine.revision import TableRevision, read_revision
from ancrage.plateforme.doctrine.services.revisions import correct_revision, record_revision
from ancrage.plateforme.programmes.rattachements import count_by_contrat, signed_on_plan
from ancrage.plateforme.web.doctrine.forms_plans import ObjectifForm, ReponsesForm
from ancrage.plateforme.web.doctrine.region import frame
from ancrage.plateforme.web.doctrine.views.plans import find_plan
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import once_only
from ancrage.plateforme.web.socle.rendu import rendre

REFUS = "Seul le siège de l’ARS dit ce que devient un objectif régional."


def _table(request: HttpRequest, identifiant: UUID) -> TableRevision:
    """Return the table that leads to a version; the first version revises nothing."""
    nouveau = find_plan(request, identifiant)
    ancien = plan_before(nouveau)
    if ancien is None:
        raise Http404
    return read_revision(ancien, nouveau)


def _ruled(request: HttpRequest, table: TableRevision) -> None:
    if not can_rule(request.user, table.nouveau.region):
        raise PermissionDenied(REFUS)


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Show the whole table, both ways; keep the answers ticked, leave the others waiting."""
    table = _table(request, identifiant)
    context = frame(request, "doctrine:plans") | {"table": table}
    if not can_rule(request.user, table.nouveau.region):
        if request.method == "POST":
            raise PermissionDenied(REFUS)
        return rendre(request, "doctrine/revision.html", context)
    context |= _contracts(table)
    form = ReponsesForm(posted(request) if request.method == "POST" else None, table=table)

    def act(data: dict[str, Any]) -> str:
        _record(request, table, form.answers())
        return reverse("doctrine:revision", args=[identifiant])

    return traiter(request, form, act, "doctrine/revision.html", context | {"regle_plan": True})


def _contracts(table: TableRevision) -> dict[str, Any]:
    """Return what the revision leaves to each contract: to tie again, or kept as signed."""
    counts = count_by_contrat(running(table.nouveau.region), today())
    return {
        "comptes": counts,
        "a_rattacher": sum(one.fiches for one in counts),
        "orphelines": sum(one.orphelines for one in counts),
        "signes": signed_on_plan(table.ancien),
    }


def _record(request: HttpRequest, table: TableRevision, answers: dict[str, list[str]]) -> None:
    record_revision(
        acteur=request.user, ancien=table.ancien, nouveau=table.nouveau, correspondances=answers
    )
    count = len(answers)
    said = "1 réponse enregistrée." if count == 1 else f"{count} réponses enregistrées."
    messages.success(request, said)


@require_POST
@once_only
def identiques(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Keep together the objectives whose code and wording did not change."""
    table = _table(request, identifiant)
    _ruled(request, table)
    if not table.identiques:
        raise ActeRefuse("Plus aucun objectif identique n’attend de réponse.")
    _record(request, table, table.identiques)
    return redirect("doctrine:revision", identifiant)


@require_http_methods(["GET", "HEAD", "POST"])
def objectif(request: HttpRequest, identifiant: UUID, objectif: UUID) -> HttpResponse:
    """Choose among all the new objectives, or mend what was said, with a reason."""
    table = _table(request, identifiant)
    _ruled(request, table)
    ligne = next((one for one in table.lignes if one.ancien.identifiant == objectif), None)
    if ligne is None:
        raise Http404
    form = ObjectifForm(
        posted(request) if request.method == "POST" else None,
        ligne=ligne, nouveaux=ObjectifRegional.objects.of(table.nouveau),
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        if ligne.repondu:
            correct_revision(
                acteur=request.user, objectif=ligne.ancien, nouveau=table.nouveau,
                codes=form.codes(), motif=data["motif"],
            )  # fmt: skip
            messages.success(request, f"La réponse de {ligne.ancien.code} est corrigée.")
        else:
            _record(request, table, {ligne.ancien.code: form.codes() or []})
        return reverse("doctrine:revision", args=[identifiant])

    context = frame(request, "doctrine:plans") | {"table": table, "ligne": ligne}
    return traiter(request, form, act, "doctrine/objectif.html", context)
