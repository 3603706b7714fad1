"""One's notifications: what was told, when an e-mail tells it, and how to stop them all."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.notifications.desabonnement import read_jeton
from ancrage.plateforme.notifications.models import (
    JOURS,
    GenreNotification,
    Notification,
    Rythme,
)
from ancrage.plateforme.notifications.reglages import jour_of, rythmes_of
from ancrage.plateforme.notifications.services import mark_read
from ancrage.plateforme.notifications.services.preferences import choose, unsubscribe
from ancrage.plateforme.web.compte.actes import Requete, succeeds
from ancrage.plateforme.web.socle.rendu import paginate, rendre


class ReglagesForm(forms.Form):
    """One rhythm per kind, and the day of the weekly message."""

    jour = forms.TypedChoiceField(label="Jour du message de la semaine", coerce=int, choices=JOURS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for genre in GenreNotification:
            self.fields[genre.value] = forms.ChoiceField(
                label=genre.label, choices=Rythme.choices, widget=forms.RadioSelect
            )
        self.order_fields([*GenreNotification.values, "jour"])


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: Requete) -> HttpResponse:
    """Show what one was told, and set when an e-mail tells it."""
    person = request.user
    initial = {**rythmes_of([person.pk])[person.pk], "jour": jour_of(person)}
    form = ReglagesForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        jour = values.pop("jour")
        if succeeds(form, lambda: choose(acteur=person, rythmes=values, jour=jour)):
            messages.success(request, "Vos choix sont enregistrés.")
            return redirect("compte:notifications")
    told = Notification.objects.of(person)
    context = {"form": form, "page": paginate(request, told, 20), "non_lues": told.unread().count()}
    return rendre(request, "compte/notifications.html", context)


@require_POST
def marquer_lues(request: Requete) -> HttpResponse:
    """Mark all that one was told as read."""
    mark_read(acteur=request.user, notifications=Notification.objects.of(request.user).unread())
    return redirect("compte:notifications")


@csrf_exempt  # the signed address is the proof, and the mail programme sends no cookie
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def desabonner(request: HttpRequest, jeton: str) -> HttpResponse:
    """Ask, then stop the e-mails of the person whom the signed link names.

    A mail programme that reads links ahead changes nothing: only the POST does.
    """
    context = {"lisible": read_jeton(jeton) is not None, "fait": False}
    if request.method == "POST":
        try:
            unsubscribe(jeton=jeton)
            context["fait"] = True
        except ActeRefuse:
            context["lisible"] = False
    status = 200 if context["lisible"] else 404
    return rendre(request, "compte/desabonnement.html", context, status=status)
