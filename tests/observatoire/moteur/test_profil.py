"""What a profile says of the invented region, against a slow and obvious reading of the files."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ancrage.observatoire import api
from ancrage.observatoire.api import Profil, Valeur
from tests.conftest import FICHIERS_MINIATURE

COMMUNES = [f"0000{n}" for n in range(1, 8)] + [f"0A00{n}" for n in range(1, 6)]
EPCI = {
    "990000001": COMMUNES[:4],
    "990000002": [*COMMUNES[4:7], "0A001"],
    "990000003": COMMUNES[8:],
}
UNION = "epci:990000001+epci:990000003"

pytestmark = pytest.mark.usefixtures("magasin")


def comparateur() -> dict[str, dict[str, str]]:
    """Read the file with the standard library only."""
    with zipfile.ZipFile(FICHIERS_MINIATURE / "base_cc_comparateur_csv.zip") as archive:
        text = archive.read("base_cc_comparateur.CSV").decode()
    return {row["CODGEO"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def one(profil: Profil, code: str, periode: str | None = None, sexe: str = "ensemble") -> Valeur:
    """Return the only entry of an indicateur, period and sex."""
    found = [
        v
        for v in profil.indicateurs
        if v.code == code and v.sexe == sexe and (periode is None or v.periode == periode)
    ]
    assert len(found) == 1, (code, periode, [v.periode for v in found])
    return found[0]


@given(st.sets(st.sampled_from(COMMUNES), min_size=2, max_size=12))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_counts_of_any_union_are_the_sums_of_its_communes(codes: set[str]) -> None:
    rows = comparateur()
    profil = api.profile("+".join(f"commune:{code}" for code in sorted(codes)))
    unemployed = sum(float(rows[code]["P18_CHOM1564"]) for code in codes)
    active = sum(float(rows[code]["P18_ACT1564"]) for code in codes)
    valeur = one(profil, "S05")
    assert valeur.numerator == pytest.approx(unemployed, rel=1e-12)
    assert valeur.denominator == pytest.approx(active, rel=1e-12)
    assert valeur.value == pytest.approx(100 * unemployed / active, rel=1e-12)
    assert one(profil, "D01", "2018").value == sum(int(rows[c]["P18_POP"]) for c in codes)


def test_a_rate_of_a_union_is_never_the_mean_of_communal_rates() -> None:
    rows = comparateur()
    rates = [
        100 * float(rows[code]["P18_CHOM1564"]) / float(rows[code]["P18_ACT1564"])
        for code in EPCI["990000002"]
    ]
    valeur = one(api.profile("epci:990000002"), "S05")
    assert valeur.value is not None
    assert abs(valeur.value - sum(rates) / len(rates)) > 0.5


def test_limits_surround_the_value_and_widen_for_a_smaller_area() -> None:
    large = one(api.profile("region:99"), "S05")
    small = one(api.profile("commune:00002"), "S05")
    for valeur in (large, small):
        assert valeur.lower < valeur.value < valeur.upper  # type: ignore[operator]
    assert small.upper - small.lower > large.upper - large.lower  # type: ignore[operator]


def test_an_observed_zero_is_a_zero_with_an_upper_limit() -> None:
    valeur = one(api.profile("commune:0A003"), "S05")
    assert (valeur.status, valeur.value, valeur.numerator) == ("zero", 0.0, 0.0)
    assert valeur.upper is not None
    assert valeur.upper > 0


def test_a_masked_commune_masks_the_sum_and_gives_no_number() -> None:
    valeur = one(api.profile("commune:0A005"), "S09-CAF", "2020")
    assert valeur.status in {"secret", "manquant"}
    assert (valeur.value, valeur.numerator, valeur.denominator) == (None, None, None)
    assert (valeur.lower, valeur.upper) == (None, None)


def test_missing_communes_are_missing_not_zero() -> None:
    valeur = one(api.profile("epci:990000002"), "S09-CAF", "2020")
    assert valeur.status == "manquant"
    assert valeur.value is None
    assert "commune(s) sans donnée" in (valeur.motif or "")


def test_protected_sources_refuse_a_free_union_made_of_published_communes() -> None:
    protected = {v.code: v for v in api.profile("commune:00005+commune:0A005").indicateurs}
    assert protected["S09-CAF"].status == "secret"
    assert "liste fermée" in (protected["S09-CAF"].motif or "")


def test_a_median_of_a_union_is_not_additive_and_lists_its_members() -> None:
    valeur = one(api.profile(UNION), "S01", "2019")
    assert valeur.status == "non_additif"
    assert valeur.value is None
    published = {membre.code: membre.value for membre in valeur.membres}
    assert set(published) == {"epci:990000001", "epci:990000003"}
    assert all(value is not None for value in published.values())


def test_the_reason_of_a_non_additive_value_names_the_members_it_lists() -> None:
    words = {
        "commune": "par commune",
        "epci": "par EPCI",
        "departement": "par département",
        "qpv": "par quartier",
    }
    listed = [v for v in api.profile(UNION).indicateurs if v.membres]
    assert {v.membres[0].code.partition(":")[0] for v in listed} >= {"commune", "epci"}
    for valeur in listed:
        niveau = valeur.membres[0].code.partition(":")[0]
        assert words.get(niveau, "par bassin de vie") in (valeur.motif or ""), valeur.code


def test_masked_members_keep_their_own_status_in_the_list() -> None:
    valeur = one(api.profile(UNION), "S02", "2021")
    statuses = {membre.code: membre.status for membre in valeur.membres}
    assert statuses["commune:00001"] == "secret"
    assert statuses["commune:0A003"] == "manquant"
    assert statuses["commune:0A005"] == "valeur"


def test_a_departement_rate_stands_in_and_says_so() -> None:
    valeur = one(api.profile("commune:00002"), "M03", "2023")
    assert valeur.status == "emprunte"
    assert valeur.niveau == "departement"
    assert valeur.geographie.code == "departement:00"
    assert valeur.comparaisons == ()
    assert valeur.lower is None


def test_an_epci_astride_two_departements_borrows_from_the_region_only() -> None:
    borrowed = [v for v in api.profile("epci:990000002").indicateurs if v.status == "emprunte"]
    assert borrowed
    assert {v.niveau for v in borrowed} <= {"region", "france", "bassin_de_vie"}


def test_a_count_is_never_borrowed() -> None:
    for area in ("commune:00002", "epci:990000002", UNION):
        borrowed = [v for v in api.profile(area).indicateurs if v.status == "emprunte"]
        assert not [v.code for v in borrowed if v.method.startswith("effectif")]


def test_awaited_indicateurs_are_there_with_the_file_they_wait_for() -> None:
    valeur = one(api.profile("region:99"), "A01")
    assert (valeur.status, valeur.periode, valeur.value) == ("manquant", None, None)
    assert "Source attendue" in (valeur.motif or "")


def test_there_is_one_entry_per_indicateur_period_and_sex() -> None:
    for area in ("commune:00005", "epci:990000003", UNION, "france"):
        keys = [(v.code, v.periode, v.sexe) for v in api.profile(area).indicateurs]
        assert len(keys) == len(set(keys))


def test_every_shown_value_names_its_source_file_and_checksum() -> None:
    for valeur in api.profile("departement:00").indicateurs:
        if valeur.shown:
            assert valeur.source is not None
            assert valeur.source.licence
            assert len(valeur.checksum or "") == 64


def test_a_former_commune_answers_with_its_successor() -> None:
    former = api.profile("commune:00009")
    assert former.territoire.communes == ("00003",)


def test_one_pass_over_many_areas_equals_the_areas_one_by_one() -> None:
    areas = [f"commune:{code}" for code in COMMUNES] + [f"epci:{code}" for code in EPCI]
    table = api.profile_table(areas)
    for area in areas:
        rows = {
            (row["indicateur"], row["periode"], row["sexe"]): (row["value"], row["status"])
            for row in table.filter(aire=area).iter_rows(named=True)
        }
        alone = {
            (v.code, v.periode, v.sexe): (v.value, v.status)
            for v in api.profile(area).indicateurs
            if v.periode
        }
        assert rows == alone


def test_the_published_shape_has_its_keys_in_the_documented_order(magasin: Path) -> None:
    data = api.profile("epci:990000001").to_dict()
    assert list(data) == [
        "schema", "territoire", "millesime", "edition", "run", "tests", "indicateurs", "lissages",
    ]  # fmt: skip
    assert data["schema"] == "ancrage.profil/1"
    required = {
        "code", "libelle", "periode", "sexe", "value", "numerator", "denominator", "lower",
        "upper", "method", "unit", "status", "niveau", "geographie", "comparaisons", "source",
        "checksum",
    }  # fmt: skip
    shown = next(entry for entry in data["indicateurs"] if entry["code"] == "S05")
    assert required <= set(shown)
    assert {"producteur", "titre", "licence", "millesime"} <= set(shown["source"])
    assert {"reference", "value", "verdict"} <= set(shown["comparaisons"][0])


def test_a_part_of_the_territory_is_never_its_reference() -> None:
    found = {
        area: {c.code for v in api.profile(area).indicateurs for c in v.comparaisons}
        for area in ("region:99", "departement:00", "epci:990000002")
    }
    assert found["region:99"] == {"france"}  # not the départements it is made of
    assert found["departement:00"] == {"region:99", "france"}
    assert found["epci:990000002"] >= {"departement:00", "departement:0A"}  # astride both
