"""The plan as a table: filtered by the address, sorted, typed in like a sheet, pasted into."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.programmes import listes
from ancrage.plateforme.programmes.acces import readable_fiches
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.services.cellules import Cellule, CelluleRefusee, edit_cells
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.programmes.valeurs import Illisible
from ancrage.plateforme.web.programme.cadre import Plan, open_plan, open_writer, show
from ancrage.plateforme.web.programme.champs import read_cell
from ancrage.plateforme.web.programme.forms import CollageForm
from ancrage.plateforme.web.programme.lignes_tableau import (
    COLONNES,
    ETATS,
    Demande,
    cases_of,
    pilote_of,
    read_collage,
    read_demande,
    read_typed,
    select,
)
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate

PAR_PAGE = 40  # rows typed at once: a form has its limits
ENSEMBLE = ("statut", "motif", "avancement", "debut", "fin", "statut_financement")


def _asked(request: HttpRequest, plan: Plan) -> tuple[Demande, list[FicheAction]]:
    asked = read_demande(request.GET)
    rows = readable_fiches(request.user, plan.contrat).select_related("axe", "objectif")
    return asked, select(rows.prefetch_related("intervenants", "classements"), asked)


def _filters(request: HttpRequest, plan: Plan, asked: Demande) -> dict[str, Any]:
    """Return what the filters offer, and an address without each that is in force."""
    axes = [(str(one.identifiant), one.libelle) for one in plan.contrat.axes.all()]
    offered = {
        "axe": [*axes, ("aucun", "sans axe")],
        "statut": list(listes.StatutAction.choices),
        "financement": list(listes.StatutFinancement.choices),
        "theme": list(typologie().facette("theme").labels().items()),
        "etat": list(ETATS.items()),
    }
    chips = []
    for name, value in asked.actifs.items():
        query = request.GET.copy()
        del query[name]
        query.pop("page", None)
        words = dict(offered.get(name, ())).get(value, value)
        chips.append((words, f"?{query.urlencode()}"))
    return {"asked": asked, "offered": offered, "chips": chips, "suite": request.GET.urlencode()}


def _sorts(request: HttpRequest, asked: Demande) -> list[tuple[str, str, str]]:
    """Return the heads by which one sorts: words, address, order in force."""
    heads = (("code", "Code"), ("titre", "Titre"), ("statut", "Statut"),
             ("avancement", "Avancement"), ("fin", "Fin"))  # fmt: skip
    found = []
    for name, words in heads:
        query = request.GET.copy()
        up = asked.tri == name and not asked.descend
        query["tri"] = f"-{name}" if up else name
        order = ("descending" if asked.descend else "ascending") if asked.tri == name else ""
        found.append((words, f"?{query.urlencode()}", order))
    return found


@login_not_required
@require_safe
def tableau(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sheets that the address asks for."""
    plan = open_plan(request, slug)
    asked, rows = _asked(request, plan)
    context = {
        "lignes": [(one, pilote_of(one)) for one in rows],
        "tris": _sorts(request, asked),
        "ensemble": [(champ, COLONNES[champ]) for champ in ENSEMBLE],
        "jeton": new_token(),
        **_filters(request, plan, asked),
    }
    return show(request, plan, "tableau.html", context, fragment="lignes")


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def saisir(request: HttpRequest, slug: str) -> HttpResponse:
    """Type in the table, forty sheets at a time."""
    plan = open_writer(request, slug)
    refused: dict[str, dict[str, str]] = defaultdict(dict)
    if request.method == "POST":
        changed = _write_typed(request, plan, refused)
        messages.success(request, f"Fiches modifiées : {len(changed)}.")
        if not refused:
            return redirect(f"{reverse('programme:tableau', args=[slug])}?{_query(request)}")
    asked, rows = _asked(request, plan)
    page = paginate(request, rows, PAR_PAGE)
    context = {
        "page": page,
        "lignes": [(one, cases_of(one, _typed(request, one), refused[one.code])) for one in page],
        "refus": sum(map(len, list(refused.values()))),
        "jeton": new_token(),
        **_filters(request, plan, asked),
    }
    status = 409 if context["refus"] else 200
    return show(request, plan, "tableau_saisie.html", context, status=status)


def _query(request: HttpRequest) -> str:
    return request.GET.urlencode()


def _typed(request: HttpRequest, one: FicheAction) -> dict[str, str]:
    """Return what was typed in the row of a sheet."""
    names = {champ: request.POST.get(f"{one.code}|{champ}") for champ in COLONNES}
    return {champ: text for champ, text in names.items() if text is not None}


def _write_typed(request: HttpRequest, plan: Plan, refused: dict[str, dict[str, str]]) -> list[str]:
    cells: list[Cellule] = []
    for code in request.POST.getlist("code"):
        found, wrong = read_typed(request.POST, code)
        cells += found
        if wrong:
            refused[code] |= wrong
    changed, left = edit_cells(acteur=request.user, contrat=plan.contrat, cellules=cells)
    for one in left:
        refused[one.code][one.champ] = one.message
    return changed


@require_POST
@once_only
def ensemble(request: HttpRequest, slug: str) -> HttpResponse:
    """Write one value in the chosen sheets."""
    plan = open_writer(request, slug)
    codes, champ = request.POST.getlist("codes"), request.POST.get("champ", "")
    if not codes or champ not in ENSEMBLE:
        raise ActeRefuse("Cochez au moins une fiche, et choisissez quoi changer.")
    try:
        value = read_cell(COLONNES[champ], request.POST.get("valeur", ""))
    except Illisible as refusal:
        raise ActeRefuse(f"Rien n’a changé. {refusal}.") from None
    cells = [Cellule(code, champ, value) for code in codes]
    if champ == "statut" and request.POST.get("motif", "").strip():
        cells += [Cellule(code, "motif", request.POST["motif"].strip()) for code in codes]
    changed, left = edit_cells(acteur=request.user, contrat=plan.contrat, cellules=cells)
    _tell(request, changed, left)
    return redirect(f"{reverse('programme:tableau', args=[slug])}?{_query(request)}")


def _tell(request: HttpRequest, changed: list[str], left: list[CelluleRefusee]) -> None:
    messages.success(request, f"Fiches modifiées : {len(changed)}.")
    for one in left[:10]:
        messages.warning(request, f"{one.code} : {one.message}.")


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def coller(request: HttpRequest, slug: str) -> HttpResponse:
    """Write cells pasted from a spreadsheet; what is not taken is told, cell by cell."""
    plan = open_writer(request, slug)
    form = CollageForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "jeton": new_token(), "colonnes": COLONNES.values()}
    if form.is_bound and form.is_valid():
        cells, wrong = read_collage(form.cleaned_data["cellules"])
        changed, left = edit_cells(acteur=request.user, contrat=plan.contrat, cellules=cells)
        if changed and not (left or wrong):
            messages.success(request, f"Fiches modifiées : {len(changed)}.")
            return redirect("programme:tableau", slug)
        context |= {"changees": changed, "refusees": left, "illisibles": wrong, "fait": True}
    return show(request, plan, "tableau_coller.html", context)
