"""Bring a whole plan in from a workbook: tried first, reported row by row, undone if need be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.journal.services import record
from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.programmes.classeurs import read_classeur
from ancrage.plateforme.programmes.listes import EtatImport
from ancrage.plateforme.programmes.modele_lu import Lecture
from ancrage.plateforme.programmes.models import FicheAction, ImportPlan
from ancrage.plateforme.programmes.plan import FicheEcrite
from ancrage.plateforme.programmes.references import References, references_of
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.contenu import insert_fiches, rewrite_fiche
from ancrage.plateforme.programmes.services.fiches import check_deletable, check_writer
from ancrage.plateforme.programmes.services.trame import insert_trame, remove_trame
from ancrage.plateforme.programmes.valeurs import Ecart
from ancrage.plateforme.programmes.verification import changed_fields, check_fiche


@dataclass
class Rapport:
    """What an import does, or would do."""

    creees: list[str] = field(default_factory=list)
    modifiees: list[str] = field(default_factory=list)
    inchangees: list[str] = field(default_factory=list)
    trame: dict[str, list[Any]] = field(default_factory=dict)
    ecarts: list[Ecart] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Say whether there was nothing to take."""
        return not (self.creees or self.modifiees or self.inchangees or any(self.trame.values()))

    def as_row(self) -> dict[str, Any]:
        """Return what the import keeps."""
        return {
            "creees": self.creees,
            "modifiees": self.modifiees,
            "inchangees": self.inchangees,
            "ecarts": [one.as_row() for one in self.ecarts],
        }


@dataclass
class _Fiches:
    """The sheets of a workbook, sorted by what becomes of each."""

    nouvelles: list[FicheEcrite] = field(default_factory=list)
    changees: list[tuple[FicheAction, FicheEcrite]] = field(default_factory=list)


def try_import(
    *,
    acteur: Any,
    contrat: Contrat,
    nom: str,
    contenu: bytes,
    champs: Mapping[int, str] | None = None,
) -> Rapport:
    """Return what an import would do: it is done, then rolled back."""
    check_writer(acteur, contrat)
    lecture = read_classeur(contrat, nom, contenu, champs).lecture
    with transaction.atomic():
        rapport, _ = _apply(acteur, contrat, lecture)
        transaction.set_rollback(True)
    return rapport


@transaction.atomic
def import_plan(
    *, acteur: Any, contrat: Contrat, fichier: Fichier, champs: Mapping[int, str] | None = None
) -> ImportPlan:
    """Bring in what a deposited workbook holds; keep how to undo it, and what was left out."""
    check_writer(acteur, contrat)
    if fichier.region != contrat.region:
        raise ActeRefuse("Ce classeur vient d’une autre région.", champ="fichier")
    contenu = fichier.chemin.read_bytes()
    lecture = read_classeur(contrat, fichier.nom, contenu, champs).lecture
    rapport, avant = _apply(acteur, contrat, lecture)
    if rapport.is_empty:
        raise ActeRefuse(
            f"Le classeur « {fichier.nom} » ne contient aucune action à importer.",
            "Remplissez-le sous ses titres de colonnes, puis joignez-le à nouveau.",
            champ="fichier",
        )
    versions = dict(contrat.fiches.values_list("code", "version"))
    touched = (*rapport.creees, *rapport.modifiees)
    row = ImportPlan.objects.create(
        region=contrat.region,
        contrat=contrat,
        fichier=fichier,
        rapport=rapport.as_row(),
        avant=avant,
        crees={
            "fiches": rapport.creees,
            "trame": rapport.trame,
            "versions": {code: versions[code] for code in touched},
        },
        auteur=acteur,
        auteur_label=str(acteur),
    )
    record(acteur=acteur, action="importer un plan", objet=row, details=_summary(rapport))
    return row


def _summary(rapport: Rapport) -> dict[str, list[str]]:
    left = sum(one.niveau == "erreur" for one in rapport.ecarts)
    return {
        "fiches créées": ["", " ".join(rapport.creees)],
        "fiches modifiées": ["", " ".join(rapport.modifiees)],
        "non repris": ["", str(left)],
    }


def _apply(acteur: Any, contrat: Contrat, lecture: Lecture) -> tuple[Rapport, dict[str, Any]]:
    """Write a plan; return the report, and the sheets as they were."""
    rapport = Rapport(ecarts=list(lecture.ecarts))
    rapport.trame = insert_trame(contrat, lecture.plan, rapport.ecarts)
    refs = references_of(contrat)
    sorted_out = _sort(contrat, lecture, refs, rapport)
    before = {
        fiche.code: read_fiche(fiche).model_dump(mode="json") for fiche, _ in sorted_out.changees
    }
    for fiche in insert_fiches(contrat, sorted_out.nouvelles, refs, acteur):
        rapport.creees.append(fiche.code)
        record(acteur=acteur, action="créer une fiche action", objet=fiche, motif="import")
    for fiche, contenu in sorted_out.changees:
        changes = changed_fields(read_fiche(fiche), contenu)
        rewrite_fiche(fiche, contenu, refs, acteur, fiche.version)
        rapport.modifiees.append(fiche.code)
        record(
            acteur=acteur, action="modifier une fiche action", objet=fiche, details=changes,
            motif="import",
        )  # fmt: skip
    return rapport, before


