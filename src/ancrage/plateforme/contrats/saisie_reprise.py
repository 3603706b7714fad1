"""A takeover as it is typed or read from a workbook, before anything is looked up or written."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from ancrage.plateforme.contrats.models import StatutSignataire


class _Saisie(BaseModel):
    """`ligne` is the line of the workbook; 0 when it was typed in the form."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    ligne: int = 0


class SignataireSaisi(_Saisie):
    """Who signed. `type` lets an organisation that the region does not know be added."""

    organisation: str
    type: str = ""
    representant: str = ""
    fonction: str = ""
    statut: str = StatutSignataire.OBLIGATOIRE
    numero: str = ""
    vote: date | None = None
    piece: str = ""


class AntecedentSaisi(_Saisie):
    """A past contract of the territory."""

    nom: str
    date_signature: date | None = None
    date_debut: date | None = None
    date_fin: date | None = None


class ChiffreSaisi(_Saisie):
    """A starting figure and where it comes from."""

    libelle: str
    valeur: Decimal | None = None
    unite: str = ""
    periode: str = ""
    source: str = ""
    page: str = ""


class DiagnosticSaisi(_Saisie):
    """The past diagnosis."""

    titre: str = ""
    auteur: str = ""
    le: date | None = None
    piece: str = ""
    chiffres: tuple[ChiffreSaisi, ...] = ()


class SaisieReprise(_Saisie):
    """One contract to take over. A `piece` is the key under which its scan is found."""

    reference: str = ""
    nom: str = ""
    etat: str = ""
    depuis: date | None = None
    source: str = ""
    communes: str = ""
    millesime: int | None = None
    porteurs: tuple[str, ...] = ()
    date_signature: date | None = None
    date_debut: date | None = None
    date_fin: date | None = None
    piece: str = ""
    precedent: str = ""
    signataires: tuple[SignataireSaisi, ...] = ()
    antecedents: tuple[AntecedentSaisi, ...] = ()
    diagnostic: DiagnosticSaisi | None = None
