"""Publish a frozen edition, replace the former one, prepare the next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.models import (
    ContenuEdition,
    Diagnostic,
    Edition,
    Erratum,
    StatutEdition,
)
from ancrage.plateforme.diagnostics.reperes import people_over
from ancrage.plateforme.diagnostics.services.etapes import check, move
from ancrage.plateforme.diagnostics.services.relecture import valid_control
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify


@dataclass(frozen=True, slots=True)
class Contenu:
    """What is frozen: the canonical text, its print, the figures and the code it came from."""

    texte: str
    empreinte: str
    edition_magasin: str
    version_code: str


def check_ready(*, acteur: Any, diagnostic: Diagnostic, expected: int) -> None:
    """Refuse a publication that nobody signed, or signed on other figures or texts."""
    check(acteur, "publier", diagnostic)
    if diagnostic.version != expected:
        raise ActeRefuse(
            "Le diagnostic a changé depuis que vous l’avez ouvert.", "Rouvrez-le et relisez."
        )
    if valid_control(diagnostic) is None:
        raise ActeRefuse(
            "Aucune signature du contrôle du secret ne vaut pour ces chiffres et ces textes.",
            "Signez le contrôle : une nouvelle édition des chiffres annule la signature.",
        )


def next_number(diagnostic: Diagnostic) -> int:
    """Return the number of the edition under way."""
    last = diagnostic.editions.order_by("-numero").values_list("numero", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def record_publication(
    *, acteur: Any, diagnostic: Diagnostic, expected: int, jour: date, contenu: Contenu
) -> Edition:
    """Store an edition as the one in force; the former one becomes « remplacée »."""
    check_ready(acteur=acteur, diagnostic=diagnostic, expected=expected)
    former = Edition.objects.in_force().filter(diagnostic=diagnostic).first()
    numero = next_number(diagnostic)
    if former is not None:
        _close(acteur, former, StatutEdition.REMPLACEE, jour)
    edition = Edition.objects.create(
        region=diagnostic.region,
        diagnostic=diagnostic,
        numero=numero,
        version_diagnostic=expected,
        publiee_le=jour,
        empreinte=contenu.empreinte,
        edition_magasin=contenu.edition_magasin,
        version_code=contenu.version_code,
    )
    ContenuEdition.objects.create(edition=edition, texte=contenu.texte)
    Erratum.objects.filter(edition__diagnostic=diagnostic, edition_corrigee__isnull=True).update(
        edition_corrigee=edition
    )
    diagnostic.soumis_par = None
    move(acteur=acteur, nom="publier", diagnostic=diagnostic, expected=expected,
         fields=("soumis_par",))  # fmt: skip
    diagnostic.redacteurs.clear()
    record(acteur=acteur, action="publier une édition", objet=edition)
    _announce(diagnostic, edition)
    return edition


def _close(acteur: Any, edition: Edition, statut: str, jour: date, motif: str = "") -> None:
    before = snapshot(edition)
    edition.statut, edition.remplacee_le, edition.motif = statut, jour, motif
    edition.save(update_fields=["statut", "remplacee_le", "motif", "modifie_le"])
    label = StatutEdition(statut).label
    record(acteur=acteur, action=f"édition {label}", objet=edition, before=before, motif=motif)


def _announce(diagnostic: Diagnostic, edition: Edition) -> None:
    notify(
        destinataires=people_over(diagnostic),
        cle=f"edition-publiee:{edition.identifiant}",
        titre=f"Diagnostic publié : {diagnostic.libelle}, édition {edition.numero}",
        texte="Les chiffres sont validés par l’observatoire et ne changent plus.",
        lien=address_of(edition),
    )


def address_of(edition: Edition) -> str:
    """Return the public address of an edition."""
    return f"/diagnostics/{edition.diagnostic.slug}/editions/{edition.numero}/"


def prepare_next(*, acteur: Any, diagnostic: Diagnostic, expected: int) -> Diagnostic:
    """Open the next edition: the choice and the texts of the last one, to be read again."""
    return move(acteur=acteur, nom="reviser", diagnostic=diagnostic, expected=expected)


@transaction.atomic
def withdraw_diagnostic(
    *, acteur: Any, diagnostic: Diagnostic, expected: int, motif: str, jour: date
) -> Diagnostic:
    """Withdraw a published diagnosis: its notice stays, its figures no longer show."""
    if not motif.strip():
        raise ActeRefuse("Un retrait dit pourquoi.", "Écrivez le motif.", champ="motif")
    for edition in Edition.objects.in_force().filter(diagnostic=diagnostic):
        check(acteur, "retirer", diagnostic)
        _close(acteur, edition, StatutEdition.RETIREE, jour, motif.strip())
    return move(acteur=acteur, nom="retirer", diagnostic=diagnostic, expected=expected, motif=motif)
