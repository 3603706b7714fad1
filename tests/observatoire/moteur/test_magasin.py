"""The store: idempotent, replaced in one step, untouched by bad input or a kill."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.magasin import open_magasin
from ancrage.observatoire.moteur.reglages import reglages


def test_a_second_load_reads_nothing_again_and_keeps_the_edition(dossier: Path) -> None:
    first = api.load(dossier)
    second = api.load(dossier)
    assert second.edition == first.edition
    assert (first.repris, second.lus) == (0, 0)
    assert second.repris == first.lus


def test_a_changed_file_changes_the_edition_and_is_reported(dossier: Path) -> None:
    first = api.load(dossier)
    path = dossier / "cc_filosofi_2021_COM.csv"
    path.write_text(path.read_text("ascii").replace("21460", "21470"), "ascii")
    second = api.load(dossier)
    assert second.edition != first.edition
    assert second.lus == 1
    assert any("cc_filosofi_2021_COM.csv" in note for note in second.avertissements)


def cut_zip(dossier: Path) -> None:
    path = dossier / "base_cc_comparateur_csv.zip"
    path.write_bytes(path.read_bytes()[:-400])


def wrong_header(dossier: Path) -> None:
    path = dossier / "cc_filosofi_2021_COM.csv"
    path.write_text(path.read_text("ascii").replace("MED21", "MEDIANE", 1), "ascii")


def wrong_encoding(dossier: Path) -> None:
    path = dossier / "equip-serv-sante-com-2017.csv"
    path.write_bytes(path.read_bytes() + "00001;Amblaïe".encode("utf-16"))


def duplicate_commune(dossier: Path) -> None:
    path = dossier / "cc_filosofi_2021_COM.csv"
    lines = path.read_text("ascii").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", "ascii")


def rewrite_comparateur(dossier: Path, old: str, new: str) -> None:
    path = dossier / "base_cc_comparateur_csv.zip"
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content.replace(old.encode(), new.encode(), 1))


def negative_count(dossier: Path) -> None:
    rewrite_comparateur(dossier, "00001;412;", "00001;-412;")


def unknown_communes(dossier: Path) -> None:
    path = dossier / "cc_filosofi_2021_COM.csv"
    path.write_text(path.read_text("ascii").replace("\n0000", "\n9999"), "ascii")


def endless_line(dossier: Path) -> None:
    with (dossier / "cc_filosofi_2021_COM.csv").open("r+b") as stream:
        stream.truncate(2 << 30)  # sparse: two gibibytes of zeros and no line feed


def not_a_number(dossier: Path) -> None:
    rewrite_comparateur(dossier, "00001;412;", "00001;4l2;")


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (cut_zip, "base_cc_comparateur_csv.zip"),
        (wrong_header, "cc_filosofi_2021_COM.csv"),
        (wrong_encoding, "equip-serv-sante-com-2017.csv"),
        (duplicate_commune, "cc_filosofi_2021_COM.csv"),
        (unknown_communes, "cc_filosofi_2021_COM.csv"),
        (endless_line, "cc_filosofi_2021_COM.csv"),
        (negative_count, "base_cc_comparateur"),
        (not_a_number, "base_cc_comparateur"),
    ],
)
def test_bad_input_names_the_file_and_leaves_the_store(dossier: Path, spoil, name: str) -> None:  # type: ignore[no-untyped-def]
    edition = api.load(dossier).edition
    spoil(dossier)
    with pytest.raises(Erreur) as caught:
        api.load(dossier)
    assert name in str(caught.value.fichier)
    assert caught.value.remede
    assert open_magasin().edition == edition


def test_two_different_files_of_one_name_are_refused(dossier: Path) -> None:
    copy = dossier / "copie" / "cc_filosofi_2021_COM.csv"
    copy.parent.mkdir()
    copy.write_bytes((dossier / copy.name).read_bytes())
    api.load(dossier)  # the same bytes twice: no doubt
    copy.write_text(copy.read_text("ascii").replace("21460", "21470"), "ascii")
    with pytest.raises(Erreur) as caught:
        api.load(dossier)
    assert caught.value.code == "fichier_ambigu"


def test_a_damaged_store_is_told_then_mended_by_a_load(dossier: Path) -> None:
    api.load(dossier)
    table = open_magasin().dossier / "comptes.parquet"
    table.write_bytes(table.read_bytes()[:100])
    with pytest.raises(Erreur) as caught:
        api.profile("epci:990000001")
    assert caught.value.code == "magasin_abime"
    api.load(dossier)
    assert api.profile("epci:990000001").indicateurs


@pytest.mark.parametrize("key", ["date", "version", "avertissements"])
def test_a_store_of_an_older_version_asks_for_a_load(dossier: Path, key: str) -> None:
    api.load(dossier)
    path = open_magasin().dossier / "edition.json"
    infos = json.loads(path.read_text("utf-8"))
    del infos[key]
    path.write_text(json.dumps(infos), "utf-8")
    with pytest.raises(Erreur) as caught:
        api.store_infos()
    assert caught.value.code == "magasin_ancien"
    assert f"« {key} »" in caught.value.message
    assert "ancrage sources charger" in str(caught.value.remede)
    api.load(dossier)
    assert api.store_infos()["date"]


def test_a_file_shorter_than_the_known_one_is_told_to_lack_bytes(dossier: Path) -> None:
    path = dossier / "cc_filosofi_2021_COM.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rstrip().rfind(b"\n") + 1])  # cut where a line ends
    (note,) = [n for n in api.load(dossier).avertissements if path.name in n and "octets" in n]
    known = api.sources()["insee_filosofi_communes"].editions[0].fichiers[0]
    assert f"{(known.taille or 0) - path.stat().st_size} octets de moins" in note
    assert "incomplet" in note


def test_the_whole_file_of_the_producer_wins_over_the_extract(dossier: Path) -> None:
    extract = dossier / "FILO2016_DISP_COM_region24.csv"
    whole = dossier / "FILO2016_DISP_COM.csv"
    whole.write_bytes(extract.read_bytes().replace(b";185;", b";186;", 1))
    (note,) = [n for n in api.load(dossier).avertissements if whole.name in n and "entier" in n]
    names = [item["fichier"] for item in open_magasin().infos["fichiers"]]
    assert whole.name in names
    assert extract.name not in names
    assert note


def test_a_store_that_lost_its_folder_never_gives_the_embedded_figures(dossier: Path) -> None:
    api.load(dossier)
    folder = open_magasin().dossier
    folder.rename(folder.with_name("ailleurs"))
    with pytest.raises(Erreur) as caught:
        open_magasin()
    assert caught.value.code == "magasin_abime"


def test_a_damaged_prepared_file_is_read_again_and_warnings_are_said_again(
    dossier: Path,
) -> None:
    first = api.load(dossier)
    prepared = sorted((reglages().etat / "prepare").glob("*.parquet"))
    prepared[0].write_bytes(b"PAR1")
    second = api.load(dossier)
    assert second.lus == 1
    assert second.avertissements == first.avertissements


def test_loads_at_the_same_time_leave_one_whole_store(dossier: Path) -> None:
    script = "import sys; from pathlib import Path; from ancrage.observatoire import api\n"
    script += "api.load(Path(sys.argv[1]))\n"
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(dossier)], env=os.environ.copy())
        for _ in range(3)
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert open_magasin().valeurs.height
    assert not list(open_magasin().dossier.parent.glob(".en-cours-*"))


def test_an_empty_folder_waits_for_its_files(tmp_path: Path) -> None:
    with pytest.raises(Erreur) as caught:
        api.load(tmp_path)
    assert caught.value.sortie == 5


def test_a_kill_in_the_middle_of_a_load_leaves_the_previous_store(dossier: Path) -> None:
    edition = api.load(dossier).edition
    path = dossier / "cc_filosofi_2021_COM.csv"
    path.write_text(path.read_text("ascii").replace("21460", "21480"), "ascii")
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from ancrage.observatoire import api\n"
        "def stop(step, done, total):\n"
        "    if step == sys.argv[2]:\n"
        "        print('ici', flush=True); signal.pause()\n"
        "api.load(Path(sys.argv[1]), stop)\n"
    )
    for step in ("Indicateurs", "Fichiers lus"):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(dossier), step],
            stdout=subprocess.PIPE,
            env=os.environ.copy(),
        )
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"ici"
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        process.stdout.close()
        time.sleep(0.05)
        assert open_magasin().edition == edition
    assert api.load(dossier).edition != edition
