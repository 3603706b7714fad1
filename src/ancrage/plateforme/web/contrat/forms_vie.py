"""Forms of what a contract lives: perimeters, amendments, posts, mandates, elections."""

from typing import Any

from django import forms

from ancrage.plateforme.comptes.lectures import collegues_of
from ancrage.plateforme.contrats.choix import COLLECTIVITES, organisations_of, perimetres_of
from ancrage.plateforme.contrats.models import Contrat, TypeMandat
from ancrage.plateforme.web.socle.champs import Jour, Parmi, Piece, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class PerimetresForm(FormulaireVersionne):
    """Which perimeter is studied, which one is signed, and why they differ."""

    perimetre_etude: Any = Parmi(
        label="Périmètre d’étude",
        help_text="Celui du diagnostic.",
    )  # fmt: skip
    perimetre: Any = Parmi(
        label="Périmètre du contrat", required=False,
        help_text="Celui qui sera signé. Il peut différer de celui du diagnostic.",
    )  # fmt: skip
    ecart_explique = Texte(
        label="Pourquoi ils diffèrent", required=False,
        help_text="À écrire avant de figer le périmètre du contrat.",
    )  # fmt: skip

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows, fields = perimetres_of([contrat.region]), self.fields
        for name in ("perimetre_etude", "perimetre"):
            fields[name].queryset = rows  # type: ignore[attr-defined]


class RetraitForm(forms.Form):
    """Communes that leave."""

    communes = forms.MultipleChoiceField(
        label="Communes qui partent", widget=forms.CheckboxSelectMultiple
    )
    motif = Texte(label="Motif", help_text="Il sera celui de l’avenant.")
    on = Jour(label="Constaté le")

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = contrat.perimetre.communes.order_by("libelle") if contrat.perimetre else ()
        fields: Any = self.fields
        fields["communes"].choices = [(one.code, f"{one.libelle} ({one.code})") for one in rows]


class AvenantForm(FormulaireVersionne):
    """What an amendment changes, and why. A new one has no version to be stale against."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    objet = forms.CharField(label="Objet", max_length=200)
    motif = Texte(label="Motif")
    date_effet = Jour(label="Date d’effet")
    date_fin = Jour(
        label="Nouveau terme", required=False,
        help_text="Pour une prorogation. Vide : le terme ne change pas.",
    )  # fmt: skip
    perimetre: Any = Parmi(
        label="Nouveau périmètre", required=False,
        help_text="Vide : le périmètre ne change pas.",
    )  # fmt: skip

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["perimetre"].queryset = perimetres_of([contrat.region])


class ArticleForm(FormulaireVersionne):
    """One article as it was and as it becomes; both empty take the change off."""

    article = forms.TypedChoiceField(
        label="Article", coerce=int, choices=[(n, f"article {n}") for n in range(1, 10)]
    )
    avant = Texte(label="Avant", rows=6, required=False, max_length=20_000)
    apres = Texte(label="Après", rows=6, required=False, max_length=20_000)


class SignerAvenantForm(FormulaireVersionne):
    """The day an amendment is signed by all."""

    on = Jour(label="Signé le")


class AbandonForm(FormulaireVersionne):
    """Why a draft is given up."""

    motif = Texte(label="Motif")


class PosteForm(forms.Form):
    """A coordinator in post."""

    utilisateur: Any = Parmi(
        label="Personne",
        help_text="Une personne qui n’a pas de compte s’invite d’abord.",
    )  # fmt: skip
    employeur: Any = Parmi(label="Employeur")
    etp = forms.CharField(
        label="Quotité, en ETP", max_length=5, help_text="De 0,01 à 1 : « 0,5 » pour un mi-temps."
    )
    debut = Jour(label="En poste depuis le")

    def __init__(self, *args: Any, user: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["utilisateur"].queryset = collegues_of(user).order_by("nom", "prenom", "pk")
        fields["employeur"].queryset = organisations_of([contrat.region])


class FinPosteForm(forms.Form):
    """The end of a post."""

    fin = Jour(label="Dernier jour")
    motif = forms.CharField(label="Motif", max_length=200, required=False)


class MandatForm(forms.Form):
    """An elected person who sits for her local authority."""

    organisation: Any = Parmi(label="Collectivité")
    type_ = forms.ChoiceField(label="Rôle dans le contrat", choices=TypeMandat.choices)
    titulaire = forms.CharField(label="Nom", max_length=150)
    fonction = forms.CharField(label="Fonction", max_length=150, help_text="« adjointe au maire ».")
    on = Jour(label="Désignation du")

    def __init__(self, *args: Any, contrat: Contrat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        types = [str(one) for one in COLLECTIVITES]
        fields["organisation"].queryset = organisations_of([contrat.region], types)


class ConfirmationForm(forms.Form):
    """The new assembly confirms."""

    on = Jour(label="Confirmée le")
    fichier = Piece(label="Délibération ou lettre", required=False)


class ElectionForm(forms.Form):
    """A municipal election of a region."""

    region = forms.ChoiceField(label="Région")
    libelle = forms.CharField(
        label="Élection", max_length=200, help_text="« Élections municipales de mars 2026 »."
    )
    le = Jour(label="Jour de l’élection", help_text="Le second tour, s’il y en a deux.")

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["region"].choices = [(code, code) for code in sorted(regions)]
        if len(regions) == 1:
            fields["region"].widget = forms.HiddenInput()
            fields["region"].initial = next(iter(regions))
