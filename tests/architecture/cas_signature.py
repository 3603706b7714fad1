"""The addresses of a signature: a contract to be signed, a frozen version, a file given back."""

from datetime import date
from typing import Any

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import Avenant, AvisContrat, Contrat
from ancrage.plateforme.contrats.services.ouverture import enter, make_contrat
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from ancrage.plateforme.documents.contenu import canonical
from ancrage.plateforme.documents.matiere_contrat import gather_contrat
from ancrage.plateforme.documents.models import RetourSignature, VersionContrat
from ancrage.plateforme.documents.services.versions import plain
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.fichiers.services import keep_bytes
from tests.architecture.cas_droits import Monde, cas

JOUR = date(2024, 3, 4)
ECRITE = "24"  # the only region whose doctrine is written


def a_signer(monde: Monde) -> Contrat:
    """Return the contract of a territory, in validation; the same one each time."""
    found = Contrat.objects.filter(slug=monde.contrat).first()
    if found is not None:
        return found
    made = make_contrat(
        acteur=None, nom=monde.contrat, perimetre_etude=monde.perimetre,
        porteurs=[monde.organisation], contrat_precedent=None,
    )  # fmt: skip
    if monde.region == ECRITE:
        load_doctrine(ECRITE)
        enter(acteur=None, contrat=made, acte="reprendre", vers=Etat.VALIDATION, jour=JOUR)
    return made


def figee(monde: Monde) -> VersionContrat:
    """Return a frozen version of it."""
    contrat = a_signer(monde)
    known = contrat.versions_figees.first()
    return known or VersionContrat.objects.create(
        region=monde.region, contrat=contrat, numero=1, jour=JOUR, contenu="{}", manifeste="{}",
        empreinte="0" * 64, auteur_label="essai",
    )  # fmt: skip


def rendu(monde: Monde) -> RetourSignature:
    """Return the scan of a signed copy."""
    version = figee(monde)
    known = version.retours.first()
    if known is not None:
        return known
    octets = b"%PDF-1.7 essai"
    fichier = Fichier.objects.create(
        region=monde.region, nom="signe.pdf", type="pdf", taille=len(octets),
        sha256=keep_bytes(octets), deposant_label="essai",
    )  # fmt: skip
    return RetourSignature.objects.create(
        region=monde.region, figee=version, mode="papier", fichier=fichier
    )


@cas(
    "signature:texte", "signature:circuit", "signature:figer", "signature:verification",
)  # fmt: skip
def contrat(monde: Monde) -> dict[str, Any]:
    return {"slug": a_signer(monde).slug}


@cas("signature:partie", "signature:reprendre")
def partie(monde: Monde) -> dict[str, Any]:
    return {"slug": a_signer(monde).slug, "cle": "article-3"}


@cas("signature:demander_avis")
def demande(monde: Monde) -> dict[str, Any]:
    return {"slug": a_signer(monde).slug}


@cas("signature:avis")
def avis(monde: Monde) -> dict[str, Any]:
    return {"slug": a_signer(monde).slug, "organe": "ars"}


@cas("signature:lever_reserves")
def reserve(monde: Monde) -> dict[str, Any]:
    contrat = a_signer(monde)
    found, _ = AvisContrat.objects.get_or_create(
        contrat=contrat, organe="ars", sens="reserve",
        defaults={"region": monde.region, "rendu_le": JOUR, "reserves": "Essai.",
                  "fonction": "directrice (essai)", "auteur_label": "essai"},
    )  # fmt: skip
    return {"slug": contrat.slug, "identifiant": found.identifiant}


@cas("signature:projet")
def projet(monde: Monde) -> dict[str, Any]:
    return {"slug": a_signer(monde).slug, "format": "docx"}


@cas("signature:avenant")
def avenant(monde: Monde) -> dict[str, Any]:
    contrat = a_signer(monde)
    Avenant.objects.get_or_create(
        contrat=contrat, numero=1,
        defaults={"region": monde.region, "objet": "Essai", "motif": "Essai.", "date_effet": JOUR},
    )  # fmt: skip
    return {"slug": contrat.slug, "numero": 1}


def deja_signe(monde: Monde) -> Contrat:
    """Return a contract of a territory that was signed and frozen; the same one each time."""
    slug = f"{monde.contrat}-signe"
    found = Contrat.objects.filter(slug=slug).first()
    if found is not None:
        return found
    made = make_contrat(
        acteur=None, nom=slug, perimetre_etude=monde.perimetre,
        porteurs=[monde.organisation], contrat_precedent=None,
    )  # fmt: skip
    made.slug, made.date_signature = slug, JOUR
    made.save()
    matiere = gather_contrat(made, JOUR, fige=True)
    VersionContrat.objects.create(
        region=monde.region, contrat=made, numero=1, jour=JOUR, contenu=canonical(plain(matiere)),
        manifeste="{}", empreinte="0" * 64, auteur_label="essai",
    )  # fmt: skip
    return made


@cas("signature:consolide")
def consolide(monde: Monde) -> dict[str, Any]:
    return {"slug": deja_signe(monde).slug}


@cas("signature:consolide_document")
def consolide_document(monde: Monde) -> dict[str, Any]:
    return {"slug": deja_signe(monde).slug, "format": "docx"}


@cas("signature:piece")
def piece(monde: Monde) -> dict[str, Any]:
    version = figee(monde)
    return {
        "slug": version.contrat.slug, "identifiant": version.identifiant,
        "nature": "manifeste.json",
    }  # fmt: skip


@cas("signature:rendre")
def rendre(monde: Monde) -> dict[str, Any]:
    version = figee(monde)
    return {"slug": version.contrat.slug, "identifiant": version.identifiant}


@cas("signature:retour", "signature:fichier")
def retour(monde: Monde) -> dict[str, Any]:
    given = rendu(monde)
    return {"slug": given.figee.contrat.slug, "identifiant": given.identifiant}
