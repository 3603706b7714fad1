"""Prepare takeovers: step by step in a draft, or many at once from a workbook tried first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.classeur_reprise import read_classeur
from ancrage.plateforme.contrats.dossiers import CONTRATS, Manque, Recherche, build_dossier
from ancrage.plateforme.contrats.models import (
    BrouillonReprise,
    ClasseurReprise,
    Contrat,
    LigneReprise,
)
from ancrage.plateforme.contrats.permissions import regions_taken_over
from ancrage.plateforme.contrats.saisie_reprise import SaisieReprise
from ancrage.plateforme.contrats.services.reprise import take_over
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.observations.profils import fold

SANS_DROIT = ActeRefuse("Seule l’ARS reprend un contrat en cours.")


@dataclass
class Essai:
    """What a takeover would do: the contracts to make, those already made, what stops them."""

    prets: list[str] = field(default_factory=list)
    deja: list[str] = field(default_factory=list)
    manques: list[Manque] = field(default_factory=list)
    contrats: list[Contrat] = field(default_factory=list)


def check_right(acteur: Any, region: str) -> None:
    """Refuse whoever takes nothing over in a region."""
    if region not in regions_taken_over(acteur):
        raise SANS_DROIT


def deposit_piece(*, acteur: Any, region: str, upload: UploadedFile) -> Fichier:
    """Keep one scan of a takeover."""
    check_right(acteur, region)
    return deposit_fichier(acteur=acteur, region=region, upload=upload, admis={TypeFichier.PDF})


# --- one contract, step by step


@transaction.atomic
def start_brouillon(*, acteur: Any, region: str) -> BrouillonReprise:
    """Start a draft."""
    check_right(acteur, region)
    brouillon = BrouillonReprise.objects.create(
        region=region, auteur=acteur, saisie=SaisieReprise().model_dump(mode="json")
    )
    record(acteur=acteur, action="préparer une reprise", objet=brouillon)
    return brouillon


@transaction.atomic
def save_brouillon(
    *, acteur: Any, brouillon: BrouillonReprise, expected: int, saisie: SaisieReprise
) -> BrouillonReprise:
    """Keep what a step changed."""
    check_right(acteur, brouillon.region)
    _refuse_done(brouillon)
    before = snapshot(brouillon)
    brouillon.saisie = saisie.model_dump(mode="json")
    brouillon.save_version(expected=expected, fields=["saisie"])
    record(acteur=acteur, action="compléter une reprise", objet=brouillon, before=before)
    return brouillon


def _refuse_done(brouillon: BrouillonReprise) -> None:
    if brouillon.contrat_id is not None:
        raise ActeRefuse("Ce contrat est déjà repris.", "Ouvrez sa page.")


def pieces_of(brouillon: BrouillonReprise) -> dict[str, Fichier]:
    """Return the scans that a draft names, by their identifier."""
    saisie = SaisieReprise.model_validate(brouillon.saisie)
    keys = {saisie.piece, *(one.piece for one in saisie.signataires)}
    keys |= {saisie.diagnostic.piece} if saisie.diagnostic else set()
    found = Fichier.objects.filter(region=brouillon.region, identifiant__in=keys - {""})
    return {str(one.identifiant): one for one in found}


def try_brouillon(*, acteur: Any, brouillon: BrouillonReprise) -> Essai:
    """Return what taking a draft over would do: it is done, then rolled back."""
    with transaction.atomic():
        essai = _run_brouillon(acteur, brouillon)
        transaction.set_rollback(True)
    return essai


def _run_brouillon(acteur: Any, brouillon: BrouillonReprise) -> Essai:
    check_right(acteur, brouillon.region)
    essai = Essai()
    recherche = Recherche(acteur, brouillon.region, pieces_of(brouillon), essai.manques)
    _take(essai, recherche, SaisieReprise.model_validate(brouillon.saisie))
    return essai


@transaction.atomic
def finish_brouillon(*, acteur: Any, brouillon: BrouillonReprise) -> Contrat:
    """Take the contract of a draft over; the draft then leads to it."""
    locked = BrouillonReprise.objects.select_for_update().get(pk=brouillon.pk)
    _refuse_done(locked)
    essai = _run_brouillon(acteur, locked)
    if essai.manques:
        first = essai.manques[0]
        raise ActeRefuse(f"{first.feuille}, {first.colonne} : {first.message}.")
    before = snapshot(locked)
    locked.contrat = essai.contrats[0]
    locked.save(update_fields=["contrat", "modifie_le"])
    record(acteur=acteur, action="finir une reprise", objet=locked, before=before)
    return essai.contrats[0]


def _take(essai: Essai, recherche: Recherche, saisie: SaisieReprise) -> Contrat | None:
    """Take one contract over inside a savepoint: a refusal becomes a gap, and leaves nothing."""
    try:
        with transaction.atomic():
            dossier = build_dossier(recherche, saisie)
            if dossier is None:
                return None
            contrat = take_over(acteur=recherche.acteur, dossier=dossier)
    except ActeRefuse as refused:
        essai.manques.append(Manque(CONTRATS, saisie.ligne, saisie.nom, str(refused)))
        return None
    essai.prets.append(saisie.nom)
    essai.contrats.append(contrat)
    return contrat


# --- many contracts, from a workbook


@transaction.atomic
def deposit_classeur(
    *, acteur: Any, region: str, upload: UploadedFile, pieces: Iterable[UploadedFile] = ()
) -> ClasseurReprise:
    """Keep a workbook and the scans that come with it; nothing is taken over yet."""
    check_right(acteur, region)
    fichier = deposit_fichier(acteur=acteur, region=region, upload=upload, admis={TypeFichier.XLSX})
    read_classeur(fichier.nom, fichier.chemin.read_bytes())
    classeur = ClasseurReprise.objects.create(region=region, fichier=fichier, auteur=acteur)
    record(acteur=acteur, action="déposer un classeur de reprise", objet=classeur)
    add_pieces(acteur=acteur, classeur=classeur, pieces=pieces)
    return classeur


@transaction.atomic
def add_pieces(*, acteur: Any, classeur: ClasseurReprise, pieces: Iterable[UploadedFile]) -> None:
    """Add scans to a workbook; one of the same name takes the place of the former."""
    check_right(acteur, classeur.region)
    if classeur.importe_le is not None:
        raise ActeRefuse("Ce classeur est déjà importé.")
    for upload in pieces:
        kept = deposit_piece(acteur=acteur, region=classeur.region, upload=upload)
        classeur.pieces.remove(*classeur.pieces.filter(nom=kept.nom))
        classeur.pieces.add(kept)


def try_classeur(*, acteur: Any, classeur: ClasseurReprise) -> Essai:
    """Return what importing a workbook would do: it is done, then rolled back."""
    with transaction.atomic():
        essai = _run_classeur(acteur, classeur)
        transaction.set_rollback(True)
    return essai


@transaction.atomic
def import_classeur(*, acteur: Any, classeur: ClasseurReprise) -> Essai:
    """Take over every contract of a workbook, or none; those already made are left alone."""
    locked = ClasseurReprise.objects.select_for_update().get(pk=classeur.pk)
    if locked.importe_le is not None:
        raise ActeRefuse("Ce classeur est déjà importé.", "Ses contrats sont dans la région.")
    essai = _run_classeur(acteur, locked)
    if essai.manques:
        raise ActeRefuse(
            f"Le classeur a {len(essai.manques)} points à corriger.",
            "Rien n’a été repris.",
        )
    before = snapshot(locked)
    locked.importe_le = timezone.now()
    locked.save(update_fields=["importe_le", "modifie_le"])
    details = {"contrats repris": ["", str(len(essai.prets))]}
    record(
        acteur=acteur, action="importer un classeur de reprise", objet=locked, before=before,
        details=details,
    )  # fmt: skip
    return essai


def _run_classeur(acteur: Any, classeur: ClasseurReprise) -> Essai:
    check_right(acteur, classeur.region)
    lecture = read_classeur(classeur.fichier.nom, classeur.fichier.chemin.read_bytes())
    essai = Essai(manques=list(lecture.manques))
    recherche = Recherche(acteur, classeur.region, _by_name(classeur), essai.manques)
    made = set(
        LigneReprise.objects.filter(region=classeur.region).values_list("reference", flat=True)
    )
    for saisie in lecture.saisies:
        if saisie.reference in made:
            essai.deja.append(f"{saisie.reference}, {saisie.nom}")
            continue
        contrat = _take(essai, recherche, saisie)
        if contrat is not None:
            LigneReprise.objects.create(
                region=classeur.region, classeur=classeur, reference=saisie.reference,
                contrat=contrat,
            )  # fmt: skip
    return essai


def _by_name(classeur: ClasseurReprise) -> dict[str, Fichier]:
    return {fold(one.nom): one for one in classeur.pieces.all()}
