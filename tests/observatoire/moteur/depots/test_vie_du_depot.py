"""A deposit answers under its mark, for its uses, until it expires or is removed."""

import json
import os
import stat
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import Erreur
from tests.observatoire.moteur.depots.extrait import (
    EXTRAIT,
    Edit,
    deposit,
    one,
    rows,
)


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
    assert not left.exists()
    assert [path.parent.name for path in root.rglob("extrait")] == ["cepidc_fictif"]
