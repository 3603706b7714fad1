"""Forms of the acts, of the facts, and of what is kept until the signature."""

from typing import Any

from django import forms

from ancrage.plateforme.contrats.choix import (
    BLOC_COMMUNAL,
    ended_contrats,
    organisations_of,
    perimetres_of,
    regions_opened,
)
from ancrage.plateforme.contrats.etats import ACTES, MotifFin
from ancrage.plateforme.contrats.faits import FAITS
from ancrage.plateforme.web.socle.champs import Jour, Parmi, Piece, Texte
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne
from ancrage.plateforme.web.socle.territoire import ChoixTerritoires, TerritoireNomme


class ActeForm(FormulaireVersionne):
    """One act of the table: the day it was done, and why where the table asks for it."""

    on = Jour(
        label="Date de l’acte",
        help_text="Aujourd’hui, ou le jour où l’acte a été fait s’il s’enregistre après.",
    )
    code = forms.ChoiceField(label="Motif", choices=[("", "choisir"), *MotifFin.choices])
    motif = Texte(label="Le motif en quelques phrases", rows=4)
    nom = forms.CharField(label="Nom du contrat qui suit", max_length=200)

    def __init__(self, *args: Any, acte: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ACTES[acte].motive:
            del self.fields["code"], self.fields["motif"]
        if acte != "renouveler":
            del self.fields["nom"]


class AttestationForm(forms.Form):
    """A fact attested by a dated file."""

    fichier = Piece(label="Document")
    date_document = Jour(label="Date du document", help_text="Celle qui y est écrite.")
    nombre = forms.IntegerField(
        label="Nombre établi par ce document", min_value=0, max_value=999,
        help_text="Par exemple, le nombre de priorités retenues.",
    )  # fmt: skip
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, *args: Any, fait: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not FAITS[fait].compte:
            del self.fields["nombre"]


class MotifForm(forms.Form):
    """A reason alone."""

    motif = Texte(label="Motif", rows=4)


class MotifCourtForm(forms.Form):
    """A reason in one line."""

    motif = forms.CharField(label="Motif", max_length=200)


class OuvertureForm(ChoixTerritoires):
    """A request on a territory."""

    nom = forms.CharField(
        label="Nom du contrat", max_length=200, help_text="Il peut changer jusqu’à la signature."
    )
    territoire = TerritoireNomme(
        label="Territoire étudié", required=False, max_length=4_000,
        help_text="Le nom d’une commune, d’un EPCI ou d’un département.",
    )  # fmt: skip
    perimetre: Any = Parmi(
        label="Ou un périmètre enregistré", required=False,
    )  # fmt: skip
    porteur: Any = Parmi(
        label="Porteur",
        help_text="Commune, EPCI, Pays ou PETR, parmi les organisations du site. D’autres porteurs "
        "s’ajoutent ensuite, dans les parties.",
    )  # fmt: skip
    contrat_precedent: Any = Parmi(
        label="À la suite d’un contrat fini", required=False, to_field_name="slug"
    )
    on = Jour(label="Date de la demande")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions, fields = regions_opened(user), self.fields
        choices: dict[str, Any] = {
            "perimetre": perimetres_of(regions),
            "porteur": organisations_of(regions, BLOC_COMMUNAL),
            "contrat_precedent": ended_contrats(user),
        }
        for name, rows in choices.items():
            fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one territory, said in one way."""
        data: dict[str, Any] = super().clean() or {}
        typed = bool(self["territoire"].value())
        if typed == bool(data.get("perimetre")) and "territoire" not in self.errors:
            self.add_error("territoire", "Donnez un territoire ou un périmètre, l’un des deux.")
        return data


class ContratForm(FormulaireVersionne):
    """The name and the dates."""

    nom = forms.CharField(label="Nom du contrat", max_length=200)
    date_debut = Jour(label="Début", required=False)
    date_fin = Jour(label="Fin", required=False)


class NomForm(forms.Form):
    """Another name, which documents cite."""

    nom = forms.CharField(label="Autre nom", max_length=200)
    depuis = Jour(label="Porté depuis le", required=False)
    jusqu_au = Jour(label="Jusqu’au", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse dates in the wrong order."""
        data: dict[str, Any] = super().clean() or {}
        depuis, jusqu_au = data.get("depuis"), data.get("jusqu_au")
        if depuis and jusqu_au and jusqu_au < depuis:
            self.add_error("jusqu_au", "Cette date précède la première.")
        return data
