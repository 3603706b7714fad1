"""Forms of the local processes beside a contract."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.models import ActeurLocal
from ancrage.plateforme.programmes.models import FicheAction, TypeDemarche
from ancrage.plateforme.web.socle.champs import Jour, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class DemarcheForm(FormulaireVersionne):
    """A local process, and how the contract takes it into account."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    type = forms.ChoiceField(label="Type", choices=TypeDemarche.choices)
    nom = forms.CharField(label="Nom", max_length=200)
    organisme = forms.CharField(label="Organisme porteur", max_length=200, required=False)
    depuis = Jour(label="Depuis le", required=False)
    jusqu_au = Jour(label="Jusqu’au", required=False)
    prise_en_compte = Texte(
        label="Comment le contrat la prend en compte", required=False, rows=4,
        help_text="Une ou deux phrases : l’article 3 les reprend.",
    )  # fmt: skip
    source = forms.CharField(label="Source", max_length=300, required=False)
    fiches: Any = forms.ModelMultipleChoiceField(
        queryset=None, label="Fiches actions liées", required=False, to_field_name="identifiant",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["fiches"].queryset = FicheAction.objects.of(contrat)
        fields["fiches"].label_from_instance = lambda one: f"{one.code}. {one.titre}"


class ReprendreForm(forms.Form):
    """The local actors of the note to take."""

    acteurs = forms.TypedMultipleChoiceField(
        label="Démarches de la note de faisabilité", coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, proposed: Sequence[ActeurLocal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["acteurs"]
        field.choices = [(one.pk, f"{one.nom} ({one.get_type_display()})") for one in proposed]
        field.initial = [one.pk for one in proposed]
