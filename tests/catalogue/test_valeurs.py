"""Every computed indicateur is run on the invented region and compared with its snapshot.

The snapshot shows what a change of code or catalogue moves; it proves nothing alone, hence the
sums and ratios recomputed here another way. After a wanted change, write it anew and read the
difference: ANCRAGE_INSTANTANES=1 .venv/bin/pytest tests/catalogue/test_valeurs.py
"""

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire import api
from ancrage.observatoire.catalogue.chargement import indicateurs
from ancrage.observatoire.catalogue.modeles import Methode
from ancrage.observatoire.moteur.magasin import open_magasin

SNAPSHOT = Path(__file__).parent / "instantanes.csv"
AREAS = [
    "commune:00003",  # heir of a merged commune
    "epci:990000002",  # astride two départements
    "commune:00001+commune:0A004",  # free union
    "departement:00",
    "departement:0A",
    "region:99",
    "france",
]
KEY = ["indicateur", "aire", "sexe", "periode"]
SHOWN = [*KEY, "value", "numerator", "denominator", "lower", "upper", "status", "niveau"]
COMPUTED = [code for code, item in indicateurs().items() if item.computed]
RATIOS = {
    Methode.PROPORTION,
    Methode.TAUX_BRUT,
    Methode.DENSITE,
    Methode.RAPPORT,
    Methode.QUOTIENT,
}


@pytest.fixture(scope="module")
def valeurs(
    region_miniature_module: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pl.DataFrame]:
    """Return the values of every area, all periods, from a store built on the miniature files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_STATE_DIR", str(tmp_path_factory.mktemp("etat")))
        api.load(region_miniature_module)
        yield api.profile_table(AREAS)


@pytest.fixture(scope="module")
def snapshot(valeurs: pl.DataFrame) -> pl.DataFrame:
    """Return the committed snapshot, written anew when asked."""
    if os.environ.get("ANCRAGE_INSTANTANES"):
        latest(valeurs).write_csv(SNAPSHOT, separator=";")
    return pl.read_csv(SNAPSHOT, separator=";", infer_schema=False)


def latest(valeurs: pl.DataFrame) -> pl.DataFrame:
    """Keep the last period of each figure, as text with six significant digits."""
    numbers = pl.col(pl.Float64).map_elements(lambda x: f"{x:.6g}", return_dtype=pl.String)
    return (
        valeurs.select(SHOWN)
        .sort(KEY)
        .group_by(KEY[:3], maintain_order=True)
        .last()
        .select(SHOWN)
        .with_columns(numbers)
    )


@pytest.mark.parametrize("code", COMPUTED)
def test_values_are_those_of_the_snapshot(
    code: str, valeurs: pl.DataFrame, snapshot: pl.DataFrame
) -> None:
    found = latest(valeurs.filter(indicateur=code)).rows()
    assert found == snapshot.filter(indicateur=code).rows()


@pytest.mark.parametrize("code", COMPUTED)
def test_a_file_of_the_invented_region_feeds_it(code: str, valeurs: pl.DataFrame) -> None:
    comptes = open_magasin().comptes
    assert not comptes.filter(pl.col("indicateur") == code).is_empty()


def test_a_ratio_is_its_numerator_over_its_denominator(valeurs: pl.DataFrame) -> None:
    rows = valeurs.filter(pl.col("method").is_in(RATIOS), pl.col("value").is_not_null())
    expected = pl.col("multiplier") * pl.col("numerator") / pl.col("denominator")
    gaps = rows.select((pl.col("value") - expected).abs().alias("gap"))["gap"]
    assert rows.height > 100
    assert gaps.max() < 1e-9


def test_the_only_region_sums_its_two_departements(valeurs: pl.DataFrame) -> None:
    counted = valeurs.filter(pl.col("method").is_in(RATIOS), pl.col("status") == "valeur")
    parts = counted.filter(pl.col("aire").str.starts_with("departement:"), niveau="departement")
    same = ["indicateur", "serie", "sexe", "periode"]
    summed = parts.group_by(same).agg(pl.len(), pl.col("numerator", "denominator").sum())
    whole = counted.filter(aire="region:99", niveau="region")
    both = whole.join(summed.filter(len=2), on=same, suffix="_somme")
    assert both["indicateur"].n_unique() > 10
    for column in ("numerator", "denominator"):
        gaps = (both[column] - both[f"{column}_somme"]).abs()
        assert gaps.max() < 1e-6, both.filter(gaps >= 1e-6)["indicateur"].unique().to_list()


def test_france_is_never_a_part_of_france(valeurs: pl.DataFrame) -> None:
    summed = valeurs.filter(pl.col("aire") == "france", origine="departements", status="valeur")
    assert summed["motif"].null_count() == summed.height, "one département of two is not France"


def test_limits_surround_the_value(valeurs: pl.DataFrame) -> None:
    rows = valeurs.filter(pl.col("lower").is_not_null())
    assert rows.height > 50
    assert rows.filter(
        (pl.col("lower") > pl.col("value")) | (pl.col("upper") < pl.col("value"))
    ).is_empty()


def test_a_masked_or_missing_figure_has_no_number(valeurs: pl.DataFrame) -> None:
    shown = pl.col("status").is_in(["valeur", "zero", "emprunte"])
    hidden = valeurs.filter(~shown)
    assert hidden.height > 10
    assert hidden["value"].null_count() == hidden.height
    assert valeurs.filter(shown)["value"].null_count() == 0
