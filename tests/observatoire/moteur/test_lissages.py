"""Smoothed communal rates of the invented region: labelled, from open sources, when asked only."""

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.calculs.autocorrelation import moran_eb
from ancrage.observatoire.calculs.lissage import marshall_global
from ancrage.observatoire.calculs.voisinage import neighbourhood
from ancrage.observatoire.moteur import lissages
from ancrage.observatoire.territoires.contours import voisins

REGION = "region:99"

pytestmark = pytest.mark.usefixtures("magasin")


def test_only_open_counts_that_the_catalogue_names_are_smoothed() -> None:
    known, cited = api.indicateurs(), api.sources()
    chosen = [item for item in known.values() if item.lissage]
    assert {each.indicateur for each in api.lissages(REGION)} <= {item.code for item in chosen}
    used = {serie.source for item in chosen for serie in item.series if serie.numerator}
    assert used
    assert all(cited[code].secret.libre for code in used)


def test_rates_are_those_of_the_profile_drawn_to_the_mean_of_the_territory() -> None:
    for found in api.lissages(REGION):
        events = [c.evenements for c in found.communes]
        base = [c.exposition for c in found.communes]
        scale = api.indicateurs()[found.indicateur].multiplier
        expected = marshall_global(events, base)
        assert [c.lisse for c in found.communes] == pytest.approx(list(expected.value * scale))
        assert found.moyenne == pytest.approx(scale * sum(events) / sum(base))
        for commune in found.communes[:3]:
            raw = api.profile(f"commune:{commune.code}").series(found.indicateur)
            assert commune.brut in [v.value for v in raw if v.periode == found.periode]


def test_the_index_is_read_on_raw_rates_between_communes_that_share_a_border() -> None:
    found = api.lissages(REGION)[0]
    codes = [c.code for c in found.communes]
    around = voisins(codes)
    pairs = [(codes.index(a), codes.index(b)) for a in codes for b in around[a]]
    expected = moran_eb(
        [c.evenements for c in found.communes],
        [c.exposition for c in found.communes],
        neighbourhood(len(codes), pairs),
    )
    index = found.autocorrelation
    assert index is not None
    assert (index.value, index.p_value) == (expected.value, expected.p_value)
    assert (index.territoires, index.method) == (len(codes), "moran_i_bayes_empirique")


def test_too_few_communes_are_not_smoothed() -> None:
    assert api.lissages("epci:990000002") == ()
    assert api.lissages("france") == ()


def test_a_profile_holds_them_only_when_asked() -> None:
    assert api.profile(REGION).to_dict()["lissages"] is None


def test_no_difference_between_communes_is_said_rather_than_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rates that are all equal leave no index, and all take the mean."""
    real = lissages._smooth

    def level(rows, *rest):  # type: ignore[no-untyped-def]
        return real(rows.with_columns(numerator=rows["denominator"] * 0.01), *rest)

    monkeypatch.setattr(lissages, "_smooth", level)
    found = api.lissages(REGION)[0]
    assert found.sans_variance
    assert found.autocorrelation is None
    assert found.motif == "Autocorrélation sans objet : toutes les valeurs sont égales."
