"""Action sheets through their services: writing, order, validation, carrying over."""

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.plan import FicheEcrite, IntervenantEcrit, LieuEcrit
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.commentaires import comment, settle
from ancrage.plateforme.programmes.services.fiches import (
    create_fiche,
    delete_fiche,
    duplicate_fiche,
    edit_fiche,
    freeze_fiche,
    reload,
    reorder_fiches,
    track_fiche,
)
from tests.plateforme.comptes.factories import OrganisationFactory
from tests.plateforme.contrats.factories import opened
from tests.plateforme.programmes.factories import (
    JOUR,
    Atelier,
    a_fiche,
    complete,
    role_on,
    with_prs,
)


def written(fiche: FicheAction) -> FicheEcrite:
    return read_fiche(reload(fiche))


def edit(atelier, fiche, acteur=None, expected=None, motif="", **changes):
    contenu = written(fiche).model_copy(update=changes)
    return edit_fiche(
        acteur=acteur or atelier.coordonnateur, fiche=fiche,
        expected=expected or fiche.version, contenu=contenu, motif=motif,
    )  # fmt: skip


def frozen(atelier) -> FicheAction:
    fiche = a_fiche(atelier)
    return freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=fiche.version)


def test_a_sheet_is_read_as_it_was_written(atelier):
    contenu = complete(
        chemin=atelier.chemin, besoins=("B1",), liens_prs=(with_prs(atelier),), code="1.1-A"
    )
    fiche = create_fiche(acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=contenu)
    assert written(fiche) == contenu


def test_a_sheet_without_code_takes_the_next_number(atelier):
    a_fiche(atelier, code="FA-07")
    assert a_fiche(atelier).code == "FA-08"


def test_each_write_leaves_a_row_with_what_changed(atelier):
    fiche = a_fiche(atelier)
    edit(atelier, fiche, titre="Consultations en bus (exemple)")
    row = Acte.objects.of(fiche).order_by("-rang").first()
    assert row.action == "modifier une fiche action"
    assert row.differences == {
        "titre": ["Consultations avancées (exemple)", "Consultations en bus (exemple)"]
    }


def test_two_people_lose_nothing(atelier):
    fiche = a_fiche(atelier)
    edit(atelier, fiche, expected=1, titre="Premier enregistré")
    with pytest.raises(EditionConcurrente) as refusal:
        edit(atelier, fiche, expected=1, titre="Second")
    assert refusal.value.actuel["titre"] == "Premier enregistré"
    assert written(fiche).titre == "Premier enregistré"


