"""A restricted deposit: what is refused, what is kept, what answers, and under which mark.

The extract is fictitious, over the invented region, in the layout commune × year × age × sex ×
cause (`scripts/generate_depot_fictif.py`).
"""

import csv
import json
import os
import stat
from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pytest
from scipy.stats import chi2

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur, Profil, Valeur
from tests.conftest import FICHIERS_MINIATURE

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = "cepidc_extrait_fictif.csv"
Edit = Callable[[str, str, str], Path]
ESP = [5000, *[5500] * 3, *[6000] * 2, 6500, *[7000] * 4]
ESP += [6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]


@pytest.fixture(autouse=True)
def _state(
    store_folder: Path, tmp_path: Path, region_miniature: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give each test a state of its own, on the shared store."""
    (tmp_path / "etat").mkdir()
    (tmp_path / "etat" / "magasin").symlink_to(store_folder / "magasin")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a copy of the extract and of its description."""
    folder = tmp_path / "depot"
    folder.mkdir()
    for path in DEPOT.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def edit(files: Path) -> Edit:
    """Return a function that replaces one text, found exactly once or more, in a file."""

    def replace(name: str, old: str, new: str) -> Path:
        text = (files / name).read_text("utf-8")
        assert old in text
        (files / name).write_text(text.replace(old, new, 1), "utf-8")
        return files

    return replace


def deposit(files: Path) -> api.DepotEnregistre:
    return api.add_depot(files / EXTRAIT, files / "depot.toml")


def refused(files: Path) -> Erreur:
    """Deposit, expect a refusal, and check that nothing was kept."""
    with pytest.raises(Erreur) as caught:
        deposit(files)
    assert api.list_depots() == []
    return caught.value


def one(profil: Profil, code: str, sexe: str = "ensemble") -> Valeur:
    found = [v for v in profil.series(code, sexe) if v.periode == "2013-2017"]
    assert len(found) == 1
    return found[0]


def rows() -> list[dict[str, str]]:
    """Read the extract with the standard library; the merged commune takes its code of today."""
    with (DEPOT / EXTRAIT).open(encoding="utf-8") as lines:
        return [
            row | {"COM": "00003" if row["COM"] == "00009" else row["COM"], "DE": row["COM"]}
            for row in csv.DictReader(lines, delimiter=";")
        ]


def slow_cells(
    communes: set[str], sexes: str = "12", cause: str = ""
) -> tuple[list[float], list[float]]:
    """Return deaths and person-years by age band, one row after the other."""
    order = list(dict.fromkeys(row["CLAGE"] for row in rows()))
    deaths, people, seen = [0.0] * len(order), [0.0] * len(order), set()
    for row in rows():
        if row["COM"] in communes and row["SEXE"] in sexes:
            band = order.index(row["CLAGE"])
            if row["CAUSE"].startswith(cause):
                deaths[band] += int(row["NB_DECES"])
            cell = (row["DE"], row["ANNEE"], row["SEXE"], row["CLAGE"])
            if cell not in seen:
                seen.add(cell)
                people[band] += int(row["POP"])
    return deaths, people


CA_FONTELLE = {"00005", "00006", "00007", "0A001"}
REGION = {f"0000{n}" for n in range(1, 8)} | {f"0A00{n}" for n in range(1, 6)}


@pytest.mark.parametrize(("sexe", "codes"), [("ensemble", "12"), ("hommes", "1"), ("femmes", "2")])
def test_standardised_rate_is_that_of_a_slow_reading(files: Path, sexe: str, codes: str) -> None:
    deposit(files)
    deaths, people = slow_cells(CA_FONTELLE, codes, cause="C")
    rate = sum(w * d / n for w, d, n in zip(ESP, deaths, people, strict=True))
    spread = sqrt(sum(w * w * d / n**2 for w, d, n in zip(ESP, deaths, people, strict=True)))
    total = sum(deaths)
    low, high = chi2.ppf(0.025, 2 * total) / 2, chi2.ppf(0.975, 2 * total + 2) / 2
    found = one(api.profile("epci:990000002"), "M07", sexe)
    assert found.value == pytest.approx(rate, rel=1e-9)
    assert found.lower == pytest.approx(rate + spread / sqrt(total) * (low - total), rel=1e-9)
    assert found.upper == pytest.approx(rate + spread / sqrt(total) * (high - total), rel=1e-9)
    assert (found.numerator, found.denominator) == (total, sum(people))


def test_premature_rate_keeps_the_bands_and_weights_under_65(files: Path) -> None:
    deposit(files)
    deaths, people = slow_cells(CA_FONTELLE)
    weights = ESP[:13]
    parts = zip(weights, deaths[:13], people[:13], strict=True)
    rate = 100_000 * sum(w * d / n for w, d, n in parts) / sum(weights)
    assert one(api.profile("epci:990000002"), "M04").value == pytest.approx(rate, rel=1e-9)


def test_icm_divides_by_the_deaths_expected_at_the_rates_of_the_region(files: Path) -> None:
    deposit(files)
    expected = 0.0
    for sexe in "12":
        deaths, base = slow_cells(REGION, sexe, cause="C")
        _, people = slow_cells(CA_FONTELLE, sexe)
        expected += sum(n * d / m for n, d, m in zip(people, deaths, base, strict=True))
    observed = sum(slow_cells(CA_FONTELLE, cause="C")[0])
    found = one(api.profile("epci:990000002"), "M07-ICM")
    assert found.denominator == pytest.approx(expected, rel=1e-9)
    assert found.value == pytest.approx(100 * observed / expected, rel=1e-9)
    assert one(api.profile("region:99"), "M07-ICM").value == pytest.approx(100)
    # Two indices are never compared, nor placed among others.
    assert {c.reference for c in found.comparaisons} <= {"region", "france"}
    assert found.position is None


def test_heavy_territory_is_compared_with_the_reference_without_it(files: Path) -> None:
    deposit(files)
    deaths, people = slow_cells(REGION - CA_FONTELLE, cause="C")
    rest = sum(w * d / n for w, d, n in zip(ESP, deaths, people, strict=True))
    found = one(api.profile("epci:990000002"), "M07")
    region = next(c for c in found.comparaisons if c.reference == "region")
    assert region.hors_territoire
    assert region.value == pytest.approx(rest, rel=1e-9)
    assert region.verdict == "non_different"


def test_merged_commune_answers_under_its_code_of_today(files: Path) -> None:
    deposit(files)
    deaths, people = slow_cells({"00003"})
    found = one(api.profile("commune:00003"), "M03")
    assert (found.numerator, found.denominator) == (sum(deaths), sum(people))


def test_no_count_under_the_threshold_leaves_the_deposit(files: Path) -> None:
    item = deposit(files)
    assert item.statuts["secret"] > 0
    assert item.statuts["secret_secondaire"] > 0
    for aire in (*(f"commune:{code}" for code in sorted(REGION)), "epci:990000001"):
        for valeur in api.profile(aire).indicateurs:
            if valeur.source and valeur.source.code.startswith("depot:"):
                assert valeur.numerator is None or not 0 < valeur.numerator < 5
                if valeur.status in {"secret", "secret_secondaire"}:
                    assert valeur.value is valeur.lower is valeur.denominator is None
                    assert valeur.motif


def test_under_ten_events_a_standardised_rate_is_not_published(edit: Edit) -> None:
    edit("depot.toml", 'causes = ["C00-C97"]', 'causes = ["X70"]')
    item = deposit(edit("depot.toml", 'causes = ["C00-C97"]', 'causes = ["X70"]'))
    weak = item.valeurs.filter(status="non_fiable")
    assert weak.height
    assert weak["value"].null_count() == weak.height
    assert weak["numerator"].max() < 10
    shown = item.valeurs.filter(status="valeur")
    assert shown["numerator"].min() >= 10
    careful = shown.filter(shown["numerator"] < 20)["reliability"].unique().to_list()
    assert careful == ["prudence"]


def test_free_union_gets_the_reason_and_no_figure(files: Path) -> None:
    deposit(files)
    for union in ("commune:00001+commune:00002", "epci:990000001+epci:990000003"):
        found = one(api.profile(union), "M07")
        assert found.status == "secret"
        assert found.value is found.numerator is found.denominator is None
        assert "liste fermée" in (found.motif or "")


def test_own_figure_replaces_the_borrowed_one(files: Path) -> None:
    before = api.profile("epci:990000001").series("M03")
    assert {v.status for v in before} == {"emprunte"}
    deposit(files)
    after = api.profile("epci:990000001").series("M03")
    assert [(v.periode, v.status) for v in after] == [("2013-2017", "valeur")]


def test_fictitious_mark_follows_the_figure_into_the_json(files: Path) -> None:
    deposit(files)
    entries = json.loads(json.dumps(api.profile("epci:990000002").to_dict()))["indicateurs"]
    fed = [e for e in entries if e["source"] and e["source"]["code"] == "depot:cepidc_fictif"]
    assert {e["code"] for e in fed} == {"M03", "M03-ICM", "M04", "M07", "M07-ICM", "M11"}
    assert all(e["source"]["titre"].endswith("(extrait fictif)") for e in fed)
    assert all(e["source"]["producteur"].endswith("(extrait fictif)") for e in fed)
    assert all(e["checksum"] for e in fed)


def test_real_extract_carries_no_mark(edit: Edit) -> None:
    deposit(edit("depot.toml", "fictif = true", "fictif = false"))
    source = one(api.profile("epci:990000002"), "M07").source
    assert source is not None
    assert "fictif" not in source.titre + source.producteur


@pytest.mark.parametrize(("usage", "answers"), [("interne", True), ("diagnostic", False)])
def test_deposit_answers_for_its_permitted_uses_only(
    edit: Edit, usage: api.Usage, answers: bool
) -> None:
    deposit(edit("depot.toml", '["diagnostic", "chiffres_cles", "interne"]', '["interne"]'))
    found = api.profile("epci:990000002", usage=usage).series("M07")
    assert [v.periode for v in found] == (["2013-2017"] if answers else [None])


def test_expired_deposit_answers_no_more_and_says_so(files: Path) -> None:
    item = deposit(files)
    path = item.dossier / "depot.toml"
    path.write_text(path.read_text("utf-8").replace("2099-12-31", "2020-12-31"), "utf-8")
    marker = item.dossier / "controle.json"
    marker.write_text(marker.read_text("utf-8") + "\n", "utf-8")
    assert api.find_depot("cepidc_fictif").expire
    assert [v.periode for v in api.profile("epci:990000002").series("M07")] == [None]


def test_deposit_is_private_and_can_be_removed(files: Path) -> None:
    item = deposit(files)
    assert stat.S_IMODE(item.dossier.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in item.dossier.iterdir()} == {0o600}
    with_depot = api.profile("epci:990000002").edition
    api.remove_depot("cepidc_fictif")
    assert not item.dossier.exists()
    assert api.profile("epci:990000002").edition != with_depot


def test_description_shown_holds_totals_and_no_row(files: Path) -> None:
    shown = api.describe_depot(deposit(files))
    assert shown["totaux"]["effectif"] == sum(int(row["NB_DECES"]) for row in rows())
    assert "dossier" not in shown
    assert "00001" not in json.dumps(shown, default=str)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('numero_convention = "FICTIVE-0000"', 'numero_convention = " "', "convention_absente"),
        ("expire_le = 2099-12-31", "expire_le = 2020-12-31", "convention_expiree"),
    ],
)
def test_deposit_without_a_valid_agreement_is_a_refusal(
    edit: Edit, old: str, new: str, code: str
) -> None:
    error = refused(edit("depot.toml", old, new))
    assert (error.code, error.sortie) == (code, CodeSortie.REFUS)


