"""Forms of accounts and of their administration."""

from typing import Any

from django import forms
from django.utils import timezone

from ancrage.plateforme.comptes.jetons import PorteeJeton
from ancrage.plateforme.comptes.lectures import collegues_of, organisations_visibles_par
from ancrage.plateforme.comptes.models import Finalite, TypeOrganisation
from ancrage.plateforme.comptes.permissions import roles_given_by
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.territoires.noms import NomLu
from ancrage.plateforme.web.socle.champs import Jour
from ancrage.plateforme.web.socle.territoire import ChoixTerritoires, TerritoireNomme

AIDE_CODE = (
    "Le nom de la région, du département ou du territoire : « Loiret », « Orléans Métropole ». "
    "Pour un contrat, son identifiant."
)
AIDE_TERRITOIRE = "S’il y en a un : le nom de sa commune, de son EPCI ou de son département."
PORTEES_SIMPLES = (Portee.REGION, Portee.DEPARTEMENT)


class VersionForm(forms.Form):
    """A form that remembers the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CoordonneesForm(VersionForm):
    """One's own details."""

    prenom = forms.CharField(label="Prénom", max_length=100)
    nom = forms.CharField(label="Nom", max_length=100)
    fonction = forms.CharField(label="Fonction", max_length=150, required=False)
    telephone = forms.CharField(label="Téléphone", max_length=30, required=False)


class AdresseForm(VersionForm):
    """The new address of a person."""

    email = forms.EmailField(label="Nouvelle adresse électronique", max_length=254)


class ConsentementsForm(forms.Form):
    """The three consents; nothing is ticked for anyone."""

    finalites = forms.MultipleChoiceField(
        label="Je consens à",
        choices=Finalite.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Vous pouvez changer d’avis à tout moment, sans conséquence sur votre accès.",
    )


class EffacementForm(forms.Form):
    """A last look before erasing one's account."""

    confirme = forms.BooleanField(label="Je demande l’effacement de mon compte.")


