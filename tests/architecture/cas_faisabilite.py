"""The addresses of the feasibility notes: one of each territory, open or decided."""

from datetime import date
from typing import Any

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.ouverture import write_areas
from ancrage.plateforme.contrats.territoire import codes_covered
from ancrage.plateforme.faisabilite.listes import Condition, Facteur, Rubrique
from ancrage.plateforme.faisabilite.models import (
    AireNote,
    ConditionReussite,
    FacteurFacilitant,
    NoteFaisabilite,
    RubriqueNote,
)
from tests.architecture.cas_droits import Monde, cas

JOUR = date(2026, 3, 2)


def make_note(monde: Monde) -> NoteFaisabilite:
    """Return an open note on a territory, as its opening makes it."""
    note = NoteFaisabilite.objects.create(
        region=monde.region, perimetre=monde.perimetre, libelle=f"Note, {monde.nom}"
    )
    for code in codes_covered(monde.perimetre):
        AireNote.objects.create(note=note, code=code)
    for rubrique in Rubrique.values:
        RubriqueNote.objects.create(note=note, code=rubrique)
    for facteur in Facteur.values:
        FacteurFacilitant.objects.create(region=monde.region, note=note, code=facteur)
    for condition in Condition.values:
        ConditionReussite.objects.create(region=monde.region, note=note, code=condition)
    return note


@cas("faisabilite:note", "faisabilite:avis", "faisabilite:decision", "faisabilite:rattacher")
def note(monde: Monde) -> dict[str, Any]:
    return {"identifiant": make_note(monde).identifiant}


@cas("faisabilite:rubrique")
def rubrique(monde: Monde) -> dict[str, Any]:
    return {"identifiant": make_note(monde).identifiant, "code": "acteurs"}


@cas("faisabilite:document")
def document(monde: Monde) -> dict[str, Any]:
    return {"identifiant": make_note(monde).identifiant, "format": "docx"}


@cas("faisabilite:reprendre")
def reprendre(monde: Monde) -> dict[str, Any]:
    held = make_note(monde)
    NoteFaisabilite.objects.filter(pk=held.pk).update(
        avis_dd="reserve", avis_motif="Essai.", avis_le=JOUR, decidee_le=JOUR
    )
    return {"identifiant": held.identifiant}


@cas("faisabilite:cadrage")
def cadrage(monde: Monde) -> dict[str, Any]:
    return {"region": monde.region}


@cas("faisabilite:contrat")
def contrat(monde: Monde) -> dict[str, Any]:
    assert monde.epreuve  # its contract is that of the territory
    made = Contrat.objects.get(slug=monde.contrat)
    write_areas(made)
    return {"slug": made.slug}
