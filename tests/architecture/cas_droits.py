"""What an address needs to be tried by each role: one small function per address with arguments.

A new page adds its lines to `droits.csv` and, when its address has arguments, one case here:

    @cas("diagnostics:diagnostic")
    def diagnostic(monde):
        return {"identifiant": DiagnosticFactory(region=monde.region).identifiant}

A case that does not depend on the world (a public indicator) says so: `@cas(name, partout=True)`.
A door that opens on one's own object alone has a second case, made for each person: `@sien(name)`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.signing import Signer
from django.utils import timezone

from ancrage.plateforme.comptes.models import Delegation, Invitation, Organisation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.jetons import create_token
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.models import DemandeAvis, Diagnostic, Edition, Erratum
from ancrage.plateforme.observations import profils
from ancrage.plateforme.territoires.lecture import read_liste
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.services import create_perimetre
from ancrage.plateforme.web.observatoire.presentation import DIMENSIONS
from tests.plateforme.comptes.factories import (
    AffectationFactory,
    OrganisationFactory,
    UtilisateurFactory,
)
from tests.plateforme.diagnostics.factories import (
    Equipe,
    make_contrat,
    make_diagnostic,
    make_edition,
    make_remarque,
)
from tests.plateforme.observations.factories import (
    ConsequenceFactory,
    DemandeFactory,
    DepotFactory,
    ParutionFactory,
)
from tests.plateforme.territoires.factories import make_perimetre


@dataclass
class Monde:
    """A territory where objects stand. The members of the test hold their roles in the first."""

    nom: str
    region: str
    departement: str
    territoire: str
    contrat: str

    @cached_property
    def organisation(self) -> Organisation:
        """Return an organisation of this territory."""
        return OrganisationFactory(region=self.region)

    @cached_property
    def role(self) -> Any:
        """Return the role of an élu of this territory."""
        return AffectationFactory(
            organisation=self.organisation, role=Role.ELU, code=self.territoire
        )

    @cached_property
    def personne(self) -> Utilisateur:
        """Return this élu."""
        return self.role.utilisateur

    @cached_property
    def invitation(self) -> Invitation:
        """Return an open invitation to this territory."""
        return Invitation.objects.create(
            email=f"{self.nom}@demo.example",
            organisation=self.organisation,
            region=self.region,
            role=Role.PARTENAIRE,
            portee=Portee.TERRITOIRE,
            code=self.territoire,
            empreinte=self.nom,
            expire_le=timezone.now() + timedelta(days=1),
        )

    @cached_property
    def perimetre(self) -> Perimetre:
        """Return a perimeter in preparation, the communes of this territory."""
        communes = profils.find_territoire(self.territoire).communes
        return create_perimetre(
            acteur=None, region=self.region, libelle=self.nom, communes=communes
        )

    @cached_property
    def diagnostic(self) -> Diagnostic:
        """Return a diagnosis ordered on this territory."""
        communes = read_liste(self.territoire).communes
        return make_diagnostic(region=self.region, communes=communes)

    @cached_property
    def epreuve(self) -> Diagnostic:
        """Return a diagnosis of this territory on which its opinion is asked."""
        communes = read_liste(self.territoire).communes
        found = make_diagnostic(region=self.region, communes=communes, libelle="Épreuve d'essai")
        Diagnostic.objects.filter(pk=found.pk).update(
            etat=Etat.CONTROLE, soumis_par=UtilisateurFactory()
        )
        if not Contrat.objects.filter(slug=self.contrat).exists():
            make_contrat(found.perimetre, self.contrat)
        DemandeAvis.objects.create(
            diagnostic=found, version_diagnostic=found.version, limite=timezone.localdate()
        )
        return found

    @cached_property
    def edition(self) -> Edition:
        """Return a published edition; an erratum stands for its files, still to be drawn."""
        edition = make_edition(Equipe())
        Erratum.objects.create(
            edition=edition, indicateur="S05", explication="Essai.", date=edition.publiee_le
        )
        return edition

    @cached_property
    def delegation(self) -> Delegation:
        """Return a delegation between two other people of this territory."""
        return Delegation.objects.create(
            affectation=self.role,
            delegataire=UtilisateurFactory(),
            debut=timezone.localdate(),
            fin=timezone.localdate(),
            motif="Congés",
        )


def mondes() -> list[Monde]:
    """Return one's own territory, a neighbour of the same region, and another region."""
    return [
        Monde("propre", "24", "45", "epci:244500468", "cls-essai"),
        Monde("voisin", "24", "18", "epci:241800507", "cls-voisin"),
        Monde("autre", "53", "29", "epci:242900314", "cls-autre"),
    ]


