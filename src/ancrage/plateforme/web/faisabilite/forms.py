"""Forms of the feasibility pages."""

from typing import Any

from django import forms

from ancrage.plateforme.faisabilite.listes import Sens
from ancrage.plateforme.observations.profils import catalogue
from ancrage.plateforme.territoires.lecture import ListeLue, read_liste
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

AIDE_COMMUNES = "Un nom ou un code par ligne : « Orléans », « 45234 », « epci:244500468 »."


class NouvelleNoteForm(forms.Form):
    """A territory to study: its name, its communes."""

    libelle = forms.CharField(
        label="Nom du territoire", max_length=200, help_text="Il sera le titre de la note."
    )
    communes = forms.CharField(
        label="Communes, EPCI ou départements",
        help_text=AIDE_COMMUNES,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
    )

    def clean_communes(self) -> tuple[str, ...]:
        """Return the communes; stop at a line not understood."""
        return read_communes(self.cleaned_data["communes"])


def read_communes(texte: str) -> tuple[str, ...]:
    """Return the communes of a text; raise at the lines that are not understood."""
    lue: ListeLue = read_liste(texte)
    if lue.refus or not lue.communes:
        raise forms.ValidationError(list(lue.refus[:10]) or ["Aucune commune reconnue."])
    return lue.communes


class SensForm(FormulaireVersionne):
    """A reasoned opinion, or a decision."""

    sens = forms.ChoiceField(label="Sens", choices=Sens.choices, widget=forms.RadioSelect)
    motif = forms.CharField(
        label="Motif",
        help_text="Ce qui fonde ce choix. Il paraît dans la note.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
    )


class MotifForm(FormulaireVersionne):
    """Why a decided note is taken up again."""

    motif = forms.CharField(
        label="Motif", widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000
    )


class RattachementForm(forms.Form):
    """Which contract a note is tied to."""

    contrat: Any = forms.ModelChoiceField(
        queryset=None,
        label="Contrat",
        empty_label="Choisissez",
        to_field_name="slug",
        help_text="Les contrats que vous suivez sur ces communes.",
    )

    def __init__(self, *args: Any, contrats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contrat"].queryset = contrats  # type: ignore[attr-defined]


class CadrageForm(FormulaireVersionne):
    """The framing figures of a region, one code per line."""

    indicateurs = forms.CharField(
        label="Indicateurs",
        help_text="Un code par ligne, dans l’ordre de la note : D01, S02… Dix tiennent sur une "
        "page ; vingt au plus.",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=2_000,
    )

    def clean_indicateurs(self) -> list[str]:
        """Return the codes; refuse those that the catalogue does not know."""
        codes = [line.split()[0].upper() for line in self.data["indicateurs"].splitlines() if
                 line.split()]  # fmt: skip
        unknown = [code for code in codes if code not in catalogue()]
        if unknown:
            raise forms.ValidationError(f"Inconnus du catalogue : {', '.join(unknown[:10])}.")
        return codes