@pytest.mark.parametrize("total", ["[totaux]\neffectif = ", "hommes = ", '"2014" = '])
def test_control_total_must_be_found_again_exactly(edit: Edit, total: str) -> None:
    error = refused(edit("depot.toml", f"\n{total}", f"\n{total}1"))
    assert error.code == "total_different"


@pytest.mark.parametrize(
    ("old", "new", "code", "ligne", "colonne"),
    [
        ("00001;2013;1;0-4", "00001;2012;1;0-4", "periode_inconnu", 2, "ANNEE"),
        ("00001;2013;1;5-9", "00001;2013;3;5-9", "sexe_inconnu", 3, "SEXE"),
        ("00001;2013;1;5-9", "00001;2013;1;5-8", "age_inconnu", 3, "CLAGE"),
        ("00001;2013;1;5-9", "1;2013;1;5-9", "communes_inconnues", 3, "COM"),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;-1", "effectif_invalide", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;0,5", "effectif_invalide", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;x", "nombre_illisible", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;5-9;AUCUNE;", "effectif_absent", 3, None),
        ("00001;2013;1;5-9;AUCUNE;0", "00001;2013;1;0-4;AUCUNE;0", "ligne_en_double", 3, None),
        ("COM;ANNEE", "COM;AN", "entete_inattendue", 1, "ANNEE"),
    ],
)
def test_wrong_row_is_refused_with_its_place(
    edit: Edit, old: str, new: str, code: str, ligne: int, colonne: str | None
) -> None:
    error = refused(edit(EXTRAIT, old, new))
    assert (error.code, error.ligne) == (code, ligne)
    assert error.fichier == EXTRAIT
    assert colonne is None or error.colonne == colonne


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('population = "POP"\n', "", "population_absente"),
        ('causes = ["C00-C97"]', 'causes = ["B00-B99"]', "cause_absente"),
        ("age_max = 65", "age_max = 67", "age_coupe"),
        ('code = "M11"', 'code = "Z99"', "indicateur_inconnu"),
        ('code = "M11"', 'code = "M01"', "methode_impossible"),
        ('"2015", ', "", "catalogue_invalide"),
    ],
)
def test_description_that_cannot_be_followed_is_refused(
    edit: Edit, old: str, new: str, code: str
) -> None:
    assert refused(edit("depot.toml", old, new)).code == code


