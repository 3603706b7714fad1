"""A batch: resumable, unchanged files untouched, one failure told and not contagious."""

import json
from pathlib import Path

import pytest

from ancrage.observatoire.api import load, parse_territoire
from ancrage.observatoire.erreurs import Erreur
from ancrage.publication.documents.chiffres_cles import lot, write_batch, write_chiffres_cles
from ancrage.publication.documents.chiffres_cles.lot import ETAT, file_stem, read_list

TERRITOIRES = ["epci:990000002", "commune:0A002", "region:99"]


@pytest.fixture(scope="module", autouse=True)
def magasin_miniature(region_miniature_module: Path, tmp_path_factory: pytest.TempPathFactory):
    """Build the store of the invented region, once for these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_STATE_DIR", str(tmp_path_factory.mktemp("etat")))
        load(region_miniature_module)
        yield


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the three documents."""
    folder = tmp_path_factory.mktemp("lot")
    bilan = write_batch(TERRITOIRES, folder, processus=1)
    assert (len(bilan.ecrits), bilan.echecs) == (3, [])
    return folder


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.glob("*.pdf")}


def test_a_second_run_touches_nothing_and_says_so(dossier):
    before = snapshot(dossier)
    bilan = write_batch(TERRITOIRES, dossier)
    assert (bilan.ecrits, len(bilan.inchanges)) == ([], 3)
    assert snapshot(dossier) == before


def test_a_lost_or_damaged_file_is_made_again_the_same(dossier):
    before = snapshot(dossier)
    first, second, _ = sorted(dossier.glob("*.pdf"))
    first.unlink()
    second.write_bytes(b"coupe")
    bilan = write_batch(TERRITOIRES, dossier)
    assert sorted(bilan.ecrits) == [first, second]
    assert {n: c for n, (_, c) in snapshot(dossier).items()} == {
        n: c for n, (_, c) in before.items()
    }


def test_a_damaged_record_makes_everything_again(dossier):
    (dossier / ETAT).write_text("{", "utf-8")
    assert len(write_batch(TERRITOIRES, dossier).ecrits) == 3
    assert len(json.loads((dossier / ETAT).read_text("utf-8"))["fichiers"]) == 3


@pytest.mark.parametrize("part", ["code_version", "catalogue_version"])
def test_new_code_or_reworded_catalogue_makes_everything_again(part, dossier, monkeypatch):
    monkeypatch.setattr(lot, part, lambda: "autre")
    assert len(write_batch(TERRITOIRES[:1], dossier).ecrits) == 1


def test_a_stopped_batch_goes_on_where_it_stopped(tmp_path, monkeypatch):
    made = lot._make
    calls: list[str] = []

    def stop_after_one(task):
        if calls:
            raise KeyboardInterrupt
        calls.append(task.texte)
        return made(task)

    monkeypatch.setattr(lot, "_make", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        write_batch(TERRITOIRES, tmp_path, processus=1)
    monkeypatch.setattr(lot, "_make", made)
    bilan = write_batch(TERRITOIRES, tmp_path, processus=1)
    assert (len(bilan.inchanges), len(bilan.ecrits)) == (1, 2)


def test_one_failure_does_not_stop_the_others(tmp_path, monkeypatch):
    real = lot.render

    def fail_on_the_region(area, kind):
        if area.niveau == "region":
            raise RuntimeError("panne")
        return real(area, kind)

    monkeypatch.setattr(lot, "render", fail_on_the_region)
    bilan = write_batch([*TERRITOIRES, "epci:1"], tmp_path, processus=1)
    assert len(bilan.ecrits) == 2
    assert [text for text, _ in bilan.echecs] == ["epci:1", "region:99"]
    assert "panne" in dict(bilan.echecs)["region:99"]
    assert not list(tmp_path.glob("*.en-cours"))


def test_two_processes_give_the_same_bytes_as_one(dossier, tmp_path, monkeypatch):
    monkeypatch.setattr(lot, "ALONE", 0)
    told: list[tuple[int, int]] = []
    write_batch(
        TERRITOIRES[:2], tmp_path, progress=lambda _name, done, total: told.append((done, total))
    )
    assert told == [(0, 2), (1, 2), (2, 2)]
    alone = {name: content for name, (_, content) in snapshot(dossier).items()}
    made = {name: content for name, (_, content) in snapshot(tmp_path).items()}
    assert len(made) == 2
    assert made.items() <= alone.items()


def test_a_single_document_is_the_one_of_the_batch(dossier, tmp_path):
    path = write_chiffres_cles("epci:990000002", tmp_path / "seul.pdf")
    [twin] = dossier.glob("epci-990000002*.pdf")
    assert path.read_bytes() == twin.read_bytes()


def test_the_spreadsheet_is_written_too(tmp_path):
    path = write_chiffres_cles("commune:0A002", tmp_path / "c.xlsx")
    assert path.read_bytes()[:2] == b"PK"


def test_another_format_is_refused_before_any_work(tmp_path):
    with pytest.raises(Erreur, match="docx"):
        write_chiffres_cles("commune:0A002", tmp_path / "c.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_list_may_name_its_unions_and_hold_comments(tmp_path):
    path = tmp_path / "liste.txt"
    path.write_text("\ufeff# mes pays\nepci:990000001+epci:990000003 ; Pays d'Essai\n\nregion:99\n")
    assert read_list(path) == [
        ("epci:990000001+epci:990000003", "Pays d'Essai"),
        ("region:99", None),
    ]


def test_an_absent_list_is_told(tmp_path):
    with pytest.raises(Erreur, match="liste de territoires"):
        write_batch(tmp_path / "absente.txt", tmp_path)


def test_file_names_are_short_plain_and_one_per_union():
    one = parse_territoire("epci:990000001+epci:990000003", libelle="Pays d'Essai : l'Été / 1")
    two = parse_territoire("epci:990000001+epci:990000002", libelle="Pays d'Essai : l'Été / 1")
    assert file_stem(one).endswith("pays-d-essai-l-ete-1")
    assert file_stem(one) != file_stem(two)
    assert len(file_stem(one)) < 100
