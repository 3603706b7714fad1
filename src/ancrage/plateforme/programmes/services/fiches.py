"""Write, order, validate, carry over action sheets."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.programmes.completude import missing_of
from ancrage.plateforme.programmes.listes import LienOrigine
from ancrage.plateforme.programmes.models import FicheAction, VersionFiche
from ancrage.plateforme.programmes.permissions import can_edit, can_freeze, can_write
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.references import References, references_of
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.contenu import insert_fiches, rewrite_fiche
from ancrage.plateforme.programmes.verification import changed_fields

# What the follow-up of a frozen sheet changes without a reason.
SUIVI = frozenset({"statut", "motif", "avancement", "bilans", "jalons"})


@transaction.atomic
def create_fiche(*, acteur: Any, contrat: Contrat, contenu: FicheEcrite) -> FicheAction:
    """Add a sheet, last in the order; numbered FA-01, FA-02… when it brings no code."""
    check_writer(acteur, contrat)
    refs = references_of(contrat)
    (fiche,) = insert_fiches(contrat, [contenu], refs, acteur)
    record(acteur=acteur, action="créer une fiche action", objet=fiche)
    return fiche


def check_writer(acteur: Any, contrat: Contrat) -> None:
    """Refuse who does not write the plan of a contract, and a contract that ended."""
    if not can_write(acteur, contrat):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier le plan de ce contrat.")
    if not contrat.is_open:
        raise ActeRefuse("Ce contrat est fini : son plan ne change plus.")


@transaction.atomic
def edit_fiche(
    *, acteur: Any, fiche: FicheAction, expected: int, contenu: FicheEcrite, motif: str = ""
) -> FicheAction:
    """Change a sheet that nobody else changed since; frozen, with a reason and a new version."""
    if not can_edit(acteur, fiche):
        raise ActeRefuse("Vos rôles ne permettent pas de modifier cette fiche.")
    if not fiche.contrat.is_open:
        raise ActeRefuse("Ce contrat est fini : son plan ne change plus.")
    before = read_fiche(reload(fiche))
    if contenu.code not in ("", fiche.code):
        _check_code(fiche, contenu.code)
    changes = changed_fields(
        before, contenu.model_copy(update={"code": contenu.code or before.code})
    )
    if fiche.is_figee and not motif.strip() and set(changes) - SUIVI:
        raise ActeRefuse(
            "Cette fiche est figée.", "Dites pourquoi son contenu change.", champ="motif"
        )
    rewrite_fiche(fiche, contenu, references_of(fiche.contrat), acteur, expected)
    if fiche.is_figee and set(changes) - SUIVI:
        _write_version(fiche, motif.strip())
    record(
        acteur=acteur, action="modifier une fiche action", objet=fiche, details=changes,
        motif=motif.strip(),
    )  # fmt: skip
    return fiche


def _check_code(fiche: FicheAction, code: str) -> None:
    if fiche.is_figee:
        raise ActeRefuse(
            "Cette fiche est figée : son code ne change plus.",
            "Le rang d’affichage, lui, se change.",
            champ="code",
        )
    if FicheAction.objects.filter(contrat=fiche.contrat, code=code).exists():
        raise ActeRefuse(f"Le code « {code} » est déjà pris.", champ="code")


def reload(fiche: FicheAction) -> FicheAction:
    """Return a sheet with all its parts, as stored."""
    found: FicheAction = FicheAction.objects.with_parts().get(pk=fiche.pk)
    return found


@transaction.atomic
def reorder_fiches(*, acteur: Any, contrat: Contrat, codes: Sequence[str]) -> None:
    """Put the sheets of a contract in an order; no code changes, nor any version.

    `codes` names every sheet once: an order seen before somebody added one is refused.
    """
    check_writer(acteur, contrat)
    rows = {one.code: one for one in contrat.fiches.all()}
    before = list(rows)
    if sorted(codes) != sorted(rows):
        raise EditionConcurrente(
            "Les fiches ont changé pendant que vous les rangiez.",
            "Rechargez la page, puis recommencez.",
            actuel={"codes": before},
        )
    for rang, code in enumerate(codes, start=1):
        rows[code].rang = rang
    FicheAction.objects.bulk_update(rows.values(), ["rang"])
    details = {"ordre": [" ".join(before), " ".join(codes)]}
    record(acteur=acteur, action="ranger les fiches actions", objet=contrat, details=details)


@transaction.atomic
def freeze_fiche(*, acteur: Any, fiche: FicheAction, expected: int) -> FicheAction:
    """Validate a complete sheet: its code never changes again, its first version is kept."""
    if not can_freeze(acteur, fiche.contrat):
        raise ActeRefuse("Seuls le siège de l’ARS et l’élu référent valident une fiche.")
    if fiche.is_figee:
        raise ActeRefuse("Cette fiche est déjà figée.")
    missing = missing_of(read_fiche(reload(fiche)))
    if missing:
        raise ActeRefuse(
            f"Il manque à la fiche {fiche.code} : {', '.join(missing)}.", "Complétez-la d’abord."
        )
    fiche.fige_le = timezone.now()
    fiche.save_version(expected=expected, fields=["fige_le"])
    _write_version(fiche, "")
    record(acteur=acteur, action="valider une fiche action", objet=fiche)
    return fiche


def _write_version(fiche: FicheAction, motif: str) -> None:
    contenu = read_fiche(reload(fiche)).model_dump(mode="json")
    text = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    VersionFiche.objects.create(
        region=fiche.region,
        fiche=fiche,
        numero=fiche.versions.count() + 1,
        contenu=contenu,
        empreinte=hashlib.sha256(text.encode()).hexdigest(),
        motif=motif,
    )


@transaction.atomic
def duplicate_fiche(
    *,
    acteur: Any,
    fiche: FicheAction,
    contrat: Contrat,
    lien: str = LienOrigine.DUPLICATION,
) -> FicheAction:
    """Copy a sheet that the actor reads into a contract, with where it comes from.

    What belongs to its own contract stays behind: axis, needs, places, money, progress, PRS
    links when the region differs, and the codes of the typology, which a person settles again.
    """
    check_writer(acteur, contrat)
    readable = FicheAction.objects.visibles_par(acteur) | FicheAction.objects.publiques().distinct()
    if not readable.filter(pk=fiche.pk).exists():
        raise ActeRefuse("Cette fiche ne vous est pas ouverte.")
    if lien == LienOrigine.POURSUITE and fiche.contrat_id != contrat.contrat_precedent_id:
        raise ActeRefuse("La fiche poursuivie vient du contrat précédent.", champ="lien")
    refs = references_of(contrat)
    (copy,) = insert_fiches(contrat, [_portable(read_fiche(reload(fiche)), refs)], refs, acteur)
    copy.origine, copy.lien_origine = fiche, lien
    copy.save(update_fields=["origine", "lien_origine"])
    record(
        acteur=acteur, action="reprendre une fiche action", objet=copy,
        details={"origine": ["", f"{fiche}, {fiche.contrat}"]},
    )  # fmt: skip
    return copy


def _portable(contenu: FicheEcrite, refs: References) -> FicheEcrite:
    """Return what a sheet carries into another contract."""
    kept = {
        "liens_prs": tuple(key for key in contenu.liens_prs if key in refs.plans),
        "lieux": tuple(one for one in contenu.lieux if one.code in refs.communes),
    }
    empty = FicheEcrite(titre=contenu.titre)
    left = (
        "code", "chemin", "besoins", "fiches_liees", "financements", "statut", "motif",
        "avancement", "bilans", "classements", "debut", "fin", "statut_financement",
    )  # fmt: skip
    return contenu.model_copy(update=kept | {name: getattr(empty, name) for name in left})


@transaction.atomic
def delete_fiche(*, acteur: Any, fiche: FicheAction, motif: str) -> None:
    """Delete a draft, with the reason; a frozen sheet is given up instead."""
    check_writer(acteur, fiche.contrat)
    check_deletable(fiche)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi cette fiche est supprimée.", champ="motif")
    record(acteur=acteur, action="supprimer une fiche action", objet=fiche, motif=motif.strip())
    fiche.delete()


def check_deletable(fiche: FicheAction) -> None:
    """Refuse to delete a sheet that was validated, or that another one comes from."""
    if fiche.is_figee:
        raise ActeRefuse(
            f"La fiche {fiche.code} est figée.",
            "Passez-la au statut « abandonnée », avec le motif.",
        )
    if fiche.suites.exists():
        raise ActeRefuse(f"La fiche {fiche.code} est l’origine d’une autre.")


@transaction.atomic
def track_fiche(
    *, acteur: Any, fiche: FicheAction, expected: int, statut: str, avancement: int | None,
    motif: str = "",
) -> FicheAction:  # fmt: skip
    """Say how far an action went."""
    contenu = read_fiche(reload(fiche)).model_copy(
        update={"statut": statut, "avancement": avancement, "motif": motif.strip()}
    )
    return edit_fiche(acteur=acteur, fiche=fiche, expected=expected, contenu=contenu)
