"""The form of a row of the plan of communication."""

from django import forms

from ancrage.plateforme.documents.models import PublicVise
from ancrage.plateforme.documents.services.communication import CHAMPS, LigneEcrite
from ancrage.plateforme.web.socle.champs import Jour, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class LigneForm(FormulaireVersionne):
    """To whom, what, how, by whom, when."""

    public = forms.ChoiceField(label="À qui", choices=[("", "Choisissez"), *PublicVise.choices])
    message = Texte(label="Ce qui se dit", rows=2, max_length=500)
    support = forms.CharField(
        label="Par quel moyen", max_length=200,
        help_text="Par exemple : bulletin municipal, réunion, courriel.",
    )  # fmt: skip
    responsable = forms.CharField(
        label="Qui s’en charge", max_length=150, help_text="Une fonction, sans nom de personne."
    )
    pour_le = Jour(label="Pour le", required=False)
    fait_le = Jour(label="Fait le", required=False, help_text="Vide tant que ce n’est pas fait.")

    @property
    def contenu(self) -> LigneEcrite:
        """Return the row as the service takes it."""
        return LigneEcrite(**{name: self.cleaned_data[name] for name in CHAMPS})
