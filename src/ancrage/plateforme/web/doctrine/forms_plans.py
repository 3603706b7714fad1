"""The forms of regional plans: a version from a table, then the answers of its revision."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import ObjectifRegional, TypePlan
from ancrage.plateforme.doctrine.revision import LigneRevision, TableRevision
from ancrage.plateforme.doctrine.tables_plans import ADMIS, EcartPlan, read_table, text_of_rows
from ancrage.plateforme.fichiers.tableau import rows_of_file, rows_of_text
from ancrage.plateforme.web.socle.champs import Jour, Texte

ABANDON = "abandon"
CONSERVE, SANS_REPONSE = "conserve", "sans_reponse"
MELANGE = "Un objectif abandonné ne devient rien d’autre : gardez l’un ou l’autre."


class PlanForm(forms.Form):
    """A version of a plan: what it is, from when, and its objectives as a table."""

    type = forms.ChoiceField(
        label="Plan", choices=[(one.value, one.label.capitalize()) for one in TypePlan]
    )
    libelle = forms.CharField(label="Nom de cette version", max_length=200)
    date_debut = Jour(label="En vigueur à partir du")
    source = forms.CharField(
        label="Source", max_length=300, help_text="L’arrêté ou le document qui publie le plan."
    )
    fichier = forms.FileField(
        label="Tableau des objectifs, en fichier", required=False,
        help_text="XLSX (première feuille), CSV ou texte. Il l’emporte sur le tableau collé.",
    )  # fmt: skip
    tableau = Texte(
        label="Ou tableau des objectifs, collé ici", required=False, rows=12, max_length=1_000_000,
        strip=False,
        help_text="Trois colonnes : code ; libellé ; code de l’objectif au-dessus (vide à la "
        "racine). Collez depuis un tableur, ou séparez par des points-virgules.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ecarts: list[EcartPlan] = []
        self.rewritten: dict[str, str] = {"fichier": ""}

    def clean(self) -> dict[str, Any]:
        """Read the table; every line refused is told, and the text is kept to be mended."""
        data = super().clean() or {}
        try:
            rows = self._rows(data)
            table = read_table(rows)
        except ActeRefuse as refused:
            self.add_error("tableau", str(refused))
            return data
        self.rewritten["tableau"] = text_of_rows(rows)
        self.ecarts = table.ecarts
        if table.ecarts:
            count = len(table.ecarts)
            said = "1 ligne est" if count == 1 else f"{count} lignes sont"
            self.add_error("tableau", f"{said} à corriger : la liste est en tête de page.")
        elif not table.objectifs:
            self.add_error("tableau", "Le tableau est vide : collez-le, ou joignez un fichier.")
        return data | {"objectifs": table.objectifs}

    @staticmethod
    def _rows(data: dict[str, Any]) -> list[list[str]]:
        upload = data.get("fichier")
        if upload is None:
            return rows_of_text(data.get("tableau") or "")
        return rows_of_file(PurePath(upload.name).name[:200], upload.read(), ADMIS)


def tree_choices(objectifs: Iterable[ObjectifRegional]) -> list[tuple[str, str]]:
    """Return objectives as choices, by code."""
    return [(one.code, str(one)) for one in objectifs]


class ReponsesForm(forms.Form):
    """What each old objective that waits became: ticked by a person, or left for another day."""

    def __init__(self, *args: Any, table: TableRevision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lignes = {str(one.ancien.identifiant): one for one in table.sans_reponse}
        for name, ligne in self.lignes.items():
            self.fields[name] = self._field(table, ligne)

    @staticmethod
    def _field(table: TableRevision, ligne: LigneRevision) -> forms.Field:
        url = reverse(
            "doctrine:revision_objectif", args=[table.nouveau.identifiant, ligne.ancien.identifiant]
        )
        proposed = [
            (one.objectif.code, f"Devient {one.objectif} ({one.raison})")
            for one in ligne.suggestions
        ]
        return forms.MultipleChoiceField(
            label=str(ligne.ancien), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[*proposed, (ABANDON, "Abandonné")],
            help_text=format_html('<a href="{}">Choisir parmi tous les objectifs</a>', url),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse an objective both given up and carried on, and a form without any answer."""
        data = super().clean() or {}
        for name in self.lignes:
            if ABANDON in data.get(name, ()) and len(data[name]) > 1:
                self.add_error(name, MELANGE)
        if not any(data.values()) and not self.errors:
            self.add_error(None, "Cochez au moins une réponse ; les autres attendront.")
        return data

    def answers(self) -> dict[str, list[str]]:
        """Return the answers given: old code, then new codes; none for what is given up."""
        return {
            ligne.ancien.code: [code for code in self.cleaned_data[name] if code != ABANDON]
            for name, ligne in self.lignes.items()
            if self.cleaned_data[name]
        }


class ObjectifForm(forms.Form):
    """What one old objective became, among all the new ones; mended with a reason."""

    devenir = forms.ChoiceField(label="Cet objectif", widget=forms.RadioSelect)
    nouveaux = forms.MultipleChoiceField(
        label="Objectifs qui le reprennent", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Un seul s’il est gardé, plusieurs s’il est réparti.",
    )  # fmt: skip
    motif = forms.CharField(label="Motif de la correction", max_length=300)

    def __init__(
        self, data: Any, *, ligne: LigneRevision, nouveaux: Iterable[ObjectifRegional]
    ) -> None:
        initial = {
            "devenir": ABANDON if ligne.abandonne else CONSERVE,
            "nouveaux": [one.code for one in ligne.nouveaux],
        }
        super().__init__(data, initial=initial)
        known: Any = self.fields
        known["nouveaux"].choices = tree_choices(nouveaux)
        known["devenir"].choices = [
            (CONSERVE, "est gardé, ou réparti entre plusieurs"),
            (ABANDON, "est abandonné"),
            *([(SANS_REPONSE, "reste sans réponse pour l’instant")] if ligne.repondu else []),
        ]
        if not ligne.repondu:
            del self.fields["motif"]

    def clean(self) -> dict[str, Any]:
        """Ask for what follows an objective that is kept, and for nothing otherwise."""
        data = super().clean() or {}
        kept, codes = data.get("devenir") == CONSERVE, data.get("nouveaux")
        if kept and not codes:
            self.add_error("nouveaux", "Cochez l’objectif, ou les objectifs, qui le reprennent.")
        if not kept and codes:
            self.add_error("nouveaux", MELANGE)
        return data

    def codes(self) -> list[str] | None:
        """Return the new codes; none if given up; None if nothing is said any more."""
        if self.cleaned_data["devenir"] == SANS_REPONSE:
            return None
        return list(self.cleaned_data["nouveaux"])
