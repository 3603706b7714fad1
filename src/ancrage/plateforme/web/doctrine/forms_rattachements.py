"""The choices of a coordinator for the sheets whose regional objective was revised."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.programmes.rattachements import Rattachement
from ancrage.plateforme.programmes.services.rattachement import Choix

TOUS, RETIRER, PLUS_TARD = "tous", "retirer", ""


class RattachementsForm(forms.Form):
    """One list per link that waits, with the version of its sheet on which it was shown."""

    def __init__(
        self,
        *args: Any,
        attentes: Iterable[Rattachement],
        objectifs: dict[int, list[ObjectifRegional]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.liens: dict[str, Rattachement] = {}
        self.objectifs = objectifs
        for one in attentes:
            name = f"{one.fiche.identifiant}:{one.ancien.identifiant}"
            self.liens[name] = one
            self.fields[name] = forms.ChoiceField(
                label=f"Nouvel objectif de la fiche {one.fiche.code}, à la place de "
                f"{one.ancien.code}",
                required=False, choices=self._choices(one),
            )  # fmt: skip
            self.fields[_version(one)] = forms.IntegerField(
                widget=forms.HiddenInput, initial=one.fiche.version
            )

    def _choices(self, one: Rattachement) -> list[Any]:
        """Return: later, what is proposed, every objective in force, take the link off."""
        proposed = [(str(new.identifiant), f"Proposé : {new}") for new in one.proposes]
        if len(one.proposes) > 1:
            codes = ", ".join(new.code for new in one.proposes)
            proposed.insert(0, (TOUS, f"Proposés ensemble : {codes}"))
        known = {new.pk for new in one.proposes}
        others = [
            (str(new.identifiant), str(new))
            for new in self.objectifs[one.actuel.pk]
            if new.pk not in known
        ]
        return [
            (PLUS_TARD, "Plus tard"), *proposed, (RETIRER, "Retirer ce lien"),
            (f"Autre objectif de « {one.actuel} »", others),
        ]  # fmt: skip

    def rows(self) -> list[tuple[Rattachement, Any]]:
        """Return each link with its list."""
        return [(one, self[name]) for name, one in self.liens.items()]

    def chosen(self) -> list[Choix]:
        """Return what was chosen, link by link; what waits is left out."""
        return [
            self._choix(one, self._picked(one, self.cleaned_data[name]))
            for name, one in self.liens.items()
            if self.cleaned_data[name] != PLUS_TARD
        ]

    def proposed(self) -> list[Choix]:
        """Return every proposal, accepted together."""
        return [self._choix(one, one.proposes) for one in self.liens.values() if one.proposes]

    def _picked(self, one: Rattachement, value: str) -> tuple[ObjectifRegional, ...]:
        if value == TOUS:
            return one.proposes
        return tuple(new for new in self.objectifs[one.actuel.pk] if str(new.identifiant) == value)

    def _choix(self, one: Rattachement, nouveaux: tuple[ObjectifRegional, ...]) -> Choix:
        return Choix(one.fiche, self.cleaned_data[_version(one)], one.ancien, nouveaux)


def _version(one: Rattachement) -> str:
    return f"version:{one.fiche.identifiant}"
