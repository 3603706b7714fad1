"""The notes: listed, opened on a territory, read, written part by part, taken away as files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.commun.erreurs import EditionConcurrente
from ancrage.plateforme.faisabilite import permissions
from ancrage.plateforme.faisabilite.contenu import content_of
from ancrage.plateforme.faisabilite.document import render_note
from ancrage.plateforme.faisabilite.listes import Rubrique
from ancrage.plateforme.faisabilite.manques import missing_of
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.models.decisions import FormatNote
from ancrage.plateforme.faisabilite.services import notes as services
from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.faisabilite.forms import NouvelleNoteForm
from ancrage.plateforme.web.faisabilite.forms_rubrique import RubriqueForm
from ancrage.plateforme.web.faisabilite.lecture import read_note
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.rendu import paginate, rendre

MODIFIABLE = ["GET", "HEAD", "POST"]


def require(allowed: bool, reason: str) -> None:
    """Answer 403 with a reason in French."""
    if not allowed:
        raise PermissionDenied(reason)


def find_note(request: HttpRequest, identifiant: UUID) -> NoteFaisabilite:
    """Return a note that the person may read; the others do not exist for her."""
    rows = NoteFaisabilite.objects.visibles_par(request.user).select_related("contrat", "perimetre")
    return get_object_or_404(rows, identifiant=identifiant)


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """List the notes that one may read, the last written first."""
    require(
        permissions.can_read(request.user), "Les notes se lisent avec un rôle qui y donne accès."
    )
    rows = NoteFaisabilite.objects.visibles_par(request.user).for_list()
    context = {
        "page": paginate(request, rows.prefetch_related("decisions")),
        "peut_ouvrir": permissions.can_start(request.user),
        "regions": permissions.regions_framed(request.user),
    }
    return rendre(request, "faisabilite/notes.html", context)


@require_http_methods(MODIFIABLE)
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Study a territory: any list of communes; the address may name one."""
    require(permissions.can_start(request.user), "La délégation départementale ouvre les notes.")
    code = request.GET.get("territoire", "")[:4_000]
    initial = {"communes": code, "libelle": profils.find_territoire(code).libelle if code else ""}
    form = NouvelleNoteForm(posted(request) if request.method == "POST" else None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        made = services.study_territory(acteur=request.user, **data)
        return page_of(made)

    return traiter(request, form, act, "faisabilite/nouvelle.html")


def page_of(note: NoteFaisabilite) -> str:
    """Return the address of a note."""
    return reverse("faisabilite:note", args=[note.identifiant])


@require_safe
def note(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Read a note as its document, with what remains to fill and the acts open to the reader."""
    found = find_note(request, identifiant)
    contenu = content_of(found, timezone.localdate())
    decisions = list(found.decisions.prefetch_related("documents"))
    current = next((one for one in decisions if one.numero == found.numero), None)
    context = {
        "note": found,
        "parties": read_note(contenu, current.empreinte if current else ""),
        "manques": [(Rubrique(code), words) for code, words in missing_of(contenu).items()],
        "decision": current,
        "anciennes": [one for one in decisions if one != current],
        "formats": FormatNote,
        "peut": {
            "ecrire": permissions.can_write(request.user, found),
            "aviser": permissions.can_advise(request.user, found),
            "decider": permissions.can_decide(request.user, found),
            "reprendre": permissions.can_revise(request.user, found),
            "rattacher": permissions.can_attach(request.user, found),
        },
    }
    return rendre(request, "faisabilite/note.html", context)


@require_http_methods(MODIFIABLE)
def rubrique(request: HttpRequest, identifiant: UUID, code: str) -> HttpResponse:
    """Write one part of a note."""
    found = find_note(request, identifiant)
    part = get_object_or_404(found.rubriques, code=code)
    require(
        permissions.can_write(request.user, found), "Cette note ne s’écrit plus, ou pas par vous."
    )
    form = RubriqueForm(
        posted(request) if request.method == "POST" else None, note=found, part=part
    )

    def act(data: dict[str, Any]) -> str:
        try:
            services.write_rubrique(
                acteur=request.user, note=found, rubrique=code, expected=data["version"],
                champs=form.champs, lignes=form.lignes,
            )  # fmt: skip
        except EditionConcurrente as stale:
            stale.actuel = form.stored
            raise
        messages.success(request, "La rubrique est enregistrée.")
        return f"{page_of(found)}#{code}"

    context = {"note": found, "rubrique": part, "numero": Rubrique.values.index(code) + 1}
    return traiter(request, form, act, "faisabilite/rubrique.html", context)


@require_safe
def document(request: HttpRequest, identifiant: UUID, format: str) -> HttpResponse:
    """Give the note as a file: the kept one once decided, a draft of today before."""
    found = find_note(request, identifiant)
    if format not in FormatNote.values:
        raise Http404
    if found.is_open:
        contenu = content_of(found, timezone.localdate())
        return send(
            render_note(contenu, format), f"Note de contexte {found.libelle} brouillon", format
        )
    kept = found.decisions.get(numero=found.numero).documents.filter(format=format).first()
    if kept is None:
        messages.info(request, "Ce document s’écrit : il sera prêt dans quelques instants.")
        return redirect(page_of(found))
    return send(
        kept.chemin.read_bytes(), f"Note de contexte {found.libelle} v{found.numero}", format
    )
