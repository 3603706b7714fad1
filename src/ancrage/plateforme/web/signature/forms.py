"""Forms of the text and of the signature."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from ancrage.plateforme.contrats.models import Signataire
from ancrage.plateforme.documents.models import ModeSignature
from ancrage.plateforme.documents.services.articles import TEXTE_MAX
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class PartieForm(FormulaireVersionne):
    """Write a part of a contract."""

    texte = forms.CharField(
        label="Texte du contrat",
        max_length=TEXTE_MAX,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Une ligne vide sépare deux paragraphes ; « - » au début d’une ligne fait une "
        "liste.",
    )


class RetourForm(forms.Form):
    """Give a signed file back."""

    mode = forms.ChoiceField(
        label="Comment le document a-t-il été signé ?",
        choices=ModeSignature.choices,
        widget=forms.RadioSelect,
        initial=ModeSignature.PARAPHEUR,
    )
    fichier = forms.FileField(
        label="PDF signé",
        help_text="PDF, 25 Mo au plus : celui que rend le parapheur, sans conversion ; ou la "
        "numérisation de l’exemplaire papier.",
    )


class RapprochementForm(forms.Form):
    """Say whose signature it is; on paper, say the day too."""

    champ = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    signataire = forms.ChoiceField(label="Signataire")
    date_signature = Jour(label="Signé le", required=False)

    def __init__(
        self, *args: Any, waiting: Sequence[Signataire], papier: bool = False, **kwargs: Any
    ) -> None:
        """Offer the signatories still awaited; only a scan asks for the day."""
        super().__init__(*args, **kwargs)
        known = [(str(one.identifiant), f"{one}, {one.representant}") for one in waiting]
        self.fields["signataire"] = forms.ChoiceField(
            label="Signataire", choices=[("", "Choisir…"), *known]
        )
        if papier:
            self.fields["date_signature"].required = True
            self.fields["date_signature"].initial = timezone.localdate()
        else:
            del self.fields["date_signature"]


class VerificationForm(forms.Form):
    """Verify a file; nothing of it is kept."""

    fichier = forms.FileField(
        label="PDF signé",
        help_text="PDF, 25 Mo au plus. Le fichier est lu, puis oublié : rien n’est gardé.",
    )
