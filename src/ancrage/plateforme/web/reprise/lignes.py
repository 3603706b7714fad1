"""The repeated lines of a step: signatories, past contracts, figures; a blank line is no line."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.models import StatutSignataire
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.web.socle.champs import Jour

PREFIXE = "ligne"
LIGNES_MAX = 80
PREMIERES = 3  # blank lines of a step that nobody filled yet
VIDES = 1  # blank lines offered under those already filled


class LigneForm(forms.Form):
    """One line. `cle` names the field without which a line is blank."""

    cle = ""
    piece = ""

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        pieces: Mapping[str, Fichier],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = pieces
        self.prepare(organisations)

    def prepare(self, organisations: Sequence[Organisation]) -> None:
        """Fill the choices that depend on the region."""


class SignataireForm(LigneForm):
    """An organisation that carries, signs, or both."""

    cle = "organisation"
    organisation = forms.ChoiceField(label="Organisation")
    porteur = forms.BooleanField(label="Porte le contrat", required=False)
    signe = forms.BooleanField(label="Signe le contrat", required=False, initial=True)
    representant = forms.CharField(label="Représentant", max_length=150, required=False)
    fonction = forms.CharField(label="Fonction", max_length=150, required=False)
    # A list always sends its first choice: known as initial, it does not fill a blank line.
    statut = forms.ChoiceField(
        label="Statut", choices=StatutSignataire.choices, initial=StatutSignataire.choices[0][0]
    )
    numero = forms.CharField(
        label="N° de la délibération", max_length=60, required=False,
        help_text="Pour une collectivité qui a signé.",
    )  # fmt: skip
    vote = Jour(label="Votée le", required=False)
    scan = forms.FileField(label="Délibération numérisée", required=False, help_text="PDF")

    def prepare(self, organisations: Sequence[Organisation]) -> None:
        """Offer the organisations of the region by kind; say which scan is there."""
        field: Any = self.fields["organisation"]
        by_kind = sorted(organisations, key=lambda one: (one.get_type_display(), one.nom))
        field.choices = [
            ("", "choisir"),
            *(
                (kind, [(one.nom, one.nom) for one in group])
                for kind, group in groupby(by_kind, key=lambda one: one.get_type_display())
            ),
        ]
        held = self.pieces.get(self.initial.get("piece", ""))
        if held is not None:
            self.fields["scan"].help_text = f"Déjà jointe : « {held.nom} »."

    def clean(self) -> dict[str, Any]:
        """Ask who signs for an organisation that signs."""
        data = super().clean() or {}
        for name in ("representant", "fonction"):
            if data.get("signe") and name in data and not data[name].strip():
                self.add_error(name, "À remplir pour qui signe.")
        return data


class AntecedentForm(LigneForm):
    """A past contract."""

    cle = "nom"
    nom = forms.CharField(label="Nom", max_length=200)
    date_signature = Jour(label="Signé le")
    date_debut = Jour(label="Début")
    date_fin = Jour(label="Fin")


class ChiffreForm(LigneForm):
    """A figure, with all that makes it readable."""

    cle = "libelle"
    libelle = forms.CharField(label="Indicateur", max_length=200)
    valeur = forms.DecimalField(label="Valeur", max_digits=14, decimal_places=4, localize=True)
    unite = forms.CharField(label="Unité", max_length=60, help_text="%, pour 100 000 habitants…")
    periode = forms.CharField(label="Période", max_length=40, help_text="Par exemple 2015-2019.")
    source = forms.CharField(
        label="Source", max_length=200, help_text="Celle que cite le diagnostic."
    )
    page = forms.CharField(label="Page du diagnostic", max_length=20, required=False)


class Lignes(BaseFormSet):
    """The lines of a step."""

    def rows(self, keep: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        """Return the lines that are filled and kept, each with the key of its scan."""
        found = []
        for form in self.forms:
            data: dict[str, Any] = dict(getattr(form, "cleaned_data", {}))
            if not data.get(form.cle) or data.pop("DELETE", False):
                continue
            former = form.initial.get("piece", "")
            if data.pop("scan", None) or former:
                data["piece"] = (keep or {}).get(f"{form.prefix}-scan", former)
            found.append(data)
        return found


def make_lignes(
    ligne: type[LigneForm],
    rows: list[dict[str, Any]],
    data: Any,
    files: Any,
    organisations: Iterable[Organisation],
    pieces: Mapping[str, Fichier],
) -> Lignes:
    """Return the lines of a step, with blank ones under them."""
    made: Any = formset_factory(
        ligne, formset=Lignes, extra=VIDES if rows else PREMIERES, can_delete=True,
        can_delete_extra=False, max_num=LIGNES_MAX, absolute_max=LIGNES_MAX,
    )  # fmt: skip
    lignes: Lignes = made(
        data, files, prefix=PREFIXE, initial=rows,
        form_kwargs={"organisations": list(organisations), "pieces": pieces},
    )  # fmt: skip
    for form in lignes.forms:
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Retirer cette ligne"
    return lignes
