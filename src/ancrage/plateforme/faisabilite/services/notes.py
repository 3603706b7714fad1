"""Open a note on a territory, write its parts, tie it to a contract."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.territoire import cible_of_perimetre, codes_covered
from ancrage.plateforme.faisabilite import textes
from ancrage.plateforme.faisabilite.listes import Condition, DomaineLegal, Facteur, Rubrique
from ancrage.plateforme.faisabilite.models import (
    AireNote,
    CadrageRegional,
    ConditionReussite,
    FacteurFacilitant,
    NoteFaisabilite,
    RubriqueNote,
    ScenarioPerimetre,
)
from ancrage.plateforme.faisabilite.permissions import (
    can_attach,
    can_open,
    can_write,
    regions_framed,
)
from ancrage.plateforme.faisabilite.rubriques import CHAMPS, LIGNES
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.observations.profils import catalogue
from ancrage.plateforme.territoires.analyse import bring_up_to_date, region_of
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.services import create_perimetre

FERMEE = "Cette note est décidée : elle ne change plus."


@transaction.atomic
def study_territory(*, acteur: Any, libelle: str, communes: Sequence[str]) -> NoteFaisabilite:
    """Open a note on a list of communes of today: its perimeter is stored with it."""
    perimetre = create_perimetre(
        acteur=acteur, region=region_of(communes), libelle=libelle, communes=communes
    )
    return open_note(acteur=acteur, perimetre=perimetre, libelle=libelle)


@transaction.atomic
def open_note(
    *, acteur: Any, perimetre: Perimetre, libelle: str, contrat: Contrat | None = None
) -> NoteFaisabilite:
    """Open a note on a stored perimeter: its frame is written, its first scenario is the list."""
    cible = contrat.cible if contrat else cible_of_perimetre(perimetre)
    if not can_open(acteur, cible):
        raise ActeRefuse(
            "Vos rôles ne permettent pas d’étudier ce territoire.",
            "La délégation départementale de l’ARS ouvre la note.",
        )
    if not libelle.strip():
        raise ActeRefuse("Donnez un nom à la note.", champ="libelle")
    note = NoteFaisabilite.objects.create(
        region=perimetre.region, perimetre=perimetre, contrat=contrat,
        libelle=" ".join(libelle.split())[:200], objectifs=textes.OBJECTIFS,
        demarche=textes.DEMARCHE, pilotage=textes.PILOTAGE, determinants=textes.DETERMINANTS,
        domaines=list(DomaineLegal.values),
    )  # fmt: skip
    _write_frame(note)
    record(acteur=acteur, action="ouvrir une note de faisabilité", objet=note)
    return note


def _write_frame(note: NoteFaisabilite) -> None:
    AireNote.objects.bulk_create(
        AireNote(note=note, code=code) for code in sorted(codes_covered(note.perimetre))
    )
    RubriqueNote.objects.bulk_create(RubriqueNote(note=note, code=code) for code in Rubrique.values)
    FacteurFacilitant.objects.bulk_create(
        FacteurFacilitant(region=note.region, note=note, code=code) for code in Facteur.values
    )
    ConditionReussite.objects.bulk_create(
        ConditionReussite(region=note.region, note=note, code=code) for code in Condition.values
    )
    ScenarioPerimetre.objects.create(
        region=note.region, note=note, rang=1, libelle=note.perimetre.libelle[:120],
        communes=list(bring_up_to_date(note.perimetre).communes),
    )  # fmt: skip


@transaction.atomic
def write_rubrique(
    *,
    acteur: Any,
    note: NoteFaisabilite,
    rubrique: str,
    expected: int,
    champs: Mapping[str, Any],
    lignes: Sequence[Mapping[str, Any]] = (),
) -> NoteFaisabilite:
    """Write one part: its texts, its lines, or its row of the grid; the others stay.

    `expected` is the version of the part, so two people write two parts at once.
    """
    _check_writer(acteur, note)
    part = note.rubriques.get(code=rubrique)
    part.ecrite_le = timezone.now()
    part.save_version(expected=expected, fields=["ecrite_le"])
    before, held = snapshot(note), _told(note, rubrique)
    for name in CHAMPS.get(rubrique, ()):
        setattr(note, name, champs[name])
    note.save(update_fields=[*CHAMPS.get(rubrique, ()), "modifie_le"])
    _write_lines(note, rubrique, lignes)
    details = {} if held == (told := _told(note, rubrique)) else {str(part): [held, told]}
    record(
        acteur=acteur, action="écrire une rubrique de la note", objet=note, before=before,
        details=details,
    )  # fmt: skip
    return note


def _check_writer(acteur: Any, note: NoteFaisabilite) -> None:
    if not note.is_open:
        raise ActeRefuse(FERMEE, "Ouvrez une nouvelle version pour la reprendre.")
    if not can_write(acteur, note):
        raise ActeRefuse("Vos rôles ne permettent pas d’écrire cette note.")


def _write_lines(note: NoteFaisabilite, rubrique: str, lignes: Sequence[Mapping[str, Any]]) -> None:
    if rubrique in (Rubrique.FACTEURS, Rubrique.CONDITIONS):
        rows: Any = note.facteurs if rubrique == Rubrique.FACTEURS else note.conditions
        for line in lignes:
            rows.filter(code=line["code"]).update(
                **{name: value for name, value in line.items() if name != "code"}
            )
    elif rubrique in LIGNES:
        model = LIGNES[rubrique].modele
        model.objects.filter(note=note).delete()
        model.objects.bulk_create(
            model(region=note.region, note=note, rang=rang, **line)
            for rang, line in enumerate(lignes, start=1)
        )


def _told(note: NoteFaisabilite, rubrique: str) -> str:
    """Return the lines of a part as the audit keeps them."""
    if rubrique == Rubrique.FACTEURS:
        rows = [f"{one} : {one.reponse} ({one.preuve})" for one in note.facteurs.all()]
    elif rubrique == Rubrique.CONDITIONS:
        rows = [f"{one} : {one.score} ({one.preuve})" for one in note.conditions.all()]
    elif rubrique in LIGNES:
        found = LIGNES[rubrique].modele.objects.filter(note=note)
        rows = [
            " | ".join(str(getattr(one, name)) for name in LIGNES[rubrique].champs) for one in found
        ]
    else:
        return ""
    return json.dumps(rows, ensure_ascii=False)


@transaction.atomic
def attach_contrat(*, acteur: Any, note: NoteFaisabilite, contrat: Contrat) -> NoteFaisabilite:
    """Tie a note to the contract that was opened after it, once, on a territory that it shares."""
    if not can_attach(acteur, note):
        raise ActeRefuse("Cette note est déjà rattachée, ou hors de vos rôles.")
    shared = set(contrat.dernier_perimetre.codes) & set(note.perimetre.codes)
    if contrat.region != note.region or not shared:
        raise ActeRefuse(
            f"« {contrat} » n’a aucune commune de cette note.",
            "Choisissez un contrat de ce territoire.",
            champ="contrat",
        )
    before = snapshot(note)
    note.contrat = contrat
    note.save_version(expected=note.version, fields=["contrat"])
    note.__dict__.pop("cible", None)
    record(acteur=acteur, action="rattacher une note", objet=note, before=before)
    return note


@transaction.atomic
def choose_figures(
    *, acteur: Any, region: str, codes: Sequence[str], expected: int
) -> CadrageRegional:
    """Choose the framing figures of the notes of a region; decided notes keep theirs."""
    if region not in regions_framed(acteur):
        raise ActeRefuse("Le siège de l’ARS choisit les chiffres de cadrage de sa région.")
    unknown = [code for code in codes if code not in catalogue()]
    if unknown:
        raise ActeRefuse(f"Indicateurs inconnus : {', '.join(unknown[:5])}.", champ="indicateurs")
    if not 1 <= len(set(codes)) <= 20 or len(set(codes)) != len(codes):
        raise ActeRefuse(
            "Choisissez de 1 à 20 indicateurs, chacun une fois.",
            "Dix tiennent sur une page.",
            champ="indicateurs",
        )
    found, made = CadrageRegional.objects.get_or_create(region=region)
    before = None if made else snapshot(found)
    found.indicateurs = list(codes)
    found.save_version(expected=expected, fields=["indicateurs"])
    record(acteur=acteur, action="choisir le cadrage chiffré", objet=found, before=before)
    return found
