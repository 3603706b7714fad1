"""The addresses of a plan, and what its forms send."""

from typing import Any

from django.urls import reverse

from ancrage.plateforme.programmes.models import FicheAction
from tests.plateforme.programmes.factories import Atelier


def at(atelier: Atelier, nom: str, *args: Any) -> str:
    return reverse(f"programme:{nom}", args=[atelier.contrat.slug, *args])


def read(client: Any, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200, (answer.status_code, url)
    return str(answer.content.decode())


def sent_by(page: Any) -> dict[str, Any]:
    """Return what the form of a page sends as it stands, as a browser would."""
    form = page.context["form"]
    data: dict[str, Any] = {"version": form.initial["version"], "base": form.initial["base"]}
    for name in form.fields:
        bound = form[name]
        if name in data or bound.value() in (None, "", False):
            continue
        data[name] = "on" if bound.value() is True else bound.value()
    return data


def stored(fiche: FicheAction) -> FicheAction:
    return FicheAction.objects.with_parts().get(pk=fiche.pk)
