"""What changed: never on overlapping windows, exact ratios, and what chance alone would show."""

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import Bilan, LigneBilan
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.bilans import build_bilan
from tests.conftest import FICHIERS_MINIATURE

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = "cepidc_extrait_fictif.csv"
pytestmark = pytest.mark.usefixtures("magasin")
AREAS = ("commune:00005", "epci:990000002", "departement:00", "region:99")


def line(bilan: Bilan, code: str) -> LigneBilan:
    return next(each for each in bilan.lignes if each.code == code)


def years(periode: str | None) -> tuple[int, int]:
    text = periode or ""
    return int(text[:4]), int(text[-4:])


@pytest.mark.parametrize("area", AREAS)
def test_no_change_is_told_from_overlapping_windows(area: str) -> None:
    lines = api.evolutions(area).lignes
    assert lines
    assert all(years(each.avant.periode)[1] < years(each.apres.periode)[0] for each in lines)


def test_asked_windows_are_refused_when_they_overlap_or_run_backwards() -> None:
    with pytest.raises(Erreur, match="chevauchent"):
        api.evolutions("departement:00", "2013-2018", "2018")
    with pytest.raises(Erreur, match="suit celle"):
        api.evolutions("departement:00", "2020", "2013")


def test_absent_windows_are_refused_with_those_that_files_hold() -> None:
    with pytest.raises(Erreur, match="2013 à 2020"):
        api.evolutions("departement:00", "1901", "1902")


def test_asked_windows_are_those_compared() -> None:
    bilan = api.evolutions("departement:00", "2013", "2020")
    assert {(e.avant.periode, e.apres.periode) for e in bilan.lignes} == {("2013", "2020")}
    assert "M03-BRUT" in bilan.sans_fenetre


def test_a_pair_counted_alike_is_preferred_to_a_later_one_that_is_not() -> None:
    profil = api.profile("departement:00")
    odd = replace(profil.series("D05")[-1], periode="2099", method="taux_publie", numerator=None)
    longer = replace(profil, indicateurs=(*profil.indicateurs, odd))
    found = line(build_bilan(longer, None, api.indicateurs()), "D05")
    assert (found.avant.periode, found.apres.periode) == ("2013", "2019")
    assert found.comparable


def test_the_change_and_its_gap_to_the_region_follow_the_formulas() -> None:
    found = line(api.evolutions("departement:00", "2013", "2020"), "O09-DENTISTES")
    region = api.profile("region:99")
    old, new = (
        next(v for v in region.series("O09-DENTISTES") if v.periode == p) for p in ("2013", "2020")
    )
    rest = [
        (whole.numerator - own.numerator, whole.denominator - own.denominator)  # type: ignore[operator]
        for whole, own in ((old, found.avant), (new, found.apres))
    ]
    ratio = found.apres.value / found.avant.value  # type: ignore[operator]
    around = (rest[1][0] / rest[1][1]) / (rest[0][0] / rest[0][1])
    counts = (found.avant.numerator, found.apres.numerator, rest[0][0], rest[1][0])
    spread = 1.959964 * math.sqrt(sum(1 / n for n in counts))  # type: ignore[operator]
    change = found.change
    assert change.ratio == pytest.approx(ratio)
    assert change.relative == pytest.approx(ratio / around)
    assert change.relative_lower == pytest.approx(ratio / around * math.exp(-spread), rel=1e-5)
    assert change.relative_upper == pytest.approx(ratio / around * math.exp(spread), rel=1e-5)


@pytest.mark.parametrize("area", AREAS)
def test_an_interval_that_excludes_one_has_a_small_p_value(area: str) -> None:
    for each in api.evolutions(area).lignes:
        change = each.change
        if change.p_value is not None:
            excluded = change.lower > 1 or change.upper < 1  # type: ignore[operator]
            assert excluded == (change.p_value < 0.05)


def test_the_flags_are_those_of_the_step_up_rule_over_the_whole_table() -> None:
    bilan = api.evolutions("departement:00")
    tests = [
        (p, flag)
        for each in bilan.lignes
        for p, flag in (
            (each.change.p_value, each.retenu_fdr),
            (each.change.relative_p_value, each.retenu_fdr_region),
        )
        if p is not None
    ]
    ordered = sorted(p for p, _ in tests)
    passing = [p for rank, p in enumerate(ordered, 1) if p <= 0.05 * rank / len(ordered)]
    limit = max(passing, default=-1.0)
    assert [flag for _, flag in tests] == [p <= limit for p, _ in tests]
    assert bilan.tests == len(tests)
    assert bilan.attendus_par_hasard == pytest.approx(0.05 * len(tests))


