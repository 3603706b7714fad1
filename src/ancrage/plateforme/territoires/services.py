"""Make, change, freeze and replace perimeters."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.observatoire import api
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.territoires.models import (
    CommunePerimetre,
    Perimetre,
    QuartierPerimetre,
    Usage,
)


@dataclass(frozen=True, slots=True)
class Quartier:
    """A quarter to target: type, code (empty for one under watch), name, commune."""

    type: str
    code: str
    libelle: str
    commune: str


@transaction.atomic
def create_perimetre(
    *,
    acteur: Any,
    region: str,
    libelle: str,
    communes: Sequence[str],
    usage: str = Usage.ETUDE,
    date_effet: date | None = None,
    millesime: int = api.MILLESIME_COURANT,
    quartiers: Sequence[Quartier] = (),
) -> Perimetre:
    """Store a list of communes that exist at the vintage; refuse an empty or unknown one."""
    _refuse_empty(communes)
    perimetre = Perimetre.objects.create(
        region=region,
        libelle=libelle.strip(),
        usage=usage,
        date_effet=date_effet or timezone.localdate(),
        millesime=millesime,
    )
    _write_communes(perimetre, communes)
    _write_quartiers(perimetre, quartiers)
    record(acteur=acteur, action="créer un périmètre", objet=perimetre)
    return perimetre


@transaction.atomic
def update_perimetre(
    *,
    acteur: Any,
    perimetre: Perimetre,
    expected: int,
    libelle: str,
    communes: Sequence[str],
    date_effet: date,
    millesime: int | None = None,
    quartiers: Sequence[Quartier] = (),
    ecart_explique: str = "",
) -> Perimetre:
    """Change a perimeter that is not frozen, if nobody changed it since (`expected` version)."""
    _refuse_empty(communes)
    _refuse_frozen(perimetre)
    before, held = snapshot(perimetre), _names(perimetre)
    perimetre.libelle, perimetre.date_effet = libelle.strip(), date_effet
    perimetre.ecart_explique = ecart_explique
    perimetre.millesime = millesime or perimetre.millesime
    perimetre.save_version(
        expected=expected, fields=["libelle", "date_effet", "millesime", "ecart_explique"]
    )
    _write_communes(perimetre, communes)
    _write_quartiers(perimetre, quartiers)
    details = _difference(held, _names(perimetre))
    record(
        acteur=acteur,
        action="modifier un périmètre",
        objet=perimetre,
        before=before,
        details=details,
    )
    return perimetre


@transaction.atomic
def explain_ecart(*, acteur: Any, perimetre: Perimetre, ecart_explique: str) -> Perimetre:
    """Write why a perimeter not yet frozen differs from that of the study (R9)."""
    _refuse_frozen(perimetre)
    before = snapshot(perimetre)
    perimetre.ecart_explique = ecart_explique.strip()
    perimetre.save_version(expected=perimetre.version, fields=["ecart_explique"])
    record(acteur=acteur, action="expliquer un écart de périmètres", objet=perimetre, before=before)
    return perimetre


@transaction.atomic
def freeze_perimetre(*, acteur: Any, perimetre: Perimetre) -> Perimetre:
    """Freeze a perimeter as signed or as ordered; its list can be proved by its print."""
    _refuse_frozen(perimetre)
    before = snapshot(perimetre)
    perimetre.fige_le = timezone.now()
    perimetre.empreinte = compute_empreinte(perimetre)
    perimetre.save_version(expected=perimetre.version, fields=["fige_le", "empreinte"])
    record(acteur=acteur, action="figer un périmètre", objet=perimetre, before=before)
    return perimetre


@transaction.atomic
def replace_perimetre(*, acteur: Any, ancien: Perimetre, nouveau: Perimetre, motif: str) -> None:
    """Say that a perimeter takes the place of another, and why."""
    if ancien.pk == nouveau.pk or ancien.remplace_par_id:
        raise ActeRefuse("Ce périmètre est déjà remplacé.", "Partez du plus récent.")
    before = snapshot(ancien)
    ancien.remplace_par = nouveau
    ancien.save_version(expected=ancien.version, fields=["remplace_par"])
    record(acteur=acteur, action="remplacer un périmètre", objet=ancien, before=before, motif=motif)


def compute_empreinte(perimetre: Perimetre) -> str:
    """Return the SHA-256 of the vintage and the sorted commune codes."""
    text = "\n".join([str(perimetre.millesime), *perimetre.codes])
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_empty(communes: Sequence[str]) -> None:
    if not communes:
        raise ActeRefuse(
            "Ce périmètre ne contient aucune commune.",
            "Ajoutez un EPCI, des communes sur la carte ou une liste de codes.",
            champ="communes",
        )


def _refuse_frozen(perimetre: Perimetre) -> None:
    if perimetre.fige_le:
        raise ActeRefuse(
            f"Le périmètre « {perimetre.libelle} » est figé depuis le "
            f"{perimetre.fige_le:%d/%m/%Y}.",
            "Créez un nouveau périmètre qui le remplace.",
        )


def _write_communes(perimetre: Perimetre, codes: Sequence[str]) -> None:
    known = api.communes_at(perimetre.millesime)
    strangers = sorted(set(codes) - known.keys())
    if strangers:
        raise ActeRefuse(
            f"Codes absents du millésime {perimetre.millesime} : {', '.join(strangers[:10])}.",
            "Choisissez le millésime de votre liste, ou les communes d'aujourd'hui.",
            champ="communes",
        )
    names = {code: known[code] for code in sorted(set(codes))}
    held = dict(perimetre.communes.values_list("code", "libelle"))
    kept = held.items() & names.items()  # another vintage may give a code another name
    perimetre.communes.exclude(code__in=dict(kept)).delete()
    CommunePerimetre.objects.bulk_create(
        CommunePerimetre(perimetre=perimetre, code=code, libelle=libelle)
        for code, libelle in sorted(names.items() - kept)
    )
    # The list was perhaps prefetched: a reader must now see the new one.
    getattr(perimetre, "_prefetched_objects_cache", {}).pop("communes", None)


def _write_quartiers(perimetre: Perimetre, quartiers: Sequence[Quartier]) -> None:
    perimetre.quartiers.all().delete()
    QuartierPerimetre.objects.bulk_create(
        QuartierPerimetre(
            perimetre=perimetre,
            type=one.type,
            code=one.code,
            libelle=one.libelle,
            commune=one.commune,
        )
        for one in quartiers
    )


def _difference(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """Return the communes taken out and put in, « Orléans (45234) », as two lists."""
    removed = [f"{before[code]} ({code})" for code in sorted(before.keys() - after.keys())]
    added = [f"{after[code]} ({code})" for code in sorted(after.keys() - before.keys())]
    if not added and not removed:
        return {}
    return {"communes": [json.dumps(one, ensure_ascii=False) for one in (removed, added)]}


def _names(perimetre: Perimetre) -> dict[str, str]:
    return dict(perimetre.communes.values_list("code", "libelle"))
