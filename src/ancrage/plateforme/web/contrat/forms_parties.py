"""Forms of the parties: carriers, signatories, partners, their votes, agreements, signatures."""

from typing import Any

from django import forms

from ancrage.plateforme.contrats.choix import BLOC_COMMUNAL, organisations_of
from ancrage.plateforme.contrats.models import StatutSignataire
from ancrage.plateforme.web.socle.champs import Jour, Parmi, Piece, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne


class OrganisationForm(forms.Form):
    """An organisation of the region."""

    types: tuple[str, ...] = ()
    organisation: Any = Parmi(
        label="Organisation",
        help_text="Une organisation qui manque s’ajoute d’abord dans les organisations.",
    )  # fmt: skip

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].queryset = organisations_of([region], self.types)


class PorteurForm(OrganisationForm):
    """A carrier."""

    types = tuple(str(one) for one in BLOC_COMMUNAL)


class SignataireForm(OrganisationForm):
    """Who signs, and by whose hand."""

    statut = forms.ChoiceField(label="Statut", choices=StatutSignataire.choices)
    representant = forms.CharField(label="Représentant", max_length=150)
    fonction = forms.CharField(
        label="Fonction", max_length=150, help_text="« maire », « directeur général »."
    )
    delegation = forms.CharField(
        label="Délégation de signature", max_length=200, required=False,
        help_text="L’arrêté qui autorise cette personne, si elle signe par délégation.",
    )  # fmt: skip


class PartenaireForm(OrganisationForm):
    """A partner that agreed."""

    accord_le = Jour(
        label="Accord donné le", help_text="Nul n’est inscrit sans avoir donné son accord (R5)."
    )


class VoteForm(forms.Form):
    """A deliberation; what is not known yet stays empty and is completed later."""

    numero = forms.CharField(label="Numéro", max_length=60)
    date_vote = Jour(label="Votée le")
    pour = forms.IntegerField(label="Voix pour", min_value=0, max_value=999, required=False)
    contre = forms.IntegerField(label="Voix contre", min_value=0, max_value=999, required=False)
    abstentions = forms.IntegerField(
        label="Abstentions", min_value=0, max_value=999, required=False
    )
    date_transmission = Jour(label="Transmise à la préfecture le", required=False)
    date_publication = Jour(label="Publiée le", required=False)
    autorise_signature = forms.BooleanField(
        label="Elle autorise à signer le contrat", required=False
    )
    fichier = Piece(label="Document", required=False)


class AccordForm(forms.Form):
    """A written agreement."""

    date_accord = Jour(label="Date de l’accord")
    auteur = forms.CharField(label="Donné par", max_length=150)
    fonction = forms.CharField(label="Fonction", max_length=150)
    fichier = Piece(label="Document")


class SignatureForm(forms.Form):
    """A signature on paper."""

    date_signature = Jour(label="Signé le")
    fichier = Piece(label="Document signé, numérisé", required=False)


class CompetenceForm(FormulaireVersionne):
    """What the statutes of a carrier say."""

    competence_statutaire = Texte(
        label="Compétence écrite dans les statuts", rows=4,
        help_text="Citez l’article : « actions de prévention et de promotion de la santé ».",
    )  # fmt: skip
    statuts_du = Jour(label="Statuts du")
    statuts = Piece(label="Statuts", required=False)


class MotifLibreForm(forms.Form):
    """A reason that may be left out."""

    motif = forms.CharField(label="Motif", max_length=200, required=False)


class JourForm(forms.Form):
    """A day alone."""

    on = Jour(label="Depuis le")
