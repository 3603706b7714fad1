"""Forms of the portal."""

from django import forms

from ancrage.plateforme.diagnostics.models import SensAvis
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class AvisForm(FormulaireVersionne):
    """An opinion on a proof."""

    sens = forms.ChoiceField(
        label="Sens de l’avis", choices=SensAvis.choices, widget=forms.RadioSelect
    )
    texte = forms.CharField(
        label="Vos remarques",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Ce qui manque, ce qui surprend, ce que le terrain explique. L’observatoire les "
        "lit avant de publier ; elles ne paraissent pas.",
    )
