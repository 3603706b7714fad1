"""Funnels: limits at the size of each area, and who stands beyond them; never a rank."""

import pytest
from scipy import stats

from ancrage.observatoire import api
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.entonnoirs import DonneesEntonnoir, build_entonnoir
from tests.observatoire.moteur.fabrique import counts, make_area, make_codes, make_store

CODES = make_codes(20)
BASES = [500.0 * (n + 1) for n in range(20)]


def funnel(code: str, share: float, method: str, scale: float) -> DonneesEntonnoir:
    pairs = [(float(round(share * d * (0.8 + 0.02 * k))), d) for k, d in enumerate(BASES)]
    store = make_store(counts(CODES, code, pairs, method, scale))
    return build_entonnoir(store, make_area(CODES), api.indicateurs(), code, "commune")


def test_the_target_is_the_rate_of_the_whole() -> None:
    found = funnel("S05", 0.12, "proportion", 100.0)
    total = sum(round(0.12 * d * (0.8 + 0.02 * k)) for k, d in enumerate(BASES))
    assert found.cible == pytest.approx(100 * total / sum(BASES))


@pytest.mark.parametrize(
    ("code", "share", "method", "scale"),
    [("S05", 0.12, "proportion", 100.0), ("M03-BRUT", 0.01, "taux_brut", 1000.0)],
)
def test_an_area_beyond_the_limits_would_be_rare_by_chance(
    code: str, share: float, method: str, scale: float
) -> None:
    found = funnel(code, share, method, scale)
    target = found.cible / scale
    for area, base in zip(found.aires, BASES, strict=True):
        events = round(area.value / scale * base)
        law = stats.binom(int(base), target) if method == "proportion" else stats.poisson(
            base * target
        )  # fmt: skip
        rare = min(law.cdf(events), law.sf(events - 1))
        if area.hors_limites == "99,8 %":
            assert rare < 0.002
        elif area.hors_limites == "95 %":
            assert rare < 0.04
        else:
            assert rare > 0.015


def test_limits_narrow_as_areas_grow() -> None:
    for limit in funnel("S05", 0.12, "proportion", 100.0).limites:
        widths = [high - low for low, high in zip(limit.bas, limit.haut, strict=True)]
        assert widths[0] > widths[len(widths) // 2] > widths[-1]
        assert all(low < 12 < high for low, high in zip(limit.bas, limit.haut, strict=True))


@pytest.mark.usefixtures("magasin")
def test_a_count_or_too_few_areas_make_no_funnel() -> None:
    with pytest.raises(Erreur, match="effectifs"):
        api.entonnoir("P01", "region:99", "commune")
    with pytest.raises(Erreur, match="effectifs"):
        api.entonnoir("S05", "region:99", "epci")
    assert len(api.entonnoir("S05", "region:99", "commune").aires) == 12
