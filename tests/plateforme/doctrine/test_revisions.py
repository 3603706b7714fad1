"""A revision answered line by line, mended with a reason, and told both ways."""

from datetime import date

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.lectures import revisions_waiting
from ancrage.plateforme.doctrine.models import PlanRegional, RevisionPrs
from ancrage.plateforme.doctrine.revision import read_revision
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif, try_plan
from ancrage.plateforme.doctrine.services.revisions import correct_revision, record_revision
from ancrage.plateforme.doctrine.suggestions import suggest
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import member
from tests.plateforme.doctrine.factories import OBJECTIFS, make_plan

pytestmark = pytest.mark.django_db

NOUVEAUX = (
    NouvelObjectif("1", "Agir sur les déterminants (exemple)"),
    NouvelObjectif("1.1", "Eau potable (exemple)", "1"),
    NouvelObjectif("4", "Le logement et l’air (exemple)"),
)


@pytest.fixture
def plans() -> tuple[PlanRegional, PlanRegional]:
    return make_plan(), make_plan(date_debut=date(2023, 11, 1), objectifs=NOUVEAUX)


def answer(plans, table):
    return record_revision(acteur=None, ancien=plans[0], nouveau=plans[1], correspondances=table)


def objectif(plan, code):
    return plan.objectifs.get(code=code)


def test_answers_come_line_by_line_and_none_is_lost(plans):
    answer(plans, {"1": ["1"]})
    answer(plans, {"2": []})
    table = read_revision(*plans)
    said = {one.ancien.code: (one.repondu, one.abandonne) for one in table.lignes}
    assert said == {"1": (True, False), "1.1": (False, False), "2": (True, True)}
    assert [one.code for one in table.sans_origine] == ["1.1", "4"]
    assert revisions_waiting(["24"]) == [(plans[1], 1)]
    answer(plans, {"1.1": ["1.1", "4"]})
    assert read_revision(*plans).sans_reponse == ()
    assert revisions_waiting(["24"]) == []


def test_an_answer_is_not_given_twice_and_nothing_of_the_second_stays(plans):
    answer(plans, {"1": ["1"]})
    with pytest.raises(ActeRefuse, match="déjà une réponse : 1"):
        answer(plans, {"1": ["4"], "2": []})
    assert RevisionPrs.objects.count() == 1


def test_the_same_new_objective_ticked_twice_counts_once(plans):
    assert len(answer(plans, {"1": ["1", "1"]})) == 1


def test_a_correction_replaces_the_answer_and_leaves_its_reason(plans):
    answer(plans, {"1": ["1"]})
    siege, old = member(Role.ARS_SIEGE), objectif(plans[0], "1")
    fix = {"acteur": siege, "objectif": old, "nouveau": plans[1]}
    with pytest.raises(ActeRefuse, match="Dites pourquoi"):
        correct_revision(**fix, codes=[], motif=" ")
    with pytest.raises(ActeRefuse, match="Codes inconnus"):
        correct_revision(**fix, codes=["9"], motif="relu")
    correct_revision(**fix, codes=[], motif="relu")
    assert [one.abandonne for one in read_revision(*plans).repondues] == [True]
    acte = Acte.objects.latest("rang")
    assert acte.motif == "relu"
    assert acte.differences == {
        "devenir de 1": ["1 Agir sur les déterminants (exemple)", "abandonné"]
    }
    correct_revision(**fix, codes=None, motif="trop tôt")
    assert read_revision(*plans).repondues == ()


@pytest.mark.parametrize("role", [Role.DD_ARS, Role.COORDONNATEUR, Role.ORS])
def test_only_the_head_office_answers(plans, role):
    who = member(role)
    with pytest.raises(ActeRefuse, match="Seul le siège"):
        record_revision(acteur=who, ancien=plans[0], nouveau=plans[1], correspondances={"1": []})
    with pytest.raises(ActeRefuse, match="Seul le siège"):
        correct_revision(
            acteur=who, objectif=objectif(plans[0], "1"), nouveau=plans[1], codes=[], motif="x"
        )


def test_suggestions_say_why_and_never_answer(plans):
    new = list(plans[1].objectifs.order_by("code"))
    (same, *_) = suggest(objectif(plans[0], "1"), new)
    assert (same.objectif.code, same.is_identique) == ("1", True)
    found = {one.objectif.code: one.raison for one in suggest(objectif(plans[0], "1.1"), new)}
    # « Air et logement » is near « Le logement et l’air »; « Eau potable » has its code alone.
    assert found["1.1"].startswith("même code")
    assert found["4"].startswith("libellé proche")
    table = read_revision(*plans)
    assert table.identiques == {"1": ["1"]}
    assert not RevisionPrs.objects.exists()


def test_the_table_costs_the_same_whatever_its_length(plans, django_assert_num_queries):
    with django_assert_num_queries(3):
        read_revision(*plans)
    more = tuple(NouvelObjectif(f"X{rank}", f"Objectif {rank}") for rank in range(20))
    longer = make_plan(date_debut=date(2024, 1, 1), objectifs=(*NOUVEAUX, *more))
    with django_assert_num_queries(3):
        read_revision(plans[1], longer)


def test_a_plan_is_tried_without_being_kept():
    made = try_plan(
        acteur=member(Role.ARS_SIEGE), region="24", type_="prs", libelle="Essai",
        date_debut=date(2018, 7, 1), source="essai", objectifs=OBJECTIFS,
    )  # fmt: skip
    assert made.numero == 1
    assert not PlanRegional.objects.exists()
