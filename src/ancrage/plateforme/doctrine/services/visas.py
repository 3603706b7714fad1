"""Publish the wording of a legal text, or cease to cite it: past acts keep what they cited."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import Visa
from ancrage.plateforme.doctrine.services.regles import check_ruler
from ancrage.plateforme.journal.services import record, snapshot


@transaction.atomic
def publish_visa(
    *,
    acteur: Any,
    region: str,
    texte: str,
    date_texte: date,
    date_debut: date,
    source: str,
    ancien: Visa | None = None,
    a_verifier: bool = False,
) -> Visa:
    """Cite a text from a day on: the next wording of `ancien`, or one more text, cited last."""
    check_ruler(acteur, region)
    if not texte.strip() or not source.strip():
        raise ActeRefuse("Il manque le texte cité ou sa source.", champ="texte")
    if date_texte > date_debut:
        raise ActeRefuse(
            "Un texte ne se cite pas avant sa date.",
            "Corrigez l’une des deux dates.",
            champ="date_debut",
        )
    if ancien is not None:
        _close(acteur, ancien, date_debut)
    visa = Visa.objects.create(
        region=region,
        code=ancien.code if ancien else _free_code(region, texte),
        numero=ancien.numero + 1 if ancien else 1,
        rang=ancien.rang if ancien else _last_rank(region) + 1,
        texte=texte.strip(),
        date_texte=date_texte,
        date_debut=date_debut,
        a_verifier=a_verifier,
        source=source.strip(),
    )
    record(acteur=acteur, action="publier un visa", objet=visa)
    return visa


def try_visa(*, acteur: Any, **values: Any) -> Visa:
    """Return what `publish_visa` would store, with nothing kept: it is done, then rolled back."""
    with transaction.atomic():
        visa = publish_visa(acteur=acteur, **values)
        transaction.set_rollback(True)
    return visa


def _close(acteur: Any, ancien: Visa, date_debut: date) -> None:
    """End a wording on the eve of the next; refuse one that ended, or that begins later."""
    if ancien.date_fin is not None:
        raise ActeRefuse("Cette rédaction n’est plus la dernière.", "Rouvrez la page des visas.")
    if ancien.date_debut >= date_debut:
        raise ActeRefuse(
            f"La rédaction en cours se cite depuis le {ancien.date_debut:%d/%m/%Y}.",
            "La nouvelle commence après elle.",
            champ="date_debut",
        )
    before = snapshot(ancien)
    ancien.date_fin = date_debut - timedelta(days=1)
    ancien.save(update_fields=["date_fin"])
    record(acteur=acteur, action="clore un visa", objet=ancien, before=before)


def _free_code(region: str, texte: str) -> str:
    """Return a code for a new text: its first words, then a number when they are taken."""
    start = slugify(texte)[:30] or "visa"
    taken = set(Visa.objects.filter(region=region).values_list("code", flat=True))
    candidates = (start, *(f"{start}-{rank}" for rank in range(2, len(taken) + 3)))
    return next(one for one in candidates if one not in taken)


def _last_rank(region: str) -> int:
    latest = Visa.objects.filter(region=region).order_by("-rang").first()
    return latest.rang if latest else 0
