"""Contracts for the tests: a team, and each step taken by the services on a chosen day."""

from datetime import date, timedelta
from typing import Any

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import ACTES, SIGNES, Etat, MotifFin
from ancrage.plateforme.contrats.faits import FAITS, is_attested
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.attestations import attest
from ancrage.plateforme.contrats.services.calendrier import expire_due
from ancrage.plateforme.contrats.services.cycle import Motif, advance
from ancrage.plateforme.contrats.services.equipe import post_coordonnateur
from ancrage.plateforme.contrats.services.ouverture import (
    Competence,
    edit_contrat,
    open_contrat,
    verify_competence,
)
from ancrage.plateforme.contrats.services.parties import (
    Representant,
    Vote,
    add_signataire,
    record_accord,
    record_deliberation,
    record_signature,
)
from ancrage.plateforme.contrats.services.reprise import (
    Antecedent,
    Dossier,
    SignataireRepris,
    Signe,
    take_over,
)
from ancrage.plateforme.contrats.services.signature import sign_contrat
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from ancrage.plateforme.documents.articles import ARTICLES
from ancrage.plateforme.documents.services.articles import write_part
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.territoires.models import Perimetre, Usage
from ancrage.plateforme.territoires.services import freeze_perimetre
from tests.plateforme.comptes.factories import OrganisationFactory, UtilisateurFactory, member
from tests.plateforme.territoires.factories import make_perimetre

COMMUNES = ("45234", "45146")
ELUE = Representant("Dominique Essai", "maire")
MOTIF = Motif("Le portage s’est retiré (essai).", MotifFin.PORTAGE_POLITIQUE)
CHAINE = (
    "ouvrir_faisabilite", "engager_prefiguration", "commander_dls", "demarrer_dls",
    "restituer_dls", "ouvrir_priorisation", "ouvrir_ateliers", "ouvrir_redaction",
    "soumettre_validation",
)  # fmt: skip


class Equipe:
    """The people and organisations around the contracts of a region."""

    def __init__(self) -> None:
        load_doctrine("24")
        self.ars = OrganisationFactory(type="ars_siege", nom="ARS d'essai")
        self.prefet = OrganisationFactory(type="prefecture", nom="Préfecture d'essai")
        self.porteur = OrganisationFactory(type="epci", nom="Communauté porteuse")
        self.people = {
            role: member(role, organisation=self.ars)
            for role in (Role.ARS_SIEGE, Role.DD_ARS, Role.ORS, Role.ORS_VALIDATEUR)
        }
        self.personne = UtilisateurFactory()
        self.fichier = make_fichier()
        self.perimetre_contrat: Perimetre | None = None

    @property
    def siege(self) -> Any:
        return self.people[Role.ARS_SIEGE]

    def who(self, roles: frozenset[str]) -> Any:
        """Return somebody of the team who holds one of these roles over the whole region."""
        return next(person for role, person in self.people.items() if str(role) in roles)


def make_fichier(region: str = "24") -> Fichier:
    return Fichier.objects.create(
        region=region, nom="piece.pdf", type="pdf", taille=1, sha256="0" * 64,
        deposant_label="essai",
    )  # fmt: skip


def fresh(contrat: Contrat) -> Contrat:
    return Contrat.objects.for_list().get(pk=contrat.pk)


def opened(equipe: Equipe, on: date, **changes: Any) -> Contrat:
    """Return a request, opened on a day."""
    values: dict[str, Any] = {
        "nom": "CLS d'essai",
        "perimetre_etude": changes.pop("perimetre", None) or make_perimetre(communes=COMMUNES),
        "porteurs": [equipe.porteur],
    }
    return open_contrat(acteur=equipe.siege, on=on, **values | changes)


def provide(equipe: Equipe, contrat: Contrat, acte: str, on: date, **known: Any) -> None:
    """Bring what the guards of an act ask for."""
    for garde in ACTES[acte].gardes:
        bring_fact(equipe, contrat, garde.fait, on, **known)