def test_stocks_are_neither_tested_nor_judged() -> None:
    found = line(api.evolutions("epci:990000002"), "D01")
    assert found.change.exhaustive
    assert (found.change.p_value, found.change.verdict, found.retenu_fdr) == (None, None, None)


def test_a_refused_pair_says_why_and_gives_no_ratio() -> None:
    bilan = api.evolutions("epci:990000002")
    refused = [each for each in bilan.lignes if not each.comparable]
    assert {"rupture", "niveau", "sans_effectif"} <= {m for e in refused for m in e.change.motifs}
    assert all(each.change.ratio is None for each in refused)


def test_a_region_is_read_alone() -> None:
    bilan = api.evolutions("region:99")
    assert bilan.region is None
    assert all(each.change.verdict is None for each in bilan.lignes)


def test_a_page_counts_its_verdicts_once_per_reference() -> None:
    profil = api.profile("epci:990000002")
    newest = {
        (v.code, v.sexe): v for v in sorted(profil.indicateurs, key=lambda v: v.periode or "")
    }
    verdicts = [c for v in newest.values() for c in v.comparaisons if c.verdict]
    assert profil.tests.tests == len(verdicts)
    assert profil.tests.attendus_par_hasard == pytest.approx(0.05 * len(verdicts))


def lay_window(folder: Path, code: str, periodes: list[str], total: int) -> None:
    """Deposit the fictitious extract restricted to a few years."""
    folder.mkdir()
    described = (DEPOT / "depot.toml").read_text("utf-8")
    head = described[: described.index("[totaux]")]
    head = re.sub(r'^code = ".*"$', f'code = "{code}_fictif"', head, count=1, flags=re.MULTILINE)
    head = re.sub(r"^periodes = .*$", f"periodes = {periodes}", head, flags=re.MULTILINE)
    (folder / "depot.toml").write_text(f"{head}[totaux]\neffectif = {total}\n", "utf-8")
    first, *rows = (DEPOT / EXTRAIT).read_text("utf-8").splitlines()
    kept = [row for row in rows if row.split(";")[1] in periodes]
    (folder / EXTRAIT).write_text("\n".join([first, *kept]) + "\n", "utf-8")
    api.add_depot(folder / EXTRAIT, folder / "depot.toml")


def test_two_deposits_of_one_extract_are_compared_on_standardised_rates(
    tmp_path: Path, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "etat").mkdir()
    (tmp_path / "etat" / "magasin").symlink_to(store_folder / "magasin")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))
    lay_window(tmp_path / "avant", "avant", ["2013", "2014"], 920)
    lay_window(tmp_path / "apres", "apres", ["2016", "2017"], 927)
    lines = api.evolutions("departement:00").lignes
    found = next(e for e in lines if (e.code, e.sexe) == ("M03", "femmes"))
    assert (found.avant.periode, found.apres.periode) == ("2013-2014", "2016-2017")
    assert found.change.motifs == ()
    ratio = found.apres.value / found.avant.value  # type: ignore[operator]
    errors = [
        math.log(v.upper / v.lower) / (2 * 1.959964)  # type: ignore[operator]
        for v in (found.avant, found.apres)
    ]
    half = 1.959964 * math.hypot(*errors)
    assert found.change.ratio == pytest.approx(ratio)
    assert found.change.lower == pytest.approx(ratio * math.exp(-half), rel=1e-5)
    # The département is most of its region: it is compared with the rest of it.
    assert found.change.region_hors_territoire
    rests = [
        next(c for c in v.comparaisons if c.reference == "region")
        for v in (found.avant, found.apres)
    ]
    assert all(rest.hors_territoire for rest in rests)
    around = rests[1].value / rests[0].value  # type: ignore[operator]
    assert found.change.relative == pytest.approx(ratio / around)
    indirect = next(e for e in lines if (e.code, e.sexe) == ("M03-ICM", "femmes"))
    assert "standard" in indirect.change.motifs  # two indirect ratios are never compared
