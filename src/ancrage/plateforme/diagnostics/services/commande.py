"""Order a diagnosis: its perimeter is frozen on the spot, with its vintage."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.diagnostics.cadres import check_frame
from ancrage.plateforme.diagnostics.etats import ORS
from ancrage.plateforme.diagnostics.models import CahierDesCharges, Diagnostic
from ancrage.plateforme.diagnostics.permissions import can_order
from ancrage.plateforme.diagnostics.reperes import people_over, territoire_code
from ancrage.plateforme.diagnostics.services.etapes import move
from ancrage.plateforme.diagnostics.services.selection import copy_work, select_all
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.observations.cadres import TYPE
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.services import freeze_perimetre

LONGUEUR_SLUG = 100


@dataclass(frozen=True, slots=True)
class Demande:
    """What the order asks."""

    questions: str
    echeance: date
    populations: str = ""


@transaction.atomic
def order_diagnostic(
    *,
    acteur: Any,
    perimetre: Perimetre,
    libelle: str,
    commanditaire: Organisation,
    operateur: Organisation,
    demande: Demande,
    predecesseur: Diagnostic | None = None,
    cadre: str = TYPE,
) -> Diagnostic:
    """Order a diagnosis on a perimeter, frozen if it was not; copy the predecessor's work."""
    _check_order(acteur, perimetre, commanditaire, operateur)
    check_frame(cadre)
    if perimetre.fige_le is None:
        freeze_perimetre(acteur=acteur, perimetre=perimetre)
    diagnostic = Diagnostic.objects.create(
        region=perimetre.region,
        libelle=libelle.strip(),
        slug=_free_slug(libelle),
        cadre=cadre,
        perimetre=perimetre,
        territoire=territoire_code(perimetre),
        commanditaire=commanditaire,
        operateur=operateur,
        predecesseur=predecesseur,
    )
    CahierDesCharges.objects.create(diagnostic=diagnostic, **_cleaned(demande))
    if predecesseur is None or not copy_work(predecesseur, diagnostic):
        select_all(diagnostic)
    record(acteur=acteur, action="commander un diagnostic", objet=diagnostic)
    notify(
        destinataires=people_over(diagnostic, ORS),
        cle=f"diagnostic-commande:{diagnostic.identifiant}",
        titre=f"Diagnostic commandé : {diagnostic.libelle}",
        texte=f"Échéance : {demande.echeance:%d/%m/%Y}.",
        lien=f"/observatoire/diagnostics/{diagnostic.identifiant}/",
    )
    return diagnostic


def _check_order(
    acteur: Any, perimetre: Perimetre, commanditaire: Organisation, operateur: Organisation
) -> None:
    if not can_order(acteur, perimetre.region):
        raise ActeRefuse("Seul le siège de l’ARS commande un diagnostic dans sa région.")
    for champ, organisation in (("commanditaire", commanditaire), ("operateur", operateur)):
        if organisation.region != perimetre.region:
            raise ActeRefuse(
                f"« {organisation} » n’est pas de la région du périmètre.",
                "Choisissez une organisation de la même région.",
                champ=champ,
            )


def _cleaned(demande: Demande) -> dict[str, Any]:
    return {
        "questions": demande.questions.strip(),
        "echeance": demande.echeance,
        "populations": demande.populations.strip(),
    }


def _free_slug(libelle: str) -> str:
    """Return the address of a new diagnosis: its name, then a number where it is taken."""
    base = slugify(libelle)[:LONGUEUR_SLUG] or "diagnostic"
    taken = set(Diagnostic.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


@transaction.atomic
def edit_order(
    *, acteur: Any, diagnostic: Diagnostic, expected: int, libelle: str, demande: Demande
) -> Diagnostic:
    """Change the name and the specification before the work starts."""
    diagnostic.libelle = libelle.strip()
    cahier = diagnostic.cahier
    before = snapshot(cahier)
    for name, value in _cleaned(demande).items():
        setattr(cahier, name, value)
    move(
        acteur=acteur,
        nom="modifier_commande",
        diagnostic=diagnostic,
        expected=expected,
        fields=("libelle",),
    )
    cahier.save()
    record(acteur=acteur, action="modifier un cahier des charges", objet=cahier, before=before)
    return diagnostic


def cancel_order(*, acteur: Any, diagnostic: Diagnostic, expected: int, motif: str) -> Diagnostic:
    """Give an order up before the work starts."""
    return move(acteur=acteur, nom="annuler", diagnostic=diagnostic, expected=expected, motif=motif)


def start(*, acteur: Any, diagnostic: Diagnostic, expected: int) -> Diagnostic:
    """Begin the work."""
    return move(acteur=acteur, nom="demarrer", diagnostic=diagnostic, expected=expected)
