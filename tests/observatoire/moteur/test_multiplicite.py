"""Every verdict has the p-value of its interval, and a page says what stays of many tests."""

from dataclasses import replace
from pathlib import Path

import pytest
from scipy import stats

from ancrage.observatoire import api
from ancrage.observatoire.api import Comparaison, Geographie, Profil, Valeur
from ancrage.observatoire.calculs.intervalles import poisson_exact, ratio_exact
from ancrage.observatoire.moteur.multiplicite import count_tests, flag_valeurs, flags, p_values
from tests.conftest import FICHIERS_MINIATURE

DEPOT = FICHIERS_MINIATURE / "depot"
APART = {"superieur", "inferieur"}


def valeur(method: str, *verdicts: str | None, **numbers: float | None) -> Valeur:
    """Return a value of `method` against a reference of 1, with these verdicts."""
    given: dict[str, float | None] = {"numerator": 30.0, "denominator": 20.0, "value": 1.5}
    low, high = poisson_exact(30.0)
    given |= {"lower": float(low) / 20, "upper": float(high) / 20} | numbers
    return Valeur(
        code="X01", libelle="Essai", periode="2020", sexe="ensemble", method=method, unit="",
        status="valeur", niveau="epci", geographie=Geographie("epci", "epci:1", "Essai"),
        comparaisons=tuple(
            Comparaison("region", "region:99", "Région", 1.0, verdict) for verdict in verdicts
        ),
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def paires(profil: Profil) -> list[tuple[Valeur, Comparaison]]:
    return [(v, c) for v in profil.indicateurs for c in v.comparaisons if c.verdict]


@pytest.fixture
def avec_depot(magasin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay the fictitious deposit over the invented region, in a state of its own."""
    (tmp_path / "magasin").symlink_to(magasin / "magasin")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path))
    api.add_depot(DEPOT / "cepidc_extrait_fictif.csv", DEPOT / "depot.toml")


@pytest.mark.usefixtures("avec_depot")
@pytest.mark.parametrize("area", ["epci:990000002", "commune:00005", "region:99"])
def test_no_p_value_contradicts_a_verdict(area: str) -> None:
    judged = paires(api.profile(area))
    assert all(c.p_value is not None for _, c in judged)
    assert all((c.p_value < 0.05) == (c.verdict in APART) for _, c in judged)  # type: ignore[operator]


@pytest.mark.usefixtures("avec_depot")
def test_every_family_of_intervals_is_tested() -> None:
    methods = {v.method for v, _ in paires(api.profile("epci:990000002"))}
    assert {"proportion", "densite", "taux_standardise", "icm"} <= methods


@pytest.mark.parametrize("method", ["taux_brut", "densite", "icm"])
def test_a_count_is_tested_against_what_the_reference_would_give(method: str) -> None:
    # 30 events where a reference of 1 for a base of 20 would give 20.
    found = valeur(method, "superieur")
    law = stats.poisson(20)
    assert p_values([(found, found.comparaisons[0])]) == [pytest.approx(2 * law.sf(29))]


def test_a_standardised_rate_is_tested_on_its_own_scale() -> None:
    # Limits at 3 + 0.2 (O_L − O): the reference 1 is ten events below the 30 observed.
    low, high = (float(limit) for limit in poisson_exact(30.0))
    limits = {"lower": 3 + 0.2 * (low - 30), "upper": 3 + 0.2 * (high - 30)}
    found = valeur("taux_standardise", "superieur", value=3.0, denominator=None, **limits)
    assert p_values([(found, found.comparaisons[0])]) == [
        pytest.approx(2 * stats.poisson(20).sf(29))
    ]


def test_a_ratio_of_two_counts_is_tested_given_their_sum() -> None:
    # 30 of 50 where equal counts would give one half.
    low, high = (float(limit) for limit in ratio_exact(30.0, 20.0))
    found = valeur("rapport", "non_concluant", lower=low, upper=high)
    assert p_values([(found, found.comparaisons[0])]) == [
        pytest.approx(2 * stats.binom(50, 0.5).sf(29))
    ]


def test_nothing_is_tested_without_verdict_or_without_limits() -> None:
    silent, bare = valeur("densite", None), valeur("densite", "superieur", lower=None)
    assert p_values([(v, v.comparaisons[0]) for v in (silent, bare)]) == [None, None]


def test_marks_are_benjamini_and_hochberg_s_over_what_is_tested() -> None:
    # 0.04 > 5 % × 2 / 3: alone it would pass, among three it does not.
    assert flags([0.001, None, 0.04, 0.6]) == [True, None, False, False]
    assert flags([None]) == [None]


def test_only_the_latest_period_is_in_the_family() -> None:
    old = replace(valeur("densite", "superieur"), periode="2015")
    new = valeur("densite", "superieur")
    flagged = flag_valeurs([old, new])
    assert [v.comparaisons[0].retenu_fdr for v in flagged] == [None, True]
    assert flagged[0].comparaisons[0].p_value == flagged[1].comparaisons[0].p_value


def test_a_page_counts_what_it_tells_and_what_stays() -> None:
    told = [
        Comparaison("region", "", "", 1.0, verdict, retenu_fdr=kept)
        for verdict, kept in (("superieur", True), ("inferieur", False), ("non_concluant", False))
    ]
    found = count_tests([*told, Comparaison("region", "", "", 1.0, None)])
    assert (found.tests, found.etablis, found.retenus) == (3, 2, 1)
    assert found.attendus_par_hasard == pytest.approx(0.15)


@pytest.mark.usefixtures("magasin")
def test_a_profile_publishes_its_tests() -> None:
    profil = api.profile("epci:990000002")
    published = profil.to_dict()
    assert published["tests"]["tests"] == profil.tests.tests > 0
    entry = next(e for e in published["indicateurs"] for c in e["comparaisons"] if c["verdict"])
    assert {"p_value", "retenu_fdr"} <= set(entry["comparaisons"][0])


@pytest.mark.usefixtures("magasin")
@pytest.mark.parametrize("avec", ["region", "semblables"])
def test_a_comparison_is_a_family_of_its_own(avec: str) -> None:
    found = api.comparer("epci:990000002", avec)
    shown = [line.comparaison for line in found.lignes if not line.choisie]
    tested = [c.p_value for c in shown]
    assert found.tests == count_tests(shown)
    assert [c.retenu_fdr for c in shown] == flags(tested)
