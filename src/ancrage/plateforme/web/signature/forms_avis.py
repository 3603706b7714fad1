"""Forms of the opinions on a text."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ancrage.plateforme.contrats.models import SensAvis
from ancrage.plateforme.documents.models import VersionContrat
from ancrage.plateforme.web.socle.champs import Jour, Piece, Texte


class AvisForm(forms.Form):
    """An opinion: its sense, its day, who gives it, on which version."""

    sens = forms.ChoiceField(label="Avis", choices=SensAvis.choices, widget=forms.RadioSelect)
    rendu_le = Jour(label="Rendu le")
    fonction = forms.CharField(
        label="Fonction de qui donne l’avis", max_length=150,
        help_text="La fonction, pas le nom : « directrice de la santé publique ».",
    )  # fmt: skip
    version = forms.ChoiceField(label="Sur quel texte", required=False)
    texte = Texte(
        label="Texte de l’avis", rows=5, required=False,
        help_text="Nécessaire pour un avis défavorable.",
    )  # fmt: skip
    reserves = Texte(
        label="Réserves", rows=4, required=False,
        help_text="Pour un avis favorable avec réserves. Tant qu’elles ne sont pas levées, l’avis "
        "ne compte pas comme favorable.",
    )  # fmt: skip
    fichier = Piece(label="Document", required=False)

    def __init__(self, *args: Any, versions: Sequence[VersionContrat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.numero), f"version {one.numero}, figée") for one in versions]
        fields: Any = self.fields
        fields["version"].choices = [("", "le texte de travail, tel qu’à ce jour"), *known]


class DemandeAvisForm(forms.Form):
    """Ask the ARS for its opinion."""

    limite = Jour(label="Souhaité avant le", required=False)


class LeveeForm(forms.Form):
    """Say how the reserves were lifted."""

    levee = Texte(
        label="Comment les réserves ont été levées", rows=4,
        help_text="Ce qui a changé dans le texte, ou ce qui a été convenu.",
    )  # fmt: skip
    on = Jour(label="Levées le")