def bring_fact(
    equipe: Equipe, contrat: Contrat, fait: str, on: date, priorites: int = 4, **dates: Any
) -> None:
    """Bring one fact: a file that attests it, or what the contract itself needs."""
    if is_attested(fait):
        count = priorites if FAITS[fait].compte else None
        attest(
            acteur=equipe.who(FAITS[fait].par), contrat=contrat, fait=fait, nombre=count,
            fichier=equipe.fichier, date_document=on, on=on,
        )  # fmt: skip
        return
    match fait:
        case "porteur_competent":
            for one in contrat.porteurs.all():
                verify_competence(
                    acteur=equipe.siege, porteur=one, expected=one.version, on=on,
                    competence=Competence("santé (essai)", on - timedelta(days=30)),
                )  # fmt: skip
        case "coordonnateur_recrute" if not contrat.coordonnateurs.en_cours(on).exists():
            post_coordonnateur(
                acteur=equipe.siege, contrat=contrat, utilisateur=equipe.personne,
                employeur=equipe.porteur, etp="0.50", debut=on,
            )  # fmt: skip
        case "perimetre_fige":
            freeze(contrat.perimetre_etude)
        case "perimetre_contrat_fige":
            give_perimetre(equipe, contrat)
        case "duree_ecrite":
            give_dates(equipe, contrat, on, **dates)
        case "signataires_obligatoires":
            for organisation in (equipe.ars, equipe.prefet, *carriers(contrat)):
                add_signataire(
                    acteur=equipe.siege, contrat=contrat, organisation=organisation,
                    statut="obligatoire", representant=ELUE,
                )  # fmt: skip
        case "deliberations_completes":
            for one in contrat.signataires.filter(organisation__type="epci"):
                record_deliberation(acteur=equipe.siege, signataire=one, vote=a_vote(equipe, on))
        case "accords_ecrits_recus":
            for one in contrat.signataires.filter(organisation__type="prefecture"):
                record_accord(
                    acteur=equipe.siege, signataire=one, date_accord=on, auteur="Dominique Essai",
                    fonction="préfète", fichier=equipe.fichier,
                )  # fmt: skip
        case "articles_complets":
            write_articles(equipe, contrat, on)
        case "signatures_recues":
            for one in contrat.signataires.filter(avenant__isnull=True):
                record_signature(acteur=equipe.siege, signataire=one, date_signature=on)


def write_articles(equipe: Equipe, contrat: Contrat, on: date) -> None:
    """Write the articles that nobody wrote yet, where the site reads them itself."""
    for cle in ARTICLES:
        if not contrat.redactions.filter(cle=cle).exists():
            write_part(
                acteur=equipe.siege, contrat=contrat, cle=cle, texte="Texte d’essai.", expected=0,
                on=on,
            )  # fmt: skip


def carriers(contrat: Contrat) -> list[Organisation]:
    return [one.organisation for one in contrat.porteurs.select_related("organisation")]


def a_vote(equipe: Equipe, on: date) -> Vote:
    return Vote("2024-12", on, on, on, True, equipe.fichier)


def freeze(perimetre: Perimetre) -> None:
    if perimetre.fige_le is None:
        freeze_perimetre(acteur=None, perimetre=perimetre)


def give_perimetre(equipe: Equipe, contrat: Contrat) -> None:
    """Give the contract a frozen perimeter: the one of the team, when it has one."""
    if equipe.perimetre_contrat is not None:
        edit(equipe, contrat, perimetre=equipe.perimetre_contrat)
        return
    found = make_perimetre(
        communes=tuple(contrat.perimetre_etude.codes), usage=Usage.CONTRAT,
        millesime=contrat.perimetre_etude.millesime,
    )  # fmt: skip
    freeze(found)
    edit(equipe, contrat, perimetre=found)


def give_dates(
    equipe: Equipe, contrat: Contrat, on: date, debut: date | None = None, fin: date | None = None
) -> None:
    debut = debut or on
    edit(equipe, contrat, date_debut=debut,
         date_fin=fin or debut.replace(year=debut.year + 3) - timedelta(days=1))  # fmt: skip


