"""What the readers of official files accept, and what they refuse with the place and the remedy."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.lecture import parse_number, read_csv, restore_zeros, to_prepare
from ancrage.observatoire.sources.octets import MAX_LINE_BYTES, Entree

MakeEntree = Callable[..., Entree]


def test_bom_crlf_and_trailing_columns_are_read(make_entree: MakeEntree) -> None:
    entree = make_entree("\ufeffCODE;NB;;\r\n01004;3;;\r\n2A004;5;;\r\n".encode())
    table = read_csv(entree, ["NB", "CODE"])
    assert table.columns == ["NB", "CODE", "ligne"]
    assert table.rows() == [("3", "01004", 2), ("5", "2A004", 3)]


def test_quoted_cells_may_hold_the_separator_and_a_line_feed(make_entree: MakeEntree) -> None:
    entree = make_entree(b'"CODE","LIB"\n"00001","Amblaie, bourg"\n"00002","Bru\nyelle"\n')
    table = read_csv(entree, ["CODE", "LIB"], separator=",")
    assert table["LIB"].to_list() == ["Amblaie, bourg", "Bru\nyelle"]


def test_form_feed_inside_a_cell_is_not_an_end_of_line(make_entree: MakeEntree) -> None:
    table = read_csv(make_entree("CODE;LIB\n00001;Am\x0cb\x85laie\n".encode()), ["LIB"])
    assert table.height == 1


def test_title_lines_and_footnotes_are_left_out(make_entree: MakeEntree) -> None:
    entree = make_entree(b"Titre\nSous-titre\nCODE;NB\n00001;3\nSource : essai\n")
    table = read_csv(entree, ["NB"], skip_lines=2, drop_last_lines=1)
    assert table.rows() == [("3", 4)]


def test_a_header_without_rows_gives_an_empty_table(make_entree: MakeEntree) -> None:
    assert read_csv(make_entree(b"CODE;NB\n"), ["CODE", "NB"]).height == 0


@pytest.mark.parametrize(
    ("content", "code", "ligne", "colonne"),
    [
        (b"", "entete_inattendue", 1, "CODE"),
        (b"CODGEO;NB\n00001;3\n", "entete_inattendue", 1, "CODE"),
        (b"CODE;NB\n00001;3\n00002\n", "ligne_incomplete", 3, None),
        (b"CODE;NB\n00001;3\n00002;4;5\n", "ligne_incomplete", 3, None),
        (b'CODE;NB\n"00001";3\n"00002"\n', "ligne_incomplete", 3, None),
        (b'CODE;NB\n00001;3\n"00002;4\n00003;5\n', "ligne_incomplete", 3, None),
        (b"CODE;NB\n00001;3\n0000\xe9;4\n", "encodage_inattendu", 3, None),
    ],
    ids=["empty", "header", "cut", "long", "cut quoted", "unclosed quote", "latin-1"],
)
def test_a_damaged_table_is_refused_with_its_line(
    make_entree: MakeEntree, content: bytes, code: str, ligne: int, colonne: str | None
) -> None:
    with pytest.raises(Erreur) as caught:
        read_csv(make_entree(content), ["CODE", "NB"])
    error = caught.value
    assert (error.code, error.ligne, error.colonne) == (code, ligne, colonne)
    assert error.fichier == "essai.csv"
    assert error.attendu
    assert error.remede


def test_an_endless_line_is_refused_without_being_loaded(make_entree: MakeEntree) -> None:
    entree = make_entree(b"CODE;NB\n00001;3\n")
    with entree.chemin.open("r+b") as stream:
        stream.truncate(2 << 30)  # sparse: two gibibytes of zeros and no line feed
    with pytest.raises(Erreur) as caught:
        read_csv(entree, ["CODE"])
    assert (caught.value.code, caught.value.ligne) == ("ligne_trop_longue", 3)


def test_an_endless_line_in_a_zip_is_refused_too(make_entree: MakeEntree) -> None:
    entree = make_entree(b"", "essai.zip")
    with zipfile.ZipFile(entree.chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("base.CSV", b"CODE\n" + b"0" * (MAX_LINE_BYTES + 1))
    with pytest.raises(Erreur) as caught:
        read_csv(entree, ["CODE"], member="base.CSV")
    assert (caught.value.code, caught.value.ligne) == ("ligne_trop_longue", 2)


def _archive(entree: Entree) -> bytes:
    with zipfile.ZipFile(entree.chemin, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("base.CSV", "CODE;NB\n" + "00001;3\n" * 500)
        archive.writestr("meta_base.CSV", "autre\n")
    return entree.chemin.read_bytes()


def test_the_member_with_the_shortest_name_is_read(make_entree: MakeEntree) -> None:
    entree = make_entree(b"", "essai.zip")
    _archive(entree)
    assert read_csv(entree, ["CODE"], member="base.CSV").height == 500


@pytest.mark.parametrize("damage", ["truncated", "altered", "not a zip"])
def test_a_damaged_archive_is_refused(make_entree: MakeEntree, damage: str) -> None:
    entree = make_entree(b"", "essai.zip")
    content = _archive(entree)
    damaged = {
        "truncated": content[: len(content) // 2],
        "altered": content.replace(b"00001;3", b"00001;4", 1),  # the CRC no longer agrees
        "not a zip": b"CODE;NB\n",
    }
    entree.chemin.write_bytes(damaged[damage])
    with pytest.raises(Erreur) as caught:
        read_csv(entree, ["CODE"], member="base.CSV")
    assert caught.value.code == "archive_illisible"
    assert "sources recuperer" in str(caught.value)


def test_a_missing_member_is_named(make_entree: MakeEntree) -> None:
    entree = make_entree(b"", "essai.zip")
    _archive(entree)
    with pytest.raises(Erreur, match=r"data\.CSV"):
        read_csv(entree, ["CODE"], member="data.CSV")


@pytest.mark.parametrize(
    ("text", "decimal", "value", "status"),
    [
        ("12", ".", 12.0, "valeur"),
        ("0", ".", 0.0, "zero"),
        ("0,0", ",", 0.0, "zero"),
        ("9\u202f503", ".", 9503.0, "valeur"),
        ("1\u00a0234,5", ",", 1234.5, "valeur"),
        ("-14,8", ",", -14.8, "valeur"),
        ("s", ".", None, "secret"),
        ("N/A - secret statistique", ".", None, "secret"),
        ("nd", ".", None, "manquant"),
        ("N/A - résultat non disponible", ".", None, "manquant"),
        ("", ".", None, "manquant"),
    ],
)
def test_a_number_a_zero_a_secret_and_an_absence_are_never_mixed_up(
    make_entree: MakeEntree, text: str, decimal: str, value: float | None, status: str
) -> None:
    table = pl.DataFrame({"NB": [text], "ligne": [2]})
    row = parse_number(table, "NB", make_entree(b""), decimal=decimal).row(0, named=True)
    assert (row["value"], row["status"]) == (value, status)


@pytest.mark.parametrize(
    ("text", "decimal"), [("1,5", "."), ("1.5", ","), ("douze", "."), ("nan", ".")]
)
def test_any_other_text_is_refused_with_its_line_and_column(
    make_entree: MakeEntree, text: str, decimal: str
) -> None:
    table = pl.DataFrame({"NB": ["3", text], "ligne": [2, 3]})
    with pytest.raises(Erreur) as caught:
        parse_number(table, "NB", make_entree(b""), decimal=decimal)
    assert (caught.value.code, caught.value.ligne, caught.value.colonne) == (
        "nombre_illisible",
        3,
        "NB",
    )


def test_a_blank_cell_is_a_secret_where_the_source_says_so(make_entree: MakeEntree) -> None:
    entree = make_entree(b"CODE;MED\n00001;\n00002;21940\n")
    table = read_csv(entree, ["CODE", "MED"])
    prepared = to_prepare(table, entree, {"MED": "mediane"}, code="CODE", secret=("",), missing=())
    assert prepared.select("value", "status").rows() == [(None, "secret"), (21940.0, "valeur")]


def test_a_column_of_the_table_wins_over_the_constant(make_entree: MakeEntree) -> None:
    table = pl.DataFrame(
        {"CODE": ["00"], "periode": ["2013"], "NB": ["4"], "ligne": [2]},
        schema_overrides={"ligne": pl.UInt32},
    )
    prepared = to_prepare(
        table, make_entree(b""), {"NB": "nombre"}, code="CODE", niveau="departement"
    )
    assert prepared.row(0, named=True)["periode"] == "2013"
    assert prepared.row(0, named=True)["niveau"] == "departement"


def test_leading_zeros_lost_by_a_spreadsheet_come_back() -> None:
    table = pl.DataFrame({"CODE": ["1004", " 2A004", "45234"]})
    assert table.select(restore_zeros("CODE"))["CODE"].to_list() == ["01004", "2A004", "45234"]


def test_a_missing_file_is_not_called_a_damaged_archive(tmp_path: Path) -> None:
    entree = Entree(tmp_path / "absent.zip", "absent.zip", "2020", 2021)
    with pytest.raises(FileNotFoundError):
        read_csv(entree, ["CODE"], member="base.CSV")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"CODE;NB\r00001;3\r", "entete_inattendue"),  # lines of an old Macintosh
        (b'CODE;NB;"' + b"y" * 200_000 + b'"\n00001;3;4\n', "entete_inattendue"),
        (b"CODE;NB;CODE\n00001;3;00002\n", "colonne_en_double"),
    ],
)
def test_a_header_no_producer_writes_is_refused(
    make_entree: MakeEntree, content: bytes, code: str
) -> None:
    with pytest.raises(Erreur) as caught:
        read_csv(make_entree(content), ["CODE", "NB"])
    assert caught.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_opened(
    make_entree: MakeEntree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ancrage.observatoire.sources.octets.MAX_BYTES", 1000)
    entree = make_entree(b"", "essai.zip")
    with zipfile.ZipFile(entree.chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("essai.csv", "CODE\n" * 1000)
    with pytest.raises(Erreur) as caught:
        read_csv(entree, ["CODE"], member="essai.csv")
    assert caught.value.code == "fichier_trop_gros"
