"""Forms of the engagements of signatories."""

from django import forms

from ancrage.plateforme.contrats.models import NatureEngagement
from ancrage.plateforme.contrats.models.engagements import CONSTATABLES
from ancrage.plateforme.web.socle.champs import Jour, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class EngagementForm(FormulaireVersionne):
    """What a signatory undertakes. A new one has no version to be stale against."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    nature = forms.ChoiceField(label="Nature", choices=NatureEngagement.choices)
    texte = Texte(label="Engagement", max_length=1_000)
    quantite = forms.CharField(
        label="Quotité ou montant", max_length=100, required=False,
        help_text="« 0,5 ETP », « 12 000 € par an ».",
    )  # fmt: skip
    echeance = Jour(label="Échéance", required=False)


class ConstatForm(forms.Form):
    """What became of an engagement."""

    etat = forms.ChoiceField(
        label="Constat", choices=[(one.value, one.label) for one in CONSTATABLES],
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = Jour(label="Constaté le")
    commentaire = Texte(
        label="Commentaire", required=False,
        help_text="Ce qui manque et pourquoi, si l’engagement n’est pas tenu en entier.",
    )  # fmt: skip
