"""`ancrage depot …` as typed: messages, exit codes, and never a row of the extract."""

from dataclasses import replace
from pathlib import Path

import pytest

from ancrage.observatoire.api import find_depot
from tests.cli.saisie import run
from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = str(DEPOT / "cepidc_extrait_fictif.csv")
DESCRIPTION = str(DEPOT / "depot.toml")


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")


def test_a_deposit_lives_from_arrival_to_removal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "depot", "deposer", EXTRAIT, "--description", DESCRIPTION) == 0
    assert "cepidc_fictif (extrait fictif) enregistré" in capsys.readouterr().out
    assert run(monkeypatch, "depot", "liste") == 0
    assert "(extrait fictif)" in capsys.readouterr().out
    assert run(monkeypatch, "depot", "montrer", "cepidc_fictif") == 0
    shown = capsys.readouterr().out
    assert "2285" in shown
    assert "(extrait fictif)" in shown
    assert "00001" not in shown
    assert run(monkeypatch, "depot", "retirer", "cepidc_fictif") == 0
    assert run(monkeypatch, "depot", "liste") == 0
    assert "Aucun dépôt" in capsys.readouterr().out


def test_an_expired_agreement_leaves_with_the_code_of_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(DESCRIPTION).read_text("utf-8").replace("2099-12-31", "2020-12-31")
    late = tmp_path / "depot.toml"
    late.write_text(text, "utf-8")
    assert run(monkeypatch, "depot", "deposer", EXTRAIT, "--description", str(late)) == 4
    assert "31/12/2020" in capsys.readouterr().err


def test_an_unknown_deposit_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "depot", "montrer", "inconnu") == 2
    assert "ancrage depot liste" in capsys.readouterr().err


def test_a_total_under_the_threshold_is_masked_with_its_whole_breakdown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "depot", "deposer", EXTRAIT, "--description", DESCRIPTION) == 0
    item = find_depot("cepidc_fictif")
    seuil = item.depot.seuil_primaire
    few = {"effectif": 907, "par_sexe": {"hommes": 900, "femmes": seuil - 4}, "par_periode": {}}
    monkeypatch.setattr("ancrage.observatoire.api.find_depot", lambda _: replace(item, totaux=few))
    capsys.readouterr()
    assert run(monkeypatch, "depot", "montrer", "cepidc_fictif") == 0
    shown = capsys.readouterr().out
    assert "907" in shown
    assert "900" not in shown  # the total less the men would be the women
    assert shown.count(f"moins de {seuil})") == 2
    monkeypatch.setattr(
        "ancrage.observatoire.api.find_depot",
        lambda _: replace(item, totaux=few | {"effectif": seuil - 1, "par_sexe": {}}),
    )
    assert run(monkeypatch, "depot", "montrer", "cepidc_fictif") == 0
    assert f"masqué (moins de {seuil})" in capsys.readouterr().out
