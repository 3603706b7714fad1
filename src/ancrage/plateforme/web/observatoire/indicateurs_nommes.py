"""Indicators in a form: by name, by code, or by a few words that a choice makes precise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from ancrage.plateforme.observations import profils
from ancrage.plateforme.recherche.classement import EXACT
from ancrage.plateforme.recherche.fournisseurs import find_indicateurs
from ancrage.plateforme.recherche.registre import Entree

LESQUELS = "lesquels_"
PROPOSES = 8


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One line: the indicators that it names, or those among which to choose, or neither."""

    texte: str
    codes: tuple[str, ...] = ()
    choix: tuple[Entree, ...] = ()

    @property
    def champ(self) -> str:
        """Return the field of the choice."""
        return LESQUELS + profils.fold(self.texte).replace(" ", "_")[:60]


def read_ligne(texte: str) -> LigneLue:
    """Return what a line designates: codes, a whole name, else what answers its words."""
    codes = [code.upper() for code in re.split(r"[\s,;]+", texte) if code]
    if all(code in profils.catalogue() for code in codes):
        return LigneLue(texte, tuple(codes))
    found = find_indicateurs(texte[:100], PROPOSES)
    exact = [one for one in found if one.score >= EXACT]
    if len(exact) == 1:
        return LigneLue(texte, (exact[0].cle,))
    return LigneLue(texte, choix=tuple(found))


def write_indicateurs(codes: Sequence[str]) -> str:
    """Return codes as their names, one per line, as the field reads them back."""
    items = profils.catalogue()
    names = [items[code].libelle for code in codes if code in items]
    return "\n".join(
        name if read_ligne(name).codes == (code,) else code
        for code, name in zip(codes, names, strict=False)
    )


class ChoixIndicateurs(forms.Form):
    """Read the field « indicateurs », and add under it the choices of the lines that need one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lignes: list[LigneLue] = []
        if self.is_bound:
            texte = str(self.data.get(self.add_prefix("indicateurs"), ""))[:2_000]
            self.lignes = [read_ligne(one.strip()) for one in texte.splitlines() if one.strip()]
            self._ask_which()

    def _ask_which(self) -> None:
        order = list(self.fields)
        place = order.index("indicateurs") + 1
        for ligne in self.lignes:
            if ligne.choix and ligne.champ not in self.fields:
                self.fields[ligne.champ] = _choice(ligne)
                order.insert(place, ligne.champ)
                place += 1
        self.order_fields(order)

    def clean_indicateurs(self) -> list[str]:
        """Return the codes named; a line that nothing answers is told."""
        lost = [one.texte for one in self.lignes if not one.codes and not one.choix]
        if lost:
            raise forms.ValidationError(
                [f"Aucun indicateur ne ressemble à « {texte[:60]} »." for texte in lost]
            )
        return [code for one in self.lignes for code in one.codes]

    def clean(self) -> dict[str, Any]:
        """Add the indicators chosen to those named."""
        data: dict[str, Any] = super().clean() or {}
        chosen = [
            code
            for name in [one for one in self.fields if one.startswith(LESQUELS)]
            for code in data.pop(name, [])
        ]
        if "indicateurs" in data:
            data["indicateurs"] = list(dict.fromkeys([*data["indicateurs"], *chosen]))
        return data


def _choice(ligne: LigneLue) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=f"« {ligne.texte[:60]} » : quels indicateurs ?",
        choices=[(one.cle, f"{one.libelle} ({one.cle}, {one.statut})") for one in ligne.choix],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un indicateur, ou effacez cette ligne."},
    )
