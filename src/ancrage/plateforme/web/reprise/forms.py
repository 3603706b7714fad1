"""The forms of a takeover: one per step, each reading and writing its part of what is typed."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.dossiers import vintage_of
from ancrage.plateforme.contrats.etats import CLOS, REPRISES, Etat
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.parties import BLOC_COMMUNAL
from ancrage.plateforme.contrats.saisie_reprise import DiagnosticSaisi, SaisieReprise
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.territoires.lecture import read_liste
from ancrage.plateforme.territoires.millesimes import MILLESIMES
from ancrage.plateforme.web.reprise.lignes import (
    AntecedentForm,
    ChiffreForm,
    Jour,
    LigneForm,
    Lignes,
    SignataireForm,
    make_lignes,
)

PDF = "PDF, 25 Mo au plus."


class EtapeForm(forms.Form):
    """A step: fields of the contract, then perhaps repeated lines.

    `documents` maps a file field to the key under which the takeover names the scan.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    ligne_form: ClassVar[type[LigneForm] | None] = None
    ligne_legende: ClassVar[str] = ""

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        saisie: SaisieReprise,
        ouverte_sur: int,
        pieces: Mapping[str, Fichier],
        organisations: Iterable[Organisation] = (),
        contrats: Iterable[Contrat] = (),
    ) -> None:
        super().__init__(data, files, initial=self.read(saisie) | {"version": ouverte_sur})
        self.saisie, self.pieces = saisie, pieces
        self.organisations, self.contrats = list(organisations), list(contrats)
        self.lignes: Lignes | None = None
        if self.ligne_form is not None:
            self.lignes = make_lignes(
                self.ligne_form, self.read_lignes(saisie), self.data if self.is_bound else None,
                self.files if self.is_bound else None, self.organisations, pieces,
            )  # fmt: skip
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the region."""

    @staticmethod
    def read(saisie: SaisieReprise) -> dict[str, Any]:
        """Return what the fields show."""
        raise NotImplementedError

    @staticmethod
    def read_lignes(saisie: SaisieReprise) -> list[dict[str, Any]]:
        """Return what the repeated lines show."""
        return []

    def write(self, keep: Mapping[str, str]) -> SaisieReprise:
        """Return the takeover with what this step says; `keep` maps files to their keys."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Say whether the fields and every line are right."""
        fine = super().is_valid()
        if self.lignes is not None and self.is_bound and not self.lignes.is_valid():
            if not self.non_field_errors():
                self.add_error(None, "Des lignes sont à corriger : voyez-les plus bas.")
            return False
        return fine

    def uploads(self) -> dict[str, UploadedFile]:
        """Return the files sent, by the name of their field."""
        return {name: one for name, one in self.files.items() if isinstance(one, UploadedFile)}

    def _tell_piece(self, name: str, key: str) -> None:
        if key in self.pieces:
            self.fields[
                name
            ].help_text = (
                f"Déjà joint : « {self.pieces[key].nom} ». Un nouveau fichier le remplace."
            )


class TerritoireForm(EtapeForm):
    """The name and the communes, as signed."""

    nom = forms.CharField(label="Nom du contrat", max_length=200)
    communes = forms.CharField(
        label="Communes, EPCI ou départements",
        help_text="Un nom ou un code par ligne, tels que le contrat les a signés. Vous pouvez "
        "coller une colonne d’un tableur.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=200_000,
    )
    millesime = forms.TypedChoiceField(
        label="Communes telles qu’au 1er janvier",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "de l’année de la signature"), *((str(one), one) for one in MILLESIMES)],
        help_text="Ce qui a fusionné ou changé de code depuis est suivi jusqu’à aujourd’hui.",
    )

    @staticmethod
    def read(saisie: SaisieReprise) -> dict[str, Any]:
        """Return what the fields show."""
        return {"nom": saisie.nom, "communes": saisie.communes, "millesime": saisie.millesime or ""}

    def clean(self) -> dict[str, Any]:
        """Stop at a line not understood, so that nothing is left out in silence."""
        data = super().clean() or {}
        wanted = self.saisie.model_copy(update={"millesime": data.get("millesime")})
        found = read_liste(data.get("communes", ""), vintage_of(wanted))
        if found.refus:
            self.add_error("communes", list(found.refus[:10]))
        return data

    def write(self, keep: Mapping[str, str]) -> SaisieReprise:
        """Return the takeover with its territory."""
        data = self.cleaned_data
        names = ("nom", "communes", "millesime")
        return self.saisie.model_copy(update={name: data[name] for name in names})


