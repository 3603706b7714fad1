"""The gradient: fifths of equal population, counts summed, an ecological reading."""

import random

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.gradients import GradientSocial, build_gradient
from tests.observatoire.moteur.fabrique import counts, make_area, make_codes, make_store, values

CODES = make_codes(60)
RANDOM = random.Random(7)
PEOPLE = [float(RANDOM.randint(200, 3000)) for _ in CODES]
INDEX = [RANDOM.gauss(0, 1) for _ in CODES]
ACTIVE = [round(p * 0.6) for p in PEOPLE]
JOBLESS = [round(a * (0.1 + 0.03 * i + RANDOM.uniform(0, 0.02))) for a, i in
           zip(ACTIVE, INDEX, strict=True)]  # fmt: skip
PAIRS = [(max(float(n), 0.0), float(d)) for n, d in zip(JOBLESS, ACTIVE, strict=True)]


def graded(code: str = "S05", pairs: list[tuple[float, float]] = PAIRS) -> GradientSocial:
    rows = values(CODES, "D01", PEOPLE) + values(CODES, "S14", INDEX)
    method, scale = ("taux_brut", 1000.0) if code == "M03-BRUT" else ("proportion", 100.0)
    store = make_store(rows + counts(CODES, code, pairs, method, scale))
    return build_gradient(store, make_area(CODES), api.indicateurs(), code)


def test_fifths_follow_the_index_and_share_the_population() -> None:
    """Slow twin: walk the communes from the least disadvantaged, by the middle of each."""
    order = sorted(range(60), key=lambda k: (INDEX[k], CODES[k]))
    seen, groups = 0.0, [[0.0, 0.0, 0.0] for _ in range(5)]
    for k in order:
        group = int((seen + PEOPLE[k] / 2) / sum(PEOPLE) * 5)
        seen += PEOPLE[k]
        for place, number in enumerate((PAIRS[k][0], PAIRS[k][1], PEOPLE[k])):
            groups[group][place] += number
    for found, (above, below, people) in zip(graded().groupes, groups, strict=True):
        assert (found.numerator, found.denominator, found.population) == (above, below, people)
        assert found.value == pytest.approx(100 * above / below)
        assert found.lower < found.value < found.upper
        assert people == pytest.approx(sum(PEOPLE) / 5, abs=max(PEOPLE))


def test_the_slope_is_that_of_the_weighted_line() -> None:
    found = graded()
    weights = [g.population for g in found.groupes]
    whole, below, x = sum(weights), 0.0, []
    for w in weights:
        x.append((below + w / 2) / whole)
        below += w
    mean_x = sum(w * a for w, a in zip(weights, x, strict=True)) / whole
    mean_y = sum(w * g.value for w, g in zip(weights, found.groupes, strict=True)) / whole
    top = sum(
        w * (a - mean_x) * (g.value - mean_y)
        for w, a, g in zip(weights, x, found.groupes, strict=True)
    )
    slope = top / sum(w * (a - mean_x) ** 2 for w, a in zip(weights, x, strict=True))
    measures = {m.code: m for m in found.mesures}
    assert measures["sii"].value == pytest.approx(slope)
    assert measures["rii_pente_moyenne"].value == pytest.approx(slope / mean_y)
    assert found.pente == (pytest.approx(mean_y - slope / 2), pytest.approx(mean_y + slope / 2))
    assert measures["rii_rapport_predit"].value == pytest.approx(found.pente[1] / found.pente[0])
    first, last = found.groupes[0].value, found.groupes[-1].value
    assert measures["rapport_q5_q1"].value == pytest.approx(last / first)
    assert measures["ecart_q5_q1"].value == pytest.approx(last - first)


def test_both_conventions_of_the_relative_index_are_named() -> None:
    names = {m.code: m.libelle for m in graded().mesures}
    assert names["rii_pente_moyenne"] != names["rii_rapport_predit"]


def test_the_reading_is_called_ecological_and_a_crude_rate_told_as_such() -> None:
    assert "écologique" in graded().mention
    assert "âge" not in graded().mention
    assert "âge" in graded("M03-BRUT").mention


def test_a_gradient_that_rises_then_falls_is_told() -> None:
    bumpy = [(d * (0.3 - 0.1 * min(abs(i), 2)), d) for (_, d), i in zip(PAIRS, INDEX, strict=True)]
    assert "résume mal" in graded(pairs=bumpy).mention
    assert "résume mal" not in graded().mention


def test_one_town_that_outweighs_a_fifth_makes_no_gradient() -> None:
    rows = values(CODES[:5], "D01", [1e6, 10, 10, 10, 10]) + values(CODES[:5], "S14", INDEX[:5])
    store = make_store(rows + counts(CODES[:5], "S05", PAIRS[:5]))
    with pytest.raises(Erreur, match="cinq groupes"):
        build_gradient(store, make_area(CODES[:5]), api.indicateurs(), "S05")


@pytest.mark.usefixtures("magasin")
def test_a_median_has_no_gradient() -> None:
    with pytest.raises(Erreur, match="pas d'effectifs"):
        api.gradient("S01", "region:99")


@pytest.mark.usefixtures("magasin")
def test_an_unknown_index_is_awaited() -> None:
    store = make_store(counts(CODES, "S05", PAIRS) + values(CODES, "D01", PEOPLE))
    with pytest.raises(Erreur, match="défavorisation"):
        build_gradient(store, make_area(CODES), api.indicateurs(), "S05")
