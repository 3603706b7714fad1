"""The handover book of a contract: read, taken away, and its sheets given to who comes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.programmes.passation import pilote_of, read_livret
from ancrage.plateforme.programmes.services.passation import hand_over_fiches
from ancrage.plateforme.web.passation.document import build_livret
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.publication.documents.rendu_court import FORMATS, render_court


class ConfierForm(forms.Form):
    """The sheets to give, and to whom."""

    codes = forms.MultipleChoiceField(
        label="Fiches à confier", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une fiche."},
    )  # fmt: skip
    structure = forms.CharField(label="Structure qui les reprend", max_length=200)
    fonction = forms.CharField(label="Fonction du pilote", max_length=150, required=False)
    motif = forms.CharField(
        label="Pourquoi", max_length=300, initial="Passation",
        help_text="Le motif entre dans l’historique de chaque fiche.",
    )  # fmt: skip

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = contrat.fiches.prefetch_related("intervenants").order_by("code")
        field: Any = self.fields["codes"]
        field.choices = [
            (one.code, f"{one.code}, {one.titre} ({pilote_of(one) or 'sans pilote'})")
            for one in rows
        ]


def _find(request: HttpRequest, slug: str) -> Contrat:
    found = get_followed(request, slug)
    if not can_prepare(request.user, found):
        raise PermissionDenied("Le livret de passation est à l’équipe du contrat et à l’ARS.")
    return found


@require_safe
def livret(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the book."""
    found, on = _find(request, slug), today()
    context = frame_contrat(request, found) | {"rubriques": read_livret(found, on), "on": on}
    return rendre(request, "passation/livret.html", context)


@require_safe
def telecharger(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Send the book as a document to keep, or to complete."""
    if format not in FORMATS:
        raise Http404
    found, on = _find(request, slug), today()
    content = render_court(build_livret(found, read_livret(found, on), on), format)
    return send(content, f"passation-{found.slug}", format, private=True)


def confier(request: HttpRequest, slug: str) -> HttpResponse:
    """Give several sheets to another pilot."""
    found = _find(request, slug)
    form = ConfierForm(request.POST if request.method == "POST" else None, contrat=found)

    def act(data: dict[str, Any]) -> str:
        count = hand_over_fiches(acteur=request.user, contrat=found, **data)
        plural = "s" if count > 1 else ""
        messages.success(request, f"{count} fiche{plural} confiée{plural}.")
        return reverse("passation:livret", args=[found.slug])

    return traiter(request, form, act, "passation/confier.html", frame_contrat(request, found))
