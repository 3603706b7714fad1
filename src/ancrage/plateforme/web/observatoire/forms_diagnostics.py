"""Forms of the workshop of diagnoses."""

from typing import Any

from django import forms
from django.utils.html import format_html

from ancrage.plateforme.diagnostics.cadres import written_chapters_of
from ancrage.plateforme.diagnostics.lectures import (
    organisations_commandables_par,
    perimetres_commandables_par,
    predecesseurs_par,
)
from ancrage.plateforme.diagnostics.models import Diagnostic, Opinion
from ancrage.plateforme.diagnostics.services.commande import Demande
from ancrage.plateforme.diagnostics.services.relecture import POINTS, NouvelleRemarque
from ancrage.plateforme.diagnostics.services.selection import LONGUEUR_TEXTE
from ancrage.plateforme.observations.cadres import TYPE, frames
from ancrage.plateforme.territoires.lecture import ListeLue, read_liste
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

LONG = forms.Textarea(attrs={"rows": 5})
CHOIX = '<span class="ui-choix"><strong>{}</strong><span>{}</span></span>'
CHOISIR = "Choisissez"
REMARQUES = 3  # blank lines offered at once


class CahierForm(forms.Form):
    """The specification."""

    libelle = forms.CharField(
        label="Nom du diagnostic", max_length=200, help_text="Comme le public le lira."
    )
    questions = forms.CharField(
        label="Questions posées à l’observatoire",
        help_text="Ce que le contrat devra décider, une question par ligne.",
        widget=LONG,
        max_length=5_000,
    )
    populations = forms.CharField(
        label="Populations visées", required=False, widget=LONG, max_length=2_000
    )
    echeance = Jour(label="Échéance")

    @property
    def demande(self) -> Demande:
        """Return the specification as the service takes it."""
        data = self.cleaned_data
        return Demande(data["questions"], data["echeance"], data["populations"])


class CahierModifieForm(CahierForm, FormulaireVersionne):
    """The specification, changed before the work starts."""


