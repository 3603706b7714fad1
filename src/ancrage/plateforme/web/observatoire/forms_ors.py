"""Forms of the request desk and of the release calendar."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ancrage.plateforme.observations.attente_demandes import CaseAttendue
from ancrage.plateforme.observations.perimetres import visibles_par
from ancrage.plateforme.observations.profils import sources
from ancrage.plateforme.observations.secret_demandes import CaseMasquee
from ancrage.plateforme.web.observatoire.indicateurs_nommes import ChoixIndicateurs
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne
from ancrage.plateforme.web.socle.territoire import ChoixTerritoires, TerritoireNomme


class DemandeForm(ChoixIndicateurs, ChoixTerritoires):
    """Ask the observatory."""

    question = forms.CharField(
        label="Votre question", widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000,
        help_text="Ce que vous voulez savoir, et pour quoi faire.",
    )  # fmt: skip
    territoire = TerritoireNomme(
        label="Territoire", required=False, max_length=4_000,
        help_text="Le nom d’une commune, d’un EPCI ou d’un département.",
    )  # fmt: skip
    perimetre: Any = forms.ModelChoiceField(
        queryset=None,
        label="Ou un périmètre enregistré",
        required=False,
        empty_label="Aucun",
        to_field_name="identifiant",
    )
    indicateurs = forms.CharField(
        label="Indicateurs voulus", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Si vous les connaissez : un par ligne, son nom ou quelques mots (« logements "
        "vacants », « suicide »).",
    )  # fmt: skip
    echeance = Jour(label="Échéance souhaitée")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["perimetre"].queryset = visibles_par(user).in_force()

    def clean(self) -> dict[str, Any]:
        """Ask for one territory, said in one way."""
        data: dict[str, Any] = super().clean() or {}
        typed = bool(self["territoire"].value())
        if typed == bool(data.get("perimetre")) and "territoire" not in self.errors:
            self.add_error("territoire", "Donnez un territoire ou un périmètre, l’un des deux.")
        return data


class PrecisionForm(ChoixIndicateurs, ChoixTerritoires, FormulaireVersionne):
    """Say which territory and which indicators a question means."""

    territoire = TerritoireNomme(label="Territoire", max_length=4_000)
    indicateurs = forms.CharField(
        label="Indicateurs", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Un par ligne, son nom, son code ou quelques mots. Aucun : tout le catalogue.",
    )  # fmt: skip


class EstimationForm(FormulaireVersionne):
    """Say how long an answer takes."""

    charge_jours = forms.DecimalField(
        label="Charge, en jours", min_value=0, max_value=999, decimal_places=1, localize=True
    )
    date_prevue = Jour(label="Réponse prévue le")


class ReponseForm(FormulaireVersionne):
    """Answer a request."""

    reponse = forms.CharField(label="Réponse", widget=forms.Textarea(attrs={"rows": 8}))
    lien = forms.CharField(
        label="Page du site", required=False, max_length=300,
        help_text="L’adresse d’une page d’Ancrage, à partir de « / » : "
        "/territoires/epci:244500468/.",
    )  # fmt: skip
    fichier = forms.FileField(
        label="Fichier joint", required=False, help_text="PDF, DOCX, XLSX, PPTX ou CSV."
    )


class RefusForm(FormulaireVersionne):
    """Refuse: which figures, and a word of one's own."""

    cases = forms.MultipleChoiceField(
        label="Chiffres refusés", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un chiffre."},
    )  # fmt: skip
    motif = forms.CharField(
        label="Ce que vous ajoutez à la lettre", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, refusables: Sequence[CaseMasquee | CaseAttendue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["cases"].choices = [(one.cle, _name(one)) for one in refusables]


def _name(one: CaseMasquee | CaseAttendue) -> str:
    if isinstance(one, CaseAttendue):
        return f"{one.libelle}, attend sa source"
    return f"{one.libelle}, {one.case.sexe}, {one.case.periode}"


class ParutionForm(forms.Form):
    """Note a release."""

    source = forms.ChoiceField(label="Source")
    annonce = forms.CharField(
        label="Édition annoncée", max_length=200, help_text="« Recensement 2023, diffusion 2026 »."
    )
    attendue_le = Jour(label="Attendue le")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["source"].choices = sorted(
            ((code, f"{one.producteur}, {one.titre}") for code, one in sources().items()),
            key=lambda pair: pair[1].casefold(),
        )


class DateParutionForm(FormulaireVersionne):
    """Change the day of a release."""

    attendue_le = Jour(label="Attendue le")


class ReceptionForm(FormulaireVersionne):
    """Say that a release came."""

    millesime = forms.CharField(label="Millésime reçu", max_length=60)