class DelegationForm(forms.Form):
    """Lend a role."""

    affectation: Any = forms.ModelChoiceField(
        queryset=None, label="Rôle confié", empty_label="Choisir un rôle"
    )
    delegataire: Any = forms.ModelChoiceField(
        queryset=None,
        label="Personne qui vous remplace",
        empty_label="Choisir une personne",
        help_text="Une personne qui a un rôle dans la même région.",
    )
    debut = Jour(label="Premier jour")
    fin = Jour(label="Dernier jour", help_text="La délégation s’arrête d’elle-même ce soir-là.")
    motif = forms.CharField(label="Motif", max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["affectation"].queryset = user.affectations.actives(
            timezone.localdate()
        ).select_related("organisation")
        fields["affectation"].label_from_instance = lambda a: (
            f"{a.get_role_display()}, {a.organisation}"
        )
        fields["delegataire"].queryset = collegues_of(user)


class AcceptationForm(forms.Form):
    """What a new person says of herself."""

    prenom = forms.CharField(label="Prénom", max_length=100)
    nom = forms.CharField(label="Nom", max_length=100)
    fonction = forms.CharField(label="Fonction", max_length=150, required=False)
    mot_de_passe = forms.CharField(
        label="Mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Au moins 12 caractères ; une suite de mots convient.",
    )
    mot_de_passe_bis = forms.CharField(
        label="Mot de passe, une seconde fois",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_mot_de_passe_bis(self) -> str:
        """Refuse two different passwords."""
        again: str = self.cleaned_data["mot_de_passe_bis"]
        if again != self.cleaned_data.get("mot_de_passe"):
            raise forms.ValidationError("Les deux mots de passe diffèrent.")
        return again


class OrganisationForm(ChoixTerritoires):
    """A new organisation."""

    region = forms.ChoiceField(label="Région")
    nom = forms.CharField(label="Nom", max_length=200)
    type = forms.ChoiceField(label="Type", choices=TypeOrganisation.choices)
    territoire = TerritoireNomme(label="Territoire", required=False, help_text=AIDE_TERRITOIRE)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        regions = sorted(user.regions)
        fields["region"].choices = [(code, code) for code in regions]
        if len(regions) == 1:
            fields["region"].widget = forms.HiddenInput()
            fields["region"].initial = regions[0]


class OrganisationEditForm(ChoixTerritoires, VersionForm):
    """What may change of an organisation without changing its name."""

    type = forms.ChoiceField(label="Type", choices=TypeOrganisation.choices)
    territoire = TerritoireNomme(label="Territoire", required=False, help_text=AIDE_TERRITOIRE)


class NomForm(VersionForm):
    """The new name of an organisation."""

    nom = forms.CharField(label="Nouveau nom", max_length=200)
    jusqu_au = Jour(
        label="Dernier jour de l’ancien nom",
        help_text="Les documents signés avant ce jour gardent l’ancien nom.",
    )


class PorteeNommee(TerritoireNomme):
    """What a role reaches, by its name; its clean value is the code that the role stores."""

    portee = ""

    def read(self, texte: str) -> NomLu:
        """Return the area of the level of the scope; a contract is named by its identifier."""
        if self.portee == Portee.CONTRAT:
            return NomLu(texte.strip())
        number = texte.strip()
        bare = self.niveaux and len(number) <= 3 and number[:1].isdigit()
        return super().read(f"{self.niveaux[0]}:{number.upper()}" if bare else texte)

    def settle(self, code: str) -> str:
        """Return « 45 » for a département: its level is the scope."""
        return code.partition(":")[2] if self.niveaux else code

    def clean(self, value: Any) -> str:
        """Return the code of the scope."""
        if self.portee != Portee.CONTRAT:
            return super().clean(value)
        return str(forms.CharField.clean(self, value))


class RoleForm(ChoixTerritoires):
    """A role over a scope, for an organisation."""

    organisation: Any = forms.ModelChoiceField(
        queryset=None, label="Organisation", empty_label="Choisir une organisation"
    )
    role = forms.ChoiceField(label="Rôle")
    portee = forms.ChoiceField(label="Portée", choices=Portee.choices)
    code = PorteeNommee(label="Territoire de la portée", help_text=AIDE_CODE)
    fin = Jour(
        label="Fin du rôle", required=False, help_text="Obligatoire pour un évaluateur externe."
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        given = [(role, Role(role).label) for role in roles_given_by(user)]
        fields["role"].choices = [("", "Choisir un rôle"), *given]
        fields["organisation"].queryset = organisations_visibles_par(user)

    def prepare_territoires(self) -> None:
        """Look for a région or a département where the scope says so."""
        field: Any = self.fields["code"]
        field.portee = str(self.data.get(self.add_prefix("portee"), ""))
        field.niveaux = (field.portee,) if field.portee in PORTEES_SIMPLES else ()


class InvitationForm(RoleForm):
    """An invitation."""

    email = forms.EmailField(label="Adresse électronique", max_length=254)
    field_order = ("email",)


class JetonForm(forms.Form):
    """A token of the open API."""

    libelle = forms.CharField(
        label="Usage", max_length=100, help_text="Le programme qui s’en servira, pour le retrouver."
    )
    portees = forms.MultipleChoiceField(
        label="En plus de ce qui est public, ce jeton permet de",
        choices=PorteeJeton.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fin = Jour(label="Dernier jour", help_text="Un an au plus. Le jeton s’éteint de lui-même.")


class SecretForm(forms.Form):
    """The secret of a new token, to be copied: never sent back."""

    secret = forms.CharField(
        label="Jeton",
        widget=forms.TextInput(attrs={"readonly": True, "autocomplete": "off", "data-focus": True}),
    )


class FinRoleForm(forms.Form):
    """The end of a role."""

    fin = Jour(
        label="Dernier jour",
        required=False,
        help_text="Laissez vide pour que le rôle s’arrête tout de suite.",
    )
    motif = forms.CharField(label="Motif", max_length=200)


class MotifForm(forms.Form):
    """The reason of an act on someone's account."""

    motif = forms.CharField(label="Motif", max_length=200)


class FermetureForm(MotifForm):
    """Who takes over the work of a person who leaves."""

    repreneur: Any = forms.ModelChoiceField(
        queryset=None,
        label="Personne qui reprend ce travail",
        required=False,
        empty_label="Personne ne reprend ce travail",
    )
    field_order = ("repreneur",)

    def __init__(self, *args: Any, takers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["repreneur"].queryset = takers


class FiltresJournalForm(forms.Form):
    """What to read in the audit."""

    personne = forms.CharField(label="Auteur", required=False, max_length=100)
    objet = forms.CharField(label="Objet", required=False, max_length=100)
    du = Jour(label="Du", required=False)
    au = Jour(label="Au", required=False)