def test_cell_masked_by_the_producer_masks_all_that_holds_it(edit: Edit, files: Path) -> None:
    death = next(row for row in rows() if row["COM"] == "00005" and row["CAUSE"] == "C34")
    line = ";".join(death[k] for k in ("COM", "ANNEE", "SEXE", "CLAGE", "CAUSE", "NB_DECES"))
    edit(EXTRAIT, line + ";", line.rpartition(";")[0] + ";s;")
    text = (files / "depot.toml").read_text("utf-8").partition("[totaux]")[0]
    left = sum(int(row["NB_DECES"]) for row in rows()) - int(death["NB_DECES"])
    (files / "depot.toml").write_text(f"{text}[totaux]\neffectif = {left}\n", "utf-8")
    deposit(files)
    for aire in ("commune:00005", "epci:990000002", "departement:00", "region:99"):
        assert one(api.profile(aire), "M07").status == "secret"
    assert one(api.profile("epci:990000001"), "M07").status == "valeur"
    assert one(api.profile("epci:990000002"), "M11").status == "valeur"


def test_missing_cell_is_not_a_zero_unless_declared(edit: Edit, files: Path) -> None:
    deposit(edit("depot.toml", 'cases_absentes = "zero"', 'cases_absentes = "manquant"'))
    # Most cells have no row for cancers: nobody declared that an absent row means nobody died.
    assert one(api.profile("commune:00001"), "M07").status == "manquant"
    assert one(api.profile("commune:00001"), "M03").status == "valeur"


