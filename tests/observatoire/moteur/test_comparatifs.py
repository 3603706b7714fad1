"""Similar areas: near on every variable, never the territory's own members, never a rank."""

import json
import math

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.magasin import open_magasin

pytestmark = pytest.mark.usefixtures("magasin")
AREA = "commune:00005"


def test_peers_are_the_nearest_on_standardised_variables() -> None:
    """Slow twin: the distance in standard deviations, over the same communes."""
    found = api.comparer(AREA)
    assert found.variables
    rows = open_magasin().valeurs.filter(sexe="ensemble")
    table: dict[str, list[float]] = {}
    for code, _, period in found.variables:
        for row in rows.filter(indicateur=code, periode=period).iter_rows(named=True):
            if row["aire"].startswith("commune:"):
                number = row["value"]
                scaled = math.log(max(number, 1e-6)) if code in {"D01", "D03"} else number
                table.setdefault(row["aire"], []).append(scaled)
    kept = {a: v for a, v in table.items() if a == AREA or a in {p.code for p in found.pairs}}
    assert len(kept) == len(found.pairs) + 1
    columns = list(zip(*kept.values(), strict=True))
    means = [sum(c) / len(c) for c in columns]
    spread = [
        math.sqrt(sum((x - m) ** 2 for x in c) / len(c))
        for c, m in zip(columns, means, strict=True)
    ]
    distances = {
        aire: math.sqrt(
            sum(((x - y) / s) ** 2 for x, y, s in zip(row, kept[AREA], spread, strict=True))
        )
        for aire, row in kept.items()
    }
    for pair in found.pairs:
        assert pair.distance == pytest.approx(distances[pair.code], rel=1e-6)
    assert [p.distance for p in found.pairs] == sorted(p.distance for p in found.pairs)


def test_a_territory_is_never_its_own_peer() -> None:
    assert AREA not in {pair.code for pair in api.comparer(AREA).pairs}


def test_the_reference_is_the_peers_taken_together() -> None:
    found = api.comparer(AREA)
    line = next(each for each in found.lignes if each.valeur.code == "M03-BRUT")
    rows = (
        open_magasin()
        .valeurs_of([p.code for p in found.pairs])
        .filter(indicateur="M03-BRUT", periode=line.valeur.periode)
    )
    expected = 1000 * rows["numerator"].sum() / rows["denominator"].sum()
    assert line.comparaison.value == pytest.approx(expected)
    assert line.dispersion is not None
    assert line.dispersion.effectif == len(found.pairs)
    assert line.dispersion.mediane == pytest.approx(rows["value"].median())


def test_variables_that_chose_the_peers_are_marked() -> None:
    found = api.comparer(AREA)
    chosen = {code for code, _, _ in found.variables}
    assert {line.valeur.code for line in found.lignes if line.choisie} <= chosen
    assert all(line.choisie == (line.valeur.code in chosen) for line in found.lignes)


def test_reasons_are_the_nearest_variables_and_the_farthest_is_told_too() -> None:
    for pair in api.comparer(AREA).pairs:
        assert len(pair.raisons) == 3
        assert pair.difference.code not in {r.code for r in pair.raisons}


def test_nothing_ranks() -> None:
    text = json.dumps(api.comparer(AREA).to_dict())
    assert "rang" not in text.replace("range", "")


def test_the_region_is_read_as_in_the_profile() -> None:
    found = api.comparer("epci:990000002", "region")
    told = {line.valeur.code: line.comparaison for line in found.lignes}
    profil = api.profile("epci:990000002")
    expected = next(
        c for v in profil.series("S05") for c in v.comparaisons if c.reference == "region"
    )
    assert told["S05"] == expected


@pytest.mark.parametrize("area", ["region:99", "france"])
def test_an_area_without_equals_is_told_so(area: str) -> None:
    with pytest.raises(Erreur, match="semblables"):
        api.comparer(area)


def test_unknown_choices_are_named() -> None:
    with pytest.raises(Erreur, match="pas un choix"):
        api.comparer(AREA, "voisins")
    with pytest.raises(Erreur, match="à comparer"):
        api.comparer("region:99", "departement")