class CommandeForm(CahierForm):
    """An order: on a stored perimeter, or on a new list of communes."""

    perimetre: Any = forms.ModelChoiceField(
        queryset=None,
        label="Périmètre enregistré",
        required=False,
        empty_label="Un nouveau périmètre, décrit ci-dessous",
        help_text="Il sera figé par la commande, avec son millésime.",
    )
    communes = forms.CharField(
        label="Communes du nouveau périmètre",
        required=False,
        widget=LONG,
        max_length=200_000,
        help_text="Un nom ou un code par ligne : « Orléans », « 45234 », « epci:244500468 ».",
    )
    cadre = forms.ChoiceField(
        label="Cadre du document",
        widget=forms.RadioSelect,
        initial=TYPE,
        help_text="Il fixe les chapitres et les indicateurs cochés au départ ; l’observatoire "
        "ajuste ensuite les indicateurs. La commande le fige.",
    )
    commanditaire: Any = forms.ModelChoiceField(
        queryset=None, label="Commanditaire", empty_label=CHOISIR
    )
    operateur: Any = forms.ModelChoiceField(
        queryset=None, label="Observatoire chargé du travail", empty_label=CHOISIR
    )
    predecesseur: Any = forms.ModelChoiceField(
        queryset=None,
        label="Diagnostic précédent",
        required=False,
        empty_label="Aucun",
        help_text="Ses indicateurs et ses textes sont repris, puis relus.",
    )
    field_order = ("libelle", "cadre", "perimetre", "communes")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["cadre"].choices = [
            (code, format_html(CHOIX, one.titre, one.resume)) for code, one in frames().items()
        ]
        fields["perimetre"].queryset = perimetres_commandables_par(user)
        fields["commanditaire"].queryset = organisations_commandables_par(user, operateur=False)
        fields["operateur"].queryset = organisations_commandables_par(user, operateur=True)
        fields["predecesseur"].queryset = predecesseurs_par(user)
        for name in ("commanditaire", "operateur"):
            only = fields[name].queryset[:2]
            self.initial.setdefault(name, only[0].pk if len(only) == 1 else None)

    def clean(self) -> dict[str, Any]:
        """Ask for one perimeter, and tell the lines not understood."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("perimetre"):
            return data
        self.lue: ListeLue = read_liste(data.get("communes", ""))
        if self.lue.refus or not self.lue.communes:
            said = list(self.lue.refus) or [
                "Choisissez un périmètre enregistré, ou donnez ses communes."
            ]
            self.add_error("communes", said)
        return data


class MotifForm(FormulaireVersionne):
    """An act that says why."""

    motif = forms.CharField(label="Motif", widget=LONG, max_length=2_000)


class ActeForm(FormulaireVersionne):
    """An act that needs no word: which, on which version."""

    acte = forms.CharField(widget=forms.HiddenInput, max_length=30)


class TexteForm(FormulaireVersionne):
    """A text in place of the automatic one."""

    texte = forms.CharField(
        label="Votre texte",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGUEUR_TEXTE,
        help_text="Laissez vide pour rendre la phrase automatique.",
    )


class RelectureForm(FormulaireVersionne):
    """An opinion, with remarks by chapter."""

    opinion = forms.ChoiceField(
        label="Votre avis", choices=Opinion.choices, widget=forms.RadioSelect
    )
    commentaire = forms.CharField(
        label="Commentaire général", required=False, widget=LONG, max_length=5_000
    )

    def __init__(self, *args: Any, diagnostic: Diagnostic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = written_chapters_of(diagnostic)
        chapters = [("", "Aucun"), *((str(n), f"{n}. {t}") for n, t in kept.items())]
        for rank in range(1, REMARQUES + 1):
            self.fields[f"chapitre_{rank}"] = forms.ChoiceField(
                label=f"Remarque {rank} : chapitre", required=False, choices=chapters
            )
            self.fields[f"remarque_{rank}"] = forms.CharField(
                label=f"Remarque {rank}", required=False, widget=LONG, max_length=2_000
            )

    def clean(self) -> dict[str, Any]:
        """A remark names its chapter."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for rank in range(1, REMARQUES + 1):
            if data.get(f"remarque_{rank}") and not data.get(f"chapitre_{rank}"):
                self.add_error(f"chapitre_{rank}", "Choisissez le chapitre de cette remarque.")
        return data

    @property
    def remarques(self) -> list[NouvelleRemarque]:
        """Return the remarks that were written."""
        data = self.cleaned_data
        return [
            NouvelleRemarque(int(data[f"chapitre_{rank}"]), data[f"remarque_{rank}"])
            for rank in range(1, REMARQUES + 1)
            if data.get(f"remarque_{rank}")
        ]


class DemandeAvisForm(forms.Form):
    """Until when the opinions of the territory are wished for."""

    limite = Jour(
        label="Avis souhaités avant le",
        help_text="Laissez deux semaines : les coordonnateurs lisent entre deux réunions.",
    )


class ReponseForm(forms.Form):
    """The answer to a remark."""

    reponse = forms.CharField(label="Réponse", widget=LONG, max_length=2_000)


class ControleForm(FormulaireVersionne):
    """What was checked before publication."""

    points = forms.MultipleChoiceField(
        label="J’ai contrôlé que",
        choices=POINTS.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    observations = forms.CharField(
        label="Observations", required=False, widget=LONG, max_length=2_000
    )


class ErratumForm(forms.Form):
    """What was wrong in the edition in force."""

    objet = forms.ChoiceField(label="Élément à retirer")
    explication = forms.CharField(
        label="Explication",
        help_text="Elle paraît à la place du chiffre, avec la date.",
        widget=LONG,
        max_length=2_000,
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objet"].choices = choices  # type: ignore[attr-defined]
