"""What may not enter the store."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.controle import check_prepare
from ancrage.observatoire.sources.lecture import PREPARE
from ancrage.observatoire.sources.octets import Entree

MakeEntree = Callable[..., Entree]
KNOWN = frozenset({"00001", "00002", "00003"})


def _rows(*rows: tuple[str, str, float | None]) -> pl.DataFrame:
    """Return prepared rows (code, mesure, value), one line each from line 2 on."""
    return pl.DataFrame(
        [
            {
                "code": code,
                "niveau": "commune",
                "periode": "2018",
                "sexe": "ensemble",
                "age": "tous",
                "mesure": mesure,
                "value": value,
                "status": "secret" if value is None else "valeur",
                "ligne": line,
            }
            for line, (code, mesure, value) in enumerate(rows, start=2)
        ],
        schema=PREPARE,
    )


def _check(table: pl.DataFrame, entree: Entree, source: str = "insee_comparateur") -> list[str]:
    return check_prepare(table, sources()[source], entree, KNOWN)


def test_a_clean_table_gives_no_warning(make_entree: MakeEntree) -> None:
    table = _rows(("00001", "population", 412.0), ("00002", "population", None))
    assert _check(table, make_entree(b"")) == []


@pytest.mark.parametrize(
    ("second", "code", "said"),
    [
        (("00001", "population", 9.0), "code_en_double", "00001"),
        (("00002", "population", -4.0), "valeur_negative", "−4"),
        (("00002", "population", 4.5), "valeur_non_entiere", "4,5"),
        (("00002", "habitants", 4.0), "mesure_non_declaree", "habitants"),
    ],
)
def test_a_faulty_cell_is_refused_with_its_code_and_line(
    make_entree: MakeEntree, second: tuple[str, str, float], code: str, said: str
) -> None:
    with pytest.raises(Erreur) as caught:
        _check(_rows(("00001", "population", 412.0), second), make_entree(b""))
    assert caught.value.code == code
    assert said in caught.value.message
    assert caught.value.ligne == (None if code == "mesure_non_declaree" else 3)


def test_a_score_may_be_negative(make_entree: MakeEntree) -> None:
    assert _check(_rows(("00001", "fedi", -3.45)), make_entree(b""), "spf_fedi") == []


def test_a_weighted_count_need_not_be_whole(make_entree: MakeEntree) -> None:
    assert _check(_rows(("00001", "menages", 170.25)), make_entree(b"")) == []


def test_one_unknown_commune_warns_and_more_are_refused(make_entree: MakeEntree) -> None:
    entree = make_entree(b"")
    [warning] = _check(_rows(("00001", "population", 4.0), ("98765", "population", 4.0)), entree)
    assert "98765" in warning
    table = _rows(("98765", "population", 4.0), ("98766", "population", 4.0))
    with pytest.raises(Erreur) as caught:
        _check(table, entree)
    assert caught.value.code == "communes_inconnues"
    assert caught.value.ligne == 2
    assert "98765" in caught.value.message


def test_an_edition_may_declare_how_many_unknown_communes_it_bears(make_entree: MakeEntree) -> None:
    entree = replace(make_entree(b""), options={"communes_inconnues_max": 2})
    table = _rows(("98765", "population", 4.0), ("98766", "population", 4.0))
    assert len(_check(table, entree)) == 1


def test_codes_of_other_levels_are_not_compared_with_communes(make_entree: MakeEntree) -> None:
    table = _rows(("990000001", "population", 4.0)).with_columns(niveau=pl.lit("epci"))
    assert _check(table, make_entree(b"")) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "1"}, "code_impossible"),  # a spreadsheet dropped the leading zeros
        ({"code": "NaN"}, "code_impossible"),
        ({"periode": "1e300"}, "periode_impossible"),
        ({"periode": ""}, "periode_impossible"),
        ({"periode": "6008-2013"}, "periode_impossible"),
        ({"value": 1e300}, "valeur_impossible"),
    ],
)
def test_what_cannot_be_is_refused_even_once(
    make_entree: MakeEntree, change: dict[str, str | float], code: str
) -> None:
    table = _rows(("00001", "population", 412.0)).with_columns(
        **{name: pl.lit(value) for name, value in change.items()}
    )
    with pytest.raises(Erreur) as caught:
        _check(table, make_entree(b""))
    assert caught.value.code == code
    assert caught.value.ligne == 2


@pytest.mark.parametrize(
    ("niveau", "code"), [("departement", "1"), ("region", "1"), ("epci", "24450046"), ("iris", "1")]
)
def test_a_code_of_another_level_has_its_own_form(
    make_entree: MakeEntree, niveau: str, code: str
) -> None:
    table = _rows((code, "population", 412.0)).with_columns(niveau=pl.lit(niveau))
    with pytest.raises(Erreur, match=niveau):
        _check(table, make_entree(b""))


def test_a_share_over_one_hundred_is_refused(make_entree: MakeEntree) -> None:
    table = _rows(("00001", "part_neet", 140.0))
    with pytest.raises(Erreur) as caught:
        _check(table, make_entree(b""), "anct_neet")
    assert caught.value.code == "part_impossible"


def test_a_file_without_a_row_is_refused(make_entree: MakeEntree) -> None:
    with pytest.raises(Erreur) as caught:
        _check(pl.DataFrame(schema=PREPARE), make_entree(b""))
    assert caught.value.code == "fichier_sans_donnee"
