"""After a revision: what waits on a contract in writing, what a signed one keeps."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif
from ancrage.plateforme.doctrine.services.revisions import record_revision
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.programmes.faits import fiches_liees_au_prs
from ancrage.plateforme.programmes.rattachements import (
    count_by_contrat,
    rattachements_by_contrat,
    rattachements_of,
    signed_on_plan,
)
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.fiches import edit_fiche, freeze_fiche, reload
from ancrage.plateforme.programmes.services.rattachement import (
    Choix,
    relink_fiches,
    tell_rattachements,
)
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, taken_over
from tests.plateforme.doctrine.factories import make_plan
from tests.plateforme.programmes.factories import Atelier, a_fiche

pytestmark = pytest.mark.django_db

VEILLE, REVISION = date(2023, 10, 31), date(2023, 11, 1)
NOUVEAUX = (NouvelObjectif("A", "Milieux de vie"), NouvelObjectif("B", "Soins"))


@pytest.fixture
def plans():
    return make_plan(), make_plan(date_debut=REVISION, objectifs=NOUVEAUX)


@pytest.fixture
def fiche(atelier, plans):
    return a_fiche(atelier, liens_prs=("prs:1:1", "prs:1:2"))


def answer(plans, **table):
    record_revision(acteur=None, ancien=plans[0], nouveau=plans[1], correspondances=table["table"])


def links(fiche):
    return read_fiche(reload(fiche)).liens_prs


def accept(atelier, acteur=None, **changes):
    """Accept the first thing that waits."""
    first = rattachements_of(atelier.contrat, REVISION)[0]
    values = {
        "fiche": first.fiche, "expected": first.fiche.version, "ancien": first.ancien,
        "nouveaux": first.proposes,
    }  # fmt: skip
    return relink_fiches(
        acteur=acteur or atelier.coordonnateur, contrat=atelier.contrat,
        choix=[Choix(**values | changes)], on=REVISION,
    )  # fmt: skip


def test_nothing_waits_before_the_new_version_is_in_force(atelier, fiche):
    assert rattachements_of(atelier.contrat, VEILLE) == []


def test_each_link_waits_with_what_the_head_office_said(atelier, fiche, plans):
    assert [one.sans_reponse for one in rattachements_of(atelier.contrat, REVISION)] == [True, True]
    answer(plans, table={"1": ["A", "B"], "2": []})
    kept, given_up = rattachements_of(atelier.contrat, REVISION)
    assert [one.code for one in kept.proposes] == ["A", "B"]
    assert given_up.orpheline
    (count,) = count_by_contrat([atelier.contrat], REVISION)
    assert (count.fiches, count.proposees, count.orphelines, count.sans_reponse) == (1, 1, 1, 0)
    assert links(fiche) == ("prs:1:1", "prs:1:2")  # nobody chose yet


def test_an_objective_is_followed_through_two_revisions(atelier, fiche, plans):
    answer(plans, table={"1": ["A", "B"], "2": []})
    third = make_plan(date_debut=date(2024, 1, 1), objectifs=(NouvelObjectif("Z", "Tout"),))
    record_revision(acteur=None, ancien=plans[1], nouveau=third,
                    correspondances={"A": ["Z"], "B": []})  # fmt: skip
    kept, given_up = rattachements_of(atelier.contrat, date(2024, 1, 1))
    assert [one.code for one in kept.proposes] == ["Z"]
    assert given_up.orpheline


def test_an_accepted_proposal_takes_the_place_of_the_old_link(atelier, fiche, plans):
    answer(plans, table={"1": ["A", "B"]})
    accept(atelier)
    assert links(fiche) == ("prs:2:A", "prs:2:B", "prs:1:2")
    assert [one.ancien.code for one in rattachements_of(atelier.contrat, REVISION)] == ["2"]
    assert "objectif 1" in Acte.objects.latest("rang").motif


def test_two_links_of_one_sheet_are_tied_together(atelier, fiche, plans):
    answer(plans, table={"1": ["A"], "2": ["A"]})
    waiting = rattachements_of(atelier.contrat, REVISION)
    choix = [Choix(one.fiche, one.fiche.version, one.ancien, one.proposes) for one in waiting]
    done = relink_fiches(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, choix=choix, on=REVISION
    )
    assert [one.pk for one in done] == [fiche.pk]
    assert links(fiche) == ("prs:2:A",)


def test_a_sheet_that_somebody_changed_refuses_the_whole(atelier, fiche, plans):
    answer(plans, table={"1": ["A"]})
    other = a_fiche(atelier, liens_prs=("prs:1:1",))
    seen = rattachements_of(atelier.contrat, REVISION)
    contenu = read_fiche(reload(fiche)).model_copy(update={"titre": "Autre titre"})
    edit_fiche(acteur=atelier.coordonnateur, fiche=fiche, expected=fiche.version, contenu=contenu)
    choix = [Choix(one.fiche, one.fiche.version, one.ancien, one.proposes)
             for one in reversed(seen) if one.proposes]  # fmt: skip
    with pytest.raises(ActeRefuse, match=f"modifié la fiche {fiche.code}"):
        relink_fiches(
            acteur=atelier.coordonnateur, contrat=atelier.contrat, choix=choix, on=REVISION
        )
    assert links(other) == ("prs:1:1",)
    assert reload(fiche).titre == "Autre titre"


def test_what_is_no_longer_waiting_or_not_in_force_is_refused(atelier, fiche, plans):
    answer(plans, table={"1": ["A"]})
    with pytest.raises(ActeRefuse, match="version en vigueur"):
        accept(atelier, nouveaux=(plans[0].objectifs.get(code="2"),))
    accept(atelier)
    with pytest.raises(ActeRefuse, match="n’attend plus"):
        accept(atelier, ancien=plans[0].objectifs.get(code="1"))
    with pytest.raises(ActeRefuse, match="Rien n’est choisi"):
        relink_fiches(acteur=atelier.coordonnateur, contrat=atelier.contrat, choix=[], on=REVISION)


def test_a_validated_sheet_of_an_unsigned_contract_gets_a_version(atelier, fiche, plans):
    freeze_fiche(acteur=atelier.equipe.siege, fiche=fiche, expected=fiche.version)
    answer(plans, table={"1": ["A"]})
    accept(atelier)
    versions = list(reload(fiche).versions.order_by("numero"))
    assert [one.contenu["liens_prs"][0] for one in versions] == ["prs:1:1", "prs:2:A"]
    assert "Révision" in versions[-1].motif


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.ORS, {}), (Role.ELU, {"portee": Portee.TERRITOIRE}),
        (Role.COORDONNATEUR, {"portee": Portee.CONTRAT, "code": "cls-ailleurs"}),
    ],
)  # fmt: skip
def test_others_tie_nothing(atelier, fiche, plans, role, scope):
    answer(plans, table={"1": ["A"]})
    with pytest.raises(ActeRefuse, match="Vos rôles"):
        accept(atelier, acteur=member(role, **scope))


def test_a_signed_contract_keeps_its_version(plans):
    equipe, day = Equipe(), timezone.localdate() - timedelta(days=200)
    signe = Atelier(equipe, taken_over(equipe, Etat.EN_OEUVRE, day, nom="CLS signé"))
    held = a_fiche(signe, liens_prs=("prs:1:1",))
    answer(plans, table={"1": ["A"]})
    assert rattachements_of(signe.contrat, REVISION) == []
    assert signed_on_plan(plans[0]) == [signe.contrat]
    choix = Choix(held, held.version, plans[0].objectifs.get(code="1"), ())
    with pytest.raises(ActeRefuse, match="garde la version"):
        relink_fiches(acteur=equipe.siege, contrat=signe.contrat, choix=[choix], on=REVISION)


def test_the_rule_r1_asks_for_the_version_in_force(atelier, fiche, plans):
    assert fiches_liees_au_prs(atelier.contrat, VEILLE).tenu
    refused = fiches_liees_au_prs(atelier.contrat, REVISION)
    assert not refused.tenu and "version en vigueur" in refused.manque
    answer(plans, table={"1": ["A"]})
    accept(atelier)
    assert fiches_liees_au_prs(atelier.contrat, REVISION).tenu


def test_coordinators_are_told_once_per_revision(atelier, fiche):
    assert tell_rattachements(on=VEILLE) == 0
    assert tell_rattachements(on=REVISION) == 1
    assert tell_rattachements(on=REVISION) == 0
    told = Notification.objects.get()
    assert told.destinataire == atelier.coordonnateur
    assert not told.urgente  # it waits for the weekly message
    assert told.titre.startswith("1 fiche à rattacher")


def test_what_waits_costs_the_same_for_one_sheet_or_three(
    atelier, fiche, plans, django_assert_num_queries
):
    answer(plans, table={"1": ["A"]})
    with django_assert_num_queries(3):
        rattachements_by_contrat([atelier.contrat], REVISION)
    for _ in range(2):
        a_fiche(atelier, liens_prs=("prs:1:1",))
    with django_assert_num_queries(3):
        rattachements_by_contrat([atelier.contrat], REVISION)