class EtatForm(EtapeForm):
    """The true state, and the dates and scan of what is signed."""

    etat = forms.ChoiceField(
        label="État du contrat aujourd’hui",
        choices=[("", "choisir"), *((str(one), str(Etat(one).label)) for one in REPRISES)],
    )
    depuis = Jour(label="Dans cet état depuis le")
    source = forms.CharField(
        label="D’après quels documents",
        help_text="Le contrat signé, une délibération, un compte rendu de COPIL…",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )
    date_signature = Jour(
        label="Signé le", required=False, help_text="Laissez vide si le contrat n’est pas signé."
    )
    date_debut = Jour(label="Début", required=False)
    date_fin = Jour(label="Fin", required=False)
    contrat = forms.FileField(label="Contrat signé, numérisé", required=False, help_text=PDF)

    def prepare(self) -> None:
        """Say which scan is there."""
        self._tell_piece("contrat", self.saisie.piece)

    @staticmethod
    def read(saisie: SaisieReprise) -> dict[str, Any]:
        """Return what the fields show."""
        names = ("etat", "depuis", "source", "date_signature", "date_debut", "date_fin")
        return {name: getattr(saisie, name) for name in names}

    def write(self, keep: Mapping[str, str]) -> SaisieReprise:
        """Return the takeover with its state and dates."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        data.pop("contrat")
        return self.saisie.model_copy(
            update=data | {"piece": keep.get("contrat", self.saisie.piece)}
        )


class PartiesForm(EtapeForm):
    """Who carries and who signs."""

    ligne_form = SignataireForm
    ligne_legende = "Signataire"

    @staticmethod
    def read(saisie: SaisieReprise) -> dict[str, Any]:
        """Return what the fields show."""
        return {}

    @staticmethod
    def read_lignes(saisie: SaisieReprise) -> list[dict[str, Any]]:
        """Return the signatories; a carrier that is not one of them has its line too."""
        rows = [
            one.model_dump() | {"porteur": one.organisation in saisie.porteurs, "signe": True}
            for one in saisie.signataires
        ]
        known = {one.organisation for one in saisie.signataires}
        rows += [
            {"organisation": nom, "porteur": True, "signe": False}
            for nom in saisie.porteurs if nom not in known
        ]  # fmt: skip
        return rows

    def clean(self) -> dict[str, Any]:
        """Ask for a carrier, and only local authorities as such."""
        data = super().clean() or {}
        if self.lignes is None or not self.lignes.is_valid():
            return data
        types = {one.nom: one.type for one in self.organisations}
        carriers = [row["organisation"] for row in self.lignes.rows() if row["porteur"]]
        wrong = [nom for nom in carriers if types.get(nom) not in BLOC_COMMUNAL]
        if wrong:
            self.add_error(None, f"« {wrong[0]} » ne peut pas porter le contrat : le porteur est "
                           "une commune, un EPCI, un Pays ou un PETR.")  # fmt: skip
        elif not carriers:
            self.add_error(None, "Cochez au moins un porteur.")
        return data

    def write(self, keep: Mapping[str, str]) -> SaisieReprise:
        """Return the takeover with its parties."""
        rows = self.lignes.rows(keep) if self.lignes else []
        signing = [row for row in rows if row["signe"]]
        carriers = [row["organisation"] for row in rows if row["porteur"]]
        return SaisieReprise.model_validate(
            self.saisie.model_dump() | {"signataires": signing, "porteurs": carriers}
        )


class GenerationForm(EtapeForm):
    """The past contracts, or the one of the site that this one follows."""

    precedent = forms.ChoiceField(
        label="Contrat précédent déjà dans Ancrage",
        required=False,
        help_text="À choisir s’il y est ; sinon, décrivez les contrats passés ci-dessous. Sans "
        "l’un ni les autres, le contrat est de première génération.",
    )
    ligne_form = AntecedentForm
    ligne_legende = "Contrat passé"

    def prepare(self) -> None:
        """Offer the contracts that ended, or that are being renewed."""
        field: Any = self.fields["precedent"]
        ended = [one for one in self.contrats if one.etat in (*CLOS, Etat.RENOUVELLEMENT)]
        field.choices = [("", "aucun"), *((one.slug, one.nom) for one in ended)]

    @staticmethod
    def read(saisie: SaisieReprise) -> dict[str, Any]:
        """Return what the fields show."""
        return {"precedent": saisie.precedent}

    @staticmethod
    def read_lignes(saisie: SaisieReprise) -> list[dict[str, Any]]:
        """Return the past contracts."""
        return [one.model_dump() for one in saisie.antecedents]

    def write(self, keep: Mapping[str, str]) -> SaisieReprise:
        """Return the takeover with what came before."""
        rows = self.lignes.rows() if self.lignes else []
        return SaisieReprise.model_validate(
            self.saisie.model_dump()
            | {"precedent": self.cleaned_data["precedent"], "antecedents": rows}
        )


class DiagnosticForm(EtapeForm):
    """The past diagnosis and the figures that the contract starts on."""

    titre = forms.CharField(label="Titre du diagnostic", max_length=200, required=False)
    auteur = forms.CharField(label="Réalisé par", max_length=200, required=False)
    le = Jour(label="Date du document", required=False)
    document = forms.FileField(label="Le diagnostic", required=False, help_text=PDF)
    ligne_form = ChiffreForm
    ligne_legende = "Chiffre de départ"

    def prepare(self) -> None:
        """Say which document is there."""
        if self.saisie.diagnostic:
            self._tell_piece("document", self.saisie.diagnostic.piece)

    @staticmethod
    def read(saisie: SaisieReprise) -> dict[str, Any]:
        """Return what the fields show."""
        one = saisie.diagnostic or DiagnosticSaisi()
        return {"titre": one.titre, "auteur": one.auteur, "le": one.le}

    @staticmethod
    def read_lignes(saisie: SaisieReprise) -> list[dict[str, Any]]:
        """Return the figures."""
        return [one.model_dump() for one in saisie.diagnostic.chiffres] if saisie.diagnostic else []

    def write(self, keep: Mapping[str, str]) -> SaisieReprise:
        """Return the takeover with its past diagnosis; all blank, there is none."""
        data = {name: self.cleaned_data[name] for name in ("titre", "auteur", "le")}
        rows = self.lignes.rows() if self.lignes else []
        former = self.saisie.diagnostic.piece if self.saisie.diagnostic else ""
        piece = keep.get("document", former)
        filled = any((*data.values(), rows, piece))
        found = data | {"piece": piece, "chiffres": rows} if filled else None
        return SaisieReprise.model_validate(self.saisie.model_dump() | {"diagnostic": found})


class ClasseurForm(forms.Form):
    """A workbook and the scans that it names."""

    fichier = forms.FileField(label="Classeur rempli", help_text="XLSX, 25 Mo au plus.")
