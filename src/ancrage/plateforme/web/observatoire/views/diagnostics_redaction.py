"""The workspace of a diagnosis: indicators to choose, sentences to write, texts to read again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.diagnostics import permissions
from ancrage.plateforme.diagnostics.cadres import written_chapters_of
from ancrage.plateforme.diagnostics.lectures import (
    draft_of,
    label_of_key,
    texts_of_chapter,
    versions_of,
)
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.diagnostics.services import selection
from ancrage.plateforme.diagnostics.textes import (
    automatic_texts,
    chapter_of_key,
    contexte_of,
    to_review,
)
from ancrage.plateforme.web.observatoire.forms_diagnostics import TexteForm
from ancrage.plateforme.web.observatoire.presentation import row_of
from ancrage.plateforme.web.observatoire.references import tell_tests
from ancrage.plateforme.web.observatoire.views.diagnostics import drafted, require_role
from ancrage.plateforme.web.observatoire.views.diagnostics_brouillons import number
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

# Chapter 2, in every frame, has no text to write, but its indicators are chosen like the others.
TERRITOIRE = {2: "Territoire et périmètre"}


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def indicateurs(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Choose the indicators by chapter, each beside its figure."""
    found = drafted(request, identifiant)
    if request.method == "POST":
        require_role(request, "choisir", found)
        version = request.POST.get("version", "")
        selection.choose(
            acteur=request.user,
            diagnostic=found,
            expected=int(version) if version.isdecimal() else 0,
            codes=_in_order(request),
        )
        messages.success(request, "Le choix des indicateurs est enregistré.")
        return redirect("observatoire:diagnostic", identifiant)
    context = {
        "diagnostic": found,
        "chapitres": _choices(found),
        "total": found.selection.count(),
        "tests": tell_tests(contexte_of(found)),
        "modifiable": permissions.can(request.user, "choisir", found),
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/diagnostics/indicateurs.html", context)


def _in_order(request: HttpRequest) -> list[str]:
    """Return the codes ticked, by the rank that was typed, then as the page lists them."""
    codes = request.POST.getlist("codes")

    def rank(code: str) -> int:
        typed = request.POST.get(f"rang-{code}", "")
        return int(typed) if typed.isdecimal() and len(typed) < 5 else 9_999

    return sorted(codes, key=rank)


def _choices(found: Diagnostic) -> list[dict[str, Any]]:
    """Return the chapters with their indicators: figure, verdict, whether chosen, which place."""
    contexte = contexte_of(found)
    chosen = dict(found.selection.values_list("code", "rang"))
    chapters = []
    for numero, titre in (TERRITOIRE | written_chapters_of(found)).items():
        rows: dict[str, dict[str, Any]] = {}
        for valeur in contexte.chapitre(numero):
            rows.setdefault(
                valeur.code,
                row_of(contexte, valeur)
                | {"choisi": valeur.code in chosen, "rang": chosen.get(valeur.code, "")},
            )
        ordered = sorted(rows.values(), key=lambda row: row["rang"] or 10_000)
        chapters.append({"numero": numero, "titre": titre, "lignes": ordered})
    return chapters


@require_safe
def chapitre(request: HttpRequest, identifiant: UUID, numero: int) -> HttpResponse:
    """Show the texts of a chapter: the automatic one beside what was written."""
    found = drafted(request, identifiant)
    chapters = written_chapters_of(found)
    if numero not in chapters:
        raise Http404
    numbers = list(chapters)
    rank = numbers.index(numero)
    context = {
        "diagnostic": found,
        "numero": numero,
        "titre": chapters[numero],
        "textes": texts_of_chapter(found, numero),
        "modifiable": permissions.can(request.user, "rediger", found),
        "avant": _beside(found, numbers[rank - 1]) if rank else None,
        "apres": _beside(found, numbers[rank + 1]) if rank + 1 < len(numbers) else None,
    }
    return rendre(request, "observatoire/diagnostics/chapitre.html", context)


def _beside(found: Diagnostic, numero: int) -> tuple[str, str]:
    address = reverse("observatoire:dls_chapitre", args=[found.identifiant, numero])
    return written_chapters_of(found)[numero], address


@require_http_methods(["GET", "HEAD", "POST"])
def texte(request: HttpRequest, identifiant: UUID, cle: str) -> HttpResponse:
    """Write one text in place of the automatic one."""
    found = drafted(request, identifiant)
    automatic = automatic_texts(found).get(cle)
    if automatic is None:
        raise Http404
    require_role(request, "rediger", found)
    known, draft = versions_of(found).get(cle), draft_of(found, cle)
    version = known.version if known else 0
    # A draft begun on an earlier text waits beside until someone chooses.
    older = draft is not None and draft.lu != version and "reprendre" not in request.GET
    typed = draft.texte if draft and not older else None
    stored = known.texte if known else automatic
    shown = stored if typed is None else typed
    initial = {"version": version, "texte": shown, "origine-texte": stored}
    form = TexteForm(posted(request) if request.method == "POST" else None, initial=initial)
    numero = chapter_of_key(found, cle) or 0
    back = reverse("observatoire:dls_chapitre", args=[identifiant, numero])

    def act(data: dict[str, Any]) -> str:
        selection.write_text(
            acteur=request.user,
            diagnostic=found,
            cle=cle,
            texte=data["texte"],
            expected=data["version"],
            brouillon=number(request, "brouillon"),
        )
        messages.success(request, "Le texte est enregistré, avec votre nom et la date.")
        return back

    context = {
        "diagnostic": found,
        "cle": cle,
        "libelle": label_of_key(found, cle),
        "automatique": automatic,
        "redaction": known,
        "garde": None if older else draft,
        "ancien": draft if older else None,
        "jeton_abandon": new_token(),
        "a_revoir": known is not None and known.automatique != automatic,
        "modifiable": permissions.can(request.user, "rediger", found),
        "retour": back,
        "numero": numero,
        "titre_chapitre": written_chapters_of(found)[numero],
    }
    return traiter(request, form, act, "observatoire/diagnostics/texte.html", context)


@require_safe
def a_revoir(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """List the texts whose figures changed since they were written."""
    found = drafted(request, identifiant)
    rows = [
        {
            "redaction": one,
            "libelle": label_of_key(found, one.cle),
            "automatique": now,
            "absent": not now,
        }
        for one, now in to_review(found)
    ]
    context = {
        "diagnostic": found,
        "lignes": rows,
        "modifiable": permissions.can(request.user, "rediger", found),
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/diagnostics/a_revoir.html", context)


@require_http_methods(["POST"])
@once_only
def laisser(request: HttpRequest, identifiant: UUID, cle: str) -> HttpResponse:
    """Give up a text whose indicator has left the diagnosis."""
    found = drafted(request, identifiant)
    require_role(request, "rediger", found)
    selection.drop_text(acteur=request.user, diagnostic=found, cle=cle)
    messages.success(request, "Le texte est abandonné ; le journal en garde la trace.")
    return redirect("observatoire:dls_a_revoir", identifiant)
