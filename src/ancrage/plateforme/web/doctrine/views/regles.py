"""The rules of the region on a day, one rule through its versions, and its next version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.effets_doctrine import effects_of_rule
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.doctrine.lectures import (
    editions_of,
    rule_in_force,
    rules_in_force,
    versions_of_rule,
)
from ancrage.plateforme.doctrine.models import RegleRegionale
from ancrage.plateforme.doctrine.parametres import PARAMETRES
from ancrage.plateforme.doctrine.parametres_dits import changes_between, say_parametres
from ancrage.plateforme.doctrine.services.regles import publish_doctrine
from ancrage.plateforme.web.doctrine.forms import RegleForm
from ancrage.plateforme.web.doctrine.region import day_read, frame, region_ruled
from ancrage.plateforme.web.doctrine.relecture import relire
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
@require_safe
def regles(request: HttpRequest) -> HttpResponse:
    """Show the rules in force on a day, each with what it does and where it comes from."""
    on, erreur = day_read(request)
    context = frame(request, "doctrine:regles")
    found = rules_in_force(context["region"], on=on)
    editions = editions_of(context["region"])
    context |= {
        "on": on,
        "aujourdhui": on == today(),
        "erreur": erreur,
        "regles": [(one, say_parametres(one.code, one.parametres)) for one in found.values()],
        "edition": next((one for one in editions if one.holds(on)), None),
        "editions": editions,
        "absentes": [code for code in PARAMETRES if code not in found] if found else [],
    }
    return rendre(request, "doctrine/regles.html", context)


def _code(code: str) -> str:
    """Return the code of a rule as it is written; what is not one has no page."""
    if code.upper() not in PARAMETRES:
        raise Http404
    return code.upper()


@login_not_required
@require_safe
def regle(request: HttpRequest, code: str) -> HttpResponse:
    """Show every version of a rule, the latest first, with what each changed."""
    code, context = _code(code), frame(request, "doctrine:regles")
    versions = versions_of_rule(context["region"], code)
    before = [None, *versions[:-1]]
    context |= {
        "code": code,
        "versions": [
            (one, say_parametres(code, one.parametres), changes_between(former, one))
            for former, one in zip(before, versions, strict=False)
        ][::-1],
        "actuelle": rule_in_force(context["region"], code, on=today()),
    }
    return rendre(request, "doctrine/regle.html", context)


def publier(request: HttpRequest, code: str) -> HttpResponse:
    """Write a new version of a rule, read what it would touch, publish it."""
    region, code = region_ruled(request), _code(code)
    versions = versions_of_rule(region, code)
    latest = versions[-1] if versions else None
    form = RegleForm(request.POST or None, code=code, actuelle=latest)

    def publish(data: dict[str, Any]) -> Any:
        return publish_doctrine(
            acteur=request.user, region=region, date_debut=data["date_debut"],
            libelle=data["libelle"], source=data["source"], regles=[form.nouvelle()],
        )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        publish(data)
        messages.success(request, f"La règle {code} a une nouvelle version.")
        return reverse("doctrine:regle", args=[code])

    return relire(
        request, form, act=act,
        preview=lambda data: _preview(region, form, latest, lambda: publish(data)),
        templates=("doctrine/regle_version.html", "doctrine/regle_apercu.html"),
        context=frame(request, "doctrine:regles") | {"code": code, "actuelle": latest},
    )  # fmt: skip


def _preview(
    region: str, form: RegleForm, latest: RegleRegionale | None, publish: Callable[[], Any]
) -> dict[str, Any]:
    """Return what the version changes in the rule, and for the contracts that run."""
    nouvelle, start = form.nouvelle(), form.cleaned_data["date_debut"]
    effets = effects_of_rule(region=region, code=form.code, on=max(start, today()), publish=publish)
    after = RegleRegionale(
        code=nouvelle.code, enonce=nouvelle.enonce, effet=nouvelle.effet,
        parametres=nouvelle.parametres, source=nouvelle.source,
    )  # fmt: skip
    return {
        "nouvelle": after,
        "changements": changes_between(latest, after),
        "parametres": say_parametres(form.code, nouvelle.parametres),
        "effets": effets,
        "debut": start,
        "passee": start < today(),
    }