Arguments = Callable[[Monde], dict[str, Any]]


@dataclass(frozen=True)
class Cas:
    """How to build an address. `partout`: the address is the same in every territory."""

    arguments: Arguments
    partout: bool = False


CAS: dict[str, Cas] = {}


def cas(*noms: str, partout: bool = False) -> Callable[[Arguments], Arguments]:
    """Declare the arguments of one or more addresses."""

    def declare(arguments: Arguments) -> Arguments:
        for nom in noms:
            assert nom not in CAS, nom
            CAS[nom] = Cas(arguments, partout)
        return arguments

    return declare


Prepare = Callable[[Utilisateur], dict[str, Any]]
SIENS: dict[str, Prepare] = {}


def sien(*noms: str) -> Callable[[Prepare], Prepare]:
    """Declare the arguments of an address that opens on what is a person's own."""

    def declare(prepare: Prepare) -> Prepare:
        for nom in noms:
            assert nom not in SIENS, nom
            SIENS[nom] = prepare
        return prepare

    return declare


# --- what is one's own: the doors that nobody else opens


@sien("observatoire:demande", "observatoire:annuler_demande")
def own_request(person: Utilisateur) -> dict[str, Any]:
    return {"identifiant": DemandeFactory(region="24", demandeur=person).identifiant}


@sien("observatoire:fichier_demande")
def own_answer(person: Utilisateur) -> dict[str, Any]:
    found = DemandeFactory(region="24", demandeur=person, jointe=True)
    return {"identifiant": found.identifiant}


@sien("observatoire:lettre_demande")
def own_letter(person: Utilisateur) -> dict[str, Any]:
    found = DemandeFactory(region="24", demandeur=person, refusee=True)
    return {"identifiant": found.identifiant, "format": "docx"}


@sien("observatoire:decrire_depot", "observatoire:controler_depot")
def own_deposit(person: Utilisateur) -> dict[str, Any]:
    depot = DepotFactory(region="24", deposant=person, controle=True)
    return {"identifiant": depot.identifiant}


@sien("compte:revoquer_delegation")
def own_delegation(person: Utilisateur) -> dict[str, Any]:
    today = timezone.localdate()
    delegation = Delegation.objects.create(
        affectation=person.affectations.first(), delegataire=UtilisateurFactory(),
        debut=today, fin=today, motif="Congés",
    )  # fmt: skip
    return {"identifiant": delegation.identifiant}


@sien("compte:revoquer_jeton")
def own_token(person: Utilisateur) -> dict[str, Any]:
    held, _ = create_token(acteur=person, libelle="x", portees=(), fin=timezone.localdate())
    return {"identifiant": held.identifiant}


@sien("mfa_view_recovery_codes", "mfa_download_recovery_codes")
def own_codes(person: Utilisateur) -> dict[str, Any]:
    RecoveryCodes.activate(person)
    return {}


# --- accounts


@cas("compte:organisation", "compte:organisation_nom")
def organisation(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.organisation.identifiant}


@cas(
    "compte:personne",
    "compte:role_nouveau",
    "compte:adresse",
    "compte:fermer_compte",
    "compte:rouvrir_compte",
    "compte:reinitialiser_second_facteur",
)
def personne(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.personne.identifiant}


@cas("compte:finir_role")
def role(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.role.identifiant}


@cas("compte:invitation", "compte:renvoyer_invitation", "compte:annuler_invitation")
def invitation(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.invitation.identifiant}