def edit(equipe: Equipe, contrat: Contrat, **changes: Any) -> None:
    names = ("nom", "perimetre_etude", "perimetre", "date_debut", "date_fin")
    values = {name: getattr(contrat, name) for name in names}
    edit_contrat(acteur=equipe.siege, contrat=contrat, expected=contrat.version, **values | changes)


def take(equipe: Equipe, contrat: Contrat, acte: str, on: date, **known: Any) -> Contrat:
    """Bring what an act needs, then do it, by somebody whose role opens it."""
    provide(equipe, contrat, acte, on, **known)
    if acte == "signer":
        sign_contrat(acteur=equipe.siege, contrat=contrat, expected=contrat.version, on=on)
    else:
        advance(
            acteur=equipe.who(ACTES[acte].roles), contrat=contrat, acte=acte,
            expected=contrat.version, on=on, motif=MOTIF if ACTES[acte].motive else None,
        )  # fmt: skip
    return contrat


def until(equipe: Equipe, etat: str, on: date, **changes: Any) -> Contrat:
    """Return a contract that the services brought to a state, all on one day."""
    contrat = opened(equipe, on, **changes)
    for acte in (*CHAINE, "signer", "mettre_en_oeuvre"):
        if contrat.etat == etat:
            break
        contrat = take(equipe, contrat, acte, on)
    return fresh(contrat)


# --- takeovers


def a_signed(equipe: Equipe, signature: date, fin: date, **changes: Any) -> Signe:
    """Return what was signed on a day, with the scanned deliberation of the carrier."""
    perimetre = changes.pop("perimetre", None) or make_perimetre(
        communes=COMMUNES, usage=Usage.CONTRAT
    )
    freeze(perimetre)
    vote = Vote("2011-07", signature, fichier=equipe.fichier)
    values: dict[str, Any] = {
        "date_signature": signature,
        "date_debut": signature,
        "date_fin": fin,
        "perimetre": perimetre,
        "signataires": (
            SignataireRepris(equipe.ars, ELUE),
            SignataireRepris(equipe.porteur, ELUE, vote=vote),
        ),
        "contrat": equipe.fichier,
    }
    return Signe(**values | changes)


def a_dossier(equipe: Equipe, etat: str, depuis: date, **changes: Any) -> Dossier:
    """Return a running contract to take over; signed a year before when its state asks for it."""
    signed = None
    if etat in SIGNES and "signe" not in changes:
        signed = a_signed(equipe, depuis - timedelta(days=365), depuis + timedelta(days=1000))
    values: dict[str, Any] = {
        "nom": f"CLS repris, {etat}",
        "etat": etat,
        "depuis": depuis,
        "perimetre_etude": changes.pop("perimetre", None) or make_perimetre(communes=COMMUNES),
        "porteurs": [equipe.porteur],
        "source": "contrat et délibération numérisés (essai)",
        "signe": signed,
    }
    return Dossier(**values | changes)


def taken_over(equipe: Equipe, etat: str, depuis: date, **changes: Any) -> Contrat:
    return take_over(acteur=equipe.siege, dossier=a_dossier(equipe, etat, depuis, **changes))


def in_state(equipe: Equipe, etat: str, on: date) -> Contrat:
    """Return a contract in any of the twenty states, by the services, the shortest way."""
    match etat:
        case Etat.SOLLICITATION:
            return opened(equipe, on)
        case Etat.ABANDONNE:
            return take(equipe, opened(equipe, on), "abandonner", on)
        case Etat.NON_RECONDUIT:
            return take(equipe, taken_over(equipe, Etat.EN_OEUVRE, on), "ne_pas_reconduire", on)
        case Etat.TERMINE:
            past = Antecedent("CLS passé", on - timedelta(days=900), on, on + timedelta(days=1))
            return taken_over(equipe, Etat.PRIORISATION, on, antecedents=[past]).contrat_precedent
        case Etat.ECHU:
            ended = a_signed(equipe, on - timedelta(days=900), on - timedelta(days=2))
            contrat = taken_over(equipe, Etat.EN_OEUVRE, on - timedelta(days=500), signe=ended)
            expire_due(on=on)
            return fresh(contrat)
    return taken_over(equipe, etat, on)
