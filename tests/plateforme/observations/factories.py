"""Deposits, requests and releases for the pages: rows in a state, without the work behind."""

from datetime import timedelta
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.observations.etats import EtatDemande, EtatDepot, GenreConsequence
from ancrage.plateforme.observations.models import (
    CalendrierDiffusion,
    Consequence,
    DemandeOrs,
    DepotRestreint,
)
from tests.plateforme.comptes.factories import REGION, TERRITOIRE, UtilisateurFactory


def demain(days: int = 30) -> Any:
    return timezone.localdate() + timedelta(days=days)


class DepotFactory(DjangoModelFactory):
    """A deposit; traits `controle` and `actif` put it further."""

    class Meta:
        model = DepotRestreint

    region = REGION
    code = factory.Sequence(lambda n: f"depot_{n}")
    titre = "Décès domiciliés"
    fictif = True
    fichier_nom = "extrait.csv"
    fichier_sha256 = "0" * 64
    expire_le = factory.LazyFunction(lambda: demain(400))
    deposant = factory.SubFactory(UtilisateurFactory)
    description = factory.LazyFunction(
        lambda: {
            "producteur": "Producteur d’essai", "numero_convention": "FICTIVE-1",
            "usages_permis": ["diagnostic"], "indicateurs": [{"code": "M03"}],
        }
    )  # fmt: skip

    class Params:
        controle = factory.Trait(
            etat=EtatDepot.CONTROLE,
            bilan={
                "version": 1,
                "faits": {
                    "lignes": 12, "communes": 3, "seuil": 5, "statuts": {"valeur": 8, "secret": 4},
                    "totaux": [["Ensemble", 120], ["Hommes", None], ["Femmes", None]],
                },
            },
        )  # fmt: skip
        actif = factory.Trait(
            etat=EtatDepot.ACTIF,
            approbateur=factory.SubFactory(UtilisateurFactory),
            approuve_le=factory.LazyFunction(timezone.now),
        )


class DemandeFactory(DjangoModelFactory):
    """An open request on the EPCI of the tests."""

    class Meta:
        model = DemandeOrs

    region = REGION
    demandeur = factory.SubFactory(UtilisateurFactory)
    question = "Combien de personnes vivent seules ?"
    territoire = TERRITOIRE
    territoire_libelle = "Orléans Métropole"
    echeance = factory.LazyFunction(demain)

    class Params:
        jointe = factory.Trait(
            etat=EtatDemande.REPONDUE,
            reponse="Voir le fichier.",
            close_le=factory.LazyFunction(timezone.now),
            reponse_fichier=factory.LazyAttribute(
                lambda demande: deposit_fichier(
                    acteur=demande.demandeur,
                    region=demande.region,
                    admis={TypeFichier.CSV},
                    upload=SimpleUploadedFile("reponse.csv", b"a;b"),
                )
            ),
        )
        refusee = factory.Trait(
            etat=EtatDemande.REFUSEE,
            close_le=factory.LazyFunction(timezone.now),
            refus={
                "motif": "Nous restons joignables.", "edition": "a", "le": "2026-01-02",
                "cases": [
                    {
                        "indicateur": "M03", "libelle": "Mortalité", "periode": "2017-2021",
                        "sexe": "femmes", "source": "Producteur d’essai",
                        "regle": "moins de cinq décès", "essayees": [],
                        "offertes": [
                            {
                                "territoire": "Loiret", "code": "departement:45",
                                "periode": "2017-2021", "sexe": "femmes",
                                "change": "territoire plus grand", "regle": "seuil atteint",
                            }
                        ],
                    }
                ],
            },
        )  # fmt: skip


class ParutionFactory(DjangoModelFactory):
    """A release that is awaited."""

    class Meta:
        model = CalendrierDiffusion

    region = REGION
    source = "anct_mortalite"
    producteur = "Producteur d’essai"
    titre = "Source d’essai"
    annonce = factory.Sequence(lambda n: f"édition {n}")
    attendue_le = factory.LazyFunction(demain)
    origine = "saisie"


class ConsequenceFactory(DjangoModelFactory):
    """A line that nobody has read."""

    class Meta:
        model = Consequence

    region = REGION
    edition_avant = "a"
    edition_apres = "b"
    genre = GenreConsequence.INDICATEUR
    cle = factory.Sequence(str)
    libelle = factory.Sequence(lambda n: f"Indicateur {n}")
    constat = "valeur révisée (3)"
