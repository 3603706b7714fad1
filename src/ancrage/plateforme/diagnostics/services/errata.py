"""Withdraw a wrong published figure, and tell all who used it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Affectation, Utilisateur
from ancrage.plateforme.diagnostics.contenu import codes_of, texts_of
from ancrage.plateforme.diagnostics.models import Consultation, Edition, Erratum
from ancrage.plateforme.diagnostics.reperes import people_over
from ancrage.plateforme.diagnostics.services.etapes import check
from ancrage.plateforme.diagnostics.services.publication import address_of
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.notifications.services import notify


@transaction.atomic
def declare_erratum(
    *, acteur: Any, edition: Edition, indicateur: str = "", cle: str = "", explication: str
) -> Erratum:
    """Withdraw an indicator, or a rewritten text, from an edition as of today."""
    check(acteur, "corriger", edition.diagnostic)
    _check_object(edition, indicateur, cle)
    if not explication.strip():
        raise ActeRefuse(
            "Un erratum dit ce qui était faux.", "Écrivez l’explication.", champ="explication"
        )
    if edition.errata.filter(indicateur=indicateur, cle=cle).exists():
        raise ActeRefuse("Cet élément est déjà retiré de cette édition.", champ="objet")
    erratum = Erratum.objects.create(
        edition=edition,
        indicateur=indicateur,
        cle=cle,
        explication=explication.strip(),
        date=timezone.localdate(),
        auteur_label=str(acteur),
    )
    record(acteur=acteur, action="publier un erratum", objet=erratum)
    _tell(erratum)
    return erratum


def _check_object(edition: Edition, indicateur: str, cle: str) -> None:
    if not edition.en_vigueur:
        raise ActeRefuse(
            "Cette édition n’est plus en vigueur.", "Signalez l’erreur sur l’édition en vigueur."
        )
    known = codes_of(edition) if indicateur else list(texts_of(edition))
    if (indicateur or cle) not in known:
        raise ActeRefuse(
            "Cette édition n’a pas publié cet élément.", "Choisissez-le dans la liste.",
            champ="objet",
        )  # fmt: skip


def people_to_tell(edition: Edition) -> list[Utilisateur]:
    """Return whom a withdrawn figure concerns: roles on the perimeter, the client, the readers."""
    diagnostic, today = edition.diagnostic, timezone.localdate()
    client = Affectation.objects.actives(today).filter(organisation=diagnostic.commanditaire)
    readers = Consultation.objects.filter(edition=edition)
    found = (
        people_over(diagnostic)
        | Utilisateur.objects.actifs().filter(pk__in=client.values("utilisateur"))
        | Utilisateur.objects.actifs().filter(pk__in=readers.values("personne"))
    )
    return list(found.distinct())


def _tell(erratum: Erratum) -> None:
    edition = erratum.edition
    notify(
        destinataires=people_to_tell(edition),
        cle=f"erratum:{erratum.identifiant}",
        titre=f"Erratum : {edition.diagnostic.libelle}, édition {edition.numero}",
        texte=f"Retiré le {erratum.date:%d/%m/%Y} : {erratum.indicateur or 'un texte'}. "
        f"{erratum.explication}",
        lien=address_of(edition),
        urgente=True,
    )
