"""From what was typed to a dossier: organisations, communes and scans found, the rest told.

Every gap is told with its place, none stops the reading: a person mends them all at once. What
is missing in the region (an organisation of a stated kind, a perimeter) is made here, so the
caller runs it inside the transaction that keeps, or rolls back, the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.permissions import can_create_organisation
from ancrage.plateforme.comptes.services.organisations import create_organisation
from ancrage.plateforme.contrats.etats import SIGNES
from ancrage.plateforme.contrats.models import Contrat, expected_act
from ancrage.plateforme.contrats.models.parties import ActeAttendu
from ancrage.plateforme.contrats.saisie_reprise import (
    AntecedentSaisi,
    DiagnosticSaisi,
    SaisieReprise,
    SignataireSaisi,
)
from ancrage.plateforme.contrats.services.anterieurs import ChiffreRepris, DiagnosticRepris
from ancrage.plateforme.contrats.services.parties import Representant, Vote
from ancrage.plateforme.contrats.services.reprise import (
    Antecedent,
    Dossier,
    SignataireRepris,
    Signe,
)
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.territoires.lecture import read_liste
from ancrage.plateforme.territoires.millesimes import millesime_of
from ancrage.plateforme.territoires.models import Perimetre, Usage
from ancrage.plateforme.territoires.services import create_perimetre, freeze_perimetre

CONTRATS, SIGNATAIRES, PASSES = "Contrats", "Signataires", "Contrats passés"
DIAGNOSTICS, CHIFFRES = "Diagnostic passé", "Chiffres de départ"


@dataclass(frozen=True, slots=True)
class Manque:
    """What keeps a contract from being taken over: where, and how to mend it."""

    feuille: str
    ligne: int
    colonne: str
    message: str


@dataclass
class Recherche:
    """What the names of a region stand for, and the gaps found on the way.

    `pieces` are the scans by key: an identifier, or a file name without capitals nor accents.
    """

    acteur: Any
    region: str
    pieces: Mapping[str, Fichier]
    manques: list[Manque] = field(default_factory=list)

    def tell(self, feuille: str, ligne: int, colonne: str, message: str) -> None:
        """Keep one gap."""
        self.manques.append(Manque(feuille, ligne, colonne, message))

    def piece(self, feuille: str, ligne: int, colonne: str, cle: str) -> Fichier | None:
        """Return the scan of a key, or tell that it is missing."""
        if not cle:
            self.tell(feuille, ligne, colonne, "document numérisé à joindre")
            return None
        found = self.pieces.get(cle) or self.pieces.get(fold(cle))
        if found is None:
            self.tell(feuille, ligne, colonne, f"« {cle} » n’est pas parmi les pièces jointes")
        return found

    def organisation(
        self, feuille: str, ligne: int, nom: str, type_: str = ""
    ) -> Organisation | None:
        """Return the organisation of a name; one of a stated kind is added to the region."""
        nom = " ".join(nom.split())
        found = Organisation.objects.filter(region=self.region, nom__iexact=nom).first()
        if found is not None:
            return found
        if type_ and can_create_organisation(self.acteur, self.region):
            return create_organisation(acteur=self.acteur, region=self.region, type=type_, nom=nom)
        self.tell(
            feuille, ligne, "Organisation",
            f"« {nom} » n’est pas connue dans la région : donnez son type, ou ajoutez-la aux "
            "organisations",
        )  # fmt: skip
        return None


def build_dossier(recherche: Recherche, saisie: SaisieReprise) -> Dossier | None:
    """Return the dossier of what was typed, or None once the gaps are told."""
    before = len(recherche.manques)
    _ask(recherche, saisie, _required(saisie))
    signataires = [_signataire(recherche, one, saisie) for one in saisie.signataires]
    porteurs = [recherche.organisation(CONTRATS, saisie.ligne, nom) for nom in saisie.porteurs]
    antecedents = [_antecedent(recherche, one) for one in saisie.antecedents]
    diagnostic = _diagnostic(recherche, saisie.diagnostic) if saisie.diagnostic else None
    precedent = _precedent(recherche, saisie)
    scan = None
    if _is_signed(saisie):
        scan = recherche.piece(CONTRATS, saisie.ligne, "Contrat numérisé", saisie.piece)
    communes = _communes(recherche, saisie)
    if len(recherche.manques) > before:
        return None
    etude, signed = _perimetres(recherche, saisie, communes)
    return Dossier(
        nom=saisie.nom,
        etat=saisie.etat,
        depuis=_known(saisie.depuis),
        perimetre_etude=etude,
        porteurs=[one for one in porteurs if one],
        source=saisie.source,
        signe=_signe(saisie, signed, scan, [one for one in signataires if one]),
        antecedents=[one for one in antecedents if one],
        precedent=precedent,
        diagnostic=diagnostic,
    )


def _is_signed(saisie: SaisieReprise) -> bool:
    """Say whether it was signed: by its state, or by its date where the state is unreadable."""
    return saisie.etat in SIGNES or (not saisie.etat and saisie.date_signature is not None)


def _required(saisie: SaisieReprise) -> dict[str, Any]:
    """Return what the state asks for, by the head of its column."""
    asked: dict[str, Any] = {
        "Nom": saisie.nom, "État": saisie.etat, "Dans cet état depuis le": saisie.depuis,
        "D’après quels documents": saisie.source, "Porteurs": saisie.porteurs,
        "Communes": saisie.communes,
    }  # fmt: skip
    if _is_signed(saisie):
        asked |= {
            "Signé le": saisie.date_signature, "Début": saisie.date_debut,
            "Fin": saisie.date_fin, "Signataires": saisie.signataires,
        }  # fmt: skip
    return asked


def _ask(recherche: Recherche, saisie: SaisieReprise, asked: Mapping[str, Any]) -> None:
    told = {(one.feuille, one.ligne, one.colonne) for one in recherche.manques}
    for colonne, value in asked.items():
        if not value and (CONTRATS, saisie.ligne, colonne) not in told:
            recherche.tell(CONTRATS, saisie.ligne, colonne, "à remplir")


def _signataire(
    recherche: Recherche, one: SignataireSaisi, saisie: SaisieReprise
) -> SignataireRepris | None:
    found = recherche.organisation(SIGNATAIRES, one.ligne, one.organisation, one.type)
    for colonne, value in (("Représentant", one.representant), ("Fonction", one.fonction)):
        if not value.strip():
            recherche.tell(SIGNATAIRES, one.ligne, colonne, "à remplir")
    if found is None:
        return None
    return SignataireRepris(
        found, Representant(one.representant, one.fonction), one.statut,
        _vote(recherche, one, found) if _is_signed(saisie) else None,
    )  # fmt: skip


def _vote(recherche: Recherche, one: SignataireSaisi, organisation: Organisation) -> Vote | None:
    if expected_act(organisation.type) != ActeAttendu.DELIBERATION:
        return None
    scan = recherche.piece(SIGNATAIRES, one.ligne, "Délibération numérisée", one.piece)
    if not one.numero.strip() or one.vote is None:
        recherche.tell(
            SIGNATAIRES, one.ligne, "N° de délibération",
            f"« {organisation} » délibère : donnez le numéro et la date du vote",
        )  # fmt: skip
        return None
    return Vote(one.numero.strip(), one.vote, fichier=scan)


def _antecedent(recherche: Recherche, one: AntecedentSaisi) -> Antecedent | None:
    if not (one.date_signature and one.date_debut and one.date_fin):
        recherche.tell(
            PASSES, one.ligne, "Signé le", "donnez la signature, le début et la fin du contrat"
        )
        return None
    return Antecedent(one.nom, one.date_signature, one.date_debut, one.date_fin)


def _diagnostic(recherche: Recherche, one: DiagnosticSaisi) -> DiagnosticRepris | None:
    scan = recherche.piece(DIAGNOSTICS, one.ligne, "Document PDF", one.piece)
    for colonne, value in (("Titre", one.titre), ("Réalisé par", one.auteur), ("Date", one.le)):
        if not value:
            recherche.tell(DIAGNOSTICS, one.ligne, colonne, "à remplir")
    chiffres = []
    for row in one.chiffres:
        if row.valeur is None:
            recherche.tell(CHIFFRES, row.ligne, "Valeur", "à remplir")
            continue
        chiffres.append(
            ChiffreRepris(row.libelle, row.valeur, row.unite, row.periode, row.source, row.page)
        )
    if scan is None or one.le is None:
        return None
    return DiagnosticRepris(one.titre, one.auteur, one.le, scan, tuple(chiffres))


def _precedent(recherche: Recherche, saisie: SaisieReprise) -> Contrat | None:
    if not saisie.precedent:
        return None
    found = Contrat.objects.visibles_par(recherche.acteur).filter(slug=saisie.precedent).first()
    if found is None:
        recherche.tell(
            CONTRATS, saisie.ligne, "Contrat précédent",
            f"aucun contrat n’a l’adresse « {saisie.precedent} »",
        )  # fmt: skip
    return found


# --- the perimeter, read in the vintage of the signature


def vintage_of(saisie: SaisieReprise) -> int:
    """Return the vintage of the list: the one given, else that of the signature."""
    day = saisie.date_signature or saisie.depuis
    if saisie.millesime is not None or day is None:
        return saisie.millesime or millesime_of(date.max)
    return millesime_of(day)


def _communes(recherche: Recherche, saisie: SaisieReprise) -> Sequence[str]:
    if not saisie.communes:
        return ()
    found = read_liste(saisie.communes.replace(";", "\n"), vintage_of(saisie))
    for one in found.refus[:10]:
        recherche.tell(CONTRATS, saisie.ligne, "Communes", one)
    return found.communes


def _perimetres(
    recherche: Recherche, saisie: SaisieReprise, communes: Sequence[str]
) -> tuple[Perimetre, Perimetre | None]:
    """Make the perimeter of the study, and the one as signed: the same list, frozen."""
    day = saisie.date_signature or _known(saisie.depuis)

    def make(usage: str) -> Perimetre:
        made = create_perimetre(
            acteur=recherche.acteur, region=recherche.region, libelle=saisie.nom,
            communes=communes, usage=usage, date_effet=day, millesime=vintage_of(saisie),
        )  # fmt: skip
        return freeze_perimetre(acteur=recherche.acteur, perimetre=made)

    etude = make(Usage.ETUDE)
    return etude, make(Usage.CONTRAT) if _is_signed(saisie) else None


def _signe(
    saisie: SaisieReprise,
    perimetre: Perimetre | None,
    scan: Fichier | None,
    signataires: Sequence[SignataireRepris],
) -> Signe | None:
    if perimetre is None or scan is None:
        return None
    return Signe(
        date_signature=_known(saisie.date_signature),
        date_debut=_known(saisie.date_debut),
        date_fin=_known(saisie.date_fin),
        perimetre=perimetre,
        signataires=signataires,
        contrat=scan,
    )


def _known(day: date | None) -> date:
    """Return a day that `_required` asked for."""
    if day is None:
        raise ActeRefuse("Il manque une date.")
    return day
