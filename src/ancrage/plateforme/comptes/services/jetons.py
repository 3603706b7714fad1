"""Draw a token of the open API, and take it back."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.jetons import (
    DUREE_MAXIMALE,
    PREFIXE,
    JetonApi,
    PorteeJeton,
    print_of,
)
from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.journal.services import record, snapshot

NOMBRE_MAXIMAL = 10


@transaction.atomic
def create_token(
    *, acteur: Utilisateur, libelle: str, portees: Collection[str], fin: date
) -> tuple[JetonApi, str]:
    """Draw a token for oneself, valid to the end of a day; return it with its secret.

    The secret is nowhere afterwards: only its print is stored.
    """
    libelle = libelle.strip()
    _check_own(acteur, libelle)
    _check_reach(portees, fin)
    secret = PREFIXE + secrets.token_urlsafe(32)
    jeton = JetonApi.objects.create(
        utilisateur=acteur,
        libelle=libelle,
        portees=[code for code in PorteeJeton.values if code in portees],
        empreinte=print_of(secret),
        indice=secret[-4:],
        expire_le=timezone.make_aware(datetime.combine(fin, time(23, 59, 59))),
    )
    record(acteur=acteur, action="créer un jeton d’API", objet=jeton)
    return jeton, secret


def _check_own(acteur: Utilisateur, libelle: str) -> None:
    running = JetonApi.objects.visibles_par(acteur).filter(revoque_le__isnull=True)
    if running.filter(libelle=libelle).exists():
        raise ActeRefuse(
            "Vous avez déjà un jeton de ce nom.", "Révoquez-le, ou donnez un autre nom.", "libelle"
        )
    if running.valables().count() >= NOMBRE_MAXIMAL:
        raise ActeRefuse(
            f"Vous avez déjà {NOMBRE_MAXIMAL} jetons valables.",
            "Révoquez ceux qui ne servent plus.",
        )


def _check_reach(portees: Collection[str], fin: date) -> None:
    unknown = set(portees) - set(PorteeJeton.values)
    if unknown:
        raise ActeRefuse(f"Portée inconnue : {', '.join(sorted(unknown))}.", champ="portees")
    today = timezone.localdate()
    if fin < today:
        raise ActeRefuse("Cette date est passée.", champ="fin")
    if fin - today > DUREE_MAXIMALE:
        raise ActeRefuse(
            "Un jeton dure un an au plus.", "Choisissez un dernier jour plus proche.", "fin"
        )


@transaction.atomic
def revoke_token(*, acteur: Any, jeton: JetonApi, motif: str = "") -> JetonApi:
    """Close a token at once; twice does no harm."""
    if jeton.revoque_le is not None:
        return jeton
    before = snapshot(jeton)
    jeton.revoque_le = timezone.now()
    jeton.save(update_fields=["revoque_le", "modifie_le"])
    record(acteur=acteur, action="révoquer un jeton d’API", objet=jeton, before=before, motif=motif)
    return jeton
