"""Small, masked and missing cells of a deposit: what is not shown, and why."""

from pathlib import Path

from ancrage.observatoire import api
from tests.observatoire.moteur.depots.extrait import (
    EXTRAIT,
    REGION,
    Edit,
    deposit,
    one,
    rows,
)


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


def test_free_union_gets_the_reason_and_no_figure(files: Path) -> None:
    deposit(files)
    for union in ("commune:00001+commune:00002", "epci:990000001+epci:990000003"):
        found = one(api.profile(union), "M07")
        assert found.status == "secret"
        assert found.value is found.numerator is found.denominator is None
        assert "liste fermée" in (found.motif or "")