@cas("compte:revoquer_delegation")
def delegation(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.delegation.identifiant}


@cas("compte:accepter_invitation", "compte:redemander_invitation")
def lien(monde: Monde) -> dict[str, Any]:
    monde.invitation.empreinte = hashlib.sha256(monde.nom.encode()).hexdigest()
    monde.invitation.expire_le = timezone.now()
    monde.invitation.save()
    return {"jeton": Signer(salt="comptes.invitation").sign(monde.nom)}


# --- perimeters


@cas("observatoire:perimetre", "observatoire:modifier_perimetre", "observatoire:figer_perimetre")
def perimetre(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.perimetre.identifiant}


# --- the region at a glance


@cas("region:region", "region:telecharger")
def region(monde: Monde) -> dict[str, Any]:
    return {"region": monde.region}


# --- observatory: public figures, the same for everyone

_TERRITOIRE = {"code": "epci:244500468"}


@cas("observatoire:territoire", partout=True)
def territoire(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE


@cas("observatoire:dimension", partout=True)
def dimension(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE | {"dimension": next(iter(DIMENSIONS))}


@cas("observatoire:valeur", partout=True)
def valeur(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE | {"indicateur": "D01"}


@cas("observatoire:figure", partout=True)
def figure(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE | {"indicateur": "D02", "figure": "carte", "format": "svg"}


@cas("observatoire:telecharger", partout=True)
def telechargement(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE | {"format": "csv"}


@cas("observatoire:document", partout=True)
def document(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE | {"format": "docx"}


@cas("observatoire:document_preparation", partout=True)
def document_preparation(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE | {"format": "pdf"}


@cas("observatoire:indicateur", partout=True)
def indicateur(monde: Monde) -> dict[str, Any]:
    return {"code": "D01"}


@cas("observatoire:telecharger_indicateur", partout=True)
def valeurs_indicateur(monde: Monde) -> dict[str, Any]:
    return {"code": "O13", "format": "csv"}


@cas("observatoire:figure_indicateur", partout=True)
def figure_indicateur(monde: Monde) -> dict[str, Any]:
    return {"code": "O13", "figure": "etendue", "format": "svg"}


# --- the observatory's work


@cas(
    "observatoire:depot",
    "observatoire:decrire_depot",
    "observatoire:controler_depot",
    "observatoire:approuver_depot",
    "observatoire:refuser_depot",
)
def depot_controle(monde: Monde) -> dict[str, Any]:
    depot = DepotFactory(region=monde.region, deposant=monde.personne, controle=True)
    return {"identifiant": depot.identifiant}


@cas("observatoire:retirer_depot", "observatoire:chiffres_depot")
def depot_actif(monde: Monde) -> dict[str, Any]:
    depot = DepotFactory(region=monde.region, deposant=monde.personne, actif=True)
    return {"identifiant": depot.identifiant}


@cas("observatoire:activer_depot")
def depot_approuve(monde: Monde) -> dict[str, Any]:
    depot = DepotFactory(region=monde.region, deposant=monde.personne, actif=True, etat="approuve")
    return {"identifiant": depot.identifiant}


@cas(
    "observatoire:demande",
    "observatoire:preciser_demande",
    "observatoire:estimer_demande",
    "observatoire:repondre_demande",
    "observatoire:refuser_demande",
    "observatoire:annuler_demande",
)
def demande(monde: Monde) -> dict[str, Any]:
    demande = DemandeFactory(
        region=monde.region, demandeur=monde.personne, territoire=monde.territoire
    )
    return {"identifiant": demande.identifiant}


@cas("observatoire:fichier_demande")
def demande_jointe(monde: Monde) -> dict[str, Any]:
    demande = DemandeFactory(region=monde.region, demandeur=monde.personne, jointe=True)
    return {"identifiant": demande.identifiant}


@cas("observatoire:lettre_demande")
def demande_refusee(monde: Monde) -> dict[str, Any]:
    demande = DemandeFactory(region=monde.region, demandeur=monde.personne, refusee=True)
    return {"identifiant": demande.identifiant, "format": "docx"}


@cas("observatoire:dater_parution", "observatoire:recevoir_parution")
def parution(monde: Monde) -> dict[str, Any]:
    return {"identifiant": ParutionFactory(region=monde.region).identifiant}


@cas("observatoire:revoir_consequence")
def consequence(monde: Monde) -> dict[str, Any]:
    return {"identifiant": ConsequenceFactory(region=monde.region).identifiant}


# --- diagnoses: followed by the ARS and the observatory, written by the observatory alone


@cas(
    "observatoire:diagnostic",
    "observatoire:dls_agir",
    "observatoire:dls_modifier",
    "observatoire:dls_annuler",
    "observatoire:dls_indicateurs",
    "observatoire:dls_a_revoir",
    "observatoire:dls_relecture",
    "observatoire:dls_avis",
    "observatoire:dls_controle",
    "observatoire:dls_refuser",
    "observatoire:dls_publier",
    "observatoire:dls_erratum",
    "observatoire:dls_retirer",
)
def diagnostic(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.diagnostic.identifiant}


@cas("observatoire:dls_chapitre")
def chapitre(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.diagnostic.identifiant, "numero": 3}


@cas(
    "observatoire:dls_texte",
    "observatoire:dls_laisser",
    "observatoire:dls_brouillon",
    "observatoire:dls_abandonner",
)
def texte(monde: Monde) -> dict[str, Any]:
    return {"identifiant": monde.diagnostic.identifiant, "cle": "chapitre:3"}


@cas("observatoire:dls_repondre")
def remarque(monde: Monde) -> dict[str, Any]:
    remarque = make_remarque(monde.diagnostic)
    return {"identifiant": monde.diagnostic.identifiant, "remarque": remarque.identifiant}


@cas("portail:epreuve")
def epreuve(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.epreuve.slug}


@cas("portail:epreuve_chapitre")
def chapitre_epreuve(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.epreuve.slug, "chapitre": 3}


@cas("portail:diagnostic", partout=True)
def diagnostic_publie(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.edition.diagnostic.slug}


@cas("portail:edition", partout=True)
def edition(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.edition.diagnostic.slug, "numero": monde.edition.numero}


@cas("portail:chapitre", partout=True)
def chapitre_publie(monde: Monde) -> dict[str, Any]:
    return edition(monde) | {"chapitre": 3}


@cas("portail:donnees", partout=True)
def donnees_publiees(monde: Monde) -> dict[str, Any]:
    return edition(monde) | {"format": "csv"}


@cas("portail:document", partout=True)
def fichier_publie(monde: Monde) -> dict[str, Any]:
    return edition(monde) | {"format": "pdf"}


# --- tokens and the open API: the session gives no right there


@cas("compte:revoquer_jeton")
def jeton(monde: Monde) -> dict[str, Any]:
    held = monde.personne.jetons_api.first()
    if held is None:
        today = timezone.localdate()
        held, _ = create_token(acteur=monde.personne, libelle="essai", portees=(), fin=today)
    return {"identifiant": held.identifiant}


@cas(
    "api:read_territoire",
    "api:list_communes",
    "api:list_semblables",
    "api:read_profil",
    partout=True,
)
def territoire_api(monde: Monde) -> dict[str, Any]:
    return _TERRITOIRE


@cas("api:read_indicateur", "api:list_valeurs", partout=True)
def indicateur_api(monde: Monde) -> dict[str, Any]:
    return {"code": "S05"}


@cas("api:read_perimetre")
def brouillon_api(monde: Monde) -> dict[str, Any]:
    return {"identifiant": make_perimetre(region=monde.region).identifiant}


@cas("api:read_diagnostic", partout=True)
def diagnostic_api(monde: Monde) -> dict[str, Any]:
    return {"slug": monde.edition.diagnostic.slug}


@cas("api:read_edition", partout=True)
def edition_api(monde: Monde) -> dict[str, Any]:
    return edition(monde)


@cas("api:inconnu", partout=True)
def inconnu_api(monde: Monde) -> dict[str, Any]:
    return {"rest": "rien"}
