"""Thirty-six invented contracts on the real communes of the region, as in September 2023.

Seven in preparation, seven of first generation, ten of second, seven of third, five not renewed.
Names, dates, votes and signatures are invented: no real authority stands beside them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.models import Organisation, TypeOrganisation, Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.organisations import create_organisation
from ancrage.plateforme.config.demonstration import CONTRAT
from ancrage.plateforme.config.demonstration_rencontres import (
    Siege,
    hold_copil,
    make_copil,
    sieges_of,
)
from ancrage.plateforme.config.demonstration_signature import build_avis, build_signature
from ancrage.plateforme.contrats.etats import SIGNES, Etat, MotifFin
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.cycle import Motif, advance
from ancrage.plateforme.contrats.services.equipe import post_coordonnateur
from ancrage.plateforme.contrats.services.parties import Representant, Vote
from ancrage.plateforme.contrats.services.reprise import (
    Antecedent,
    Dossier,
    SignataireRepris,
    Signe,
    take_over,
)
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.observations import profils
from ancrage.plateforme.rencontres.models import ObjetDecision
from ancrage.plateforme.rencontres.services.decisions import DecisionEcrite
from ancrage.plateforme.territoires.models import Perimetre, Usage
from ancrage.plateforme.territoires.services import create_perimetre, freeze_perimetre

Say = Callable[[str], None]
REGION = "24"
MARQUE = " (démonstration)"
PAS = 7
PRES_DU_TERME = (Etat.EVALUATION, Etat.RENOUVELLEMENT, Etat.PROROGE)
DUREE = timedelta(days=5 * 365)
SOURCE = "Contrat et délibération inventés pour la démonstration."
ELUE = Representant("Camille Exemple", "présidente")
DIRECTION = Representant("Dominique Exemple", "directrice générale")
FIN = Motif("Exemple inventé pour la démonstration.", MotifFin.MOYENS)

# Name, state, generation. « non_reconduit »: taken over in force, then not renewed.
E = Etat
CONTRATS: tuple[tuple[str, str, int], ...] = (
    ("Trois Rives", E.EN_OEUVRE, 2), ("Haute Lande", E.FAISABILITE, 1),
    ("Val des Saules", E.PREFIGURATION, 1), ("Pierre Levée", E.DLS_COMMANDE, 1),
    ("Quatre Moulins", E.DLS_EN_COURS, 1), ("Plaine aux Grues", E.PRIORISATION, 1),
    ("Bois Clairs", E.ATELIERS, 1), ("Sept Étangs", E.VALIDATION, 1),
    ("Gué Fleuri", E.SIGNE, 1), ("Côte aux Ormes", E.EN_OEUVRE, 1),
    ("Terres Blondes", E.EN_OEUVRE, 1), ("Petite Forêt", E.EN_OEUVRE, 1),
    ("Vallon Bleu", E.SUSPENDU, 1), ("Chemin des Meuniers", E.EVALUATION, 1),
    ("Grand Verger", E.RENOUVELLEMENT, 1), ("Rives Douces", E.EN_OEUVRE, 2),
    ("Pays des Tilleuls", E.EN_OEUVRE, 2), ("Marche Verte", E.EN_OEUVRE, 2),
    ("Coteaux du Levant", E.EN_OEUVRE, 2), ("Champs Hauts", E.EVALUATION, 2),
    ("Belle Fontaine", E.PROROGE, 2), ("Clos Saint-Martial", E.EN_OEUVRE, 2),
    ("Prés Longs", E.SIGNE, 2), ("Source Vive", E.EN_OEUVRE, 2),
    ("Pont des Arches", E.EN_OEUVRE, 3), ("Vieux Sentiers", E.EN_OEUVRE, 3),
    ("Entre-Deux-Bois", E.EN_OEUVRE, 3), ("Combe aux Fées", E.EVALUATION, 3),
    ("Tour Carrée", E.EN_OEUVRE, 3), ("Jardins du Centre", E.SIGNE, 3),
    ("Grande Boucle", E.PROROGE, 3), ("Bruyères", E.NON_RECONDUIT, 1),
    ("Landes Rousses", E.NON_RECONDUIT, 1), ("Eaux Vives", E.NON_RECONDUIT, 1),
    ("Mont Gris", E.NON_RECONDUIT, 2), ("Sables d’Or", E.NON_RECONDUIT, 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Parties:
    """Who acts in every invented contract, and the one document that attests everything."""

    acteur: Utilisateur
    ars: Organisation
    fichier: Fichier


@transaction.atomic
def build_contrats(say: Say) -> None:
    """Make the contracts once; a second run changes nothing."""
    if Contrat.objects.exists():
        return
    say("Trente-six contrats inventés")
    load_doctrine(REGION)
    acteur = Utilisateur.objects.get(email=f"{Role.ARS_SIEGE}@demo.example")
    ars = Organisation.objects.get(region=REGION, type=TypeOrganisation.ARS_SIEGE)
    parties = _Parties(acteur, ars, _document(acteur))
    areas = list(_areas())
    for rank, (nom, etat, generation) in enumerate(CONTRATS):
        codes = areas[PAS * rank % len(areas)]  # headings mixed over the map
        _build(parties, rank, f"CLS {nom}{MARQUE}", etat, generation, codes)
    _post(parties)
    shared = Contrat.objects.get(slug=CONTRAT)
    build_signature(parties.acteur, shared, parties.fichier)
    build_avis(parties.acteur, Contrat.objects.filter(etat=Etat.VALIDATION).get())


def _post(parties: _Parties) -> None:
    """Put the coordinator's account in post on the contract that all the accounts share."""
    contrat = Contrat.objects.get(slug=CONTRAT)
    utilisateur = Utilisateur.objects.get(email=f"{Role.COORDONNATEUR}@demo.example")
    porteur = contrat.porteurs.select_related("organisation").get()
    post_coordonnateur(
        acteur=parties.acteur, contrat=contrat, utilisateur=utilisateur,
        employeur=porteur.organisation, etp="0.80", debut=timezone.localdate(),
    )  # fmt: skip


