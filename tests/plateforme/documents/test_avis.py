"""The opinions on a text: who gives them, what they answer, what the visas cite."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.models import AvisContrat, Contrat
from ancrage.plateforme.contrats.services.attestations import attest
from ancrage.plateforme.contrats.services.avis import (
    AvisRendu,
    ask_opinion,
    give_opinion,
    lift_reserves,
)
from ancrage.plateforme.documents.matiere_contrat import gather_contrat
from ancrage.plateforme.notifications.models import Notification
from tests.plateforme.contrats.factories import Equipe, in_state
from tests.plateforme.documents.dossier import JOUR, Dossier

pytestmark = pytest.mark.django_db
PLUS_TARD = date(2026, 4, 2)


@pytest.fixture
def dossier() -> Dossier:
    return Dossier()


def give(dossier: Dossier, sens: str = "favorable", organe: str = "ars", **changes) -> AvisContrat:
    values = {"sens": sens, "rendu_le": JOUR, "fonction": "directrice (essai)"} | changes
    who = dossier.equipe.siege if organe == "ars" else dossier.coordonnateur
    return give_opinion(
        acteur=who, contrat=dossier.contrat, organe=organe, rendu=AvisRendu(**values)
    )


def held(contrat: Contrat, fait: str = "avis_ars", on: date = PLUS_TARD) -> bool:
    return read_fact(contrat, fait, on)[0].tenu


def visas(dossier: Dossier) -> str:
    return " ".join(gather_contrat(dossier.reload(), PLUS_TARD).visas).replace("\u00a0", " ")


def test_the_ars_is_asked_told_then_answers(dossier: Dossier) -> None:
    asked = ask_opinion(acteur=dossier.coordonnateur, contrat=dossier.contrat)
    assert Notification.objects.filter(destinataire=dossier.equipe.siege, urgente=True).exists()
    with pytest.raises(ActeRefuse, match="déjà demandé"):
        ask_opinion(acteur=dossier.coordonnateur, contrat=dossier.contrat)
    assert not held(dossier.contrat, on=timezone.localdate())
    given = give(dossier, rendu_le=timezone.localdate())
    assert given.pk == asked.pk and held(dossier.contrat, on=timezone.localdate())


def test_reserves_block_until_they_are_lifted(dossier: Dossier) -> None:
    given = give(dossier, "reserve", reserves="Compléter l’article 6.")
    answer, _ = read_fact(dossier.contrat, "avis_ars", PLUS_TARD)
    assert not answer.tenu and "des réserves levées" in answer.manque
    lift_reserves(acteur=dossier.equipe.siege, avis=given, levee="Article complété.", on=PLUS_TARD)
    assert held(dossier.contrat)
    assert not held(dossier.contrat, on=JOUR), "the day before, they stood"
    assert "réserves levées le 2 avril 2026" in visas(dossier)
    with pytest.raises(ActeRefuse, match="pas de réserve à lever"):
        lift_reserves(acteur=dossier.equipe.siege, avis=given, levee="Encore.")


def test_the_latest_opinion_counts(dossier: Dossier) -> None:
    give(dossier, "defavorable", texte="Le projet régional de santé n’est pas décliné.")
    assert not held(dossier.contrat)
    give(dossier, rendu_le=PLUS_TARD)
    assert held(dossier.contrat)
    assert "Vu l’avis favorable de l’agence régionale de santé, rendu le 2 avril 2026 " \
        "(directrice (essai)) ;" in visas(dossier)  # fmt: skip


@pytest.mark.parametrize(("paper", "expected"), [(JOUR, False), (PLUS_TARD, True)])
def test_a_file_counts_unless_a_later_opinion_said_no(
    dossier: Dossier, paper: date, expected: bool
) -> None:
    attest(
        acteur=dossier.equipe.siege, contrat=dossier.contrat, fait="avis_ars",
        fichier=dossier.equipe.fichier, date_document=paper, on=paper,
    )  # fmt: skip
    assert held(dossier.contrat), "alone, the file attests"
    give(dossier, "defavorable", texte="Non.", rendu_le=JOUR + timedelta(days=1))
    assert held(dossier.contrat) is expected


def test_the_committee_is_written_by_the_team_and_holds_its_own_fact(dossier: Dossier) -> None:
    give(dossier, organe="cotech")
    assert held(dossier.contrat, "avis_cotech") and not held(dossier.contrat, "avis_ars")
    assert "Vu l’avis favorable du comité technique, rendu le 2 mars 2026" in visas(dossier)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"sens": "peut-être"}, "sens"),
        ({"sens": "reserve"}, "Écrivez les réserves"),
        ({"sens": "favorable", "reserves": "Oui, mais."}, "accompagnent"),
        ({"sens": "defavorable"}, "dit pourquoi"),
        ({"fonction": " "}, "fonction"),
        ({"rendu_le": date(2099, 1, 1)}, "daté d’après"),
    ],
)
def test_an_opinion_says_all_that_it_must(dossier: Dossier, changes, refusal: str) -> None:
    with pytest.raises(ActeRefuse, match=refusal):
        give(dossier, **changes)
    assert not AvisContrat.objects.exists()


def test_each_body_has_its_own_pen(dossier: Dossier) -> None:
    rendu = AvisRendu("favorable", JOUR, "coordonnatrice")
    with pytest.raises(ActeRefuse, match="ARS, siège"):
        give_opinion(
            acteur=dossier.coordonnateur, contrat=dossier.contrat, organe="ars", rendu=rendu
        )


@pytest.mark.parametrize("etat", ["ateliers", "en_oeuvre"])
def test_there_is_no_opinion_without_a_text_that_may_change(etat: str) -> None:
    equipe = Equipe()
    contrat = in_state(equipe, etat, JOUR)
    with pytest.raises(ActeRefuse, match="rédaction ou en validation"):
        ask_opinion(acteur=equipe.siege, contrat=contrat)
    with pytest.raises(ActeRefuse, match="rédaction ou en validation"):
        give_opinion(
            acteur=equipe.siege, contrat=contrat, organe="ars",
            rendu=AvisRendu("favorable", JOUR, "directrice"),
        )  # fmt: skip


def test_a_given_opinion_never_changes(dossier: Dossier) -> None:
    given = give(dossier)
    rows = AvisContrat.objects.filter(pk=given.pk)
    for change in ({"sens": "defavorable", "texte": "Non."}, {"fonction": "préfète"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
