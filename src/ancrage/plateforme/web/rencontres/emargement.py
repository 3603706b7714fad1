"""The attendance as a form: a line per member, made for a thumb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from ancrage.plateforme.rencontres.models import EtatPresence, MembreInstance, Presence
from ancrage.plateforme.rencontres.services.presences import PresenceEcrite


@dataclass(frozen=True, slots=True)
class LigneEmargement:
    """A member and the two fields that note her."""

    membre: MembreInstance
    etat: Any
    par: Any

    @property
    def ouvert(self) -> bool:
        """Say whether who represents is shown at once: it is said, or asked for."""
        return bool(self.par.value() or self.par.errors)


class PresencesForm(forms.Form):
    """One choice per member, and who stands for her.

    Each field remembers what it was opened on: what one leaves as it was is not sent, so two
    people who note at once do not undo each other.
    """

    def __init__(
        self,
        *args: Any,
        membres: Sequence[MembreInstance],
        presences: Sequence[Presence],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.membres = membres
        noted = {one.membre_id: one for one in presences}
        for one in membres:
            found = noted.get(one.pk)
            self.fields[f"etat_{one.pk}"] = forms.ChoiceField(
                label=str(one),
                help_text=_who(one),
                choices=EtatPresence.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=found.etat if found else "",
                show_hidden_initial=True,
            )
            self.fields[f"par_{one.pk}"] = forms.CharField(
                label="Représenté par (fonction, organisation)",
                required=False,
                max_length=200,
                initial=found.represente_par if found else "",
                show_hidden_initial=True,
            )

    def lignes(self) -> list[LigneEmargement]:
        """Return the lines in order, for the page."""
        return [
            LigneEmargement(one, self[f"etat_{one.pk}"], self[f"par_{one.pk}"])
            for one in self.membres
        ]

    @property
    def notees(self) -> dict[int, PresenceEcrite]:
        """Return what was changed, by member."""
        changed, data = set(self.changed_data), self.cleaned_data
        return {
            one.pk: PresenceEcrite(data[f"etat_{one.pk}"], data[f"par_{one.pk}"])
            for one in self.membres
            if data[f"etat_{one.pk}"] and changed & {f"etat_{one.pk}", f"par_{one.pk}"}
        }


def _who(membre: MembreInstance) -> str:
    voice = "" if membre.deliberative else "voix consultative"
    return ", ".join(part for part in (membre.nom, voice) if part)
