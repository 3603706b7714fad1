"""Amendments: listed, prepared, read as differences, signed or given up."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.contrats.consolidation import articles_at, breaks_of
from ancrage.plateforme.contrats.differences import read_parties
from ancrage.plateforme.contrats.etats import EN_VIGUEUR
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.contrats.permissions import (
    can_prepare,
    can_record_vote,
    can_sign_avenant,
)
from ancrage.plateforme.contrats.services.avenants import (
    ArticleModifie,
    Projet,
    edit_avenant,
    give_up_avenant,
    prepare_avenant,
    sign_avenant,
)
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    require,
    saisir,
    show,
    works_on,
)
from ancrage.plateforme.web.contrat.forms_vie import (
    AbandonForm,
    ArticleForm,
    AvenantForm,
    SignerAvenantForm,
)
from ancrage.plateforme.web.contrat.lecture_avenant import articles_of, read_differences
from ancrage.plateforme.web.socle.contrats import get_contrat

ARTICLES = tuple(str(one) for one in range(1, 10))
LISTE: dict[str, Any] = {"retour": ("contrat:avenants",), "parent": "Avenants"}
PROROGATION = {"objet": "Prorogation du contrat"}


@login_not_required
@require_safe
def avenants(request: HttpRequest, slug: str) -> HttpResponse:
    """List the amendments; to the public, those that are signed."""
    found = get_contrat(request, slug)
    works = works_on(request.user, found)
    rows = found.avenants.order_by("numero")
    context = {
        "avenants": rows if works else rows.filter(signe_le__isnull=False),
        "peut_preparer": can_prepare(request.user, found) and found.etat in EN_VIGUEUR,
    }
    return show(request, found, "contrat/avenants.html", context)


def _found(found: Contrat, identifiant: UUID, *, signed: bool = False) -> Avenant:
    rows = found.avenants.select_related(
        "contrat__perimetre", "contrat__perimetre_etude", "perimetre", "ancien_perimetre",
        "changement",
    )  # fmt: skip
    if signed:
        rows = rows.filter(signe_le__isnull=False)
    avenant = rows.filter(identifiant=identifiant).first()
    if avenant is None:
        raise Http404
    return avenant


@login_not_required
@require_safe
def avenant(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Show what an amendment changes, side by side, and what each party still owes."""
    found = get_contrat(request, slug)
    works = works_on(request.user, found)
    read = _found(found, identifiant, signed=not works)
    user, lines = request.user, read_parties(found, today(), read) if works else []
    context = {
        "avenant": read,
        "cle": str(read.identifiant),
        "differences": read_differences(read),
        "articles": articles_of(read),
        "lignes": lines,
        "ruptures": breaks_of(read) if works and read.is_open else (),
        "autres_articles": _untouched(read),
        "restent": sum(bool(one.acte_manques) or one.signature is None for one in lines),
        "suit": works,
        "prepare": read.is_open and can_prepare(user, found),
        "enregistre": read.is_open and can_record_vote(user, found),
        "peut_signer": read.is_open and can_sign_avenant(user, found),
    }
    return show(request, found, "contrat/avenant.html", context)


def _untouched(avenant: Avenant) -> list[str]:
    held = {str(one["article"]) for one in avenant.articles}
    return [one for one in ARTICLES if one not in held]


def _project(avenant: Avenant | None, data: dict[str, Any]) -> Projet:
    """Return the draft of a form; its articles are changed on their own page."""
    kept = [ArticleModifie(**one) for one in avenant.articles] if avenant else []
    return Projet(articles=kept, **data)


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare an amendment; « ?prorogation=1 » starts one that moves the end."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))
    initial = {"date_effet": today(), **(PROROGATION if request.GET.get("prorogation") else {})}
    form = AvenantForm(**bound(request), contrat=found, initial=initial)

    def act(data: dict[str, Any]) -> str:
        data.pop("version")
        made = prepare_avenant(acteur=request.user, contrat=found, projet=_project(None, data))
        return reverse("contrat:avenant", args=[slug, made.identifiant])

    words = Saisie(
        "Préparer un avenant", "Préparer l’avenant", "L’avenant est préparé.",
        "Le contrat reste comme il est jusqu’à la signature de l’avenant par toutes les parties.",
        **LISTE,
    )  # fmt: skip
    return saisir(request, found, form, act, words)


