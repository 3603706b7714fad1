"""A whole plan from a workbook and back: deposit, mapping, dry run, import, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.programmes.acces import own_workbook
from ancrage.plateforme.programmes.classeurs import ADMIS, Classeur, read_classeur
from ancrage.plateforme.programmes.modele_ecrit import write_plan
from ancrage.plateforme.programmes.models import ImportPlan
from ancrage.plateforme.programmes.plan import Plan as PlanEcrit
from ancrage.plateforme.programmes.releve import read_plan
from ancrage.plateforme.programmes.services.imports import import_plan, try_import, undo_import
from ancrage.plateforme.web.programme.cadre import (
    Plan,
    bound,
    frame,
    go,
    open_team,
    open_writer,
    show,
)
from ancrage.plateforme.web.programme.ecarts import group_ecarts
from ancrage.plateforme.web.programme.forms_import import ColonnesForm, FichierForm
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only

ECARTS_MONTRES = 200


def importer(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a workbook; read the imports already made."""
    plan = open_writer(request, slug)
    form = FichierForm(**bound(request))

    def act(data: dict[str, object]) -> str:
        upload = form.cleaned_data["fichier"]
        kept = deposit_fichier(
            acteur=request.user, region=plan.contrat.region, upload=upload, admis=ADMIS
        )
        read_classeur(plan.contrat, kept.nom, kept.chemin.read_bytes())
        return reverse("programme:correspondre", args=[slug, kept.identifiant])

    context = frame(request, plan) | {
        "imports": ImportPlan.objects.of(plan.contrat).select_related("fichier"),
    }
    return traiter(request, form, act, "programme/importer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def correspondre(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Show what each column fills and what the import would do; then do it."""
    plan = open_writer(request, slug)
    kept = own_workbook(request.user, plan.contrat, identifiant)
    if kept is None:
        raise Http404
    read = read_classeur(plan.contrat, kept.nom, kept.chemin.read_bytes())
    form = ColonnesForm(request.POST or None, correspondance=read.correspondance)
    refus, champs = "", None
    if form.is_bound and form.is_valid():
        champs = form.champs
        try:
            if request.POST.get("acte") == "importer":
                return _import(request, plan, kept, champs)
        except ActeRefuse as refusal:
            refus = str(refusal)
    return _dry_run(request, plan, kept, read, form, champs, refus)


def _import(
    request: HttpRequest, plan: Plan, kept: Fichier, champs: dict[int, str] | None
) -> HttpResponse:
    made = import_plan(acteur=request.user, contrat=plan.contrat, fichier=kept, champs=champs)
    created, changed = len(made.rapport["creees"]), len(made.rapport["modifiees"])
    said = f"Import fait : {created} fiches créées, {changed} modifiées. Il s’annule ci-dessous."
    messages.success(request, said)
    return redirect("programme:importer", plan.contrat.slug)


def _dry_run(
    request: HttpRequest,
    plan: Plan,
    kept: Fichier,
    read: Classeur,
    form: ColonnesForm,
    champs: dict[int, str] | None,
    refus: str,
) -> HttpResponse:
    rapport = None
    try:
        rapport = try_import(
            acteur=request.user, contrat=plan.contrat, nom=kept.nom,
            contenu=kept.chemin.read_bytes(), champs=champs,
        )  # fmt: skip
    except ActeRefuse as refusal:
        refus = refus or str(refusal)
    ecarts = rapport.ecarts if rapport else []
    erreurs = [one for one in ecarts if one.niveau == "erreur"]
    context = {
        "fichier": kept,
        "form": form,
        "correspondance": read.correspondance,
        "rapport": rapport,
        "trame": sum(map(len, rapport.trame.values())) if rapport else 0,
        "erreurs": group_ecarts(erreurs[:ECARTS_MONTRES]),
        "nombre_erreurs": len(erreurs),
        "notes": [one for one in ecarts if one.niveau != "erreur"][:ECARTS_MONTRES],
        "refus": refus,
        "importable": rapport is not None and not rapport.is_empty,
        "jeton": new_token(),
    }
    status = 422 if refus and form.is_bound else 200
    return show(request, plan, "correspondre.html", context, status=status)


@require_POST
def annuler(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Put the plan back as it was before an import."""
    plan = open_writer(request, slug)
    found = get_object_or_404(ImportPlan.objects.of(plan.contrat), identifiant=identifiant)
    undo_import(acteur=request.user, importe=found)
    said = f"L’import de « {found.fichier} » est annulé : le programme est comme avant."
    return go(request, said, "programme:importer", slug)


@require_safe
def modele(request: HttpRequest, slug: str) -> HttpResponse:
    """Give our own workbook, blank."""
    open_writer(request, slug)
    return send(write_plan(PlanEcrit()), "modele-programme", "xlsx")


@require_safe
def exporter(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the whole plan as our own workbook, which the import reads back."""
    plan = open_team(request, slug)
    return send(write_plan(read_plan(plan.contrat)), f"programme-{slug}", "xlsx")
