"""Regional plans: versions that never change, and what a revision leaves without answer."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.lectures import plan_in_force, successors_of
from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional, RevisionPrs
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif
from ancrage.plateforme.doctrine.services.revisions import record_revision
from tests.plateforme.comptes.factories import member
from tests.plateforme.doctrine.factories import make_plan

pytestmark = pytest.mark.django_db

NOUVEAUX = (NouvelObjectif("A", "Milieux de vie"), NouvelObjectif("B", "Soins"))


@pytest.fixture
def plans() -> tuple[PlanRegional, PlanRegional]:
    siege = member(Role.ARS_SIEGE)
    old = make_plan(siege)
    return old, make_plan(siege, date_debut=date(2023, 11, 1), objectifs=NOUVEAUX)


def test_the_former_version_ends_on_the_eve(plans):
    old, new = plans
    assert plan_in_force("24", "prs", on=date(2023, 10, 31)) == old
    assert plan_in_force("24", "prs", on=date(2023, 11, 1)) == new
    assert plan_in_force("24", "prs", on=date(2018, 6, 30)) is None
    assert plan_in_force("24", "prse", on=date(2023, 11, 1)) is None


def test_a_revision_says_what_became_of_each_objective_and_lists_the_orphans(plans):
    old, new = plans
    record_revision(
        acteur=None, ancien=old, nouveau=new, correspondances={"1": ["A", "B"], "1.1": []}
    )
    objectifs = {one.code: one for one in old.objectifs.all()}
    assert [one.code for one in successors_of(objectifs["1"])] == ["A", "B"]
    assert not successors_of(objectifs["1.1"])
    orphans = ObjectifRegional.objects.without_successor(old)
    assert [one.code for one in orphans] == ["1.1", "2"]  # given up; left without answer


@pytest.mark.parametrize("table", [{"9": ["A"]}, {"1": ["Z"]}])
def test_an_unknown_code_is_refused(plans, table):
    with pytest.raises(ActeRefuse, match="Codes inconnus"):
        record_revision(acteur=None, ancien=plans[0], nouveau=plans[1], correspondances=table)
    assert not RevisionPrs.objects.exists()


def test_a_revision_relates_versions_that_follow(plans):
    with pytest.raises(ActeRefuse, match="se suivent"):
        record_revision(acteur=None, ancien=plans[1], nouveau=plans[0], correspondances={})


@pytest.mark.parametrize(
    "tree",
    [
        (NouvelObjectif("1", "x"), NouvelObjectif("1", "y")),
        (NouvelObjectif("1.1", "x", "1"), NouvelObjectif("1", "y")),
    ],
)
def test_a_broken_tree_is_refused_whole(tree):
    with pytest.raises(ActeRefuse, match="code répété"):
        make_plan(objectifs=tree)
    assert not PlanRegional.objects.exists()


def test_only_the_head_office_publishes_a_plan():
    with pytest.raises(ActeRefuse, match="Seul le siège"):
        make_plan(member(Role.DD_ARS))


def test_the_database_freezes_a_published_plan(plans):
    plan, objectif = plans[1], plans[1].objectifs.first()
    for write in (
        lambda: PlanRegional.objects.filter(pk=plan.pk).update(libelle="autre"),
        lambda: ObjectifRegional.objects.filter(pk=objectif.pk).update(libelle="autre"),
        lambda: ObjectifRegional.objects.create(region="24", plan=plan, code="C", libelle="c"),
        objectif.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