def _document(acteur: Utilisateur) -> Fichier:
    """Keep a document that says what it is: nobody can take it for a real act."""
    said = "Pièce inventée pour la démonstration d’Ancrage : aucune valeur.\n"
    upload = SimpleUploadedFile("piece-de-demonstration.txt", said.encode())
    return deposit_fichier(acteur=acteur, region=REGION, upload=upload, admis={TypeFichier.TXT})


def _areas() -> Iterator[tuple[str, ...]]:
    """Yield the communes of two neighbouring EPCI at a time, those inside the region alone."""
    region = profils.find_territoire(f"region:{REGION}")
    inside = set(region.communes)
    groups = [
        (profils.members_of(area, "departement")[0].code, area)
        for area in profils.members_of(region, "epci")
        if inside.issuperset(area.communes)
    ]
    first = profils.find_territoire("epci:244500468")  # the accounts of the demonstration
    yield first.communes
    held = [area for _, area in sorted(groups, key=lambda one: (one[0], one[1].code))]
    rest = [area for area in held if area.code != first.code]
    for one, other in zip(rest[::2], rest[1::2], strict=False):
        yield tuple(sorted((*one.communes, *other.communes)))


def _build(
    parties: _Parties, rank: int, nom: str, etat: str, generation: int, communes: Sequence[str]
) -> None:
    """Take one contract over at its state, with the past ones that its generation supposes."""
    porteur = create_organisation(
        acteur=parties.acteur, region=REGION, type=TypeOrganisation.EPCI,
        nom=nom.replace("CLS", "Communauté"), territoire="",
    )  # fmt: skip
    renewed = etat != Etat.NON_RECONDUIT
    true = etat if renewed else Etat.EN_OEUVRE
    depuis = timezone.localdate() - timedelta(days=60 + 13 * rank)
    signed = _signed_on(etat, depuis) if true in SIGNES else None
    contrat = take_over(
        acteur=parties.acteur,
        dossier=Dossier(
            nom=nom,
            etat=true,
            depuis=depuis,
            perimetre_etude=_perimetre(parties, nom, communes, Usage.ETUDE),
            porteurs=[porteur],
            source=SOURCE,
            signe=_signe(parties, porteur, signed, nom, communes) if signed else None,
            antecedents=_antecedents(nom, generation, signed or depuis),
        ),
    )
    if not renewed:
        _stop(parties, contrat, sieges_of(porteur, parties.ars))


def _signed_on(etat: str, depuis: date) -> date:
    """Return a signature whose five years end as the state supposes."""
    if etat == Etat.NON_RECONDUIT:
        return depuis - DUREE + timedelta(days=100)  # its end is past
    if etat in PRES_DU_TERME:
        return timezone.localdate() - DUREE + timedelta(days=200)
    return depuis - timedelta(days=400)


def _perimetre(parties: _Parties, nom: str, communes: Sequence[str], usage: str) -> Perimetre:
    made = create_perimetre(
        acteur=parties.acteur, region=REGION, libelle=nom, communes=communes, usage=usage
    )
    return freeze_perimetre(acteur=parties.acteur, perimetre=made)


def _signe(
    parties: _Parties, porteur: Organisation, signed: date, nom: str, communes: Sequence[str]
) -> Signe:
    voted = signed - timedelta(days=30)
    vote = Vote(f"{voted.year}-07", voted, fichier=parties.fichier)
    return Signe(
        date_signature=signed,
        date_debut=signed,
        date_fin=signed + DUREE,
        perimetre=_perimetre(parties, nom, communes, Usage.CONTRAT),
        signataires=(
            SignataireRepris(parties.ars, DIRECTION),
            SignataireRepris(porteur, ELUE, vote=vote),
        ),
        contrat=parties.fichier,
    )


def _antecedents(nom: str, generation: int, after: date) -> list[Antecedent]:
    """Return the past contracts, five years each, the last ended on the day of the next."""
    found = []
    for back in range(generation - 1, 0, -1):
        start = after - DUREE * back
        found.append(Antecedent(f"{nom}, génération {generation - back}", start, start,
                                start + DUREE - timedelta(days=1)))  # fmt: skip
    return found


def _stop(parties: _Parties, contrat: Contrat, sieges: Sequence[Siege]) -> None:
    today = timezone.localdate()
    copil = make_copil(parties.acteur, contrat, sieges, today - timedelta(days=400))
    ended = DecisionEcrite(
        f"Ne pas reconduire le contrat{MARQUE}", sieges[0].organisation,
        objet=ObjetDecision.NON_RECONDUCTION,
    )  # fmt: skip
    hold_copil(parties.acteur, copil, today, [ended])
    advance(
        acteur=parties.acteur, contrat=contrat, acte="ne_pas_reconduire",
        expected=contrat.version, motif=FIN,
    )  # fmt: skip
