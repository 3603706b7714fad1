"""The forms of the préfiguration and of the follow-up."""

from typing import Any

from django import forms

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.lectures import organisations_of_region, organisations_of_side
from ancrage.plateforme.prefiguration.models import Calcul, Demarche, Frequence, Sens
from ancrage.plateforme.prefiguration.services.copilotes import CopiloteEcrit
from ancrage.plateforme.prefiguration.services.suivi import IndicateurEcrit
from ancrage.plateforme.web.socle.champs import FORMATS_PIECES, Jour, Nombre, Piece, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

CHOISIR = "Choisissez"
SANS_NOM = "Une fonction, sans nom de personne."


class OrganisationForm(forms.Form):
    """Whose organisation: the choices are those of the region of the contract."""

    organisation: Any = forms.ModelChoiceField(
        queryset=None, label="Organisation", empty_label=CHOISIR
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].queryset = organisations


class CopiloteForm(OrganisationForm, FormulaireVersionne):
    """A co-lead: organisation, process, function."""

    demarche = forms.ChoiceField(
        label="Démarche portée", choices=[("", CHOISIR), *Demarche.choices],
        help_text="Ce qui lui donne sa place dans le copilotage.",
    )  # fmt: skip
    fonction = forms.CharField(label="Fonction", max_length=150, help_text=SANS_NOM)
    role = forms.CharField(
        label="Rôle dans le copilotage", required=False, max_length=300,
        help_text="Par exemple : interface avec l’ARS, animation des élus, mobilisation des soins.",
    )  # fmt: skip
    debut = Jour(label="Copilote depuis le")
    field_order = ("organisation", "demarche", "fonction", "role", "debut")

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, organisations=organisations_of_region(contrat), **kwargs)

    @property
    def contenu(self) -> CopiloteEcrit:
        """Return the co-lead as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return CopiloteEcrit(**data)


class FinForm(FormulaireVersionne):
    """The end of a co-lead."""

    fin = Jour(label="Dernier jour du copilotage")


class EtapeForm(FormulaireVersionne):
    """A step of the support plan."""

    quoi = forms.CharField(label="Étape", max_length=200)
    contenu = Texte(label="Contenu", required=False)
    pour = forms.CharField(
        label="Pour qui", max_length=200, help_text="Des fonctions : les maires, l’élu référent."
    )
    par = forms.CharField(label="Par qui", max_length=200)
    prevue_le = Jour(label="Prévue le", required=False)
    faite_le = Jour(
        label="Faite le", required=False, help_text="Laissez vide tant qu’elle n’a pas eu lieu."
    )
    fichier = Piece(
        label="Document", required=False, help_text=f"Support ou feuille de présence. "
        f"{FORMATS_PIECES}",
    )  # fmt: skip


class LettreForm(forms.Form):
    """The signed letter of commitment."""

    fichier = Piece(label="Lettre signée")
    signee_le = Jour(label="Signée le")
    signataires = forms.CharField(
        label="Signée par", max_length=300,
        help_text="Des fonctions et des collectivités : la présidente de la communauté, les "
        "maires de…",
    )  # fmt: skip


class MotifForm(forms.Form):
    """A reason."""

    motif = Texte(label="Motif", max_length=300, rows=2)


class IndicateurForm(FormulaireVersionne):
    """An indicator of the elaboration."""

    nom = forms.CharField(label="Nom", max_length=120)
    calcul = forms.ChoiceField(
        label="Compté par le site", required=False,
        choices=[("", "Non : la valeur se saisit"), *Calcul.choices],
        help_text="Ce que le site compte d’après les réunions et les échéances ne se saisit pas.",
    )  # fmt: skip
    mesure = Texte(label="Comment il se mesure", max_length=400, rows=2)
    sens = forms.ChoiceField(label="Sens de la cible", choices=Sens.choices)
    cible = Nombre(label="Cible", min_value=0, max_digits=9, decimal_places=2)
    unite = forms.CharField(
        label="Unité", max_length=40, help_text="Par exemple : réunions, personnes, %."
    )
    frequence = forms.ChoiceField(label="Rythme", choices=Frequence.choices)
    qui = forms.CharField(label="Qui mesure", max_length=150, help_text=SANS_NOM)

    @property
    def contenu(self) -> IndicateurEcrit:
        """Return the indicator as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return IndicateurEcrit(**data)


class MesureForm(forms.Form):
    """A dated value."""

    le = Jour(label="Le")
    valeur = Nombre(label="Valeur", min_value=0, max_digits=10, decimal_places=2)
    note = forms.CharField(label="Remarque", required=False, max_length=300)

    def __init__(self, *args: Any, unite: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valeur"].help_text = f"En {unite}."


class AccordForm(OrganisationForm):
    """The agreement of one side."""

    fonction = forms.CharField(
        label="Fonction qui donne l’accord", max_length=150, help_text=SANS_NOM
    )
    on = Jour(label="Accord donné le")

    def __init__(self, *args: Any, contrat: Contrat, partie: str, **kwargs: Any) -> None:
        super().__init__(*args, organisations=organisations_of_side(contrat, partie), **kwargs)