def _open(request: HttpRequest, slug: str, identifiant: UUID) -> tuple[Contrat, Avenant]:
    found = get_worked(request, slug)
    read = _found(found, identifiant)
    require(can_prepare(request.user, found))
    return found, read


def _back(avenant: Avenant) -> dict[str, Any]:
    return {
        "retour": ("contrat:avenant", avenant.identifiant),
        "parent": f"Avenant n° {avenant.numero}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change a draft."""
    found, read = _open(request, slug, identifiant)
    names = ("version", "objet", "motif", "date_effet", "date_fin", "perimetre")
    initial = {name: getattr(read, name) for name in names}
    form = AvenantForm(**bound(request), contrat=found, initial=initial)

    def act(data: dict[str, Any]) -> None:
        expected = data.pop("version") or 0
        edit_avenant(
            acteur=request.user, avenant=read, expected=expected, projet=_project(read, data)
        )

    words = Saisie(
        f"Modifier l’avenant n° {read.numero}", "Enregistrer", "L’avenant est modifié.",
        **_back(read),
    )  # fmt: skip
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Write one article of an amendment, as it was and as it becomes."""
    found, read = _open(request, slug, identifiant)
    initial = {"version": read.version, **_article(read, request.GET.get("article", ""))}
    form = ArticleForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> None:
        edit_avenant(
            acteur=request.user, avenant=read, expected=data["version"],
            projet=_with_article(read, data),
        )  # fmt: skip

    words = Saisie(
        "Modifier un article", "Enregistrer l’article", "L’article est enregistré.",
        "Les deux textes vides retirent la modification.", **_back(read),
    )  # fmt: skip
    return saisir(request, found, form, act, words)


def _article(avenant: Avenant, asked: str) -> dict[str, Any]:
    """Return an article of a draft; one that it leaves alone starts from the text in force."""
    for one in avenant.articles:
        if str(one["article"]) == asked:
            return dict(one)
    if asked not in ARTICLES:
        return {}
    texte = articles_at(avenant.contrat, today()).get(int(asked), "")
    return {"article": int(asked), "avant": texte, "apres": texte}


def _with_article(avenant: Avenant, data: dict[str, Any]) -> Projet:
    kept = [ArticleModifie(**one) for one in avenant.articles if one["article"] != data["article"]]
    if data["avant"].strip() or data["apres"].strip():
        kept.append(ArticleModifie(data["article"], data["avant"], data["apres"]))
    return Projet(
        avenant.objet, avenant.motif, avenant.date_effet,
        sorted(kept, key=lambda one: one.article), avenant.date_fin, avenant.perimetre,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def signer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Close an amendment once every party voted or agreed, and signed."""
    found = get_worked(request, slug)
    read = _found(found, identifiant)
    require(can_sign_avenant(request.user, found))
    form = SignerAvenantForm(**bound(request), initial={"version": read.version, "on": today()})

    def act(data: dict[str, Any]) -> None:
        sign_avenant(acteur=request.user, avenant=read, expected=data["version"], on=data["on"])

    words = Saisie(
        f"Signer l’avenant n° {read.numero}", "Signer l’avenant",
        "L’avenant est signé et appliqué.",
        "Une fois signé, il s’applique au contrat et ne change plus.", **_back(read),
    )  # fmt: skip
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def abandonner(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Give a draft up, with the reason."""
    found, read = _open(request, slug, identifiant)

    def act(data: dict[str, Any]) -> None:
        give_up_avenant(
            acteur=request.user, avenant=read, expected=data["version"], motif=data["motif"]
        )

    words = Saisie(
        f"Abandonner l’avenant n° {read.numero}", "Abandonner l’avenant",
        "L’avenant est abandonné.", "Son numéro et son texte restent consultables.", **_back(read),
    )  # fmt: skip
    form = AbandonForm(**bound(request), initial={"version": read.version})
    return saisir(request, found, form, act, words)
