"""Communes that merge or leave: an alert on each contract, and its amendment ready to sign."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.destinataires import people_over
from ancrage.plateforme.contrats.etats import DD, EN_VIGUEUR, K
from ancrage.plateforme.contrats.horloge import day_of_act
from ancrage.plateforme.contrats.models import Avenant, ChangementCommune, Contrat
from ancrage.plateforme.contrats.models.avenants import NatureChangement
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.contrats.services.avenants import (
    ArticleModifie,
    Projet,
    prepare_avenant,
)
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.notifications.services import notify
from ancrage.plateforme.territoires.analyse import Actualisation, bring_up_to_date
from ancrage.plateforme.territoires.models import Perimetre, Usage
from ancrage.plateforme.territoires.services import Quartier, create_perimetre

ARTICLE_PERIMETRE = 2


def watch_communes(*, on: date | None = None) -> int:
    """Look at what became of the communes of every contract in force; return how many alerts."""
    jour = day_of_act(on)
    found = Contrat.objects.filter(etat__in=EN_VIGUEUR).select_related("perimetre")
    return sum(watch_contrat(contrat=one, on=jour) is not None for one in found.order_by("pk"))


@transaction.atomic
def watch_contrat(*, contrat: Contrat, on: date) -> ChangementCommune | None:
    """Record what changed since the perimeter was signed, once, with the amendment it calls for."""
    perimetre = contrat.perimetre
    today = bring_up_to_date(perimetre) if perimetre else None
    if perimetre is None or today is None or not today.changements:
        return None
    detail = _in_words(perimetre, today)
    if contrat.changements.filter(detail=detail).exists():
        return None
    merged = any(one.devenir == "fusionnee" for one in today.changements)
    changement = ChangementCommune.objects.create(
        region=contrat.region,
        contrat=contrat,
        nature=NatureChangement.FUSION if merged else NatureChangement.AUTRE,
        le=on,
        avant=perimetre.codes,
        apres=list(today.communes),
        detail=detail,
    )
    record(acteur=None, action="constater un changement de communes", objet=changement)
    _prepare(None, changement, on)
    _tell(changement)
    return changement


def _in_words(perimetre: Perimetre, today: Actualisation) -> str:
    """Say what each commune became; the communes that a merger brings in are named."""
    names = {one.code: one.libelle for one in perimetre.communes.all()}
    lines = [
        f"{names[one.code]} ({one.code}) : {one.devenir} → "
        + ", ".join(f"{libelle} ({code})" for code, libelle in one.vers)
        for one in today.changements
    ]
    if today.ajoutees:
        lines.append(f"Entrent avec elles, hors du périmètre signé : {', '.join(today.ajoutees)}")
    return "\n".join(lines)


@transaction.atomic
def declare_departure(
    *,
    acteur: Any,
    contrat: Contrat,
    communes: Collection[str],
    motif: str,
    on: date | None = None,
) -> Avenant:
    """Record that communes leave a contract in force, and prepare the amendment."""
    jour, perimetre = day_of_act(on), contrat.perimetre
    if not can_prepare(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier ce contrat.")
    if perimetre is None or contrat.etat not in EN_VIGUEUR:
        raise ActeRefuse("Ce contrat n’est pas en vigueur : changez son périmètre directement.")
    strangers = sorted(set(communes) - set(perimetre.codes))
    left = sorted(set(perimetre.codes) - set(communes))
    if not communes or strangers or not left:
        raise ActeRefuse(
            f"Hors du périmètre signé : {', '.join(strangers)}."
            if strangers
            else "Il faut qu’une commune parte, et qu’il en reste une.",
            "Choisissez des communes du périmètre.",
            champ="communes",
        )
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi la commune part.", champ="motif")
    names = {one.code: one.libelle for one in perimetre.communes.all()}
    changement = ChangementCommune.objects.create(
        region=contrat.region,
        contrat=contrat,
        nature=NatureChangement.DEPART,
        le=jour,
        avant=perimetre.codes,
        apres=left,
        detail=f"{', '.join(f'{names[code]} ({code})' for code in sorted(communes))} : {motif}",
    )
    record(acteur=acteur, action="constater un changement de communes", objet=changement)
    avenant = _prepare(acteur, changement, jour, perimetre.millesime)
    _tell(changement)
    return avenant


def _prepare(
    acteur: Any, changement: ChangementCommune, jour: date, millesime: int | None = None
) -> Avenant:
    """Return the draft amendment: the new list, article 2 before and after."""
    contrat = changement.contrat
    signed: Any = contrat.perimetre
    after = _new_perimetre(acteur, changement, signed, jour, millesime)
    return prepare_avenant(
        acteur=acteur,
        contrat=contrat,
        changement=changement,
        projet=Projet(
            objet=f"Périmètre : {changement.get_nature_display()}",
            motif=changement.detail,
            date_effet=jour,
            articles=[ArticleModifie(ARTICLE_PERIMETRE, _listed(signed), _listed(after))],
            perimetre=after,
        ),
    )


def _new_perimetre(
    acteur: Any,
    changement: ChangementCommune,
    signed: Perimetre,
    jour: date,
    millesime: int | None,
) -> Perimetre:
    kept = [
        Quartier(one.type, one.code, one.libelle, one.commune)
        for one in signed.quartiers.all()
        if one.commune in changement.apres
    ]
    vintage = {} if millesime is None else {"millesime": millesime}
    return create_perimetre(
        acteur=acteur,
        region=signed.region,
        libelle=signed.libelle,
        communes=changement.apres,
        usage=Usage.CONTRAT,
        date_effet=jour,
        quartiers=kept,
        **vintage,
    )


def _listed(perimetre: Perimetre) -> str:
    rows = perimetre.communes.order_by("libelle").values_list("libelle", "code")
    return "\n".join(f"{libelle} ({code})" for libelle, code in rows)


def _tell(changement: ChangementCommune) -> None:
    notify(
        destinataires=people_over(changement.contrat, DD | K),
        cle=f"communes:{changement.identifiant}",
        titre=f"{changement.get_nature_display().capitalize()} : {changement.contrat}",
        texte=f"{changement.detail}\nUn avenant est préparé ; les chiffres du périmètre changent.",
        lien=f"/contrats/{changement.contrat.slug}/",
    )
