"""The addresses of a contract: one request per territory, with a row of each thing it may hold."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from ancrage.plateforme.contrats.models import (
    Attestation,
    Avenant,
    Confirmation,
    Contrat,
    Coordonnateur,
    Echeance,
    Engagement,
    Partenaire,
    Porteur,
    RenouvellementMandats,
    Signataire,
    Transition,
)
from ancrage.plateforme.contrats.services.ouverture import write_areas
from tests.architecture.cas_droits import Monde, cas
from tests.plateforme.comptes.factories import OrganisationFactory
from tests.plateforme.contrats.factories import make_fichier
from tests.plateforme.diagnostics.factories import make_contrat


def contrat_of(monde: Monde) -> Contrat:
    """Return the contract of a territory, at its request: made once, whoever asks for it."""
    held = Contrat.objects.filter(slug=monde.contrat).first()
    if held is None:
        held = make_contrat(monde.perimetre, monde.contrat)
    if not held.aires.exists():
        write_areas(held)
    if not held.rang:
        Transition.objects.create(
            region=held.region, contrat=held, rang=1, acte="ouvrir", vers="sollicitation",
            le=timezone.localdate(), acteur_label="essai",
        )  # fmt: skip
        held.refresh_from_db()
    return held


def _slug(monde: Monde) -> dict[str, Any]:
    return {"slug": contrat_of(monde).slug}


@cas(
    "contrat:contrat", "contrat:frise", "contrat:modifier", "contrat:nom", "contrat:parties",
    "contrat:ajouter_porteur", "contrat:ajouter_signataire", "contrat:ajouter_partenaire",
    "contrat:perimetres", "contrat:choisir_perimetres", "contrat:retirer_communes",
    "contrat:avenants", "contrat:nouvel_avenant", "contrat:equipe", "contrat:poster",
    "contrat:designer", "contrat:engagements",
)  # fmt: skip
def contrat(monde: Monde) -> dict[str, Any]:
    return _slug(monde)


@cas("contrat:acte")
def acte(monde: Monde) -> dict[str, Any]:
    return _slug(monde) | {"acte": "ouvrir_faisabilite"}


@cas("contrat:fait")
def fait(monde: Monde) -> dict[str, Any]:
    return _slug(monde) | {"fait": "forum_tenu"}


@cas("contrat:deroger")
def derogation(monde: Monde) -> dict[str, Any]:
    return _slug(monde) | {"fait": "priorites_en_nombre"}


def _attestation(monde: Monde) -> Attestation:
    today = timezone.localdate()
    return Attestation.objects.create(
        region=monde.region, contrat=contrat_of(monde), fait="forum_tenu", date=today,
        fichier=make_fichier(monde.region), attestee_le=today, auteur_label="essai",
    )  # fmt: skip


@cas("contrat:retirer_attestation")
def attestation(monde: Monde) -> dict[str, Any]:
    return _slug(monde) | {"identifiant": _attestation(monde).identifiant}


@cas("contrat:piece")
def piece(monde: Monde) -> dict[str, Any]:
    held = _attestation(monde).fichier
    held.chemin.parent.mkdir(parents=True, exist_ok=True)
    held.chemin.write_bytes(b"x")
    return _slug(monde) | {"identifiant": held.identifiant}


@cas("contrat:lever")
def echeance(monde: Monde) -> dict[str, Any]:
    found = contrat_of(monde)
    due, _ = Echeance.objects.get_or_create(
        contrat=found, code="essai", transition=found.transitions.get(),
        defaults={"region": monde.region, "libelle": "essai", "date": timezone.localdate()},
    )  # fmt: skip
    return _slug(monde) | {"identifiant": due.identifiant}


@cas("contrat:competence")
def porteur(monde: Monde) -> dict[str, Any]:
    found = contrat_of(monde)
    held, _ = Porteur.objects.get_or_create(
        contrat=found, organisation=monde.organisation, defaults={"region": monde.region}
    )
    return _slug(monde) | {"identifiant": held.identifiant}


def _signataire(monde: Monde, type_: str) -> dict[str, Any]:
    found = contrat_of(monde)
    held = Signataire.objects.create(
        region=monde.region, contrat=found, statut="associe", rang=1, representant="A",
        fonction="B", organisation=OrganisationFactory(region=monde.region, type=type_),
    )  # fmt: skip
    return _slug(monde) | {"identifiant": held.identifiant}


@cas("contrat:retirer_signataire", "contrat:deliberation", "contrat:signature_papier")
def collectivite(monde: Monde) -> dict[str, Any]:
    return _signataire(monde, "epci")


@cas("contrat:accord")
def prefecture(monde: Monde) -> dict[str, Any]:
    return _signataire(monde, "prefecture")


@cas("contrat:finir_partenaire")
def partenaire(monde: Monde) -> dict[str, Any]:
    today = timezone.localdate()
    held = Partenaire.objects.create(
        region=monde.region, contrat=contrat_of(monde), accord_le=today, depuis=today,
        organisation=OrganisationFactory(region=monde.region),
    )  # fmt: skip
    return _slug(monde) | {"identifiant": held.identifiant}


@cas(
    "contrat:avenant", "contrat:modifier_avenant", "contrat:article_avenant",
    "contrat:signer_avenant", "contrat:abandonner_avenant",
)  # fmt: skip
def avenant(monde: Monde) -> dict[str, Any]:
    held, _ = Avenant.objects.get_or_create(
        contrat=contrat_of(monde), numero=1,
        defaults={
            "region": monde.region, "objet": "essai", "motif": "essai",
            "date_effet": timezone.localdate(),
        },
    )  # fmt: skip
    return _slug(monde) | {"identifiant": held.identifiant}


@cas("contrat:finir_poste")
def poste(monde: Monde) -> dict[str, Any]:
    held, _ = Coordonnateur.objects.get_or_create(
        contrat=contrat_of(monde), utilisateur=monde.personne, fin=None,
        defaults={
            "region": monde.region, "employeur": monde.organisation, "etp": Decimal("0.5"),
            "debut": timezone.localdate(),
        },
    )  # fmt: skip
    return _slug(monde) | {"identifiant": held.identifiant}


@cas("contrat:confirmer")
def confirmation(monde: Monde) -> dict[str, Any]:
    election, _ = RenouvellementMandats.objects.get_or_create(
        region=monde.region, le=timezone.localdate(), defaults={"libelle": "Essai"}
    )
    held, _ = Confirmation.objects.get_or_create(
        renouvellement=election, contrat=contrat_of(monde), organisation=monde.organisation,
        defaults={"region": monde.region},
    )  # fmt: skip
    return _slug(monde) | {"identifiant": held.identifiant}


@cas("contrat:ajouter_engagement")
def signataire_engage(monde: Monde) -> dict[str, Any]:
    return _signataire(monde, "caf")


@cas("contrat:engagement", "contrat:retirer_engagement", "contrat:constater_engagement")
def engagement(monde: Monde) -> dict[str, Any]:
    held = _signataire(monde, "cpam")
    one = Engagement.objects.create(
        region=monde.region, nature="autre", texte="Essai.",
        signataire=Signataire.objects.get(identifiant=held["identifiant"]),
    )  # fmt: skip
    return held | {"identifiant": one.identifiant}
