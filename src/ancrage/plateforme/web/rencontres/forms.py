"""The forms of meetings: bodies, members, planning, minutes, decisions."""

from typing import Any

from django import forms

from ancrage.plateforme.rencontres.lectures import organisations_of_region, people_around
from ancrage.plateforme.rencontres.models import (
    College,
    EtatDecision,
    Instance,
    ObjetDecision,
    TypeInstance,
)
from ancrage.plateforme.rencontres.services.decisions import DecisionEcrite
from ancrage.plateforme.rencontres.services.instances import InstanceEcrite, MembreEcrit
from ancrage.plateforme.rencontres.services.reunions import ReunionEcrite
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne

CHOISIR = "Choisissez"


def long_text(rows: int) -> forms.Textarea:
    """Return a text area of some lines."""
    return forms.Textarea(attrs={"rows": rows})


class InstanceForm(FormulaireVersionne):
    """A body of the contract."""

    type = forms.ChoiceField(label="Type", choices=[("", CHOISIR), *TypeInstance.choices])
    nom = forms.CharField(label="Nom", max_length=150)
    role = forms.CharField(
        label="Rôle", required=False, widget=long_text(3), max_length=2_000,
        help_text="Repris dans le règlement intérieur ; vide, le rôle usuel y est écrit.",
    )  # fmt: skip
    president = forms.CharField(
        label="Présidence", required=False, max_length=200,
        help_text="Une fonction et une organisation, sans nom de personne.",
    )  # fmt: skip
    quorum = forms.IntegerField(
        label="Quorum, en pour cent des voix", required=False, min_value=1, max_value=100,
        help_text="Laissez vide si le règlement n’en fixe pas.",
    )  # fmt: skip
    seances_par_an = forms.IntegerField(
        label="Séances par an, au moins", min_value=1, max_value=52, initial=1
    )
    field_order = ("type", "nom", "role", "president", "quorum", "seances_par_an")

    @property
    def contenu(self) -> InstanceEcrite:
        """Return the body as the service takes it."""
        data = self.cleaned_data
        names = ("nom", "role", "quorum", "seances_par_an", "president")
        return InstanceEcrite(**{name: data[name] for name in names})


