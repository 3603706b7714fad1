"""People, organisations and roles for the tests, on real areas: Centre-Val de Loire (24)."""

from datetime import date
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from ancrage.plateforme.comptes.models import Affectation, Organisation, Utilisateur
from ancrage.plateforme.comptes.roles import PORTEES, SECOND_FACTEUR, Portee, Role

REGION = "24"
DEPARTEMENT = "45"
TERRITOIRE = "epci:244500468"  # Loiret
CONTRAT = "cls-essai"
CODES = {
    Portee.REGION: REGION,
    Portee.DEPARTEMENT: DEPARTEMENT,
    Portee.TERRITOIRE: TERRITOIRE,
    Portee.CONTRAT: CONTRAT,
}
MOT_DE_PASSE = "cheval pile agrafe correcte"


class OrganisationFactory(DjangoModelFactory):
    """An organisation of the region."""

    class Meta:
        model = Organisation

    region = REGION
    type = "epci"
    nom = factory.Sequence(lambda n: f"Communauté d'essai {n}")


class UtilisateurFactory(DjangoModelFactory):
    """A person without role. Trait `second_facteur`: her application of codes is set up."""

    class Meta:
        model = Utilisateur
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@demo.example")
    prenom = "Camille"
    nom = factory.Sequence(lambda n: f"Essai-{n}")

    @factory.post_generation
    def mot_de_passe(self: Any, create: bool, extracted: str | None, **kwargs: Any) -> None:
        self.set_password(extracted or MOT_DE_PASSE)
        if create:
            self.save(update_fields=["password"])

    class Params:
        second_facteur = factory.Trait(
            totp=factory.RelatedFactory(
                "tests.plateforme.comptes.factories.SecondFacteurFactory", "user"
            )
        )


class SecondFacteurFactory(DjangoModelFactory):
    """An application of codes."""

    class Meta:
        model = Authenticator

    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": "scellé"})


class AffectationFactory(DjangoModelFactory):
    """A role over the widest scope that it may have, since the start of 2024."""

    class Meta:
        model = Affectation

    utilisateur = factory.SubFactory(UtilisateurFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    region = factory.SelfAttribute("organisation.region")
    role = Role.COORDONNATEUR
    portee = factory.LazyAttribute(lambda a: PORTEES[a.role][0])
    code = factory.LazyAttribute(lambda a: CODES[a.portee])
    debut = date(2024, 1, 1)


def member(role: str, **scope: Any) -> Utilisateur:
    """Return a person who holds one role, with her second factor when the role asks for it."""
    person = UtilisateurFactory(second_facteur=role in SECOND_FACTEUR)
    AffectationFactory(utilisateur=person, role=role, **scope)
    return person