def _sort(contrat: Contrat, lecture: Lecture, refs: References, rapport: Rapport) -> _Fiches:
    """Sort the sheets of a workbook: new, changed, the same, or left out with the reason."""
    rows = {one.code: one for one in FicheAction.objects.of(contrat).with_parts()}
    named = {(fold(one.titre), one.axe.libelle if one.axe else ""): one for one in rows.values()}
    places = dict(zip(map(id, lecture.plan.fiches), lecture.lieux, strict=True))
    candidates = list(lecture.plan.fiches)
    found = _Fiches()
    for contenu in _sound(candidates, places, refs, rapport):
        row = rows.get(contenu.code)
        twin = named.get((fold(contenu.titre), contenu.chemin[0] if contenu.chemin else ""))
        if row is not None and changed_fields(read_fiche(row), contenu) == {}:
            rapport.inchangees.append(row.code)
        elif row is not None and row.is_figee:
            words = f"la fiche {row.code} est figée : elle se modifie sur le site, avec un motif"
            _leave(rapport, places[id(contenu)], contenu, words)
        elif row is not None:
            found.changees.append((row, contenu))
        elif not contenu.code and twin is not None:
            words = f"même titre et même axe que la fiche {twin.code}, déjà au plan"
            _leave(rapport, places[id(contenu)], contenu, words)
        else:
            found.nouvelles.append(contenu)
    return found


def _sound(
    candidates: list[FicheEcrite],
    places: Mapping[int, tuple[str, int]],
    refs: References,
    rapport: Rapport,
) -> list[FicheEcrite]:
    """Return the sheets that hold together; one left out may take those tied to it with it."""
    seen: set[str] = set()
    for one in list(candidates):
        if one.code and one.code in seen:
            _leave(rapport, places[id(one)], one, f"le code « {one.code} » est répété")
            candidates.remove(one)
        seen.add(one.code)
    known = set(refs.fiches)
    while True:
        refs.fiches |= {one.code: 0 for one in candidates if one.code and one.code not in known}
        wrong = [(one, refusal) for one in candidates if (refusal := _refusal(one, refs))]
        if not wrong:
            break
        for one, refusal in wrong:
            _leave(rapport, places[id(one)], one, refusal)
            candidates.remove(one)
        refs.fiches = {code: pk for code, pk in refs.fiches.items() if code in known}
    refs.fiches = {code: pk for code, pk in refs.fiches.items() if code in known}
    return candidates


def _refusal(contenu: FicheEcrite, refs: References) -> str:
    try:
        check_fiche(contenu, refs)
    except ActeRefuse as refusal:
        return str(refusal)
    return ""


def _leave(rapport: Rapport, place: tuple[str, int], one: FicheEcrite, why: str) -> None:
    sheet, line = place
    rapport.ecarts.append(Ecart(sheet, line, "", one.titre, f"fiche non reprise : {why}"))


@transaction.atomic
def undo_import(*, acteur: Any, importe: ImportPlan) -> ImportPlan:
    """Put the plan back as it was, if nobody worked on what was imported since."""
    contrat = importe.contrat
    check_writer(acteur, contrat)
    if importe.etat == EtatImport.ANNULE:
        raise ActeRefuse("Cet import est déjà annulé.")
    rows = {one.code: one for one in FicheAction.objects.of(contrat).with_parts()}
    for code, version in importe.crees["versions"].items():
        _check_untouched(rows.get(code), code, version)
    for code in importe.crees["fiches"]:
        record(
            acteur=acteur, action="supprimer une fiche action", objet=rows[code],
            motif="annulation d’un import",
        )  # fmt: skip
    FicheAction.objects.filter(pk__in=[rows[code].pk for code in importe.crees["fiches"]]).delete()
    refs = references_of(contrat)
    for code, former in importe.avant.items():
        rewrite_fiche(rows[code], FicheEcrite(**former), refs, acteur, rows[code].version)
        record(
            acteur=acteur, action="modifier une fiche action", objet=rows[code],
            motif="annulation d’un import",
        )  # fmt: skip
    remove_trame(contrat, importe.crees["trame"])
    importe.etat, importe.annule_le = EtatImport.ANNULE, timezone.now()
    importe.save(update_fields=["etat", "annule_le"])
    record(acteur=acteur, action="annuler un import", objet=importe)
    return importe


def _check_untouched(fiche: FicheAction | None, code: str, version: int) -> None:
    if fiche is None or fiche.version != version or fiche.commentaires.exists():
        raise ActeRefuse(
            f"La fiche {code} a changé depuis l’import : il ne s’annule plus.",
            "Corrigez les fiches une à une, ou supprimez-les.",
        )
    check_deletable(fiche)
