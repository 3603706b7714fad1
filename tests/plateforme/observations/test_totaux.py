"""Control totals as shown: no small count, and none that a subtraction gives back."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.plateforme.observations.description import write_description
from ancrage.plateforme.observations.totaux import mask_totals

pytestmark = pytest.mark.django_db  # the fixtures of the platform empty the shared cache
SEUIL = 5


def shown(parts: dict[str, int], name: str = "par_periode") -> dict[str, int | None]:
    totaux = {"effectif": sum(parts.values()), name: parts}
    return {line.libelle: line.value for line in mask_totals(totaux, SEUIL)}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_a_reader_who_knows_the_total_finds_no_small_count(counts):
    parts = {f"P{n}": value for n, value in enumerate(counts)}
    told = shown(parts)
    whole = told.pop("Ensemble")
    assert all(value is None or value == 0 or value >= SEUIL for value in told.values())
    hidden = [key for key, value in told.items() if value is None]
    if whole is None or not hidden:
        return
    rest = whole - sum(value or 0 for value in told.values())
    assert len(hidden) > 1 or rest == 0 or len(parts) == 1
    assert rest >= SEUIL or set(hidden) == set(told)


def test_the_other_sex_is_masked_with_the_small_one():
    assert shown({"hommes": 3, "femmes": 117}, "par_sexe") == {
        "Ensemble": 120, "Hommes": None, "Femmes": None,
    }  # fmt: skip


def test_large_totals_are_shown_as_they_are():
    told = shown({"2017": 12, "2018": 0, "2019": 40})
    assert told == {"Ensemble": 52, "2017": 12, "2018": 0, "2019": 40}


def test_a_description_survives_its_file():
    told = {
        "code": "essai", "titre": "Décès « à domicile »\\ \"x\"", "expire_le": "2030-01-31",
        "periodes": ["2017"], "lecture": {"separateur": "\t"}, "ages": {"90+": 90},
        "indicateurs": [{"code": "M03"}, {"code": "M07", "causes": ["C00-C97"]}],
    }  # fmt: skip
    back = tomllib.loads(write_description(told, {"effectif": 3, "par_sexe": {"hommes": 3}}))
    assert str(back.pop("expire_le")) == told.pop("expire_le")
    assert back.pop("totaux") == {"effectif": 3, "par_sexe": {"hommes": 3}}
    assert back == told