def test_area_that_the_extract_covers_in_part_gets_no_figure(files: Path) -> None:
    lines = (files / EXTRAIT).read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("0A001")]
    (files / EXTRAIT).write_text("\n".join(kept) + "\n", "utf-8")
    left = sum(int(row["NB_DECES"]) for row in rows() if row["COM"] != "0A001")
    text = (files / "depot.toml").read_text("utf-8").partition("[totaux]")[0]
    (files / "depot.toml").write_text(f"{text}[totaux]\neffectif = {left}\n", "utf-8")
    deposit(files)
    found = one(api.profile("epci:990000002"), "M07")
    assert (found.status, found.motif) == (
        "manquant",
        "1 commune(s) de ce territoire absente(s) de l'extrait.",
    )
    assert one(api.profile("epci:990000003"), "M07").status == "valeur"
    # No region left whole: no rates to expect deaths from, but the département 00 has its own.
    assert one(api.profile("epci:990000003"), "M03").comparaisons == ()


def test_code_is_deposited_once(files: Path) -> None:
    deposit(files)
    with pytest.raises(Erreur) as caught:
        deposit(files)
    assert caught.value.code == "depot_existant"


def test_a_damaged_deposit_is_told_and_never_left_out(files: Path) -> None:
    item = api.add_depot(files / EXTRAIT, files / "depot.toml")
    (item.dossier / "valeurs.parquet").write_bytes(b"PAR1")
    (item.dossier / "controle.json").touch()
    with pytest.raises(Erreur) as caught:
        api.profile("epci:990000001")
    assert caught.value.code == "depot_abime"


def test_rows_left_by_a_killed_deposit_are_erased(files: Path) -> None:
    root = api.add_depot(files / EXTRAIT, files / "depot.toml").dossier.parent
    left = root / ".en-cours-1"
    left.mkdir()
    (left / "extrait").write_text("00001;1", "utf-8")
    os.utime(left, (0, 0))
    api.remove_depot("cepidc_fictif")
    api.add_depot(files / EXTRAIT, files / "depot.toml")
    assert [path.name for path in root.iterdir()] == ["cepidc_fictif"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('encodage = "utf-8"', 'encodage = "klingon"', "encodage_inconnu"),
        ('famille = "cepidc"', 'famille = "snds"', "catalogue_invalide"),  # its threshold is 5
    ],
)
def test_a_description_out_of_the_rules_is_refused(
    files: Path, old: str, new: str, code: str
) -> None:
    path = files / "depot.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(Erreur) as caught:
        api.add_depot(files / EXTRAIT, path)
    assert caught.value.code == code
