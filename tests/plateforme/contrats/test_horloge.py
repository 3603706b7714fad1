"""A test clock from 2011 to 2026: the map and the due dates against a table written by hand."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.contrats.lectures import (
    adhesions_to_confirm,
    ending_within,
    mandats_to_renew,
    perimetre_at,
    read_carte,
    vacancies,
)
from ancrage.plateforme.contrats.models import Contrat, Transition
from ancrage.plateforme.contrats.models.cycle import Echeance
from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional
from ancrage.plateforme.journal.services import find_break
from ancrage.plateforme.programmes.models import LienPrs
from ancrage.plateforme.programmes.rattachements import rattachements_of, signed_on_plan
from tests.plateforme.contrats.factories import Equipe, opened
from tests.plateforme.contrats.region_essai import RegionEssai

pytestmark = pytest.mark.django_db

# Written by hand from the lives told in region_essai.py; one line per 31 December, as known then:
# 1st, 2nd, 3rd generation, in preparation, not renewed; past their end without a decision.
TABLE = """
2011   4  0  0  0  0    0   A taken over
2012   4  0  0  2  0    0   C under study
2013   7  0  0  2  0    0   N1-N3 taken over
2014   9  0  0  0  0    0   C signed
2015   5  4  0  0  0    0   A signed again
2016   5  4  0  0  3    0   D taken over, N1-N3 not renewed
2017   7  4  0  0  3    0   N4, N5 taken over
2018   5  9  0  0  3    0   B taken over with its past contracts, C signed again
2019   2  8  4  1  3    0   A a third time, D again; F1 under study
2020   3  8  4  1  4    1   N4 not renewed, N5 past its end, F2 and F3 taken over
2021   7  5  7  0  5    0   N5 not renewed, B a third time, F4-F7 taken over, F1 signed
2022   7 10  7  1  5    1   E taken over, G1 under study, F2 past its end
2023   7 10  7  7  5    2   G in preparation; C past its end, C1 under renewal
2024   7  9  8  5  6    5   G1 signed, G2 given up, C1 a third time, F2 not renewed; D, A1, F3 past
2025   7  9  7  5  7    6   G7 signed, A1 and F4 not renewed, N1 starts again; C2, F1 past, A1 not
2026   7  9  7  5  7   20   A2-A4, B, E, F5-F7 past their end
"""
RUBRIQUES = (
    "1re génération", "2e génération", "3e génération", "en cours d’élaboration", "non reconduit"
)  # fmt: skip
# The open duties of C1 at each 31 December, worked out from its dates and the delays of the
# doctrine: 183 days for the préfiguration begun on 1 September 2012, 61 for the priorisation of
# 15 November 2013; the evaluation 183 days before the end, the decision at the end; the
# conference 92 days after the signature.
DUES = {
    2012: {"sortie 2013-03-03"},
    2013: {"sortie 2014-01-15"},
    2014: {"evaluation 2018-03-31", "decision 2018-09-30"},
    2015: {"evaluation 2018-03-31", "decision 2018-09-30"},
    2018: {"conference_locale 2018-12-21", "evaluation 2023-03-31", "decision 2023-09-30"},
    2022: {"conference_locale 2018-12-21", "evaluation 2023-03-31", "decision 2023-09-30"},
    2023: {"sortie 2024-11-30", "sortie 2024-01-31"},
    2024: {"conference_locale 2025-02-20", "evaluation 2029-05-20", "decision 2029-11-19"},
}


def expected() -> dict[int, tuple[list[int], int]]:
    rows = [line.split()[:7] for line in TABLE.strip().splitlines()]
    return {int(year): ([int(one) for one in counts], int(late)) for year, *counts, late in rows}


def counts(on: date) -> list[int]:
    comptes = read_carte("24", on).comptes
    assert set(comptes) <= set(RUBRIQUES)
    return [comptes.get(rubrique, 0) for rubrique in RUBRIQUES]


def duties(line: str, on: date) -> set[str]:
    rows = Echeance.objects.ouvertes(on).filter(contrat__nom=f"CLS {line}")
    return {f"{one.code} {one.date}" for one in rows}


def test_the_years_2011_to_2026_by_the_services_alone():
    region, seen, since = RegionEssai(), {}, date(2011, 1, 1)
    for year in range(2011, 2027):
        if year == 2024:
            check_the_fiches(region)
        if year == 2023:
            september = date(2023, 9, 15)
            region.play(september, since)
            # The five pairs of the slide « la couverture de la RCVL en CLS en 2023 ».
            assert counts(september) == [7, 10, 7, 7, 5]
            since = date(2023, 9, 16)
        region.play(date(year, 12, 31), since)
        since = date(year + 1, 1, 1)
        on = date(year, 12, 31)
        late = sum(one.etat == Etat.ECHU for one in read_carte("24", on).lignes)
        seen[year] = (counts(on), late)
        if year in DUES:
            assert duties("C1", on) == DUES[year], year
    assert seen == expected()
    check_the_past(region)
    check_the_events(region)
    check_the_rows()


def check_the_past(region: RegionEssai) -> None:
    """Read afterwards, a past day also knows what was taken over since."""
    assert counts(date(2023, 9, 15)) == [7, 10, 7, 7, 5]
    # 2013: A4, N3 and the past contracts of B3, signed on 15 January; C2 in preparation.
    assert counts(date(2013, 12, 31)) == [10, 0, 0, 2, 0]
    # By then 2 years: C on 30 September 2023, D on 29 February 2024, A on 14 June, F1, F3.
    ending = {one.contrat.nom for one in ending_within("24", date(2023, 9, 15))}
    assert {"CLS A1", "CLS C1", "CLS C2", "CLS D1", "CLS F1", "CLS F2", "CLS F3"} <= ending
    assert not {"CLS B1", "CLS E1", "CLS F4", "CLS G1"} & ending


def check_the_events(region: RegionEssai) -> None:
    signed = region.get("F5").avenants.get()
    assert perimetre_at(region.get("F5"), date(2022, 3, 31)).codes == ["45146", "45234"]
    assert perimetre_at(region.get("F5"), date(2022, 6, 30)).codes == ["45234"]
    assert signed.articles[0]["article"] == 2
    merged = region.get("F6")
    assert merged.perimetre.codes == ["18033", "18173"]
    assert perimetre_at(merged, date(2024, 12, 31)).codes == ["18033", "18131", "18173"]
    (vacant,) = vacancies("24", date(2016, 6, 30))
    assert (vacant.contrat.nom, vacant.depuis) == ("CLS C1", date(2016, 3, 1))
    assert vacancies("24", date(2016, 9, 1)) == []
    first = Contrat.objects.filter(nom="CLS C1", generation=2).get()
    assert [str(one) for one in mandats_to_renew(first, date(2020, 7, 1))] == [
        "élu référent, Communauté porteuse"
    ]
    assert mandats_to_renew(first, date(2020, 6, 1)) == []
    # In March 2014: A4 and C2 and N3, one carrier each.
    assert adhesions_to_confirm("24", date(2014, 4, 1)).count() == 9
    # Signed in 2025, G7 keeps what it had then: nothing waits for it any more.
    assert rattachements_of(region.get("G7"), date(2026, 12, 31)) == []
    old = PlanRegional.objects.get(numero=1)
    assert [o.code for o in ObjectifRegional.objects.without_successor(old)] == ["1.1", "2"]
    doctrines = {
        one.generation: one.doctrine.numero for one in Contrat.objects.filter(nom="CLS A1")
    }
    assert doctrines == {1: 1, 2: 1, 3: 2}  # signed in 2011, 2015 and 2019: each keeps its own


def check_the_fiches(region: RegionEssai) -> None:
    """After the PRS of November 2023: G7, in preparation, is tied again but for an orphan."""
    tied = {
        line: [
            str(link)
            for link in LienPrs.objects.filter(fiche__contrat=region.get(line)).order_by(
                "fiche__code"
            )
        ]
        for line in ("D1", "G7")
    }
    former = ["1 Agir sur les déterminants (exemple)", "2 Accès aux soins (exemple)"]
    assert tied == {"D1": former, "G7": ["A Santé (exemple)", former[1]]}
    (waiting,) = rattachements_of(region.get("G7"), date(2023, 12, 31))
    assert (waiting.fiche.code, waiting.sans_reponse) == ("FA-02", True)
    old = PlanRegional.objects.get(numero=1)
    assert [one.nom for one in signed_on_plan(old)] == ["CLS D1"]  # it keeps the version signed


def check_the_rows() -> None:
    assert find_break() is None
    assert not Contrat.objects.filter(rang=0).exists()
    last = {row.contrat_id: row.vers for row in Transition.objects.order_by("contrat", "rang")}
    assert last == dict(Contrat.objects.values_list("pk", "etat"))


def test_a_seeded_status_is_refused_by_the_database(region_vide):
    """What a demonstration might be tempted to write: the database takes none of it."""
    contrat = region_vide
    values = {
        "region": "24", "nom": "CLS semé", "slug": "seme",
        "perimetre_etude": contrat.perimetre_etude, "perimetre": contrat.perimetre_etude,
        "date_debut": date(2020, 1, 1), "date_fin": date(2025, 1, 1),
    }  # fmt: skip
    for seeds in (
        {"etat": Etat.EN_OEUVRE, "rang": 1, "date_signature": date(2020, 1, 1)},
        {"etat": Etat.NON_RECONDUIT, "date_signature": date(2020, 1, 1)},
        {"generation": 3},
        {"rang": 4},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contrat.objects.create(**values | seeds)
        with pytest.raises(IntegrityError), transaction.atomic():
            Contrat.objects.bulk_create([Contrat(**values | seeds)])
    Contrat.objects.create(**values)  # without a step, it is on no map
    with at(date(2026, 12, 31)):
        assert read_carte("24", date(2026, 12, 31)).comptes == {}


@pytest.fixture
def region_vide() -> Contrat:
    return opened(Equipe(), date(2020, 1, 1))
