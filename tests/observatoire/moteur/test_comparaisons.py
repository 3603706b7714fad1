"""Verdicts and positions: exact limits decide; a reference is read without a heavy territory."""

import polars as pl
import pytest

from ancrage.observatoire import api
from ancrage.observatoire.moteur.comparaisons import compare
from tests.observatoire.moteur.test_profil import one

pytestmark = pytest.mark.usefixtures("magasin")


def test_a_heavy_territory_is_compared_with_the_rest_of_its_reference() -> None:
    whole = one(api.profile("region:99"), "S05")
    part = one(api.profile("epci:990000002"), "S05")
    region = next(c for c in part.comparaisons if c.reference == "region")
    rest = 100 * (whole.numerator - part.numerator) / (whole.denominator - part.denominator)  # type: ignore[operator]
    assert region.hors_territoire
    assert region.value == pytest.approx(rest, rel=1e-12)


def test_the_verdict_is_read_on_the_limits() -> None:
    for area in ("commune:00005", "epci:990000002", "epci:990000003", "commune:0A001"):
        for valeur in api.profile(area).indicateurs:
            for reference in valeur.comparaisons:
                if reference.verdict is None:
                    assert reference.motif
                elif reference.verdict == "superieur":
                    assert valeur.lower > reference.value  # type: ignore[operator]
                elif reference.verdict == "inferieur":
                    assert valeur.upper < reference.value  # type: ignore[operator]
                else:
                    assert valeur.lower <= reference.value <= valeur.upper  # type: ignore[operator]


def test_too_few_events_are_inconclusive_rather_than_equal() -> None:
    verdicts = {c.verdict for c in one(api.profile("epci:990000003"), "O13", "2020").comparaisons}
    assert "non_concluant" in verdicts
    assert "non_different" not in verdicts


def test_a_crude_rate_that_age_explains_is_shown_without_a_verdict() -> None:
    valeur = one(api.profile("epci:990000003"), "M03-BRUT", "2013-2018")
    assert valeur.lower is not None
    assert {c.verdict for c in valeur.comparaisons} == {None}
    assert all("taux standardisé" in (c.motif or "") for c in valeur.comparaisons)


def test_a_rate_published_without_counts_has_neither_limits_nor_verdict() -> None:
    valeur = one(api.profile("departement:00"), "M03", "2023")
    assert valeur.value is not None
    assert (valeur.lower, valeur.upper) == (None, None)
    assert {c.verdict for c in valeur.comparaisons} <= {None}
    assert all("sans effectifs" in (c.motif or "") for c in valeur.comparaisons)


def test_a_count_is_not_compared() -> None:
    assert one(api.profile("epci:990000002"), "P01").comparaisons == ()


def counted(aire: str, numerator: float, denominator: float) -> dict[str, object]:
    return {
        "aire": aire,
        "indicateur": "X01",
        "serie": 0,
        "periode": "2020",
        "sexe": "ensemble",
        "method": "taux_brut",
        "status": "valeur",
        "multiplier": 1.0,
        "numerator": numerator,
        "denominator": denominator,
        "value": numerator / denominator,
        "lower": 0.9 * numerator / denominator,
        "upper": 1.1 * numerator / denominator,
    }


@pytest.mark.parametrize(
    ("entier", "people", "taken_out", "judged"),
    [
        (True, 600.0, True, True),  # 6 % of its reference: taken out of it
        (True, 400.0, False, True),
        (False, 600.0, False, False),  # astride: its part in the reference is not known
        (False, 400.0, False, True),
        (None, 600.0, False, True),  # a reference that holds nothing of it
    ],
)
def test_a_territory_weighs_on_its_reference_from_five_percent(
    entier: bool | None, people: float, taken_out: bool, judged: bool
) -> None:
    own = pl.DataFrame([counted("union", people / 5, people)])
    reference = pl.DataFrame([counted("departement:00", 1_000.0, 10_000.0)])
    parents = pl.DataFrame(
        {"aire": ["union"], "niveau": ["departement"], "code": ["00"], "entier": [entier]},
        schema_overrides={"entier": pl.Boolean},
    )
    (found,) = compare(own, parents, reference).iter_rows(named=True)
    assert found["hors_territoire"] is taken_out
    assert (found["verdict"] is not None) is judged
    assert ("à cheval" in (found["motif_verdict"] or "")) is not judged
    rest = (1_000 - people / 5) / (10_000 - people)
    assert found["ref_value"] == pytest.approx(rest if taken_out else 0.1)
