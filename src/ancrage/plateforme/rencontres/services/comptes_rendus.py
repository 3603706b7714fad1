"""Write minutes: opened already filled, changed by people, validated and frozen, corrected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import day_of_act, today
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.contenu import build_content, print_of
from ancrage.plateforme.rencontres.models import (
    TEXTES,
    CompteRendu,
    EtapeRetro,
    EtatReunion,
    Reunion,
)
from ancrage.plateforme.rencontres.permissions import can_validate
from ancrage.plateforme.rencontres.rubriques import ABSENTES, fill_rubrique
from ancrage.plateforme.rencontres.services.etapes import mark_etape
from ancrage.plateforme.rencontres.services.instances import check_organiser


@transaction.atomic
def open_compte_rendu(*, acteur: Any, reunion: Reunion) -> CompteRendu:
    """Open the minutes of a meeting, filled with what the site knows that day."""
    check_organiser(acteur, reunion.contrat)
    if reunion.etat == EtatReunion.ANNULEE:
        raise ActeRefuse("Une réunion annulée n’a pas de compte rendu.")
    if reunion.comptes_rendus.exists():
        raise ActeRefuse("Cette réunion a déjà son compte rendu.", "Ouvrez-le pour l’écrire.")
    compte_rendu = CompteRendu.objects.create(
        region=reunion.region, reunion=reunion, numero=1, **prefill(reunion)
    )
    record(acteur=acteur, action="ouvrir un compte rendu", objet=compte_rendu)
    return compte_rendu


def prefill(reunion: Reunion) -> dict[str, str]:
    """Return the texts of new minutes: each item of the agenda, then what the site knows."""
    day = today()
    points = reunion.points.values_list("rang", "libelle")
    following = (
        reunion.instance.reunions.filter(le__gt=reunion.le).exclude(etat=EtatReunion.ANNULEE)
    ).last()
    return {
        "echanges": "\n\n".join(f"{rang}. {libelle}\n" for rang, libelle in points),
        "prochaine": f"{following.le:%d/%m/%Y}, {following.lieu}"[:300] if following else "",
        **{code: fill_rubrique(code, reunion.contrat, day) for code in ABSENTES},
    }


@transaction.atomic
def write_compte_rendu(
    *, acteur: Any, compte_rendu: CompteRendu, expected: int, textes: Mapping[str, str]
) -> CompteRendu:
    """Write the texts of minutes that are not validated."""
    check_organiser(acteur, compte_rendu.reunion.contrat)
    if compte_rendu.valide:
        raise ActeRefuse(
            "Ce compte rendu est validé.", "Ouvrez une édition corrigée, avec son motif."
        )
    before = snapshot(compte_rendu)
    for name in TEXTES:
        setattr(compte_rendu, name, textes.get(name, "").strip())
    compte_rendu.save_version(expected=expected, fields=list(TEXTES))
    record(acteur=acteur, action="écrire un compte rendu", objet=compte_rendu, before=before)
    return compte_rendu


@transaction.atomic
def validate_compte_rendu(
    *, acteur: Any, compte_rendu: CompteRendu, expected: int, on: date | None = None
) -> CompteRendu:
    """Validate the minutes of a held meeting: the whole content is frozen with its print."""
    reunion, jour = compte_rendu.reunion, day_of_act(on)
    if not can_validate(acteur, reunion.contrat):
        raise ActeRefuse("L’élu référent ou l’ARS valide le compte rendu.")
    if compte_rendu.valide:
        raise ActeRefuse("Ce compte rendu est déjà validé.")
    if not reunion.tenue:
        raise ActeRefuse("Cette réunion n’est pas déclarée tenue.", "Notez d’abord les présences.")
    if jour < reunion.le:
        raise ActeRefuse("La réunion a eu lieu après cette date.", champ="on")
    before, content = snapshot(compte_rendu), build_content(compte_rendu)
    compte_rendu.fige, compte_rendu.empreinte = content, print_of(content)
    compte_rendu.valide_le, compte_rendu.valide_par = jour, acteur
    compte_rendu.valide_par_label = str(acteur)
    compte_rendu.save_version(
        expected=expected,
        fields=["fige", "empreinte", "valide_le", "valide_par", "valide_par_label"],
    )
    mark_etape(reunion, EtapeRetro.COMPTE_RENDU, jour)
    record(acteur=acteur, action="valider un compte rendu", objet=compte_rendu, before=before)
    return compte_rendu


@transaction.atomic
def correct_compte_rendu(*, acteur: Any, reunion: Reunion, motif: str) -> CompteRendu:
    """Open another edition of validated minutes, with the reason; the former one stays."""
    check_organiser(acteur, reunion.contrat)
    last = reunion.comptes_rendus.first()
    if last is None or not last.valide:
        raise ActeRefuse("Ce compte rendu n’est pas validé : corrigez-le directement.")
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi le compte rendu est corrigé.", champ="motif")
    number = reunion.comptes_rendus.aggregate(n=Max("numero"))["n"] + 1
    made = CompteRendu.objects.create(
        region=reunion.region, reunion=reunion, numero=number, motif=motif.strip(), **last.texts()
    )
    record(acteur=acteur, action="corriger un compte rendu", objet=made, motif=made.motif)
    return made