class MembreForm(FormulaireVersionne):
    """A seat: college, organisation, function; the person is optional."""

    college = forms.ChoiceField(label="Collège", choices=[("", CHOISIR), *College.choices])
    organisation: Any = forms.ModelChoiceField(
        queryset=None, label="Organisation", empty_label=CHOISIR
    )
    fonction = forms.CharField(label="Fonction", max_length=150)
    utilisateur: Any = forms.ModelChoiceField(
        queryset=None, label="Compte de la personne", required=False, empty_label="Aucun compte",
        help_text="La convocation part à l’adresse du compte.",
    )  # fmt: skip
    titulaire = forms.CharField(
        label="Nom de la personne, sans compte", required=False, max_length=150,
        help_text="Sur la feuille d’émargement seulement, jamais dans un document public.",
    )  # fmt: skip
    courriel = forms.EmailField(
        label="Courriel professionnel, sans compte", required=False,
        help_text="Pour la convocation seulement. Vide, la personne est à prévenir autrement.",
    )  # fmt: skip
    deliberative = forms.BooleanField(
        label="Voix délibérative", required=False, initial=True,
        help_text="Décochez pour un invité : convoqué, il ne compte pas dans le quorum.",
    )  # fmt: skip
    debut = Jour(label="Siège depuis le")

    def __init__(self, *args: Any, instance: Instance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].queryset = organisations_of_region(instance.region)
        fields["utilisateur"].queryset = people_around(instance.contrat)

    @property
    def contenu(self) -> MembreEcrit:
        """Return the seat as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return MembreEcrit(**data)


class FinForm(FormulaireVersionne):
    """The end of a seat."""

    fin = Jour(label="Dernier jour du mandat")


class ReunionForm(FormulaireVersionne):
    """A meeting: when, where, its agenda."""

    le = Jour(label="Date")
    heure = forms.TimeField(
        label="Heure", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    duree = forms.IntegerField(label="Durée, en minutes", min_value=15, max_value=720, initial=120)
    lieu = forms.CharField(
        label="Lieu", max_length=300, help_text="Une adresse, ou le lien d’une visioconférence."
    )
    points = forms.CharField(
        label="Ordre du jour", required=False, widget=long_text(8), max_length=12_000,
        help_text="Un point par ligne. Il est demandé pour convoquer.",
    )  # fmt: skip

    @property
    def contenu(self) -> ReunionEcrite:
        """Return the meeting as the service takes it."""
        data = self.cleaned_data
        return ReunionEcrite(
            le=data["le"], heure=data["heure"], duree=data["duree"], lieu=data["lieu"],
            points=data["points"].splitlines(),
        )  # fmt: skip


class NouvelleReunionForm(ReunionForm):
    """A meeting still to plan: of which body."""

    instance: Any = forms.ModelChoiceField(
        queryset=None, label="Instance", empty_label=CHOISIR, to_field_name="identifiant"
    )
    field_order = ("instance",)

    def __init__(self, *args: Any, instances: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["instance"].queryset = instances


class MotifForm(FormulaireVersionne):
    """A reason."""

    motif = forms.CharField(label="Motif", max_length=300, widget=long_text(2))


class CompteRenduForm(FormulaireVersionne):
    """The texts of minutes; the other headings come from their own pages."""

    echanges = forms.CharField(
        label="Échanges, point par point", required=False, widget=long_text(12),
        help_text="Sans nom de personne : une fonction, une organisation.",
    )  # fmt: skip
    avancement = forms.CharField(label="État d’avancement", required=False, widget=long_text(5))
    chiffres_cles = forms.CharField(label="Chiffres clés", required=False, widget=long_text(3))
    budget = forms.CharField(label="Budget", required=False, widget=long_text(3))
    vigilance = forms.CharField(label="Points de vigilance", required=False, widget=long_text(4))
    prochaine = forms.CharField(label="Prochaine séance", required=False, max_length=300)
    annexes = forms.CharField(
        label="Annexes", required=False, widget=long_text(2),
        help_text="Diaporama, tableaux : un document par ligne.",
    )  # fmt: skip


class DecisionForm(FormulaireVersionne):
    """A decision: what, who, when."""

    quoi = forms.CharField(label="Quoi", widget=long_text(3), max_length=2_000)
    qui: Any = forms.ModelChoiceField(
        queryset=None, label="Qui (organisation)", required=False, empty_label="Aucune"
    )
    fonction = forms.CharField(label="Qui (fonction)", required=False, max_length=150)
    quand = Jour(label="Pour le", required=False)
    objet = forms.ChoiceField(
        label="Objet", choices=ObjetDecision.choices, initial=ObjetDecision.SUITE,
        help_text="L’avis du comité technique et les décisions sur la suite du contrat sont lus "
        "par son cycle de vie.",
    )  # fmt: skip

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["qui"].queryset = organisations_of_region(region)

    @property
    def contenu(self) -> DecisionEcrite:
        """Return the decision as the service takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return DecisionEcrite(**data)


class SuiteForm(FormulaireVersionne):
    """Where a decision is."""

    etat = forms.ChoiceField(label="État", choices=EtatDecision.choices, widget=forms.RadioSelect)
    suites = forms.CharField(
        label="Suites données", required=False, widget=long_text(3), max_length=2_000
    )
    faite_le = Jour(label="Faite le", required=False, help_text="Vide : aujourd’hui.")
    motif = forms.CharField(
        label="Motif d’abandon", required=False, max_length=300,
        help_text="Demandé si la décision est abandonnée.",
    )  # fmt: skip
