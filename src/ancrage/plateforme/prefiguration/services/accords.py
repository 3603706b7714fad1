"""The agreement of the two sides to the list, and its end when the list is opened again."""

from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.faits import roles_in_words
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.prefiguration.lectures import organisations_of_side
from ancrage.plateforme.prefiguration.models import AccordSuivi, Partie
from ancrage.plateforme.prefiguration.permissions import ACCORDENT, can_agree, can_reopen
from ancrage.plateforme.prefiguration.services.acces import author_of, check_open


@transaction.atomic
def agree(
    *,
    acteur: Any,
    contrat: Contrat,
    partie: str,
    organisation: Organisation,
    fonction: str,
    on: date | None = None,
) -> AccordSuivi:
    """Record that one side agrees to the list as it stands; both make it agreed."""
    _check_side(acteur, contrat, partie)
    _check_list(acteur, contrat, partie)
    if not organisations_of_side(contrat, partie).filter(pk=organisation.pk).exists():
        raise ActeRefuse(
            f"{organisation} ne donne pas l’accord de {Partie(partie).label}.", champ="organisation"
        )
    if not fonction.strip():
        raise ActeRefuse("Dites quelle fonction donne l’accord, sans nom.", champ="fonction")
    accord = AccordSuivi.objects.create(
        region=contrat.region, contrat=contrat, partie=partie, organisation=organisation,
        fonction=fonction.strip(), le=day_of_act(on), **author_of(acteur),
    )  # fmt: skip
    record(acteur=acteur, action="convenir des indicateurs de suivi", objet=accord)
    _tell(acteur, accord)
    return accord


def _check_side(acteur: Any, contrat: Contrat, partie: str) -> None:
    if partie not in Partie.values:
        raise ActeRefuse("L’accord est celui de l’ARS ou de la collectivité.", champ="partie")
    if acteur is not None and not can_agree(acteur, contrat, partie):
        raise ActeRefuse(
            f"Vos rôles ne permettent pas de donner l’accord de {Partie(partie).label}.",
            f"Peut le donner : {roles_in_words(ACCORDENT[Partie(partie)])}.",
        )
    check_open(contrat)


def _check_list(acteur: Any, contrat: Contrat, partie: str) -> None:
    if not contrat.indicateurs_suivi.exists():
        raise ActeRefuse("La liste est vide.", "Ajoutez d’abord les indicateurs.")
    held = contrat.accords_suivi.filter(retire_le__isnull=True)
    if held.filter(partie=partie).exists():
        raise ActeRefuse(f"L’accord de {Partie(partie).label} est déjà donné.")
    if acteur is not None and held.filter(auteur=acteur).exists():
        raise ActeRefuse(
            "Vous avez enregistré l’accord de l’autre partie.",
            "Il faut deux personnes : une pour l’ARS, une pour la collectivité.",
        )


def _tell(acteur: Any, accord: AccordSuivi) -> None:
    """Tell the side that has not agreed yet that it is awaited."""
    contrat = accord.contrat
    other = Partie.COLLECTIVITE if accord.partie == Partie.ARS else Partie.ARS
    if contrat.accords_suivi.filter(retire_le__isnull=True, partie=other).exists():
        return
    awaited = people_over(contrat, ACCORDENT[other])
    notify(
        destinataires=awaited.exclude(pk=acteur.pk) if acteur else awaited,
        cle=f"accord-suivi:{accord.identifiant}",
        titre=f"Indicateurs de suivi à convenir : {contrat}",
        texte=f"L’{accord} est donné. Il manque celui de {other.label}.",
        lien=f"/contrats/{contrat.slug}/prefiguration/suivi/",
    )


@transaction.atomic
def reopen(*, acteur: Any, contrat: Contrat, motif: str, on: date | None = None) -> int:
    """Open an agreed list again, with the reason: each side will have to agree anew."""
    if acteur is not None and not can_reopen(acteur, contrat):
        raise ActeRefuse("Le coordonnateur et l’ARS rouvrent la liste.")
    check_open(contrat)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi la liste est rouverte.", champ="motif")
    held = list(contrat.accords_suivi.filter(retire_le__isnull=True))
    if not held:
        raise ActeRefuse("Aucun accord ne porte sur cette liste : elle est déjà ouverte.")
    for one in held:
        before = snapshot(one)
        one.retire_le, one.motif_retrait = day_of_act(on), motif.strip()
        one.save(update_fields=["retire_le", "motif_retrait"])
        record(
            acteur=acteur, action="rouvrir les indicateurs de suivi", objet=one, before=before,
            motif=one.motif_retrait,
        )  # fmt: skip
    return len(held)