@pytest.mark.parametrize(
    ("changes", "champ"),
    [
        ({"nature": "autre"}, "nature"),
        ({"statut": "reportee"}, "motif"),
        ({"debut": JOUR.replace(year=2030)}, "fin"),
        ({"besoins": ("B9",)}, "besoins"),
        ({"chemin": ("Axe inconnu",)}, "chemin"),
        ({"liens_prs": ("prs:9:1",)}, "liens_prs"),
        ({"classements": ("theme:astrologie",)}, "theme"),
        ({"classements": ("domaine:SOIN", "domaine:ENV")}, "classements"),
        ({"lieux": (LieuEcrit(type="commune", code="01004", libelle="Ambérieu"),)}, "lieux"),
        (
            {"intervenants": (IntervenantEcrit(role="pilote", structure="A"),
                              IntervenantEcrit(role="pilote", structure="B"))},
            "intervenants",
        ),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_by_name(atelier, changes, champ):
    fiche = a_fiche(atelier)
    with pytest.raises(ActeRefuse) as refusal:
        edit(atelier, fiche, **changes)
    assert refusal.value.champ == champ


def test_reordering_renames_nothing(atelier):
    codes = [a_fiche(atelier, titre=f"Action {n}").code for n in range(3)]
    reorder_fiches(acteur=atelier.coordonnateur, contrat=atelier.contrat, codes=codes[::-1])
    rows = FicheAction.objects.of(atelier.contrat)
    assert [one.code for one in rows] == codes[::-1]
    assert {one.version for one in rows} == {1}
    with pytest.raises(EditionConcurrente):
        reorder_fiches(acteur=atelier.coordonnateur, contrat=atelier.contrat, codes=codes[:2])


def test_an_incomplete_sheet_is_not_validated(atelier):
    fiche = a_fiche(atelier, besoins=(), publics=())
    with pytest.raises(ActeRefuse, match="le besoin, le public cible"):
        freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=1)


def test_the_coordinator_does_not_validate(atelier):
    with pytest.raises(ActeRefuse, match="valident"):
        freeze_fiche(acteur=atelier.coordonnateur, fiche=a_fiche(atelier), expected=1)


def test_a_validated_sheet_changes_with_a_reason_and_keeps_its_versions(atelier):
    fiche = frozen(atelier)
    with pytest.raises(ActeRefuse, match="figée"):
        edit(atelier, fiche, titre="Autre titre")
    with pytest.raises(ActeRefuse, match="code ne change plus"):
        edit(atelier, fiche, code="AUTRE", motif="essai")
    edit(atelier, fiche, titre="Autre titre", motif="Décision du COPIL (exemple)")
    track_fiche(acteur=atelier.coordonnateur, fiche=fiche, expected=fiche.version,
                statut="en_cours", avancement=40)  # fmt: skip
    versions = list(fiche.versions.all())
    assert [one.contenu["titre"] for one in versions] == [
        "Consultations avancées (exemple)", "Autre titre",
    ]  # fmt: skip
    assert versions[0].empreinte != versions[1].empreinte


def test_a_pilot_changes_the_sheet_of_its_organisation_only(atelier):
    centre = OrganisationFactory(nom="Centre d’essai", type="etablissement_sante")
    mine, other = a_fiche(atelier), a_fiche(atelier, intervenants=())
    pilote = role_on(atelier.contrat, Role.PILOTE_ACTION, organisation=centre)
    edit(atelier, mine, acteur=pilote, avancement=10)
    with pytest.raises(ActeRefuse, match="rôles"):
        edit(atelier, other, acteur=pilote, avancement=10)


def test_who_reads_a_draft(atelier):
    """domaine.md § 5: the team reads drafts; a partner, the sheets where it is named, signed."""
    a_fiche(atelier)
    seen = {
        role: FicheAction.objects.visibles_par(role_on(atelier.contrat, role)).count()
        for role in (
            Role.COORDONNATEUR, Role.ELU, Role.PILOTE_ACTION, Role.PARTENAIRE,
            Role.SIGNATAIRE_AUTRE,
        )
    }  # fmt: skip
    assert seen == {
        Role.COORDONNATEUR: 1, Role.ELU: 1, Role.PILOTE_ACTION: 1, Role.PARTENAIRE: 0,
        Role.SIGNATAIRE_AUTRE: 0,
    }  # fmt: skip


def test_a_copy_says_where_it_comes_from_and_leaves_what_is_local(atelier):
    fiche = a_fiche(atelier)
    other = Atelier(atelier.equipe, opened(atelier.equipe, JOUR, nom="Autre CLS d’essai"))
    copy = duplicate_fiche(acteur=atelier.equipe.siege, fiche=fiche, contrat=other.contrat)
    found = written(copy)
    assert (copy.origine, copy.lien_origine) == (fiche, "duplication")
    assert found.description == written(fiche).description
    assert (found.chemin, found.besoins, found.classements) == ((), (), ())
    with pytest.raises(ActeRefuse, match="pas ouverte"):
        duplicate_fiche(acteur=other.coordonnateur, fiche=fiche, contrat=other.contrat)
    with pytest.raises(ActeRefuse, match="origine d’une autre"):
        delete_fiche(acteur=atelier.coordonnateur, fiche=fiche, motif="essai")


def test_a_draft_is_deleted_with_a_reason_and_a_frozen_sheet_is_not(atelier):
    draft, kept = a_fiche(atelier), frozen(atelier)
    with pytest.raises(ActeRefuse, match="pourquoi"):
        delete_fiche(acteur=atelier.coordonnateur, fiche=draft, motif=" ")
    delete_fiche(acteur=atelier.coordonnateur, fiche=draft, motif="doublon")
    with pytest.raises(ActeRefuse, match="figée"):
        delete_fiche(acteur=atelier.coordonnateur, fiche=kept, motif="doublon")
    assert list(FicheAction.objects.of(atelier.contrat)) == [kept]


def test_a_comment_is_settled_by_its_author_or_the_team(atelier):
    fiche, elu = a_fiche(atelier), role_on(atelier.contrat, Role.ELU)
    one = comment(acteur=elu, fiche=fiche, texte=" À préciser ")
    assert one.texte == "À préciser"
    with pytest.raises(ActeRefuse, match="règlent"):
        settle(acteur=role_on(atelier.contrat, Role.PILOTE_ACTION), commentaire=one)
    assert settle(acteur=atelier.coordonnateur, commentaire=one).regle_le is not None


def test_reading_ten_sheets_costs_as_many_queries_as_one(atelier, django_assert_num_queries):
    a_fiche(atelier)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as once:
        [read_fiche(one) for one in FicheAction.objects.of(atelier.contrat).with_parts()]
    for rang in range(3):
        a_fiche(atelier, titre=f"Action {rang}")
    with django_assert_num_queries(len(once)):
        [read_fiche(one) for one in FicheAction.objects.of(atelier.contrat).with_parts()]
